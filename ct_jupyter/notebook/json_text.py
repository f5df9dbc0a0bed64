"""A JSON value as one text for the detector, with the way back to each of its strings.

A string of its own would lose the key beside it, and a plot holds thousands of strings: so they are
laid out one to a line, ``"key": "value"``, and scanned together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from ..text.lazy import lazy
from .part import Segment

_ID = lazy(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

BINARY_KEYS = frozenset({"bdata", "__ndarray__"})
"""Keys under which Plotly and Bokeh store numbers in base64."""


def json_text(value: Any) -> tuple[str, Segments]:
    """Lay out the strings of ``value``.

    Returns
    -------
    text
        One line ``"key": "string"`` for each string, unescaped. A list's items go under the list's key.
    segments
        Where each string stands in the text, in order.
    """
    pieces: list[str] = []
    # A stack instead of recursion: a document nested too deeply for Python must not stop the scan.
    stack: list[tuple[str, Any]] = [("", value)]
    while stack:
        key, item = stack.pop()
        if isinstance(item, str):
            if not _is_identifier(key, item):
                pieces += ('"', key, '": "', item, '"\n')
        elif isinstance(item, dict):
            stack += [(str(name), child) for name, child in _fields(item)]
        elif isinstance(item, list):
            stack += [(key, child) for child in reversed(item) if isinstance(child, _HOLDS_STRINGS)]
    return "".join(pieces), Segments(value, len(pieces) // 5)


class Segments(Sequence[Segment]):
    """The strings of a JSON value; their places are worked out when the first is asked for.

    A notebook has tens of thousands of them, and pointers are wanted for the few that hold a secret.
    """

    def __init__(self, value: Any, count: int) -> None:
        self._value = value
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Segment]: ...
    def __getitem__(self, index: int | slice) -> Segment | Sequence[Segment]:
        return self._segments[index]

    @cached_property
    def _segments(self) -> list[Segment]:
        segments: list[Segment] = []
        length = 0
        for pointer, key, string in _strings(self._value):
            start = length + len(key) + 5
            segments.append(Segment(start, start + len(string), pointer))
            length = start + len(string) + 2
        return segments


_HOLDS_STRINGS = (str, dict, list)


def _fields(item: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield what of an object may hold text, from the last field to the first."""
    encoded = item.get("encoding") == "base64"  # a widget's binary buffer
    for name, child in reversed(item.items()):
        if isinstance(child, _HOLDS_STRINGS) and not (name in BINARY_KEYS or (encoded and name == "data")):
            yield name, child


def _strings(value: Any) -> Iterator[tuple[str, str, str]]:
    """Yield pointer, key and text of each string, in the order of the layout."""
    stack: list[tuple[str, str, Any]] = [("", "", value)]
    while stack:
        pointer, key, item = stack.pop()
        if isinstance(item, str):
            if not _is_identifier(key, item):
                yield pointer, key, item
        elif isinstance(item, dict):
            for name, child in _fields(item):
                escaped = str(name).replace("~", "~0").replace("/", "~1")
                stack.append((f"{pointer}/{escaped}", str(name), child))
        elif isinstance(item, list):
            stack += [
                (f"{pointer}/{index}", key, item[index])
                for index in range(len(item) - 1, -1, -1)
                if isinstance(item[index], _HOLDS_STRINGS)
            ]


def _is_identifier(key: str, string: str) -> bool:
    # Widgets name each other by random hex ids.
    name = string.removeprefix("IPY_MODEL_")
    return (key == "model_id" or name != string) and _ID.fullmatch(name) is not None
