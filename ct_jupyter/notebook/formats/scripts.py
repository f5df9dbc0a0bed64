"""Scripts with cells: ``# %%`` (jupytext, VS Code, Spyder), ``# In[1]:``, and jupytext's light format.

Cells are split as jupytext splits them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from ...languages.canonical import canonical_language
from ...text.lazy import lazy
from .header import header_of
from .text_notebook import Line, LineCell, TextNotebook, lines_of, notebook_of_lines, tags_in

_TYPE = lazy(r"\[(markdown|md|raw)\]")
_LANGUAGE = lazy(r"\blanguage=\"(?P<name>[\w#+.-]{1,40})\"")
_INACTIVE = lazy(r"\bactive=\"\"")
_CELL_MAGIC = r"\s*{comment}\s?%%(?P<name>[A-Za-z][\w-]*)"
_LINE_MAGIC = r"\s*{comment}\s?(?:%[A-Za-z]|!\s*[A-Za-z.~$/{{])"
_QUOTES = lazy(r"\s*[rR]?(\"\"\"|''')\s*\Z")
_STRINGS = lazy(r"\\.|\"\"\"|'''|[\"'#]")


def marker_of(comment: str) -> re.Pattern[str]:
    """Return what matches the line that begins a cell of the percent format."""
    mark = re.escape(comment)
    return re.compile(
        rf"[ \t]*{mark}[ \t]*(?:%%+(?P<options>[ \t].*)?\Z|(?:<codecell>|In\[[0-9 ]*\]:?)[ \t]*\Z)"
    )


def read_percent(text: str, language: str, comment: str) -> TextNotebook:
    """Read a script whose cells begin with ``# %%``."""
    lines = lines_of(text)
    header = header_of(lines, comment)
    return notebook_of_lines(
        text,
        lines,
        [*header.cells(comment), *_percent_cells(lines, header.end, language, comment)],
        {"language_info": {"name": language}},
        rest_language=language,
    )


def read_light(text: str, language: str, comment: str) -> TextNotebook:
    """Read a script of jupytext's light format: blank lines end cells, ``# +`` and ``# -`` enclose them."""
    lines = lines_of(text)
    header = header_of(lines, comment)
    return notebook_of_lines(
        text,
        lines,
        [*header.cells(comment), *_light_cells(lines, header.end, language, comment)],
        {"language_info": {"name": language}},
        rest_language=language,
    )


def _percent_cells(lines: Sequence[Line], at: int, language: str, comment: str) -> Iterator[LineCell]:
    marker = marker_of(comment)
    first, options = at, ""
    for index in range(at, len(lines) + 1):
        found = marker.match(lines[index].text) if index < len(lines) else None
        if found is None and index < len(lines):
            continue
        yield _cell(lines, first, index, options, language, comment)
        if found is not None:
            first, options = index + 1, found["options"] or ""


def _cell(
    lines: Sequence[Line], first: int, last: int, options: str, language: str, comment: str
) -> LineCell:
    """Return the cell between two markers."""
    tags = tags_in(options)
    if kind := _TYPE.search(options):
        return _prose(lines, first, last, "raw" if kind[1] == "raw" else "markdown", comment, tags)
    if _INACTIVE.search(options):
        return _prose(lines, first, last, "raw", comment, tags)
    own = _LANGUAGE.search(options)
    magic = re.compile(_CELL_MAGIC.format(comment=re.escape(comment)))
    begins = next((line.text for line in lines[first:last] if line.text.strip()), "")
    if (own and canonical_language(own["name"]) != language) or magic.match(begins):
        metadata = {"language": canonical_language(own["name"])} if own else {}
        cut = partial(_uncommented, comment)
        return LineCell(
            type="code", first=first, last=last, cut=cut, prefix=f"{comment} ", metadata=metadata, tags=tags
        )
    return LineCell(type="code", first=first, last=last, cut=magics_cut(comment), tags=tags)


