"""Where imports, and what is to run once behind them, go in a cell: as isort and a formatter have it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ..languages.cellcode import (
    cell_magic,
    depth_at,
    is_escaped_line,
    is_python_cell,
    keeps_names,
    logical_line_start,
    masked,
    string_tokens,
)
from ..languages.python_lexer import StringToken
from ..text.lazy import lazy
from .python_statement import whole_lines
from .sites import Change

_IMPORT = lazy(r"[ \t]*(?:import|from)\b")
_FIRST_LINE = lazy(r"#(?:!|@|\||[ ]?%%|.*coding[:=])")
"""Comments that mean something on top only: of shells, Colab's forms, Quarto, jupytext, encodings."""
_BLANK_OR_COMMENT = lazy(r"[ \t\f]*(?:#[^\n]*?)?\r?(?:\n|\Z)")
_FUTURE = lazy(r"[ \t]*from[ \t]+__future__[ \t]+import\b")
_INDENT = lazy(r"[ \t]*")
_MODULE = lazy(r"[ \t]*(?:import|from)[ \t]+(?P<module>[\w.]+)")
_DEFINITION = lazy(r"(?:@|(?:async[ \t]+)?def\b|class\b)")
_BLANK_LINES = lazy(r"(?:[ \t\f]*\r?\n)*")


def has_imports(source: str) -> bool:
    """Tell whether the cell is one that imports: its first code does, at the top level."""
    if not is_python_cell(source) or not keeps_names(source) or cell_magic(source) is not None:
        return False
    return bool(_IMPORT.match(source, insertion_point(source, None)))


def _limit(source: str, before: int | None) -> int:
    return len(source) if before is None else logical_line_start(source, before)


def insertion_point(source: str, before: int | None) -> int:
    """Return where ``import os`` goes: behind docstring, ``__future__`` and line magics on top.

    A comment right above code belongs to that code, and the import goes above it. It is never behind the
    line of the offset ``before``, where the lookup stands; None stands for a later cell.
    """
    limit = _limit(source, before)
    magic = cell_magic(source)
    position = _line_end(source, magic[1]) if magic else 0
    strings = {token.start: token for token in string_tokens(source)}
    docstring_may_follow = True
    while position < limit:
        blank = _BLANK_OR_COMMENT.match(source, position)
        if blank and blank.end() > position:
            position = blank.end()
        elif is_escaped_line(source, position):
            position = _logical_line_end(source, position)
        elif _FUTURE.match(source, position):
            position = _logical_line_end(source, position)
            docstring_may_follow = False
        elif docstring_may_follow and (token := strings.get(position)) and _stands_alone(source, token):
            position = _logical_line_end(source, token.end)
            docstring_may_follow = False
        else:
            break
    return min(_above_its_comment(source, position, limit), limit)


def _above_its_comment(source: str, position: int, limit: int) -> int:
    if _IMPORT.match(source, position) or position > limit:
        return position  # the imports stand together, whatever is said of them
    while position:
        line_start = source.rfind("\n", 0, position - 1) + 1
        line = source[line_start:position]
        if not line.lstrip().startswith("#") or _FIRST_LINE.match(line):
            break
        position = line_start
    return position


def _stands_alone(source: str, token: StringToken) -> bool:
    rest = source[token.end : _line_end(source, token.end)]
    return token.closed and not rest.split("#")[0].strip(" \t\r\n;")


def _line_end(source: str, position: int) -> int:
    newline = source.find("\n", position)
    return len(source) if newline < 0 else newline + 1


def _logical_line_end(source: str, position: int) -> int:
    """Return where the next line begins, past brackets and backslashes that continue this one."""
    while True:
        start, position = position, _line_end(source, position)
        line = source[start:position]
        continued = line.rstrip("\r\n \t").endswith("\\")
        bracketed = line.lstrip()[:1] not in "%!" and depth_at(source, position) > 0
        if position >= len(source) or not (continued or bracketed):
            return position


class _Import(NamedTuple):
    """An import in the block at the top of a cell; of a new one ``start`` and ``end`` are -1."""

    text: str
    start: int = -1
    end: int = -1

    @property
    def section(self) -> int:
        """Number of the group that isort puts it in: ``__future__``, standard library, others, local."""
        found = _MODULE.match(self.text)
        module = found["module"] if found else ""
        top = module.partition(".")[0]
        return 0 if top == "__future__" else 3 if not top else 1 if top in sys.stdlib_module_names else 2

    @property
    def order(self) -> tuple[bool, str]:
        """Where it stands in its group: ``import x`` first, then ``from x import``, by module."""
        found = _MODULE.match(self.text)
        return self.text.lstrip().startswith("from"), found["module"].lower() if found else ""


def preamble(source: str, before: int | None, imports: Sequence[str], calls: Sequence[str]) -> list[Change]:
    """Return the changes that put imports, and calls behind all imports, on top of a cell.

    Parameters
    ----------
    source
        A cell whose body is Python.
    before
        Offset in the first line that needs them; None where that is in a later cell.
    imports, calls
        Lines: what is imported, and what is to run once. The last call shows nothing, also where it is
        the last of its cell.
    """
    top = insertion_point(source, before)
    block = _imports_at(source, top, _limit(source, before))
    at: dict[int, list[str]] = {}
    if not block:
        lines: list[str] = []
        for _, group in groupby(sorted(map(_Import, imports), key=_in_order), _section):
            lines += ["", *(one.text for one in group)]
        lines += ["", *calls] if calls else []
        behind = _behind_future(source, top)
        at[top if behind is None else behind] = lines if behind is not None else lines[1:]
    else:
        for position, lines in _among(source, block, imports):
            at.setdefault(position, []).extend(lines)
        if calls:
            at.setdefault(block[-1].end, []).extend(["", *calls])
    return [
        Change(
            position,
            position,
            _as_lines(source, position, lines, follows=not block or position >= block[-1].end),
        )
        for position, lines in sorted(at.items())
        if lines
    ]


