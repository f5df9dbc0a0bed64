"""Where an import goes in a cell that lacks it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from ..detection.lazy import lazy
from ..detection.python_lexer import StringToken
from ..notebook.cellcode import (
    cell_magic,
    depth_at,
    is_escaped_line,
    is_python_cell,
    keeps_names,
    logical_line_start,
    string_tokens,
)
from .sites import Change

_IMPORT = lazy(r"[ \t]*(?:import|from)\b")
_FIRST_LINE = lazy(r"#(?:!|@|\||[ ]?%%|.*coding[:=])")
"""Comments that mean something on top only: of shells, Colab's forms, Quarto, jupytext, encodings."""
_BLANK_OR_COMMENT = lazy(r"[ \t\f]*(?:#[^\n]*?)?\r?(?:\n|\Z)")
_FUTURE = lazy(r"[ \t]*from[ \t]+__future__[ \t]+import\b")
_INDENT = lazy(r"[ \t]*")


def has_imports(source: str) -> bool:
    """Tell whether the cell is one that imports: its first code does, at the top level."""
    if not is_python_cell(source) or not keeps_names(source) or cell_magic(source) is not None:
        return False
    return bool(_IMPORT.match(source, insertion_point(source, None)))


def import_point(source: str, before: int | None, statement: str) -> int:
    """Return where ``statement`` goes as a person would put it: in its place among the imports of its kind.

    Those are the imports of the standard library that stand together at the top, if there are any.
    """
    top = insertion_point(source, before)
    limit = _limit(source, before)
    position, place = top, None
    while position < limit and _IMPORT.match(source, position):
        end = _logical_line_end(source, position)
        line = source[position:end]
        if end > limit:
            break
        if _module_of(line) in sys.stdlib_module_names:
            if _import_order(line) > _import_order(statement):
                return position
            place = end
        elif place is not None:
            break
        position = end
    return top if place is None else place


def _limit(source: str, before: int | None) -> int:
    return len(source) if before is None else logical_line_start(source, before)


def _module_of(line: str) -> str:
    found = re.match(r"[ \t]*(?:import|from)[ \t]+(\w+)", line)
    return found[1] if found else ""


def _import_order(line: str) -> tuple[bool, str]:
    return line.lstrip().startswith("from"), _module_of(line)


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


def preamble(
    source: str, before: int | None, imports: Sequence[str], third_party: Sequence[str], calls: Sequence[str]
) -> list[Change]:
    """Return the changes that put imports, and calls behind all imports, on top of a cell.

    Parameters
    ----------
    source
        A cell whose body is Python.
    before
        Offset in the first line that needs them; None where that is in a later cell.
    imports, third_party, calls
        Lines: of the standard library, of other packages, and what is to run once.
    """
    top = insertion_point(source, before)
    end = _imports_end(source, top, _limit(source, before))
    at: dict[int, list[str]] = {}
    if end == top:
        blocks = [sorted(imports, key=_import_order), list(third_party), list(calls)]
        lines = [line for block in blocks if block for line in (*block, "")][:-1]
        at[top] = lines
    else:
        for statement in sorted(imports, key=_import_order):
            at.setdefault(import_point(source, before, statement), []).append(statement)
        tail = [*third_party, *(["", *calls] if calls else [])]
        if tail:
            at.setdefault(end, []).extend(tail)
    return [
        Change(position, position, _as_lines(source, position, lines))
        for position, lines in at.items()
        if lines
    ]


def _imports_end(source: str, top: int, limit: int) -> int:
    """Return the offset behind the last of the imports that begin at ``top``; ``top`` without any."""
    position = end = top
    while position < limit:
        if _IMPORT.match(source, position):
            position = _logical_line_end(source, position)
            if position > limit:
                break
            end = position
            continue
        blank = _BLANK_OR_COMMENT.match(source, position)
        if blank is None or blank.end() == position:
            break
        position = blank.end()
    return end


def _as_lines(source: str, position: int, lines: Sequence[str]) -> str:
    newline = "\r\n" if "\r\n" in source else "\n"
    indent = _INDENT.match(source, position)
    assert indent is not None  # it matches the empty text
    text = newline.join(f"{indent[0]}{line}" if line else "" for line in lines)
    lead = newline if position and source[position - 1] != "\n" else ""
    if position >= len(source):
        return f"{lead}{text}" if lead else f"{text}{newline}" if not source else text
    below = source[position : _line_end(source, position)]
    gap = newline if below.strip() and not (_IMPORT.match(below) and _IMPORT.match(lines[-1])) else ""
    return f"{lead}{text}{newline}{gap}"
