from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill
from ct_jupyter.findings.fingerprint import FIRST
from ct_jupyter.policy.baseline import new_baseline, to_bytes
from tests.conftest import code, dumped, notebook, stream
from tests.pipelines.kit import KIND, Checkout, leaky, secret

BASELINE = Path(".ct-jupyter/baseline.json")
TODAY = datetime.datetime.now(datetime.timezone.utc).date()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FAILED_ARGS", raising=False)
    return tmp_path


def read() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(BASELINE.read_bytes())
    return value


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    main(["scan", "--format", "json", "--output", "r.json", *arguments])
    found: list[dict[str, Any]] = json.loads((folder / "r.json").read_bytes())["findings"]
    return found


def test_what_is_known_counts_no_more_and_what_is_new_does(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.ipynb").write_bytes(leaky(1))
    assert main(["scan"]) == 1
    assert main(["baseline"]) == 0
    assert "1 known value, 1 new, 0 gone" in capsys.readouterr().out
    assert main(["scan"]) == 0
    (folder / "a.ipynb").write_bytes(leaky(1, 2))
    assert main(["scan"]) == 1
    suppressed = [finding["suppressed"] for finding in findings(folder)]
    assert suppressed == [{"kind": "baseline", "reason": "known, not audited"}, None]


def test_it_is_stable_under_moves_reordering_and_re_execution(folder: Path) -> None:
    (folder / "a.ipynb").write_bytes(leaky(1, 2))
    main(["baseline"])
    first = BASELINE.read_bytes()
    cells = [
        code(f'client = OpenAI(api_key="{secret(seed)}")', stream(f"using {secret(seed)}\n"), id=f"new{seed}")
        for seed in (2, 1)
    ]
    (folder / "a.ipynb").write_bytes(dumped(notebook(code("x = 1"), *cells)))
    assert main(["scan"]) == 0
    main(["baseline"])
    assert BASELINE.read_bytes() == first


def test_a_renamed_notebook_stays_known_and_a_copy_does_not(folder: Path) -> None:
    (folder / "a.ipynb").write_bytes(leaky(1))
    main(["baseline"])
    (folder / "a.ipynb").rename(folder / "b.ipynb")
    assert main(["scan"]) == 0
    (folder / "a.ipynb").write_bytes(leaky(1))
    assert main(["scan"]) == 1


def test_no_value_can_be_read_or_guessed_from_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    guessable = fill("{upper:1}{lower:5}{digits:3}", 3)
    (folder / "a.ipynb").write_bytes(
        dumped(notebook(code(f'password = "{guessable}"'), code(f"k = '{secret(1)}'")))
    )
    stretched = []
    scrypt = hashlib.scrypt
    monkeypatch.setattr(
        "ct_jupyter.findings.fingerprint.hashlib.scrypt",
        lambda *a, **k: stretched.append(k["n"]) or scrypt(*a, **k),
    )
    main(["baseline"])
    text = BASELINE.read_text()
    assert guessable not in text
    assert secret(1)[5:] not in text
    assert stretched == [2**17]  # once for the password, not for the key, which nobody guesses


def old_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the baseline as version 1 had it."""
    with monkeypatch.context() as patch:
        patch.setattr("ct_jupyter.policy.baseline.VERSION", 1)
        patch.setattr("ct_jupyter.policy.baseline.TODAY", FIRST)
        made = msgspec.structs.replace(new_baseline(), version=1)
        BASELINE.parent.mkdir(exist_ok=True)
        BASELINE.write_bytes(to_bytes(made))
        assert main(["baseline"]) == 0
    assert read()["version"] == 1


def test_an_old_baseline_still_holds_and_is_rewritten_with_all_that_was_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = fill("{lower:9}-{lower:8}-{lower:9}-{digits:4}", 3)
    for name in ("a", "b"):
        document = notebook(code(f'password = "{words}"'), code(f'k = "{secret(1)}"'))
        (folder / f"{name}.ipynb").write_bytes(dumped(document))
    old_baseline(monkeypatch)
    entries = read()["entries"]
    for entry in entries:
        entry["audit"] = {"verdict": "used in tests", "by": "x", "on": str(TODAY), "note": entry["path"]}
    BASELINE.write_text(json.dumps(read() | {"entries": entries}))
    capsys.readouterr()
    assert main(["scan"]) == 0
    assert "old form" in "".join(capsys.readouterr())
    assert main(["baseline", "a.ipynb"]) == 0
    assert "anew" in capsys.readouterr().out
    made = read()
    assert made["version"] == 2
    assert len(made["entries"]) == len(entries) == 4
    assert all(entry["audit"]["note"] == entry["path"] for entry in made["entries"])
    known = {entry["fingerprint"] for entry in entries}
    passwords = [one for one in made["entries"] if one["weakness_id"] == "secret.generic.password"]
    assert len(passwords) == 2
    assert not known & {one["fingerprint"] for one in passwords}
    assert main(["scan"]) == 0
    assert "old form" not in "".join(capsys.readouterr())


def test_where_a_baseline_is_rewritten_the_new_fingerprints_of_allowed_values_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = fill("{lower:9}-{lower:8}-{lower:9}-{digits:4}", 3)
    (folder / "a.ipynb").write_bytes(dumped(notebook(code(f'password = "{words}"'))))
    old_baseline(monkeypatch)
    [entry] = read()["entries"]
    BASELINE.write_text(json.dumps(read() | {"entries": []}))
    settings = f'[[allow]]\nfingerprint = "{entry["fingerprint"]}"\nreason = "made up"\n'
    (folder / ".ct-jupyter.toml").write_text(settings)
    assert main(["scan"]) == 0
    capsys.readouterr()
    assert main(["baseline"]) == 0
    said = re.search("write ([0-9a-f]{32}) in place of ([0-9a-f]{32})", capsys.readouterr().out)
    assert said is not None
    assert main(["scan"]) == 1
    (folder / ".ct-jupyter.toml").write_text(settings.replace(said[2], said[1]))
    assert main(["scan"]) == 0


def test_the_file_is_sorted_one_entry_a_line_and_its_key_stays(folder: Path) -> None:
    for name in ("b", "a"):
        (folder / f"{name}.ipynb").write_bytes(leaky(1, 2))
    main(["baseline"])
    first = read()
    assert [entry["path"] for entry in first["entries"]] == ["a.ipynb"] * 2 + ["b.ipynb"] * 2
    (folder / "c.ipynb").write_bytes(leaky(3))
    before = set(BASELINE.read_text().splitlines())
    main(["baseline"])
    assert len(set(BASELINE.read_text().splitlines()) - before) == 2  # the new one, and a comma
    assert read()["key"] == first["key"]


def test_values_that_are_gone_leave_and_paths_that_were_not_scanned_stay(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.ipynb").write_bytes(leaky(1))
    main(["baseline"])
    (folder / "a.ipynb").write_bytes(leaky(2))
    (folder / "b.ipynb").write_bytes(leaky(3))
    before = read()["entries"]
    main(["baseline", "a.ipynb"])
    after = read()["entries"]
    assert after[1] == before[1]
    assert after[0] != before[0]


def test_what_is_no_longer_found_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ipynb").write_bytes(leaky(1))
    main(["baseline"])
    (folder / "a.ipynb").write_bytes(leaky(2))
    main(["scan"])
    assert "1 of its entries are no longer found" in capsys.readouterr().out


@pytest.mark.parametrize(
    "damage", ["{", '{"version": 1}', '{"version": 2, "key": "", "entries": []}', "<<<<<<< HEAD\n{"]
)
def test_a_damaged_file_is_refused_never_taken_for_none(
    folder: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    BASELINE.parent.mkdir()
    BASELINE.write_text(damage)
    for command in ("scan", "baseline", "audit"):
        assert main([command]) == 2
        assert "baseline.json" in capsys.readouterr().err


def test_a_baseline_that_is_named_has_to_be_there(folder: Path) -> None:
    assert main(["scan", "--baseline", "gone.json"]) == 2


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def give(*texts: str) -> None:
        waiting: Iterator[str] = iter(texts)
        monkeypatch.setattr("builtins.input", lambda _: next(waiting))

    return give


def test_audit_asks_why_each_entry_stays_and_until_when(
    folder: Path, answers: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    Checkout(folder).git("config", "user.name", "An Auditor")
    (folder / "a.ipynb").write_bytes(leaky(1, 2, 3))
    main(["baseline"])
    answers("x", "t", "the tests' own", "soon", str(TODAY), "s", "r", "", "")
    assert main(["audit"]) == 0
    out = capsys.readouterr().out
    assert "OpenAI API key, critical" in out
    assert 'client = OpenAI(api_key="•••")' in out
    assert "1 of 3 entries not audited" in out
    audits = [entry["audit"] for entry in read()["entries"]]
    assert audits[0] == {
        "verdict": "used in tests", "by": "An Auditor", "on": str(TODAY), "note": "the tests' own",
        "until": str(TODAY),
    }  # fmt: skip
    assert (audits[1], audits[2]["verdict"]) == (None, "revoked")
    reasons = {finding["suppressed"]["reason"] for finding in findings(folder)}
    assert reasons == {"used in tests: the tests' own", "known, not audited", "revoked"}
    main(["baseline"])
    assert [entry["audit"] for entry in read()["entries"]] == audits
    main(["audit", "--list"])
    assert "by An Auditor on" in capsys.readouterr().out


def test_an_entry_whose_day_has_passed_counts_again_and_is_asked_again(
    folder: Path, answers: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.ipynb").write_bytes(leaky(1))
    main(["baseline"])
    answers("f", "", "")
    main(["audit"])
    text = BASELINE.read_text().replace('"until":null', f'"until":"{TODAY - datetime.timedelta(1)}"')
    BASELINE.write_text(text)
    capsys.readouterr()
    assert main(["scan"]) == 1
    assert "has expired; look at it again" in capsys.readouterr().out
    answers("q")
    main(["audit"])
    assert "1 of 1" in capsys.readouterr().out


def test_audit_without_a_terminal_or_a_baseline_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit"]) == 2
    assert "ct-jupyter baseline" in capsys.readouterr().err
    (folder / "a.ipynb").write_bytes(leaky(1))
    main(["baseline"])

    def no_terminal(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", no_terminal)
    assert main(["audit"]) == 2


def test_paths_and_values_that_the_configuration_names_do_not_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tutorials").mkdir()
    (folder / "tutorials" / "a.ipynb").write_bytes(leaky(1))
    (folder / "b.ipynb").write_bytes(leaky(2))
    settings = folder / ".ct-jupyter.toml"
    settings.write_text('[[ignore]]\npaths = ["tutorials/**"]\nreason = "made up"\n')
    assert [f["suppressed"] and f["suppressed"]["kind"] for f in findings(folder)] == [None, "path"]
    BASELINE.parent.mkdir()
    main(["baseline"])
    [entry] = read()["entries"]
    assert (entry["path"], entry["weakness_id"]) == ("b.ipynb", KIND)
    text = BASELINE.read_text()
    BASELINE.write_text(text[: text.index('"entries"')] + '"entries": []\n}\n')
    settings.write_text(f'[[allow]]\nfingerprint = "{entry["fingerprint"]}"\nreason = "revoked"\n')
    assert [f["suppressed"] and f["suppressed"]["kind"] for f in findings(folder)] == ["value", None]
    settings.write_text(
        f'[[allow]]\nfingerprint = "{"0" * 32}"\nreason = "revoked"\nuntil = 2020-01-01\n'
        '[[ignore]]\npaths = ["none/**"]\nreason = "x"\n'
    )
    capsys.readouterr()
    assert main(["scan"]) == 1
    out = capsys.readouterr().out
    assert "expired on 2020-01-01" in out
    assert "ignore of none/** suppresses nothing" in out
    BASELINE.unlink()
    assert main(["scan"]) == 2
    assert "make it with: ct-jupyter baseline" in capsys.readouterr().err


def test_ci_knows_the_baseline_too(folder: Path) -> None:
    repo = Checkout(folder)
    repo.commit(a=leaky(1))
    assert main(["ci", "--all"]) == 1
    main(["baseline"])
    assert main(["ci", "--all"]) == 0
    assert main(["ci", "--history"]) == 0
    repo.commit(a=leaky(1, 2))
    assert main(["ci", "--diff", "HEAD~1..HEAD"]) == 1


def test_exclude_leaves_folders_out_of_a_scan(folder: Path) -> None:
    (folder / "vendor").mkdir()
    (folder / "vendor" / "a.ipynb").write_bytes(leaky(1))
    assert main(["scan", "--exclude", "vendor/**"]) == 0
    assert main(["scan", "vendor", "--exclude", "vendor/**"]) == 0
