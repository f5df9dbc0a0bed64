"""A JSON value as one text for the detector, with the way back to each of its strings.

A string of its own would lose the key beside it, and a plot holds thousands of strings: so they are
laid out one to a line, ``"key": "value"``, and scanned together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .part import Segment

BINARY_KEYS = frozenset({"bdata", "__ndarray__"})
"""Keys under which Plotly and Bokeh store numbers in base64."""


def json_text(value: Any) -> tuple[str, tuple[Segment, ...]]:
    """Lay out the strings of ``value``.

    Returns
    -------
    text
        One line ``"key": "string"`` for each string, unescaped. A list's items go under the list's key.
    segments
        Where each string stands in the text, in order.
    """
    pieces: list[str] = []
    segments: list[Segment] = []
    length = 0
    for pointer, key, string in _strings(value):
        head = f'"{key}": "'
        start = length + len(head)
        pieces += (head, string, '"\n')
        segments.append(Segment(start, start + len(string), pointer))
        length = start + len(string) + 2
    return "".join(pieces), tuple(segments)


def _strings(value: Any) -> Iterator[tuple[str, str, str]]:
    # A stack instead of recursion: a document nested too deeply for Python must not stop the scan.
    stack: list[tuple[str, str, Any]] = [("", "", value)]
    while stack:
        pointer, key, item = stack.pop()
        if isinstance(item, str):
            if not _is_identifier(key, item):
                yield pointer, key, item
        elif isinstance(item, dict):
            encoded = item.get("encoding") == "base64"  # a widget's binary buffer
            for name, child in reversed(item.items()):
                if name in BINARY_KEYS or (encoded and name == "data"):
                    continue
                if isinstance(child, (str, dict, list)):
                    escaped = str(name).replace("~", "~0").replace("/", "~1")
                    stack.append((f"{pointer}/{escaped}", str(name), child))
        elif isinstance(item, list):
            stack += [
                (f"{pointer}/{index}", key, item[index])
                for index in range(len(item) - 1, -1, -1)
                if isinstance(item[index], (str, dict, list))
            ]


def _is_identifier(key: str, string: str) -> bool:
    # Widgets name each other by random hex ids.
    return key == "model_id" or string.startswith("IPY_MODEL_")
