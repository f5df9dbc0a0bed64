"""Notebooks of Apache Zeppelin: ``.zpln``, and ``note.json`` before version 0.9."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...languages.canonical import canonical_language
from ...languages.table import LANGUAGES
from ...text.lazy import lazy
from ..json_texts import ESCAPE, json_texts
from ..reader import UnreadableNotebookError, plain_json
from .layout import Layout, LayoutWriter, as_json
from .text_notebook import Path, TextNotebook

BEGIN = lazy(r"\s*\{\s*\"paragraphs\"\s*:\s*\[")
"""How such a file begins, whatever its name is."""

_INTERPRETER = lazy(r"\s*%(?P<name>[\w.-]{1,80})")
_LANGUAGES = {
    **dict.fromkeys(("python", "pyspark", "ipyspark", "ipython", "conda"), "python"),
    **dict.fromkeys(("r", "sparkr", "knitr", "ir", "rbase"), "r"),
    **dict.fromkeys(("sql", "jdbc", "hive", "presto", "trino", "postgresql", "bigquery"), "sql"),
    **dict.fromkeys(("sh", "shell"), "bash"),
    **dict.fromkeys(("spark", "scala", "flink"), "scala"),
    **dict.fromkeys(("angular", "html"), "html"),
}
_MIMES = {"HTML": "text/html", "ANGULAR": "text/html", "IMG": "image/png"}
_TEXTS = ("text", "results", "result")


def read_zeppelin(text: str) -> TextNotebook:
    """Read a note.

    Raises
    ------
    UnreadableNotebookError
        It is no JSON, or no note.
    """
    note = plain_json(text)
    paragraphs = note.get("paragraphs") if isinstance(note, dict) else None
    if not isinstance(paragraphs, list):
        raise UnreadableNotebookError('is JSON, but not a note of Zeppelin: it has no list of "paragraphs"')
    spans = {path: (start, end) for path, kind, start, end in json_texts(text, _All()) if kind == "value"}
    layouts: dict[Path, Layout] = {}
    cells = []
    default = _default_language(note)
    for index, stored in enumerate(paragraphs):
        paragraph = stored if isinstance(stored, dict) else {"text": stored}
        cell, places = _cell(paragraph, default)
        cells.append(cell)
        for at, stored_at in places.items():
            span = spans.get(("paragraphs", index, *stored_at))
            if span is not None:
                layouts[("cells", index, *at)] = _string_layout(text, *span)
    rest = {name: value for name, value in note.items() if name != "paragraphs"}
    for at, span in spans.items():
        if at and at[0] != "paragraphs" and text[span[0]] == '"':
            layouts[("metadata", "note", *at)] = _string_layout(text, *span)
    metadata = {"language_info": {"name": default}, "note": rest}
    return TextNotebook(
        text=text, notebook={"cells": cells, "metadata": metadata, "nbformat": 4}, layouts=layouts
    )


class _All:
    """Holds every path."""

    def __contains__(self, _path: object) -> bool:
        return True


def _cell(paragraph: dict[str, Any], default: str) -> tuple[dict[str, Any], dict[Path, Path]]:
    """Return a paragraph as a cell, and where in the paragraph each text of the cell stands."""
    source = paragraph.get("text")
    source = source if isinstance(source, str) else ""
    language = _language(source) or default
    is_markdown = language == "markdown"
    about: dict[str, Any] = {} if is_markdown else {"language": language}
    about["paragraph"] = {name: value for name, value in paragraph.items() if name not in _TEXTS}
    places: dict[Path, Path] = {("source",): ("text",)}
    outputs: list[dict[str, Any]] = []
    for at, kind, data in _results(paragraph):
        mime = _MIMES.get(kind.upper(), "text/plain")
        places["outputs", len(outputs), "data", mime] = at
        outputs.append({"output_type": "display_data", "data": {mime: data}, "metadata": {}})
    for at in _strings(about["paragraph"]):
        places[("metadata", "paragraph", *at)] = at
    cell = {
        "cell_type": "markdown" if is_markdown else "code",
        "source": source,
        "metadata": about,
        "outputs": outputs,
    }
    return cell, places


def _results(paragraph: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Yield where each result stands, its type and its text."""
    results = paragraph.get("results")
    messages = results.get("msg") if isinstance(results, dict) else None
    for index, message in enumerate(messages if isinstance(messages, list) else []):
        if isinstance(message, dict) and isinstance(message.get("data"), str):
            yield ("results", "msg", index, "data"), str(message.get("type", "")), message["data"]
    old = paragraph.get("result")
    if isinstance(old, dict) and isinstance(old.get("msg"), str):
        yield ("result", "msg"), str(old.get("type", "")), old["msg"]


def _strings(value: Any) -> Iterator[Path]:
    stack: list[tuple[Path, Any]] = [((), value)]
    while stack:
        at, item = stack.pop()
        if isinstance(item, str):
            yield at
        elif isinstance(item, dict):
            stack += [((*at, name), child) for name, child in item.items()]
        elif isinstance(item, list):
            stack += [((*at, index), child) for index, child in enumerate(item)]


def _language(source: str) -> str:
    """Return the language of a paragraph by its interpreter; empty where none is named."""
    found = _INTERPRETER.match(source)
    if found is None:
        return ""
    for name in reversed(found["name"].lower().split(".")):
        language = _LANGUAGES.get(name) or canonical_language(name)
        if name == "md" or language in LANGUAGES:
            return "markdown" if name == "md" else language
    return "text"


def _default_language(note: dict[str, Any]) -> str:
    group = note.get("defaultInterpreterGroup")
    return _language(f"%{group}") if isinstance(group, str) and group else "scala"


def _string_layout(text: str, start: int, end: int) -> Layout:
    writer = LayoutWriter()
    raw = text[start + 1 : end - 1]
    if "\\" not in raw:
        writer.add(raw, start + 1, end - 1)
        return writer.layout(write=as_json)
    at = 0
    for escape in ESCAPE.finditer(raw):
        writer.add(raw[at : escape.start()], start + 1 + at, start + 1 + escape.start())
        writer.add(_character(escape[0]), start + 1 + escape.start(), start + 1 + escape.end())
        at = escape.end()
    writer.add(raw[at:], start + 1 + at, end - 1)
    return writer.layout(write=as_json)


def _character(written: str) -> str:
    """Return the character that an escape stands for; of half a pair, the replacement character."""
    character: str = json.loads(f'"{written}"', strict=False)
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= character <= "\udfff" else character