def moved_up(source: str, imports: Sequence[str]) -> list[Change]:
    """Return the changes that take out of a cell what :func:`preamble` imports further up in it.

    Only whole statements of the top level go, each with its line; a comment behind one stays.
    """
    code = masked(source)
    changes = []
    for statement in imports:
        words = r"[ \t]+".join(map(re.escape, statement.split()))
        for found in re.finditer(rf"(?m)^{words}(?P<rest>[ \t]*;?[ \t]*)(?=\r?$)", code):
            end = found.start("rest")
            has_comment = source[end : found.end()].strip(" \t;")
            start, end = (found.start(), end) if has_comment else whole_lines(source, *found.span())
            changes.append(Change(start, end, ""))
    return changes


def _behind_future(source: str, top: int) -> int | None:
    """Return the offset right behind a ``__future__`` import, where nothing but space is above ``top``."""
    above = source[:top].rstrip()
    start = above.rfind("\n") + 1
    if not above or not _FUTURE.match(source, start):
        return None
    return min(_line_end(source, len(above)), top)


def end_of_imports(source: str, before: int | None) -> int:
    """Return the offset behind the imports on top of the cell, where :func:`preamble` puts calls."""
    top = insertion_point(source, before)
    block = _imports_at(source, top, _limit(source, before))
    return block[-1].end if block else top


def _in_order(one: _Import) -> tuple[int, tuple[bool, str]]:
    return one.section, one.order


def _section(one: _Import) -> int:
    return one.section


def _among(source: str, block: Sequence[_Import], imports: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return where new imports go among those that are there, and as which lines."""
    merged = list(block)
    for new in sorted(map(_Import, imports), key=_in_order):
        same = [k for k, one in enumerate(merged) if one.section == new.section]
        if same:
            later = (k for k in same if merged[k].order > new.order)
            at = next(later, same[-1] + 1)
        else:
            at = next((k for k, one in enumerate(merged) if one.section > new.section), len(merged))
        merged.insert(at, new)
    # Whoever does not part the sections wants no empty lines between them.
    pairs = [(a, b) for a, b in pairwise(block) if a.section != b.section]
    apart = not pairs or any("\n" in source[a.end : b.start] for a, b in pairs)
    found: list[tuple[int, list[str]]] = []
    position = 0
    while position < len(merged):
        if merged[position].start >= 0:
            position += 1
            continue
        stop = position
        while (
            stop < len(merged) and merged[stop].start < 0 and merged[stop].section == merged[position].section
        ):
            stop += 1
        found.append(_group(source, merged, position, stop))
        if not apart:
            found[-1] = found[-1][0], [line for line in found[-1][1] if line]
        position = stop
    return found


def _group(source: str, merged: Sequence[_Import], start: int, stop: int) -> tuple[int, list[str]]:
    """Return the place and the lines of the new imports ``start:stop``, which are of one section."""
    section, lines = merged[start].section, [one.text for one in merged[start:stop]]
    above = merged[start - 1] if start else None
    below = merged[stop] if stop < len(merged) else None
    # What is above may be new as well; then it stands at the end of the last that is not.
    anchor = next((one for one in reversed(merged[:start]) if one.start >= 0), None)
    if below is not None and below.start >= 0 and below.section == section:
        return _above_own_comment(source, below.start, anchor.end if anchor else below.start), lines
    if anchor is None or above is None:
        following = next(one for one in merged[stop:] if one.start >= 0)
        return following.start, [*lines, ""]
    if above.section != section:
        lines = ["", *lines]
    rest = source[anchor.end :]
    if below is not None and below.start >= 0 and not rest.lstrip(" \t").startswith(("\n", "\r")):
        lines = [*lines, ""]
    return anchor.end, lines


def _above_own_comment(source: str, position: int, limit: int) -> int:
    """Return where the comment right above an import begins, which is about that import."""
    while position > limit:
        line_start = max(limit, source.rfind("\n", 0, position - 1) + 1)
        if not source[line_start:position].lstrip().startswith("#"):
            break
        position = line_start
    return position


def _imports_at(source: str, top: int, limit: int) -> list[_Import]:
    """Return the imports that begin at ``top``, with comments and empty lines between them."""
    found: list[_Import] = []
    position = top
    while position < limit:
        if _IMPORT.match(source, position):
            end = _logical_line_end(source, position)
            if end > limit:
                break
            found.append(_Import(source[position:end], position, end))
            position = end
            continue
        blank = _BLANK_OR_COMMENT.match(source, position)
        if blank is None or blank.end() == position:
            break
        position = blank.end()
    return found


def _as_lines(source: str, position: int, lines: Sequence[str], *, follows: bool) -> str:
    """Return what is inserted; ``follows`` where no import of the cell stands right below."""
    newline = "\r\n" if "\r\n" in source else "\n"
    indent = _INDENT.match(source, position)
    assert indent is not None  # it matches the empty text
    text = newline.join(f"{indent[0]}{line}" if line else "" for line in lines)
    lead = newline if position and source[position - 1] != "\n" else ""
    if position >= len(source):
        return f"{lead}{text}" if lead else f"{text}{newline}" if not source else text
    if _IMPORT.match(source, position) or not follows:
        return f"{lead}{text}{newline}"
    blank = _BLANK_LINES.match(source, position)
    assert blank is not None  # likewise
    if blank.end() >= len(source):
        return f"{lead}{text}{newline}"
    wanted = 2 if _DEFINITION.match(source, blank.end()) else 1
    return f"{lead}{text}{newline}{newline * max(0, wanted - blank[0].count(chr(10)))}"