@cache
def magics_cut(comment: str) -> Callable[[str], int]:
    """Return what cuts the comment off a magic, which only a comment can hold in a script: ``# !pip``."""
    magic = re.compile(_LINE_MAGIC.format(comment=re.escape(comment)))
    return lambda line: _uncommented(comment, line) if magic.match(line) else 0


def _prose(  # what a cell is made of
    lines: Sequence[Line], first: int, last: int, kind: str, comment: str, tags: tuple[str, ...]
) -> LineCell:
    inner = [index for index in range(first, last) if lines[index].text.strip()]
    if len(inner) > 1 and _QUOTES.match(lines[inner[0]].text) and _QUOTES.match(lines[inner[-1]].text):
        return LineCell(type=kind, first=inner[0] + 1, last=inner[-1], tags=tags)
    cut = partial(_uncommented, comment)
    return LineCell(type=kind, first=first, last=last, cut=cut, prefix=f"{comment} ", tags=tags)


def _uncommented(comment: str, line: str) -> int:
    """Return the length of a comment's mark in front of ``line``, with one blank behind it."""
    if not line.startswith(comment):
        return 0
    return len(comment) + line.startswith(" ", len(comment))


def _light_cells(lines: Sequence[Line], at: int, language: str, comment: str) -> Iterator[LineCell]:
    begin = re.compile(rf"{re.escape(comment)}\s*(?:\+|region\b|\{{{{{{)(?P<options>.*)\Z")
    end = re.compile(rf"{re.escape(comment)}\s*(?:-|endregion|\}}}}}})\s*\Z")
    magic_cut = magics_cut(comment)
    while at < len(lines):
        if not lines[at].text.strip():
            at += 1
            continue
        found = begin.match(lines[at].text)
        if found is not None:
            stop = _index(lines, at + 1, lambda line: bool(end.match(line) or begin.match(line)))
            yield _cell(lines, at + 1, stop, found["options"], language, comment)
            at = stop + (stop < len(lines) and end.match(lines[stop].text) is not None)
            continue
        if end.match(lines[at].text):
            at += 1
            continue
        stop = _index(lines, at, _is_blank)
        if all(line.text.startswith(comment) for line in lines[at:stop]) and not any(
            magic_cut(line.text) for line in lines[at:stop]
        ):
            yield _prose(lines, at, stop, "markdown", comment, ())
        else:
            stop = _paragraph_end(lines, at, lambda line: begin.match(line) is not None)
            yield _cell(lines, at, stop, "", language, comment)
        at = stop


def _paragraph_end(lines: Sequence[Line], at: int, begins: Callable[[str], bool]) -> int:
    """Return the line behind a paragraph of code, with blank lines in strings and above indented lines."""
    quote = ""
    index = at
    while index < len(lines):
        line = lines[index].text
        was_quoted, quote = bool(quote), _open_quote(line, quote)
        if not was_quoted and begins(line):
            return index
        if not was_quoted and _is_blank(line):
            after = _index(lines, index, lambda one: not _is_blank(one))
            if after == len(lines) or not lines[after].text[:1].isspace():
                return index
            index = after - 1
        index += 1
    return len(lines)


def _open_quote(line: str, quote: str) -> str:
    """Return the triple quotes that are open behind ``line``, given those that are before it."""
    single = ""
    for found in _STRINGS.finditer(line):
        mark = found[0]
        if quote:
            quote = "" if mark == quote else quote
        elif single:
            single = "" if mark == single else single
        elif mark == "#":
            break
        elif len(mark) == 3:
            quote = mark
        elif mark in "\"'":
            single = mark
    return quote


def _index(lines: Sequence[Line], at: int, wanted: Callable[[str], bool]) -> int:
    return next((index for index in range(at, len(lines)) if wanted(lines[index].text)), len(lines))


def _is_blank(line: str) -> bool:
    return not line.strip()
