"""What the code read so far makes of its names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from .readers import USUAL_NAMES

MOST_ALTERNATIVES = 64
"""Of one expression: nothing is put together out of thousands of names."""


class Value(msgspec.Struct, frozen=True):
    """What an expression may be, as far as files are concerned."""

    texts: tuple[str, ...] = ()
    """Each a text or a path that it may be; of a list or a dict those of its items."""
    items: Mapping[str | int, Value] | None = None
    """Of a list, a tuple or a dict that the code writes out."""
    kind: Literal["text", "number", "memory", "sqlite", "duckdb"] = "text"
    """``memory`` is a buffer, which is no file; the others are connections to the file in ``texts``."""


MEMORY = Value(kind="memory")


def union(values: Iterable[Value | None]) -> Value | None:
    """Return what is any of ``values``; None where none is known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return known[0] if known else None
    texts = tuple(dict.fromkeys(text for value in known for text in value.texts))
    kinds = {value.kind for value in known}
    return Value(texts[:MOST_ALTERNATIVES], kind=kinds.pop() if len(kinds) == 1 else "text")


class Scope:
    """Names, imports and functions, at one place of the notebook."""

    def __init__(self) -> None:
        self.values: dict[str, Value | None] = {}
        """By name, or by dotted name: ``Config.folder``. None: it is something that only a run tells."""
        self.modules: dict[str, str] = {}
        self.functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        self.folder: str | None = ""
        """Where ``%cd`` and ``os.chdir`` have led, from the notebook's folder; None: nobody knows."""

    def copy(self) -> Scope:
        """Return a scope that changes apart from this one."""
        other = Scope()
        other.values, other.modules = dict(self.values), dict(self.modules)
        other.functions, other.folder = dict(self.functions), self.folder
        return other

    def merge(self, branches: Iterable[Scope]) -> None:
        """Go on behind an ``if`` or ``try``: a name may be what any of its branches made of it."""
        branches = list(branches)
        for name in {name: None for branch in branches for name in branch.values}:
            self.values[name] = union(branch.values.get(name) for branch in branches)
        for branch in branches:
            self.modules |= branch.modules
            self.functions |= branch.functions
            if branch.folder != self.folder:
                self.folder = branch.folder

    def bind(self, name: str, value: Value | None) -> None:
        """Give a name a value; what it was imported as, it is no more."""
        self.values[name] = value
        self.modules.pop(name, None)
        self.functions.pop(name, None)

    def add_import(self, node: ast.Import | ast.ImportFrom) -> None:
        """Take note of an import."""
        for alias in node.names:
            if isinstance(node, ast.Import):
                # `import a.b` binds `a`.
                first = alias.name.partition(".")[0]
                self.modules[alias.asname or first] = alias.name if alias.asname else first
            elif node.module and not node.level:
                self.modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def canonical(self, node: ast.expr) -> str | None:
        """Return the full name of a function: ``pd.read_csv`` is ``pandas.read_csv``."""
        dotted = dotted_name(node)
        if dotted is None:
            return None
        first, dot, rest = dotted.partition(".")
        if first in self.modules:
            return self.modules[first] + dot + rest
        if first in self.values or first in self.functions:
            return None
        return USUAL_NAMES.get(first, first) + dot + rest


def dotted_name(node: ast.expr) -> str | None:
    """Return ``a.b.c`` of an attribute of names; None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])
