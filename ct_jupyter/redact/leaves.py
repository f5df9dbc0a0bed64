"""The texts of a notebook's JSON, each with its place, whatever the notebook's parts are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from ..notebook.mime_types import is_json

Step = str | int
Path = tuple[Step, ...]
Kind = Literal["value", "key", "chunks"]
"""A string; the name of a member; or a text that is stored as a list of strings."""

OF_IDS = "id"
"""In the place of a MIME type: the id of a cell, which may hold letters, digits, ``-`` and ``_`` alone."""

_OWN_KEYS = frozenset({"cell_type", "output_type", "nbformat", "nbformat_minor", "execution_count"})
_LONGEST_OWN = 20
"""Characters of what the format has under its own keys: what is longer is somebody's text."""


class Leaf(NamedTuple):
    """One text."""

    path: Path
    kind: Kind
    text: str
    mime: str = ""


def leaves(value: Any, path: Path = ()) -> Iterator[Leaf]:
    """Yield every text below ``value`` but the sources of cells.

    Names of members are texts too: a value may have been used as a key.
    """
    stack: list[tuple[Path, Any, str]] = [(path, value, "")]
    while stack:
        at, item, mime = stack.pop()
        if isinstance(item, str):
            yield Leaf(at, "value", item, mime)
        elif isinstance(item, dict):
            for name, child in item.items():
                if _is_source(at, name) or (name in _OWN_KEYS and _is_own(child)):
                    continue
                yield Leaf((*at, name), "key", name)
                is_id = name == "id" and len(at) == 2
                stack.append(((*at, name), child, OF_IDS if is_id else _mime_of(at, name) or mime))
        elif isinstance(item, list):
            if item and all(isinstance(one, str) for one in item) and _is_chunked(at, mime):
                yield Leaf(at, "chunks", "".join(item), mime)
            else:
                stack += [((*at, index), child, mime) for index, child in enumerate(item)]


def replace_leaf(value: Any, path: Path, kind: Kind, new: Callable[[str], str]) -> Any:
    """Return ``value`` with the text at ``path`` replaced; what is beside the path is shared, not copied."""
    if not path:
        return _new_text(value, kind, new)
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        if kind == "key" and not rest:
            return {(new(name) if name == step else name): child for name, child in value.items()}
        return {
            name: replace_leaf(child, rest, kind, new) if name == step else child
            for name, child in value.items()
        }
    assert isinstance(value, list)
    assert isinstance(step, int)
    return [*value[:step], replace_leaf(value[step], rest, kind, new), *value[step + 1 :]]


def chunks_of(text: str) -> list[str]:
    """Return a text as the format stores it: a string for each line, with its line end."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _new_text(value: Any, kind: Kind, new: Callable[[str], str]) -> Any:
    if kind == "chunks":
        return chunks_of(new("".join(value)))
    return new(value)


def _is_source(at: Path, name: str) -> bool:
    return name == "source" and len(at) == 2 and at[0] == "cells"


def _is_own(value: Any) -> bool:
    return not isinstance(value, (dict, list)) and len(str(value)) <= _LONGEST_OWN


def _mime_of(at: Path, name: str) -> str:
    """Return the MIME type under which ``name`` stands in an output's data or in an attachment."""
    if at and at[-1] == "data" and "outputs" in at:
        return name
    return name if len(at) >= 2 and "attachments" in at and "/" in name else ""


def _is_chunked(at: Path, mime: str) -> bool:
    if mime:
        return not is_json(mime)
    return bool(at) and at[-1] == "text" and "outputs" in at
