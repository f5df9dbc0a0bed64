"""What a cell printed is judged in its output; the line that may print it never breaks a policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.findings.finding import Finding
from tests.check.one_target import check_target
from tests.conftest import code, dumped, notebook, stream

TOKEN = sample_value("secret.github.fine-grained-token", 4)


def findings(path: Path) -> list[Finding]:
    checked = check_target(Target(path, path.name))
    assert checked.errors == []
    return checked.findings


def failed(line: str) -> dict[str, Any]:
    traceback = ["-" * 40, "Traceback (most recent call last)", f"----> 1 {line}", "ZeroDivisionError: x"]
    return {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "x", "traceback": traceback}


def test_a_line_that_a_traceback_quotes_prints_nothing(tmp_path: Path) -> None:
    line = "print(1/0, password)"
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(code(line, failed(line)))))
    found = findings(tmp_path / "a.ipynb")
    assert [(one.weakness_id, one.part) for one in found] == [("leak.printed-secret", "source")]


def test_what_was_printed_breaks_a_policy_and_the_line_alone_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(dumped(notebook(code("print(api_key)", stream(f"{TOKEN}\n")))))
    by_part = {one.part: one.severity.value for one in findings(path)}
    assert by_part["source"] == "low"
    assert by_part["output"] == "critical"
    assert main(["scan", str(path)]) == 1
    path.write_bytes(dumped(notebook(code("print(api_key)", stream("None\n")))))
    assert main(["scan", str(path)]) == 0


@pytest.mark.parametrize(
    "line",
    ["print(token)", 'print(f"{token}")', "display(token)", 'logging.info("%s", token)', "print(token[:8])"],
)
def test_a_redacted_notebook_is_clean_at_the_default_thresholds(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.ipynb"
    source = f'api_token = "{TOKEN}"'
    printing = line.replace("token", "api_token")
    path.write_bytes(dumped(notebook(code(source), code(printing, stream(f"{TOKEN}\n"), failed(printing)))))
    assert main(["scan", str(path)]) == 1
    main(["redact", "--write", str(path)])
    assert TOKEN not in path.read_text()
    assert main(["scan", str(path)]) == 0
