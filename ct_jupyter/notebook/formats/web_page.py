"""Notebooks that nbconvert exported as HTML, with its classic template or with JupyterLab's."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from ...text.lazy import lazy
from .layout import Layout, LayoutWriter, as_html
from .text_notebook import REST, Path, TextNotebook

MARKS = (b'class="jp-Cell ', b'class="cell border-box-sizing ', b"class='jp-Cell ")
"""Of which a page has one, for each cell."""

_CELL = lazy(
    r"<div\b[^<>]{0,400}?\bclass=[\"'](?:jp-Cell|cell border-box-sizing)\s"
    r"(?P<classes>[^<>\"']{0,400})[\"'][^<>]*>"
)
_INPUT = lazy(r"class=[\"'][^<>\"']{0,400}(?:jp-InputArea-editor|jp-CodeMirrorEditor|input_area)\b")
_PRE = lazy(r"<pre\b[^<>]*>")
_PRE_END = lazy(r"</pre\s*>", re.IGNORECASE)
_TAG = lazy(r"<[/!?A-Za-z][^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_LANGUAGE = lazy(r"hl-(?P<name>[\w+#-]{1,40})")
_SAYS_NOTHING = frozenset({"ipython2", "ipython3"})


def is_notebook_page(data: bytes) -> bool:
    """Tell whether a page is an export: each of its cells says so."""
    # Few pages have a mark at all; documentation may have one in a text.
    return any(mark in data for mark in MARKS) and _CELL.search(data.decode("utf-8", "replace")) is not None


def read_page(text: str) -> TextNotebook:
    """Read an exported page.

    Sources are read without their colours; what stands below them, and text, stays HTML.
    """
    begins = list(_CELL.finditer(text))
    cells: list[dict[str, Any]] = []
    layouts: dict[Path, Layout] = {}
    rest = LayoutWriter()
    at = 0
    for found, end in zip(begins, [*(one.start() for one in begins[1:]), len(text)], strict=False):
        rest.add(text[at : found.end()], at, found.end())
        at = end
        number = len(cells)
        cell, texts = _cell(text, found.end(), end, found["classes"])
        cells.append(cell)
        for path, writer in texts.items():
            write = as_html if path == ("source",) and cell["cell_type"] == "code" else str
            layouts[("cells", number, *path)] = writer.layout(write=write, keeps_between=True)
    rest.add(text[at:], at, len(text))
    layouts["metadata", REST] = rest.layout()
    named = (one["name"] for one in _LANGUAGE.finditer(text) if one["name"] not in _SAYS_NOTHING)
    metadata = {"language_info": {"name": next(named, "python")}, REST: rest.text}
    return TextNotebook(
        text=text,
        notebook={"cells": cells, "metadata": metadata, "nbformat": 4},
        layouts=layouts,
        rest_language="html",
    )


def _cell(text: str, start: int, end: int, classes: str) -> tuple[dict[str, Any], dict[Path, LayoutWriter]]:
    is_code = "code" in classes.lower()
    pre = _code_of(text, start, end) if is_code else None
    if pre is None:
        whole = LayoutWriter()
        whole.add(text[start:end], start, end)
        if not is_code:
            return {"cell_type": "markdown", "source": whole.text, "metadata": {}}, {("source",): whole}
        return _with_output("", whole), {("outputs", 0, "data", "text/html"): whole}
    first, last = pre
    source, below = LayoutWriter(), LayoutWriter()
    for piece, low, high in _texts(text, first, last):
        source.add(piece, low, high)
    # Of the prompt above as well: what is in a cell must not be in none.
    below.add(text[start:first], start, first)
    below.add(text[last:end], last, end)
    texts = {("source",): source, ("outputs", 0, "data", "text/html"): below}
    return _with_output(source.text, below), texts


def _with_output(source: str, output: LayoutWriter) -> dict[str, Any]:
    shown = {"output_type": "display_data", "data": {"text/html": output.text}, "metadata": {}}
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [shown]}


def _code_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the code of a cell begins and ends; None where the page does not show it."""
    area = _INPUT.search(text, start, end)
    begin = _PRE.search(text, area.end(), end) if area else None
    close = _PRE_END.search(text, begin.end(), end) if begin else None
    if begin is None or close is None:
        return None
    last = close.start()
    return begin.end(), last - 1 if text[last - 1 : last] == "\n" and last > begin.end() else last


def _texts(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the text between tags, with what each stretch of it is written as."""
    at = start
    for found in _TAG.finditer(text, start, end):
        if found.start() > at:
            yield text[at : found.start()], at, found.start()
        at = found.end()
        if found[0][0] == "&":
            # One character for each: the few names that stand for two are read as the first.
            yield html.unescape(found[0])[:1], found.start(), found.end()
    if at < end:
        yield text[at:end], at, end
