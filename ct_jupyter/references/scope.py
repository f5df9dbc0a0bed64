"""What the code read so far makes of its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

import msgspec

from ..languages.python_scope import PythonScope
from .readers import USUAL_NAMES

MOST_ALTERNATIVES = 64
"""Of one expression: nothing is put together out of thousands of names."""
MOST_ITEMS = 256
"""Of a list or a dict: what is added to it after so many is not known."""


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
    if all(value is known[0] for value in known):
        return known[0] if known else None
    texts = tuple(dict.fromkeys(text for value in known for text in value.texts))
    kinds = {value.kind for value in known}
    return Value(texts[:MOST_ALTERNATIVES], kind=kinds.pop() if len(kinds) == 1 else "text")


class Scope(PythonScope[Value]):
    """What a notebook's names stand for, as far as files are concerned, and in which folder it is."""

    usual_names: ClassVar[Mapping[str, str]] = USUAL_NAMES

    def __init__(self, below: Scope | None = None) -> None:
        super().__init__(below)
        self.folder: str | None = below.folder if below else ""
        """Where ``%cd`` and ``os.chdir`` have led, from the notebook's folder; None: nobody knows."""

    def union(self, values: Iterable[Value | None]) -> Value | None:
        """Return what is any of ``values``; None where none is known."""
        return union(values)

    def merge(self, branches: Iterable[Scope]) -> None:
        """Go on behind an ``if`` or ``try``, in the folder that the last branch led to."""
        branches = list(branches)
        super().merge(branches)
        for branch in branches:
            if branch.folder != self.folder:
                self.folder = branch.folder
