"""Cells of all languages in, their references out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..text.lazy import lazy
from .cell_source import CellSource
from .model import Fields, Reference, named
from .python_code import PythonReader
from .r_code import r_references
from .readers import CONNECTING, QUERIES
from .sql import sql_files
from .texts import engine_path

_SQL_LINE = lazy(r"(?m)^[ \t]*(?:[\w.]+[ \t]*=[ \t]*)?%sql\b[^\n]*|^[ \t]*%%sql\b[^\n]*")
_URL = lazy(r"(?<![\w+])[\w+]+:///\S+")


def references_of(cells: Iterable[CellSource]) -> list[Reference]:
    """Return what the cells read and write, in their order; what a cell binds, those below know."""
    python = PythonReader()
    r_constants: dict[str, str] = {}
    found: list[Reference] = []
    for cell in cells:
        if cell.language == "python":
            python.read(cell.cell, cell.source)
            found += _sql_magics(cell)
        elif cell.language == "sql":
            found += _sql_magics(cell)
            found += _sql(cell, cell.source, 0)
        elif cell.language == "r":
            found += r_references(cell.cell, cell.source, r_constants)
    found += python.found
    # Read through a connection: shown where the table is read, not again where the file is opened.
    through = {one.path for one in found if one.reader.rpartition(".")[2] in QUERIES}
    found = [one for one in found if not (one.path in through and one.reader in CONNECTING)]
    return sorted(dict.fromkeys(found), key=lambda one: (one.cell, one.start, one.end))


def _sql_magics(cell: CellSource) -> Iterator[Reference]:
    for line in _SQL_LINE.finditer(cell.source) if "%sql" in cell.source else ():
        for url in _URL.finditer(line[0]):
            engine = engine_path(url[0])
            fields = named(engine[1]) if engine else None
            if engine and fields:
                start = line.start() + url.start()
                yield _reference(cell, start, start + len(url[0]), engine[0], False, fields)
        if not line[0].lstrip().startswith("%%"):
            yield from _sql(cell, line[0], line.start())


def _sql(cell: CellSource, text: str, origin: int) -> Iterator[Reference]:
    for file in sql_files(text):
        fields = named(file.path)
        if fields:
            yield _reference(cell, origin + file.start, origin + file.end, "duckdb", file.writes, fields)


def _reference(
    cell: CellSource, start: int, end: int, library: str, writes: bool, fields: Fields
) -> Reference:
    return Reference(
        cell=cell.cell, start=start, end=end, reader="%sql", library=library, writes=writes, **fields
    )
