"""The diff of a file as a person reads it: of a notebook its cells, not its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..notebook.mime_types import is_picture
from .diff import masked_diff
from .one_document import Redacted

HEADER_LINES = 2
"""Of a diff: the names of the file before and after, which the reader knows."""


def readable_diff(result: Redacted) -> Iterator[str]:
    """Yield the diff of one file without its header; no value is seen."""
    old, new = result.masked, result.text
    if result.target.path.suffix.lower() == ".ipynb" and not result.target.plain:
        old, new = _cells(old), _cells(new)
    lines = masked_diff(result.target.shown, old, new, dict.fromkeys(result.values, ""))
    return islice(lines, HEADER_LINES, None)


def _cells(text: str) -> str:
    """Return the texts of a notebook below each other, or what it holds where that is no notebook."""
    try:
        notebook = json.loads(text)
        return "\n".join(_lines(notebook))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return text


def _lines(notebook: dict[str, Any]) -> Iterator[str]:
    for number, cell in enumerate(notebook["cells"], 1):
        yield f"[Cell {number}]"
        yield from _text(cell.get("source", "")).splitlines()
        for index, output in enumerate(cell.get("outputs") or (), 1):
            yield f"[Cell {number}, output {index}]"
            yield from _output(output).splitlines()
        for name in ("metadata", "attachments"):
            held = {key: value for key, value in (cell.get(name) or {}).items() if key != "trusted"}
            if held:
                yield f"[Cell {number}, {name}]"
                yield json.dumps(held, ensure_ascii=False)
    yield "[Metadata]"
    yield json.dumps(notebook.get("metadata"), ensure_ascii=False)


def _output(output: dict[str, Any]) -> str:
    if output.get("output_type") == "stream":
        return _text(output.get("text", ""))
    if output.get("output_type") == "error":
        return "\n".join(map(str, output.get("traceback") or ()))
    data = output.get("data") or {}
    # A picture says nothing here, and may be long.
    texts = (_text(value) for mime, value in data.items() if not is_picture(mime))
    return "\n".join(texts)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
