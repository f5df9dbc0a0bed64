"""Lines for IPython: what is put into them, and what they do."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from ..languages.cellcode import cell_magic
from ..languages.python_pieces import ipython_lines
from ..languages.table import MAGIC_LANGUAGES
from ..text.lazy import lazy

_KIND = lazy(r"(?:[\w \t.,]*=[ \t]*)?(?P<mark>!!?|%%?)(?P<name>[\w.]*)[ \t]*")
_SHELL = frozenset({"sx", "system", "sc", "bash", "sh"})
_INSTALLERS = frozenset({"pip", "conda", "mamba", "uv"})
_FIELD = lazy(r"\{(?P<expression>[^{}\n]{1,200})\}|(?<!\$)\$(?P<name>[A-Za-z_]\w*)")


class Line(NamedTuple):
    """A line for a shell, an installer or a database."""

    kind: str
    """``shell``, ``install`` or ``sql``."""
    start: int
    """Of its text, in the cell."""
    end: int


class Field(NamedTuple):
    """Something that IPython puts into a line."""

    expression: ast.expr
    start: int
    """In the line's text."""
    end: int


def lines_in(source: str) -> dict[int, Line]:
    """Return the lines for IPython of a Python cell, by where each command begins."""
    found = {}
    for start, end, timed in ipython_lines(source):
        kind = None if timed else _KIND.match(source, start, end)
        if kind is None:
            continue
        if kind["mark"].startswith("!"):
            found[start] = Line("shell", kind.start("name"), end)
        elif kind["name"] in _SHELL:
            found[start] = Line("shell", kind.end(), end)
        elif kind["name"] in _INSTALLERS:
            found[start] = Line("install", kind.start("name"), end)
        elif kind["name"] == "sql":
            found[start] = Line("sql", kind.end(), end)
    return found


def body_of(source: str) -> Line | None:
    """Return the body of a cell magic for a shell or a database."""
    magic = cell_magic(source)
    if magic is None:
        return None
    name, start = magic
    language = MAGIC_LANGUAGES.get(name.lower(), "")
    if name in ("bash", "sh", "script", "system", "sx", "!") or language in ("shell", "bash"):
        return Line("body", start, len(source))
    return Line("sql", start, len(source)) if name == "sql" or language == "sql" else None


def fields_in(text: str) -> Iterator[Field]:
    """Yield what IPython puts into ``text``, as far as it is Python."""
    for found in _FIELD.finditer(text):
        expression = found["expression"] or found["name"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a warning would quote the line
            try:
                tree = ast.parse(expression.strip(), mode="eval")
            except (SyntaxError, ValueError, MemoryError, RecursionError):
                continue
        yield Field(tree.body, found.start(), found.end())
