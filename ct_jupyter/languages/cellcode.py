"""What of a code cell is Python: cell magics, line magics and shell lines are not.

Works on half-typed code; IPython's own transformer needs code that tokenizes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..text.lazy import lazy
from .python_lexer import CommentToken, StringToken, python_tokens

PYTHON_BODY_MAGICS = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "scalene"})
"""Cell magics whose body is Python that runs in the kernel."""

_CELL_MAGIC = lazy(
    # Databricks has them with one percent sign, alone on the first line.
    r"\s*(?:%%(?P<name>[^\s%]*)[^\r\n]*|%(?P<databricks>r|scala|sql|sh|md)[ \t]*(?=\r?\n))"
)
_ESCAPE = lazy(r"[ \t]*[%!?,;/]")
_ASSIGNED_ESCAPE = lazy(r"[^=\"'#\r\n]*=[ \t]*[!%]")
_LINE = lazy(r"[^\n]*\n|[^\n]+")
_CONTINUED = lazy(r"\\[ \t]*\r?\n?\Z")


@lru_cache(maxsize=1)  # one cell often has many findings; no text of an older cell is kept
def tokens(source: str) -> tuple[StringToken | CommentToken, ...]:
    """Return the strings and comments of ``source``."""
    return tuple(python_tokens(source))


@lru_cache(maxsize=1)
def string_tokens(source: str) -> tuple[StringToken, ...]:
    """Return the strings of ``source``, by their place."""
    return tuple(token for token in tokens(source) if isinstance(token, StringToken))


def cell_magic(source: str) -> tuple[str, int] | None:
    """Return the name of the cell magic and the offset behind its line, or None where there is none."""
    found = _CELL_MAGIC.match(source)
    if found is None:
        return None
    return found["name"] if found["databricks"] is None else found["databricks"], found.end()


def is_python_cell(source: str) -> bool:
    """Tell whether the body of the cell is Python."""
    magic = cell_magic(source)
    return magic is None or magic[0] in PYTHON_BODY_MAGICS


def keeps_names(source: str) -> bool:
    """Tell whether what the cell binds is there for the cells below: a timed body runs in a function."""
    magic = cell_magic(source)
    return magic is None or magic[0] not in ("timeit", "memit")


def logical_line_start(source: str, offset: int) -> int:
    """Return where the line of ``offset`` begins, counting lines joined by a backslash as one."""
    start = source.rfind("\n", 0, offset) + 1
    while start and _CONTINUED.search(source, max(0, start - 80), start):
        start = source.rfind("\n", 0, start - 1) + 1
    return start


def is_escaped_line(source: str, line_start: int) -> bool:
    """Tell whether the line is for IPython, not for Python: ``%env X``, ``!curl``, ``files = !ls``.

    A continued modulo expression that begins a line with ``%`` is taken for a magic as well: no fix is
    offered there, where the other error would break a magic.
    """
    return bool(_ESCAPE.match(source, line_start) or _ASSIGNED_ESCAPE.match(source, line_start))


def masked(source: str) -> str:
    """Return ``source`` of the same length with strings, comments and escaped lines blanked.

    Newlines stay, so that lines keep their places.
    """
    if not is_python_cell(source):
        return re.sub(r"[^\r\n]", " ", source)
    pieces, position = [], 0
    for token in tokens(source):
        pieces.append(source[position : token.start])
        pieces.append(_blank(source[token.start : token.end]))
        position = token.end
    pieces.append(source[position:])
    text = "".join(pieces)
    lines, offset, continued = [], 0, False
    for line in _LINE.findall(text):
        escaped = continued or is_escaped_line(text, offset)
        lines.append(re.sub(r"[^\r\n]", " ", line) if escaped else line)
        continued = escaped and bool(_CONTINUED.search(line))
        offset += len(line)
    return "".join(lines)


def depth_at(source: str, offset: int) -> int:
    """Return how many brackets are open at ``offset`` (never below 0)."""
    depth, position = 0, 0
    for token in tokens(source):
        if token.start >= offset:
            break
        depth = _count(source, position, token.start, depth)
        position = token.end
    return _count(source, position, offset, depth)


def _count(source: str, start: int, end: int, depth: int) -> int:
    for bracket in re.findall(r"[()\[\]{}]", source[start:end]):
        depth = depth + 1 if bracket in "([{" else max(0, depth - 1)
    return depth


def _blank(text: str) -> str:
    # A visible filler: what stood there was an operand, `x = ""` must not read as `x =`.
    return re.sub(r"[^\r\n]", "\N{MIDDLE DOT}", text) if not text.startswith("#") else " " * len(text)
