"""Data files that would take their reader down, or for ever: they are named, and nobody else is hurt."""

from __future__ import annotations

import os
import random
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_jupyter.datasets import apart
from ct_jupyter.datasets.apart import UnforeseenError, scan_apart
from ct_jupyter.datasets.scan import scan_data
from ct_jupyter.datasets.source import CancelledError, Source

from .kit import WRITERS, mail, write

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    apart.end_all()


def wide_workbook(path: Path) -> Path:
    """Write a workbook with a cell in each of two corners: its reader asks for all between them."""
    cells = "".join(
        f'<row r="{row}"><c r="{ref}" t="inlineStr"><is><t>x</t></is></c></row>'
        for ref, row in (("A1", 1), ("XFD1048576", 1048576))
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return path


def test_a_workbook_that_asks_for_half_a_terabyte_is_named_and_the_next_file_is_read(tmp_path: Path) -> None:
    path = wide_workbook(tmp_path / "wide.xlsx")
    assert path.stat().st_size < 3000
    report = scan_apart(path)
    [(inside, why)] = report.problems
    assert inside is None
    assert "could not be read within" in why
    assert "GB of memory" in why
    assert scan_apart(write(tmp_path, "a.xlsx")).columns


@pytest.mark.parametrize("name", WRITERS)
def test_the_report_is_what_the_reader_says_itself(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    assert scan_apart(path) == scan_data(path)
    if path.is_file() and path.suffix != ".duckdb":
        content = path.read_bytes()
        assert scan_apart(path, content=content) == scan_data(Source.of_bytes(path.name, content))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of processor time")
def test_what_takes_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, "def ever(*_, **more):\n    while True: pass\napart_worker.scan_data = ever")
    monkeypatch.setattr(apart, "PROCESSOR_S", 1.0)
    [(_, why)] = scan_apart(write(tmp_path, "a.csv")).problems
    assert "within 1 s of processor time" in why


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds the limit of memory")
@pytest.mark.parametrize("grown", ["bytearray(8 << 30)", "[bytes(1 << 24) for _ in range(512)]"])
def test_what_takes_all_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: str) -> None:
    reads(monkeypatch, f"def much(*_, **more): return {grown}\napart_worker.scan_data = much")
    [(_, why)] = scan_apart(write(tmp_path, "a.csv")).problems
    assert "GB of memory" in why


def test_nobody_waits_for_a_reader_that_is_asked_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(
        monkeypatch,
        "import time\ndef ever(source, *, progress):\n    progress(1, 2)\n    time.sleep(1000)\n"
        "apart_worker.scan_data = ever",
    )
    path = write(tmp_path, "a.csv")
    asked, seen = threading.Event(), []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        asked.set()

    with pytest.raises(CancelledError):
        scan_apart(path, progress=progress, cancelled=asked.is_set)
    assert seen == [(1, 2)]
    assert not apart._all, "its process has ended"


def test_a_failure_that_nobody_foresaw_quotes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    value = mail(random.Random(3))
    reads(monkeypatch, f"def fail(*_, **more): raise KeyError({value!r})\napart_worker.scan_data = fail")
    with pytest.raises(UnforeseenError) as failed:
        scan_apart(write(tmp_path, "a.csv"))
    assert str(failed.value) == "KeyError"
    assert value not in "".join(capfd.readouterr())


def test_one_process_reads_one_file_after_the_other(tmp_path: Path) -> None:
    for name in ("a.csv", "a.parquet", "a.jsonl"):
        assert scan_apart(write(tmp_path, name)).columns
    assert len(apart._all) == 1


def test_a_file_that_is_gone_is_a_problem_with_its_reason(tmp_path: Path) -> None:
    [(_, why)] = scan_apart(tmp_path / "gone.csv").problems
    assert "No such file" in why


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_process_has_readers_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv")
    expected = scan_apart(path)
    child = os.fork()
    if child == 0:
        os._exit(0 if not apart._idle and not apart._all else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert scan_apart(path) == expected


def reads(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have the process run ``code`` first."""
    apart.end_all()
    monkeypatch.setattr(
        apart, "_PROGRAM", f"from ct_jupyter.datasets import apart_worker\n{code}\napart_worker.main()"
    )
