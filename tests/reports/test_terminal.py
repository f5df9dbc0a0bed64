from __future__ import annotations

import msgspec
import pytest

from ct_jupyter.detection.model import Confidence, Severity
from ct_jupyter.reports.report import Report
from ct_jupyter.reports.terminal import coloured, location, terminal_lines
from ct_jupyter.scan import Finding, Position, ScanError, Suppression

AT = Position(1, 11, 10)
FINDING = Finding(
    path="a/b.ipynb", weakness_id="secret.openai.api-key", title="OpenAI API key", severity=Severity.CRITICAL,
    confidence=Confidence.HIGH, cell=3, part="source", start=AT, end=AT, preview="sk-p…", fingerprint="0",
)  # fmt: skip


def changed(**fields: object) -> Finding:
    return msgspec.structs.replace(FINDING, **fields)


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (FINDING, "a/b.ipynb:cell_3:1:11"),
        (changed(part="output", output=2), "a/b.ipynb:cell_3:output_2:1:11"),
        (changed(part="output", output=2, pointer="/a/0"), "a/b.ipynb:cell_3:output_2:/a/0:1:11"),
        (changed(part="metadata", cell=None, pointer="/k"), "a/b.ipynb:metadata:/k:1:11"),
        (changed(path="x.py", cell=None), "x.py:1:11"),
    ],
)
def test_a_location_reads_as_people_know_it(finding: Finding, expected: str) -> None:
    assert location(finding) == expected


def test_the_lines_name_place_severity_title_and_id() -> None:
    line, _, summary = terminal_lines(Report(findings=[FINDING]))
    assert line == "a/b.ipynb:cell_3:1:11  critical  OpenAI API key sk-p…  [secret.openai.api-key]"
    assert summary.startswith("1 finding in 1 file: 1 critical. Scanned 0 files")


def test_a_suppressed_finding_is_counted_and_not_listed() -> None:
    [summary] = terminal_lines(Report(findings=[changed(suppressed=Suppression("tag", "old"))]))
    assert summary.startswith("No secrets found; 1 ignored.")


def test_what_could_not_be_scanned_is_listed_with_its_cause() -> None:
    lines = list(terminal_lines(Report(errors=[ScanError("c.ipynb", "is cut off", 4)])))
    assert lines[0] == "c.ipynb:cell_4: not scanned: is cut off"
    assert "1 place could not be scanned" in lines[-1]


def test_a_file_name_cannot_steer_the_terminal() -> None:
    [line, *_] = terminal_lines(Report(findings=[changed(path="a\x1b[2J\n.ipynb")]))
    assert "\x1b" not in line
    assert line.startswith("a\\x1b[2J\\n.ipynb:cell_3")


def test_colour_changes_nothing_but_colour() -> None:
    import re

    report = Report(findings=[FINDING], errors=[ScanError("c", "m")])
    painted = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in terminal_lines(report, coloured)]
    assert painted == list(terminal_lines(report))
