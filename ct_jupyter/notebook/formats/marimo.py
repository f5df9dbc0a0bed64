"""Notebooks of marimo: a Python module whose cells are functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...text.lazy import lazy
from .text_notebook import Line, LineCell, TextNotebook, lines_of, notebook_of_lines, nothing

MARK = lazy(r"^app = marimo\.App\(", re.MULTILINE)
"""The line that every such notebook has."""

_BEGIN = lazy(
    r"@app\.(?P<kind>cell|function|class_definition)\b|with app\.(?P<setup>setup)\b"
    r"|app\.(?P<unparsable>_unparsable_cell)\("
)
_OTHER = lazy(r"if __name__\b|app = marimo\.App\(")
_DEFINES = lazy(r"(?:async\s+)?def\s")
_QUOTES = lazy(r"\s*(?:r|R)?(?:\"\"\"|''')")
INDENT = "    "


def read_marimo(text: str) -> TextNotebook:
    """Read a notebook of marimo."""
    lines = lines_of(text)
    return notebook_of_lines(
        text, lines, _cells(lines), {"language_info": {"name": "python"}}, rest_language="python"
    )


def _cells(lines: Sequence[Line]) -> Iterator[LineCell]:
    begins = [
        (index, found)
        for index, line in enumerate(lines)
        if (found := _BEGIN.match(line.text)) or _OTHER.match(line.text)
    ]
    for (index, found), (end, _) in zip(begins, [*begins[1:], (len(lines), None)], strict=False):
        if found is None:
            continue
        if found["kind"] in ("function", "class_definition"):
            yield LineCell(type="code", first=_behind(lines, index, end), last=end, cut=nothing)
        elif found["kind"]:
            define = next((i for i in range(index, end) if _DEFINES.match(lines[i].text)), end)
            first = _behind(lines, define, end)
            yield _indented(first, _without_return(lines, first, end))
        elif found["setup"]:
            yield _indented(_behind(lines, index, end), end)
        else:
            yield _unparsable(lines, index, end)


def _indented(first: int, last: int) -> LineCell:
    return LineCell(type="code", first=first, last=last, cut=_indent_of, prefix=INDENT)


def _indent_of(line: str) -> int:
    size = min(len(INDENT), len(line))
    return size if not line[:size].strip() else 0


def _behind(lines: Sequence[Line], index: int, end: int) -> int:
    """Return the line behind a statement's head, which may go over several lines."""
    depth = 0
    for number in range(index, end):
        line = lines[number].text
        depth += sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
        if depth <= 0:
            return number + 1
    return end


def _without_return(lines: Sequence[Line], first: int, end: int) -> int:
    """Return where the code of a cell ends: marimo adds a ``return`` of the names that it binds."""
    last = end
    while last > first and not lines[last - 1].text.strip():
        last -= 1
    index = last - 1
    if index >= first and lines[index].text.rstrip() in (f"{INDENT})", f"{INDENT}]"):
        while index > first and lines[index].text.startswith((f"{INDENT} ", f"{INDENT})", f"{INDENT}]")):
            index -= 1
    return index if index >= first and lines[index].text.startswith(f"{INDENT}return") else last


def _unparsable(lines: Sequence[Line], index: int, end: int) -> LineCell:
    """Return a cell that marimo keeps as a string, as it is no Python."""
    quotes = [i for i in range(index, end) if _QUOTES.match(lines[i].text)]
    first, last = (quotes[0] + 1, quotes[-1]) if len(quotes) > 1 else (index + 1, end)
    return _indented(first, last)
