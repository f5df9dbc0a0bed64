"""A change is judged by the policy of its base: it cannot switch off its own gate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from tests.conftest import code, dumped, notebook
from tests.pipelines.kit import Checkout, clean, leaky, secret

Run = Callable[..., tuple[int, dict[str, Any]]]
STRICT = json.dumps({"max_number_of_critical": 0, "max_number_of_high": 0})
POLICY = ".ct-jupyter.toml"


@pytest.fixture
def request_from(repo: Checkout, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Make a merge request of files, by a job of GitLab."""

    def make(**files: bytes) -> str:
        base = repo.git("rev-parse", "HEAD")
        repo.git("checkout", "-q", "-b", "feature")
        head = repo.commit(**files)
        monkeypatch.setenv("GITLAB_CI", "true")
        monkeypatch.setenv("CI_PIPELINE_SOURCE", "merge_request_event")
        monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", base)
        monkeypatch.setenv("CI_COMMIT_SHA", head)
        return head

    return make


@pytest.mark.parametrize("has_policy", [False, True])
@pytest.mark.parametrize("file", [POLICY, "pyproject.toml"])
@pytest.mark.parametrize(
    ("setting", "keys", "args"),
    [
        ('exclude = ["**"]', ["exclude"], STRICT),
        ('exclude = ["*.ipynb"]', ["exclude"], None),
        ('disable = ["*"]', ["disable"], STRICT),
        ('include = ["*.nothing"]', ["include"], STRICT),
        ("sync_scan = false", ["sync_scan"], None),
        ("max_number_of_critical = 99", ["max_number_of_critical"], None),
        (
            'condition = "AND"\nmax_number_of_critical = 0\nmax_number_of_low = 50',
            ["condition", "max_number_of_low"],
            None,
        ),
        ('[[ignore]]\npaths = ["**"]\nreason = "none of it"', ["ignore"], STRICT),
    ],
)
def test_no_setting_of_the_change_opens_its_gate(
    repo: Checkout,
    ci: Run,
    request_from: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    keys: list[str],
    args: str | None,
    file: str,
    has_policy: bool,
) -> None:
    if args:
        monkeypatch.setenv("FAILED_ARGS", args)
    table = "[tool.ct-jupyter]\n" if file == "pyproject.toml" else ""
    setting = setting.replace("[[ignore]]", "[[tool.ct-jupyter.ignore]]") if table else setting
    if has_policy:
        repo.write(file, f'{table}policy_name = "house"\n'.encode())
    repo.commit(a=clean())
    repo.write(file, f"{table}{setting}\n".encode())
    request_from(b=leaky())
    exit_code, report = ci()
    assert exit_code == 1
    assert [finding["path"] for finding in report["findings"]] == ["b.ipynb"]
    told = [notice for notice in report["notices"] if notice["path"] == file]
    assert told
    assert "CT_POLICY_FROM" in told[0]["message"]
    assert all(f"sets {key} to" in json.dumps(told) for key in keys)
    log = capsys.readouterr().out
    assert "this change sets" in log
    # A protected variable adopts it.
    monkeypatch.setenv("CT_POLICY_FROM", "head")
    assert ci()[0] == 0


@pytest.mark.parametrize(
    ("policy", "shown"),
    [("sync_scan = false", 0), ("max_number_of_critical = 5", 1)],
)
def test_failed_args_own_the_gate_and_whether_it_fails(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch, policy: str, shown: int
) -> None:
    monkeypatch.setenv("FAILED_ARGS", STRICT)
    repo.write(POLICY, policy.encode())
    repo.commit(a=leaky())
    assert ci("--all")[0] == 1
    monkeypatch.delenv("FAILED_ARGS")
    assert ci("--all")[0] == 0, shown


def test_a_push_is_judged_by_the_policy_that_it_brings(repo: Checkout, ci: Run) -> None:
    repo.write(POLICY, b'exclude = ["b.ipynb"]\n')
    repo.commit(b=leaky())
    assert ci("--all")[0] == 0


def test_a_range_by_hand_is_judged_by_its_base_too(repo: Checkout, ci: Run) -> None:
    base = repo.commit(a=clean())
    repo.write(POLICY, b'exclude = ["**"]\n')
    repo.commit(b=leaky())
    assert ci("--diff", f"{base}..HEAD")[0] == 1
    assert ci("--diff", f"{base}..HEAD", "--policy-from", "head")[0] == 0


