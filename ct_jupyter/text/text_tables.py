"""Tables in outputs: data frames as HTML and as text, Markdown, CSV; which column a place belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .lazy import lazy

_MOST_LINES = 400
_LONGEST_LINE = 2000
_LONGEST_TABLE = 400_000

_TABLE = lazy("<table")
_ROW = lazy(r"<tr\b[^>]{0,200}>", 2)
_CELL = lazy(
    r"<(t[hd])\b[^>]{0,300}>(?:\s{0,40}<(?!/)[^>]{0,300}>){0,4}\s{0,40}([^<]{0,400}?)\s{0,40}(?=<)", 2
)
_RUN = lazy(r"[^\s|]+(?: [^\s|]+)*")
_ALIGNMENT = lazy(r"[ \t|]{0,20}:?-{1,80}:?[ \t]{0,20}[|+][ \t|:+\-]*\Z")
_MAY_BE_TABLE = lazy(r"\S {2,}\S|\t|\|")

Span = tuple[int, int]


class Column(NamedTuple):
    """A column of a table; its cells by their place in the text, from the top, without the header."""

    header: str
    cells: tuple[Span, ...]


class Cell(NamedTuple):
    """Where a place stands in a table."""

    span: Span
    column: Column
    label: str
    """First cell of the row, in a table that is two columns wide: the name of the other."""


class _Table(NamedTuple):
    start: int
    end: int
    cells: dict[Span, tuple[Column, str]]
    starts: list[int]
    spans: list[Span]


class Tables:
    """The tables of one text, read where they are asked for, each once."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._read: list[_Table] = []
        """By where they start; none overlaps another."""
        self._starts: list[int] = []
        self._html_starts: list[int] | None = None

    def at(self, offset: int) -> Cell | None:
        """Return the cell that ``offset`` lies in."""
        table = self._table_at(offset)
        if table is None:
            return None
        index = bisect_right(table.starts, offset) - 1
        if index < 0 or not table.spans[index][0] <= offset < table.spans[index][1]:
            return None
        span = table.spans[index]
        return Cell(span, *table.cells[span])

    def start_at(self, offset: int) -> int | None:
        """Return where the table around ``offset`` starts; None where there is no table."""
        table = self._table_at(offset)
        return table.start if table is not None else None

    def columns_at(self, offset: int) -> list[Column]:
        """Return the columns of the table around ``offset``."""
        table = self._table_at(offset)
        cells = table.cells.values() if table is not None else ()
        return list({id(column): column for column, _ in cells}.values())

    def columns(self) -> Iterator[Column]:
        """Yield the columns of the tables that were read so far, each once."""
        for table in self._read:
            seen: set[int] = set()
            for column, _ in table.cells.values():
                if id(column) not in seen:
                    seen.add(id(column))
                    yield column

    def _table_at(self, offset: int) -> _Table | None:
        index = bisect_right(self._starts, offset)
        before = self._read[index - 1] if index else None
        if before is not None and offset < before.end:
            return before
        found = self._html(offset)
        if found is None:
            behind = self._starts[index] if index < len(self._starts) else len(self._text)
            found = self._lines(offset, before.end if before is not None else 0, behind)
        if found is not None:
            index = bisect_right(self._starts, found.start)
            self._starts.insert(index, found.start)
            self._read.insert(index, found)
        return found

    def _html(self, offset: int) -> _Table | None:
        if self._html_starts is None:
            self._html_starts = [found.start() for found in _TABLE.finditer(self._text)]
        index = bisect_left(self._html_starts, offset) - 1
        if index < 0:
            return None
        start = self._html_starts[index]
        if self._text.rfind("</table", start, offset) >= 0:
            return None
        end = self._text.find("</table", offset)
        end = min(len(self._text) if end < 0 else end, start + _LONGEST_TABLE)
        rows: list[list[Span]] = []
        edges = [row.end() for row in _ROW.finditer(self._text, start, end)]
        for first, last in zip(edges, [*edges[1:], end], strict=False):  # a table may have no row
            rows.append([cell.span(2) for cell in _CELL.finditer(self._text, first, last)])
        return self._table(start, max(end, offset + 1), rows, first_is_header=True)

    def _lines(self, offset: int, floor: int, ceiling: int) -> _Table | None:
        """Return the table of the lines around a place, within two others."""
        if self._language in ("python", "html"):
            return None
        text = self._text
        start = text.rfind("\n", 0, offset) + 1
        end = _line_end(text, offset)
        if end - start > _LONGEST_LINE or not _MAY_BE_TABLE.search(text, start, end):
            return _Table(start, end + 1, {}, [], [])
        for _ in range(_MOST_LINES):
            above = text.rfind("\n", 0, max(start - 1, 0)) + 1
            if (
                start <= floor
                or above < floor
                or start - above > _LONGEST_LINE
                or not text[above : start - 1].strip()
            ):
                break
            start = above
        for _ in range(_MOST_LINES):
            below = _line_end(text, end + 1) if end < len(text) else end
            if end >= ceiling or below - end > _LONGEST_LINE or not text[end:below].strip():
                break
            end = below
        lines: list[Span] = []
        position = start
        while position < end:
            stop = min(_line_end(text, position), end)
            lines.append((position, stop))
            position = stop + 1
        first = text[slice(*lines[0])]
        for delimiter in ("|", "\t"):
            # One bar may stand in prose; above a row of hyphens it separates two columns.
            is_header = len(lines) > 1 and _ALIGNMENT.match(text, *lines[1]) is not None
            if first.count(delimiter) > 1 or (delimiter in first and (delimiter == "\t" or is_header)):
                rows = [_split(text, line, delimiter) for line in lines]
                return self._table(start, end + 1, rows, first_is_header=True)
        return self._aligned(start, end + 1, lines)

    def _table(self, start: int, end: int, rows: list[list[Span]], *, first_is_header: bool) -> _Table:
        text = self._text
        headers = [text[slice(*cell)] for cell in rows[0]] if rows and first_is_header else []
        by_index: dict[int, list[Span]] = {}
        for row in rows[1 if headers else 0 :]:
            for index, cell in enumerate(row):
                if cell[0] < cell[1]:
                    by_index.setdefault(index, []).append(cell)
        columns = {
            index: Column(headers[index] if index < len(headers) else "", tuple(cells))
            for index, cells in by_index.items()
        }
        cells: dict[Span, tuple[Column, str]] = {}
        for row in rows[1 if headers else 0 :]:
            label = text[slice(*row[0])] if row else ""
            for index, cell in enumerate(row):
                if cell[0] < cell[1]:
                    cells[cell] = (columns[index], label if index == 1 and len(row) == 2 else "")
        return _finished(start, end, cells)

    def _aligned(self, start: int, end: int, lines: list[Span]) -> _Table:
        """Columns whose cells end, or begin, at one place of their lines: as pandas prints them."""
        text = self._text
        rows = [[run.span() for run in _RUN.finditer(text, *line)] for line in lines]
        width = len(rows[1]) if len(rows) > 1 else 0
        if width > 2 and len(rows[0]) in (width - 1, width) and all(len(row) == width for row in rows[1:]):
            # As many in each line: separated, not aligned; an index has no header.
            if len(rows[0]) < width:
                rows[0].insert(0, (start, start))
            return self._table(start, end, rows, first_is_header=True)
        by_end: dict[int, list[tuple[int, Span]]] = {}
        by_start: dict[int, list[tuple[int, Span]]] = {}
        for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
            for cell in row:
                by_end.setdefault(cell[1] - line[0], []).append((number, cell))
                by_start.setdefault(cell[0] - line[0], []).append((number, cell))
        made: dict[tuple[str, int], Column] = {}
        cells: dict[Span, tuple[Column, str]] = {}
        for line, row in zip(lines[1:], rows[1:], strict=True):
            if len(row) < 2:
                continue
            for cell in row:
                ends, starts = by_end[cell[1] - line[0]], by_start[cell[0] - line[0]]
                key = ("end", cell[1] - line[0]) if len(ends) >= len(starts) else ("start", cell[0] - line[0])
                column = made.get(key)
                if column is None:
                    own = ends if key[0] == "end" else starts
                    header = text[slice(*own[0][1])] if own[0][0] == 0 else ""
                    column = made[key] = Column(header, tuple(span for number, span in own if number))
                cells[cell] = (column, "")
        return _finished(start, end, cells)


def _finished(start: int, end: int, cells: dict[Span, tuple[Column, str]]) -> _Table:
    spans = sorted(cells)
    return _Table(start, end, cells, [span[0] for span in spans], spans)


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _split(text: str, line: Span, delimiter: str) -> list[Span]:
    """Return the trimmed pieces of a line; a bar at its edge separates nothing."""
    pieces: list[Span] = []
    start, stop = line
    if delimiter == "|":
        while start < stop and text[start] in " |":
            start += 1
        while stop > start and text[stop - 1] in " |":
            stop -= 1
    while start <= stop:
        at = text.find(delimiter, start, stop)
        end = stop if at < 0 else at
        first, last = start, end
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        pieces.append((first, last))
        start = end + 1
    return pieces
