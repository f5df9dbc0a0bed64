"""The notebook's JSON as far as we read it; everything else is passed over, not refused.

Generic in ``V``, the type of a value in a MIME bundle: ``msgspec.Raw`` when decoding bytes, so that an
image is skipped without being unescaped, and ``Any`` for a notebook that is already in memory.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

V = TypeVar("V")

MultilineText = str | list[str]
"""nbformat stores a text as one string, or as a list of strings to be joined."""


class Output(msgspec.Struct, Generic[V]):
    """One output of a code cell, of any ``output_type``."""

    output_type: str = ""
    name: str = ""
    text: MultilineText = ""
    data: dict[str, V] = {}
    metadata: dict[str, Any] = {}
    ename: str = ""
    evalue: str = ""
    traceback: list[str] = []


class Cell(msgspec.Struct, Generic[V]):
    """One cell, of any type."""

    cell_type: str = ""
    id: str | None = None
    source: MultilineText = ""
    metadata: dict[str, Any] = {}
    outputs: list[Output[V]] = []
    attachments: dict[str, dict[str, V]] = {}


class Notebook(msgspec.Struct, Generic[V]):
    """A notebook of format 4."""

    cells: list[Cell[V]]
    metadata: dict[str, Any] = {}
    nbformat: int = 4


def joined(text: MultilineText) -> str:
    """Return a text as one string."""
    return text if isinstance(text, str) else "".join(text)