def test_the_policy_of_the_base_holds_for_its_change(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.write(POLICY, b'exclude = ["legacy/*"]\n')
    repo.commit(a=clean())
    (repo.top / POLICY).unlink()
    repo.git("rm", "-q", "--cached", POLICY)
    repo.write("legacy/b.ipynb", leaky())
    request_from(c=clean())
    exit_code, report = ci()
    assert exit_code == 0
    assert "this change sets exclude to nothing" in report["notices"][0]["message"]


def test_entries_that_the_change_adds_to_the_baseline_do_not_count(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.commit(a=leaky(1))
    assert main(["baseline"]) == 0
    repo.git("add", ".ct-jupyter")
    repo.commit()
    repo.git("checkout", "-q", "-b", "work")
    repo.write("b.ipynb", leaky(2))
    assert main(["baseline"]) == 0
    repo.git("add", ".ct-jupyter")
    request_from()
    exit_code, report = ci()
    assert exit_code == 1
    assert ["adds 1 entry" in notice["message"] for notice in report["notices"]] == [True]


def test_a_first_baseline_does_not_count_for_the_change_that_brings_it(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.commit(a=clean())
    repo.write("b.ipynb", leaky(2))
    assert main(["baseline"]) == 0
    repo.git("add", ".ct-jupyter")
    request_from()
    exit_code, report = ci()
    assert exit_code == 1
    assert "adds 1 entry" in report["notices"][0]["message"]


def test_the_value_of_a_deleted_file_is_not_known_in_a_new_one(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.commit(a=leaky(1), z=clean())
    assert main(["baseline"]) == 0
    repo.git("add", ".ct-jupyter")
    repo.commit()
    repo.git("rm", "-q", "a.ipynb")
    other = [code(f"y{number} = {number} ** 2") for number in range(40)]
    new = dumped(notebook(*other, code(f'client = OpenAI(api_key="{secret(1)}")')))
    request_from(b=new)
    assert ci()[0] == 1


def test_what_is_known_of_a_file_goes_along_with_its_new_name(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.commit(a=leaky(1), z=clean())
    assert main(["baseline"]) == 0
    repo.git("add", ".ct-jupyter")
    repo.commit()
    repo.git("mv", "a.ipynb", "b.ipynb")
    request_from()
    assert ci()[0] == 0


def ignored(seed: int = 0) -> bytes:
    kind = "secret.openai.api-key"
    return dumped(notebook(code(f'key = "{secret(seed)}"  # ct: ignore[{kind}] made up for the course')))


@pytest.mark.parametrize(("need", "expected"), [(None, 0), ("nothing", 0), ("base", 1)])
def test_suppressions_that_the_change_adds_are_listed_and_need_not_count(
    repo: Checkout,
    ci: Run,
    request_from: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
    need: str | None,
    expected: int,
) -> None:
    if need:
        repo.write(POLICY, f'suppressions_need = "{need}"\n'.encode())
    repo.commit(old=ignored(1))
    request_from(new=ignored(2), old=ignored(1).replace(b"made up", b"made-up"))
    exit_code, report = ci()
    assert exit_code == expected
    by_path = {finding["path"]: finding for finding in report["findings"]}
    assert by_path["old.ipynb"]["suppressed"]["added"] is False
    log = capsys.readouterr().out
    if expected:
        assert by_path["new.ipynb"]["suppressed"] is None
        assert any("suppressions_need is base" in notice["message"] for notice in report["notices"])
    else:
        assert by_path["new.ipynb"]["suppressed"]["added"] is True
        assert "1 finding that this change suppresses" in log
        assert "comment: made up for the course" in log


@pytest.mark.parametrize("what", ["link", "huge"])
def test_a_policy_that_is_no_file_is_refused(
    repo: Checkout, ci: Run, request_from: Callable[..., str], tmp_path: Path, what: str
) -> None:
    if what == "link":
        (repo.top / POLICY).symlink_to("/dev/zero")
    else:
        (repo.top / POLICY).write_bytes(b"#" * (65 << 20))
    repo.git("add", POLICY)
    repo.commit(a=clean())
    (repo.top / POLICY).unlink()
    repo.write(POLICY, b'policy_name = "x"\n')
    request_from(b=clean())
    assert ci()[0] == 2
