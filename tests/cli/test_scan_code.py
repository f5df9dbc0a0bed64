"""Code that opens a door, on the command line and in a pipeline."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from tests.check.test_code import READS, RUNS, notebook

FOUNDING = '{"condition": "OR", "weakness_is": "*.injection.*"}'
QUERY = "def find(cur, name):\n    cur.execute(f\"SELECT * FROM t WHERE name = '{name}'\")"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_scan_fails_where_somebody_else_sets_the_value(folder: Path) -> None:
    (folder / "a.ipynb").write_text(notebook(READS, RUNS))
    assert main(["scan"]) == 1
    assert main(["scan", "--no-code"]) == 0


def test_scan_tells_of_a_query_without_failing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ipynb").write_text(notebook(QUERY))
    assert main(["scan"]) == 0
    assert "python.injection.sql" in capsys.readouterr().out
    assert main(["scan", "--fail-on", "medium"]) == 1


def test_a_kind_is_switched_off_and_a_baseline_knows_one(folder: Path) -> None:
    (folder / "a.ipynb").write_text(notebook(READS, RUNS))
    assert main(["scan", "--disable", "python.injection.*"]) == 0
    assert main(["baseline"]) == 0
    assert main(["scan"]) == 0


def test_sarif_has_the_weakness_and_the_way_of_the_value(folder: Path) -> None:
    (folder / "a.ipynb").write_text(notebook(READS, RUNS))
    main(["scan", "--report", "sarif=a.sarif", "--report", "gitlab=a.json"])
    (run,) = json.loads((folder / "a.sarif").read_text())["runs"]
    assert "external/cwe/cwe-078" in run["tool"]["driver"]["rules"][0]["properties"]["tags"]
    (flow,) = run["results"][0]["codeFlows"][0]["threadFlows"]
    texts = [step["location"]["message"]["text"] for step in flow["locations"]]
    assert texts == [
        "input() (cell 1, line 1)",
        "assigned to name (cell 1, line 1)",
        "reaches os.system (cell 2, line 2)",
    ]
    assert json.loads((folder / "a.json").read_text())["vulnerabilities"] == []


def _git(*words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *words], check=True, capture_output=True, env={**os.environ})


def test_the_founding_example_fails_a_change_that_brings_an_injection_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FAILED_ARGS", FOUNDING)
    _git("init", "-q")
    (folder / "a.ipynb").write_text(notebook("1 + 1"))
    _git("add", "-A")
    _git("commit", "-qm", "first")
    assert main(["ci", "--all"]) == 0
    (folder / "a.ipynb").write_text(notebook(QUERY))
    _git("add", "-A")
    assert main(["ci", "--staged"]) == 1
    _git("commit", "-qm", "second")
    assert main(["ci", "--diff", "HEAD~1..HEAD"]) == 1
    said = capsys.readouterr().out
    assert "no weakness" not in said
    assert "Revoke" not in said


def test_what_a_later_commit_mended_is_not_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAILED_ARGS", FOUNDING)
    _git("init", "-q")
    for source in ("1 + 1", QUERY, "2 + 2"):
        (folder / "a.ipynb").write_text(notebook(source))
        _git("add", "-A")
        _git("commit", "-qm", "next")
    assert main(["ci", "--diff", "HEAD~2..HEAD"]) == 0
