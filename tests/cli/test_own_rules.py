"""Rules of an organisation on the command line: found, let through, taken out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill
from tests.conftest import code, dumped, notebook, stream
from tests.pipelines.kit import CI_VARIABLES, Checkout

VALUE = fill("badge_{alnum-lower:24}", 7)
RULE = """
[[rule]]
id = "secret.custom.badge"
title = "Badge of the intranet"
description = "Opens every door."
remedy = "Ask the porter for another."
severity = "critical"
pattern = '''\\bbadge_[a-z0-9]{24}\\b'''
env = "BADGE"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BADGE", raising=False)
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(code(f'x = "{VALUE}"', stream(VALUE)))))
    (tmp_path / "b.py").write_text(f'losung = "tomaten77x!"\ny = "{VALUE}"\n')
    return tmp_path


def scan(folder: Path, policy: str, *arguments: str) -> list[dict[str, Any]]:
    (folder / ".ct-jupyter.toml").write_text(policy)
    report = folder / "report.json"
    main(["scan", *(arguments or ["a.ipynb", "b.py"]), "--format", "json", "--output", str(report)])
    findings: list[dict[str, Any]] = json.loads(report.read_text())["findings"]
    return findings


def said(findings: list[dict[str, Any]]) -> list[tuple[str, str, bool]]:
    return [(one["path"], one["weakness_id"], one["suppressed"] is not None) for one in findings]


def test_without_the_rule_nothing_is_found_and_with_it_in_sources_and_outputs(folder: Path) -> None:
    assert scan(folder, "") == []
    found = scan(folder, f'secret_names = ["losung"]\n{RULE}')
    assert said(found) == [
        ("a.ipynb", "secret.custom.badge", False),
        ("a.ipynb", "secret.custom.badge", False),
        ("b.py", "secret.generic.password", False),
        ("b.py", "secret.custom.badge", False),
    ]
    assert (found[0]["title"], found[0]["severity"]) == ("Badge of the intranet", "critical")


def test_a_rule_can_be_for_some_files_alone(folder: Path) -> None:
    found = scan(folder, RULE + "paths = ['*.py']\n")
    assert said(found) == [("b.py", "secret.custom.badge", False)]


@pytest.mark.parametrize(
    ("condition", "suppressed"),
    [
        (f"value = '''^{VALUE[:9]}'''", {"a.ipynb", "b.py"}),
        (f"words = ['{VALUE[8:14].upper()}']", {"a.ipynb", "b.py"}),
        ("line = '''^y = '''", {"b.py"}),
        ("value = '''badge_'''\npaths = ['*.ipynb']", {"a.ipynb"}),
        ("value = '''badge_'''\nweakness = 'secret.github.*'", set()),
        ("value = '''badge_'''\nuntil = 2020-01-01", set()),
    ],
)
def test_a_value_is_let_through_by_what_it_looks_like(
    folder: Path, condition: str, suppressed: set[str]
) -> None:
    found = scan(folder, f"{RULE}\n[[allow]]\nreason = 'a sample'\n{condition}\n")
    assert {one["path"] for one in found if one["suppressed"]} == suppressed
    assert {one["suppressed"]["reason"] for one in found if one["suppressed"]} <= {"a sample"}


def test_an_allow_that_lets_nothing_through_is_told(folder: Path) -> None:
    old = "\n[[allow]]\nreason = 'old'\nvalue = 'badge_X'"
    used = "\n[[allow]]\nreason = 'used'\nvalue = 'badge_'"
    scan(folder, RULE + old + used, ".")
    notices = json.loads((folder / "report.json").read_text())["notices"]
    assert [one["message"] for one in notices] == ["allow of old suppresses nothing; remove it"]


def test_redact_moves_the_value_to_the_variable_of_the_rule(folder: Path) -> None:
    scan(folder, RULE)
    assert main(["redact", "a.ipynb", "--write", "--no-load-dotenv"]) == 0
    assert VALUE not in (folder / "a.ipynb").read_text()
    assert 'os.environ[\\"BADGE\\"]' in (folder / "a.ipynb").read_text()
    assert (folder / ".env").read_text().strip() in (f"BADGE={VALUE}", f"BADGE='{VALUE}'", f'BADGE="{VALUE}"')


def test_redact_leaves_what_is_let_through(folder: Path) -> None:
    scan(folder, f"{RULE}\n[[allow]]\nreason = 'a sample'\nvalue = '''badge_'''\n")
    assert main(["redact", "a.ipynb", "--write"]) == 0
    assert VALUE in (folder / "a.ipynb").read_text()


def test_a_bad_rule_stops_the_scan_and_names_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".ct-jupyter.toml").write_text(RULE.replace("badge_[a-z0-9]{24}", "(badge_[a-z_]+)+x"))
    assert main(["scan", "a.ipynb"]) == 2
    assert (
        ".ct-jupyter.toml: rule 'secret.custom.badge': pattern could take for ever" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("examples", "exit_code", "said"),
    [
        ("matches = ['x = badge_{alnum-lower:24}']\nsilent = ['badge_{digits:4}']", 0, "2 examples hold"),
        ("matches = ['badge_{digits:4}']", 1, "example 1 of matches is not found by it"),
        ("silent = ['a', 'badge_{alnum-lower:24}']", 1, "example 2 of silent is found by it"),
        ("", 0, "rule 'secret.custom.badge': has no example"),
    ],
)
def test_config_check_tries_the_examples(
    folder: Path, capsys: pytest.CaptureFixture[str], examples: str, exit_code: int, said: str
) -> None:
    (folder / ".ct-jupyter.toml").write_text(RULE + examples)
    assert main(["config", "--check"]) == exit_code
    assert said in capsys.readouterr().out


def test_config_shows_that_there_are_rules(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".ct-jupyter.toml").write_text(RULE)
    for arguments in ([], ["--format", "json"]):
        assert main(["config", *arguments]) == 0
    assert "1 entry" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["sarif", "gitlab", "markdown", "html", "junit"])
def test_reports_say_what_the_rule_says(folder: Path, name: str) -> None:
    (folder / ".ct-jupyter.toml").write_text(RULE)
    assert main(["scan", "a.ipynb", "--report", f"{name}={folder / 'report'}"]) == 1
    report = (folder / "report").read_text()
    assert "Badge of the intranet" in report
    assert "Ask the porter for another." in report.replace("\\", "")
    assert VALUE not in report


def test_the_log_of_a_pipeline_says_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in CI_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    checkout = Checkout(folder)
    (folder / ".ct-jupyter.toml").write_text(RULE)
    checkout.git("add", "-A")
    checkout.git("commit", "-qm", "all")
    assert main(["ci", "--all"]) == 1
    assert "Ask the porter for another." in capsys.readouterr().out


def test_a_copy_to_share_is_without_them_also_where_the_policy_lets_them_through(folder: Path) -> None:
    (folder / ".ct-jupyter.toml").write_text(f"{RULE}\n[[allow]]\nreason = 'a sample'\nvalue = 'badge_'\n")
    assert main(["share", "a.ipynb", "--output", "copy.ipynb"]) == 0
    assert VALUE not in (folder / "copy.ipynb").read_text()
