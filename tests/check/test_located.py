from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.check.located import Positions, scan_parts
from ct_jupyter.detection import get_detector
from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.model import Confidence, Match, Rule, Severity
from ct_jupyter.findings.finding import Finding
from ct_jupyter.findings.fingerprint import Fingerprinter
from ct_jupyter.notebook import read_notebook
from ct_jupyter.notebook.locate import FileLines
from tests.conftest import code, dumped, notebook

RULE = Rule(
    id="secret.test.needle",
    title="Needle",
    provider="Test",
    severity=Severity.HIGH,
    pattern="n",
    why="w",
    remedy="r",
    source="s",
    public_prefix="NEED",
)


def scan_texts(texts: Sequence[tuple[str, str]]) -> list[list[Match]]:
    """Find every NEEDLE…END."""
    return [scan_text(text) for text, _ in texts]


def scan_text(text: str) -> list[Match]:
    found, at = [], text.find("NEEDLE")
    while at >= 0:
        end = text.index("END", at) + 3
        found.append(Match(RULE, at, end, Confidence.HIGH))
        at = text.find("NEEDLE", end)
    return found


def findings(document: dict) -> list[Finding]:
    read = read_notebook(dumped(document))
    return [
        located.finding
        for located in scan_parts(
            read.parts,
            "a.ipynb",
            scan_texts=scan_texts,
            fingerprint=Fingerprinter(b"k" * 32),
            file_lines=FileLines(read.text),
        )
    ]


def test_a_finding_says_where_it_is_in_cell_and_file() -> None:
    [finding] = findings(notebook(code(["a = 1\n", "b = 'NEEDLE1END'\n"], id="abc")))
    assert (finding.cell, finding.cell_id, finding.part) == (1, "abc", "source")
    assert (finding.start.line, finding.start.column, finding.start.offset) == (2, 6, 11)
    assert (finding.end.line, finding.end.column, finding.end.offset) == (2, 16, 21)
    assert (
        dumped(notebook(code(["a = 1\n", "b = 'NEEDLE1END'\n"], id="abc")))
        .split(b"\n")[finding.file_line - 1]
        .count(b"NEEDLE")
    )


def test_a_finding_never_carries_the_value() -> None:
    [finding] = findings(notebook(code("NEEDLEsecretvalueEND")))
    assert finding.preview == "NEED…"
    assert "secretvalue" not in repr(finding)


def test_columns_count_code_points_also_behind_an_emoji() -> None:
    [finding] = findings(notebook(code("x = '😀'; y = 'NEEDLE1END'")))
    assert finding.start.column == "x = '😀'; y = 'NEEDLE1END'".index("NEEDLE") + 1


def test_in_json_the_position_is_inside_the_string_at_the_pointer() -> None:
    output = {"output_type": "display_data", "data": {"application/json": {"a": ["x", "y\nz NEEDLE1END"]}}}
    [finding] = findings(notebook(code("", output)))
    assert finding.pointer == "/a/1"
    assert (finding.start.line, finding.start.column, finding.start.offset) == (2, 3, 4)


def test_what_spans_two_strings_of_a_json_value_is_not_reported() -> None:
    output = {"output_type": "display_data", "data": {"application/json": ["NEEDLE", "END"]}}
    assert findings(notebook(code("", output))) == []


def test_every_copy_is_a_finding_of_its_own_with_one_fingerprint() -> None:
    found = findings(notebook(code("NEEDLE1END NEEDLE1END"), code("NEEDLE1END NEEDLE2END")))
    assert len(found) == 4
    assert len({finding.fingerprint for finding in found}) == 2


@given(st.text(max_size=60), st.data())
def test_positions_agree_with_counting(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    origin = data.draw(st.integers(0, offset))
    position = Positions(text).at(offset, origin)
    before = text[origin:offset]
    assert position.offset == len(before)
    assert position.line == before.count("\n") + 1
    assert position.column == len(before) - (before.rfind("\n") + 1) + 1


def test_two_urls_with_one_password_have_one_fingerprint() -> None:
    password = fill("{password:10}", 1)
    document = notebook(
        code(f'a = "postgres://ann:{password}@db.internal/sales"'),
        code(f'b = "postgres://ann:{password}@db.internal:5432/stock?sslmode=require"'),
    )
    read = read_notebook(dumped(document))
    fingerprint = Fingerprinter(b"k" * 32)
    found = [
        located.finding
        for located in scan_parts(
            read.parts, "a.ipynb", scan_texts=get_detector().scan_all, fingerprint=fingerprint
        )
    ]
    assert [one.fingerprint for one in found] == [fingerprint("secret.database.url-password", password)] * 2
