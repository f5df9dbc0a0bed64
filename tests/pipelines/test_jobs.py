"""What each CI system's variables are taken to mean, and how its log looks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill
from ct_jupyter.pipelines import detect_job
from ct_jupyter.pipelines.job import JobError
from tests.pipelines.kit import KIND, ZERO, Checkout, clean, leaky, secret
from tests.reports.test_terminal import changed

Run = Callable[..., tuple[int, dict[str, Any]]]
A, B = "a" * 40, "b" * 40

GITLAB = {"GITLAB_CI": "true", "CI_COMMIT_SHA": B, "CI_PROJECT_URL": "https://gitlab.example/g/p"}
AZURE = {"TF_BUILD": "True", "BUILD_SOURCEVERSION": B}
JENKINS = {"JENKINS_URL": "https://jenkins.example/", "GIT_COMMIT": B}


@pytest.mark.parametrize(
    ("environment", "event", "before", "head"),
    [
        ({}, "everything", None, "HEAD"),
        (GITLAB | {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": A}, "push", A, B),
        (GITLAB | {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": "v1"}, "everything", None, B),
        (GITLAB | {"CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BEFORE_SHA": A}, "everything", A, B),
        (
            GITLAB
            | {
                "CI_PIPELINE_SOURCE": "merge_request_event",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA": A,
                "CI_COMMIT_BEFORE_SHA": ZERO,
                "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "c" * 40,
            },
            "merge request",
            A,
            "c" * 40,
        ),
        (
            AZURE
            | {
                "BUILD_REASON": "PullRequest",
                "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
                "SYSTEM_PULLREQUEST_SOURCECOMMITID": A,
            },
            "merge request",
            "refs/remotes/origin/main",
            A,
        ),
        (AZURE | {"BUILD_REASON": "IndividualCI", "BUILD_SOURCEBRANCH": "refs/heads/x"}, "push", None, B),
        (
            AZURE | {"BUILD_REASON": "IndividualCI", "BUILD_SOURCEBRANCH": "refs/heads/main"},
            "everything",
            None,
            B,
        ),
        (AZURE | {"BUILD_REASON": "Schedule"}, "everything", None, B),
        (JENKINS | {"GIT_PREVIOUS_SUCCESSFUL_COMMIT": A}, "push", A, B),
        (JENKINS, "everything", None, B),
        (JENKINS | {"TAG_NAME": "v1", "GIT_PREVIOUS_COMMIT": A}, "everything", None, B),
        (
            JENKINS | {"CHANGE_ID": "7", "CHANGE_TARGET": "main"},
            "merge request",
            "refs/remotes/origin/main",
            "HEAD",
        ),
    ],
)
def test_the_variables_of_a_system_say_what_changed(
    environment: dict[str, str], event: str, before: str | None, head: str
) -> None:
    job = detect_job(environment)
    assert (job.event, job.before, job.head) == (event, before, head)


@pytest.mark.parametrize(
    ("payload", "variables", "expected"),
    [
        (
            {"pull_request": {"base": {"sha": A, "ref": "main"}, "head": {"sha": B}}},
            {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_SHA": "c" * 40},
            ("merge request", A, B),
        ),
        (
            {"merge_group": {"base_sha": A, "head_sha": B}},
            {"GITHUB_EVENT_NAME": "merge_group"},
            ("merge request", A, B),
        ),
        (
            {"before": A, "repository": {"default_branch": "main"}},
            {"GITHUB_EVENT_NAME": "push", "GITHUB_SHA": B, "GITHUB_REF_TYPE": "branch"},
            ("push", A, B),
        ),
        (
            {"before": A},
            {"GITHUB_EVENT_NAME": "push", "GITHUB_SHA": B, "GITHUB_REF_TYPE": "tag"},
            ("everything", None, B),
        ),
        ({}, {"GITHUB_EVENT_NAME": "schedule", "GITHUB_SHA": B}, ("everything", None, B)),
    ],
)
def test_github_says_it_in_the_events_own_json(
    payload: dict[str, Any],
    variables: dict[str, str],
    expected: tuple[str, str | None, str],
    tmp_path: Path,
) -> None:
    (tmp_path / "event.json").write_text(json.dumps(payload))
    event = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    job = detect_job(event | variables)
    assert (job.event, job.before, job.head) == expected


def test_variables_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="GITHUB_EVENT_PATH"):
        detect_job({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(tmp_path / "gone")})
    with pytest.raises(JobError, match="TARGETBRANCH"):
        detect_job(AZURE | {"BUILD_REASON": "PullRequest"})


PASSWORD = fill("{lower:8}{digits:3}", 7)
LINE = leaky(1).split(b"api_key")[0].count(b"\n") + 1


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (GITLAB, f"https://gitlab.example/g/p/-/blob/{B}/a/b%20c.ipynb#L41"),
        (
            {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "g/p"},
            f"https://github.com/g/p/blob/{B}/a/b%20c.ipynb?plain=1#L41",
        ),
        (
            AZURE
            | {
                "BUILD_REPOSITORY_PROVIDER": "TfsGit",
                "BUILD_REPOSITORY_URI": "https://org@dev.azure.com/org/p/_git/p",
            },
            f"https://dev.azure.com/org/p/_git/p?path=/a/b%20c.ipynb&version=GC{B}&line=41&lineEnd=41"
            "&lineStartColumn=1&lineEndColumn=1",
        ),
        (
            JENKINS | {"GIT_URL": "https://ann:" + PASSWORD + "@github.com/g/p.git"},
            f"https://github.com/g/p/blob/{B}/a/b%20c.ipynb?plain=1#L41",
        ),
        (
            JENKINS | {"GIT_URL": "git@gitlab.example:g/p.git"},
            f"https://gitlab.example/g/p/-/blob/{B}/a/b%20c.ipynb#L41",
        ),
        (
            JENKINS | {"GIT_URL": "ssh://git@gitlab.example:2222/g/p.git"},
            f"https://gitlab.example/g/p/-/blob/{B}/a/b%20c.ipynb#L41",
        ),
        (JENKINS | {"GIT_URL": "/srv/git/p.git"}, None),
        ({}, None),
    ],
)
def test_links_lead_to_the_line_on_the_forge_and_hold_no_password(
    environment: dict[str, str], expected: str | None
) -> None:
    finding = changed(path="a/b c.ipynb", file_line=41)
    assert detect_job(environment).link(finding, B) == expected


@pytest.mark.parametrize(
    ("environment", "annotation", "begin", "end"),
    [
        (
            {"GITHUB_ACTIONS": "true"},
            f"::error file=a.ipynb,line={LINE},title={KIND}::cell 1, line 1: OpenAI API key (critical)",
            "::group::",
            "::endgroup::",
        ),
        (
            {"TF_BUILD": "True"},
            f"##vso[task.logissue type=error;sourcepath=a.ipynb;linenumber={LINE};columnnumber=26;"
            f"code={KIND};]a.ipynb, cell 1, line 1: OpenAI API key (critical)",
            "##[group]",
            "##[endgroup]",
        ),
        ({"GITLAB_CI": "true"}, None, "\x1b[0Ksection_start:", "\x1b[0Ksection_end:"),
        ({"JENKINS_URL": "x"}, None, "1 finding that counts", "Limits"),
    ],
)
def test_the_log_has_the_sections_and_annotations_of_its_system(
    environment: dict[str, str],
    annotation: str | None,
    begin: str,
    end: str,
    repo: Checkout,
    ci: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repo.commit(a=leaky(1))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ci("--all")
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(begin) for line in lines)
    assert any(line.startswith(end) for line in lines)
    if annotation:
        assert annotation in lines


@pytest.mark.parametrize("environment", [{"GITHUB_ACTIONS": "true"}, {"TF_BUILD": "True"}])
def test_the_name_of_a_file_is_no_command_to_the_runner(
    environment: dict[str, str],
    repo: Checkout,
    ci: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("::error::x\n::set-env.ipynb", "##vso[task.setvariable]x.ipynb", "::a.ipynb"):
        repo.write(name, leaky(1))
        repo.write(f"cut{name}", b"{")
    repo.commit()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ci("--all", "--color", "never")
    ours = ("::error file=", "::group::", "::endgroup::", "##[group]", "##[endgroup]")
    for line in capsys.readouterr().out.splitlines():
        if line.startswith(ours) or line.startswith("##vso[task.logissue type=error;sourcepath="):
            line = f"text: {line.partition(';]')[2]}" if line.startswith("##vso") else ""
        assert not line.strip().startswith("::"), line
        assert not re.search(r"##\w*\[", line), line


@pytest.mark.parametrize("command", [["scan", "."], ["redact", "."], ["baseline"], ["audit"], ["config"]])
def test_no_command_prints_what_a_runner_takes_for_one(
    command: list[str], repo: Checkout, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in (
        "::stop-commands::x.ipynb",
        "##vso[task.setvariable]x.ipynb",
        "##[error]y.ipynb",
        " ::z.ipynb",
    ):
        repo.write(name, leaky(1))
        repo.write(f"{name}.cut.ipynb", b"{")
    repo.commit()
    main(command)
    main([command[0], "::gone.ipynb"]) if command[0] in ("scan", "redact") else None
    for line in "\n".join(capfd.readouterr()).splitlines():
        assert not line.strip().startswith("::"), line
        assert not re.search(r"##\w*\[", line), line


def test_github_gets_its_outputs(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit(a=leaky(1, 2))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "out"))
    ci("--all")
    outputs = dict(line.split("=") for line in (tmp_path / "out").read_text().splitlines())
    assert outputs == {
        "findings": "2", "critical": "2", "high": "0", "medium": "0", "low": "0", "exit-code": "1",
    }  # fmt: skip


def test_reports_are_there_when_the_gate_fails_and_the_log_tells_limits_and_ways_out(
    repo: Checkout,
    ci: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repo.commit(a=leaky(1, 2), b=clean())
    monkeypatch.setenv("FAILED_ARGS", '{"max_number_of_critical": 1, "weakness_is": "pii.*"}')
    exit_code, report = ci("--all")
    out = capsys.readouterr().out
    assert (exit_code, len(report["findings"])) == (1, 2)
    assert "max_number_of_critical  at most 1     found 2: broken" in out
    assert "weakness_is             none of pii*  found 0: holds" in out
    assert f"# ct: ignore[{KIND}] reason" in out
    assert out.rstrip().endswith("FAILED: max_number_of_critical broken.")
    monkeypatch.setenv("FAILED_ARGS", '{"max_number_of_critical": 2}')
    assert ci("--all")[0] == 0
    assert capsys.readouterr().out.rstrip().endswith("PASSED: the limits hold.")


def test_a_glob_that_names_no_weakness_is_noted(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(a=clean())
    monkeypatch.setenv("FAILED_ARGS", '{"weakness_is": "secret.opnai.api-key, secret.aws.access-key-id"}')
    assert ci("--all")[0] == 0
    out = capsys.readouterr().out
    assert "weakness_is: secret.opnai.api-key names no weakness" in out
    assert "secret.aws.access-key-id names no weakness" not in out


def test_sync_scan_false_reports_and_does_not_fail(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(a=leaky(1))
    monkeypatch.setenv("FAILED_ARGS", '{"sync_scan": false}')
    exit_code, report = ci("--all")
    assert (exit_code, len(report["findings"])) == (0, 1)
    assert "Not gated" in capsys.readouterr().out


@pytest.mark.parametrize("failed_args", ['{"condition": "XOR"}', '{"max_number_of_critical": -1}', "{"])
def test_a_malformed_policy_fails_the_job_before_anything_is_scanned(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch, failed_args: str
) -> None:
    repo.commit(a=clean())
    monkeypatch.setenv("FAILED_ARGS", failed_args)
    assert ci("--all") == (2, {})


def test_quiet_prints_nothing_where_the_policy_holds(
    repo: Checkout, ci: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(a=clean())
    assert ci("--all", "--quiet")[0] == 0
    assert capsys.readouterr().out == ""


def test_no_value_is_in_any_report_log_or_message(
    repo: Checkout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    from ct_jupyter.cli.main import main
    from ct_jupyter.reports.formats import FORMATS

    repo.commit(a=leaky(1, 2))
    repo.commit(a=leaky(3))
    repo.write("cut.ipynb", leaky(4)[:-20])
    repo.commit()
    asked = [f"--report={name}={tmp_path}/r/{name}" for name in FORMATS]
    for system in ("GITLAB_CI", "GITHUB_ACTIONS", "TF_BUILD", "JENKINS_URL"):
        monkeypatch.setenv(system, "true")
        for what in ("--all", "--history", "--diff=HEAD~2..HEAD", "--staged"):
            main(["ci", what, *asked])
            captured = capsys.readouterr()
            written = [path.read_text() for path in (tmp_path / "r").iterdir()]
            for text in (captured.out, captured.err, *written):
                for seed in (1, 2, 3, 4):
                    value = secret(seed)
                    assert value not in text
                    assert value[8:24] not in text
        monkeypatch.delenv(system)
