from __future__ import annotations

import msgspec
import pytest

from ct_jupyter.detection.model import Confidence, Severity
from ct_jupyter.findings.finding import ColumnShare, Finding, Position, ScanError, Suppression
from ct_jupyter.reports.report import Report
from ct_jupyter.reports.terminal import coloured, location, terminal_lines
from ct_jupyter.reports.words import place

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
    assert summary.startswith("No secrets found, and no personal data; 1 ignored.")


def column(**fields: object) -> Finding:
    share = ColumnShare(path="data/people.csv", rows=4000, hits=40, special=True, guarantee="none above 1 %")
    return changed(
        path="data/people.csv", weakness_id="pii.email", title="E-mail address", severity=Severity.MEDIUM,
        cell=None, part="data", column_name="mail", column=share, preview="j…@…", start=Position(7, 1, 0),
        **fields,
    )  # fmt: skip


def test_a_column_is_named_with_its_first_row_and_its_share() -> None:
    line, *_ = terminal_lines(Report(findings=[column()]))
    assert line == (
        "data/people.csv:mail:7  medium    E-mail address j…@… in 40 of 4,000 rows  [pii.email]"
        " (a special category of GDPR, Article 9) (none above 1 %)"
    )


def test_a_column_at_the_cell_that_reads_it_names_the_file() -> None:
    at_cell = msgspec.structs.replace(column(), path="a.ipynb", cell=2, start=AT)
    line, *_ = terminal_lines(Report(findings=[at_cell]))
    assert line.startswith(
        "a.ipynb:cell_2:1:11  medium    E-mail address j…@… in data/people.csv, column mail, "
        "in 40 of 4,000 rows"
    )
    assert place(at_cell) == "cell 2, column mail of data/people.csv, in 40 of 4,000 rows"


def test_personal_data_of_one_kind_in_one_output_is_one_line_and_secrets_are_each_their_own() -> None:
    phones = [
        changed(part="output", output=1, weakness_id="pii.phone", title="Phone", start=Position(n, 1, 9 * n))
        for n in (1, 2, 3)
    ]
    other = msgspec.structs.replace(phones[0], output=2)
    keys = [changed(start=Position(n, 1, 9 * n)) for n in (1, 2)]
    lines = list(terminal_lines(Report(findings=[*phones, other, *keys])))
    assert lines[0].startswith("a/b.ipynb:cell_3:output_1:1:1 ")
    assert lines[0].endswith("and 2 more there")
    assert lines[1].startswith("a/b.ipynb:cell_3:output_2:1:1 ")
    assert "more there" not in lines[1]
    assert [line.split()[0] for line in lines[2:4]] == ["a/b.ipynb:cell_3:1:1", "a/b.ipynb:cell_3:2:1"]
    assert lines[-1].startswith("6 findings in 1 file")


def test_personal_data_of_low_confidence_is_counted_and_not_listed_and_an_unsure_secret_is() -> None:
    address = changed(weakness_id="pii.ip-address", confidence=Confidence.LOW, severity=Severity.LOW)
    [summary] = terminal_lines(Report(findings=[address, address]))
    assert summary.startswith("No secrets found, and no personal data; 2 of low confidence not listed.")
    first, *_ = terminal_lines(Report(findings=[changed(confidence=Confidence.LOW)]))
    assert first.startswith("a/b.ipynb:cell_3:1:11  critical")


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
