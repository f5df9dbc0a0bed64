"""Notebooks that Databricks exported as HTML: the whole of it as JSON, percent-encoded, in base64."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from typing import Any
from urllib.parse import unquote

from ...text.lazy import lazy
from ..reader import UnreadableNotebookError
from .databricks import OUR_KEY, cell_of_magic
from .layout import Layout, LayoutWriter, Run
from .text_notebook import REST, Path, TextNotebook

MARK = b"__DATABRICKS_NOTEBOOK_MODEL = '"
"""What stands in front of the notebook."""

_MODEL = lazy(r"__DATABRICKS_NOTEBOOK_MODEL = '(?P<model>[^'\n]*)'")
_UNCHANGEABLE = (
    "is an export of Databricks whose cells are encoded, so nothing in it can be replaced in place; change "
    "the notebook and export it again"
)


def read_databricks_page(text: str) -> TextNotebook:
    """Read an exported page. Findings name its cells, and the line on which all of them stand.

    Raises
    ------
    UnreadableNotebookError
        What is encoded in it cannot be read.
    """
    found = _MODEL.search(text)
    if found is None:
        raise UnreadableNotebookError("holds no notebook that can be read; export it again from Databricks")
    model = _decoded(found["model"])
    start, end = found.span("model")
    stored = [one for one in model.get("commands") or () if isinstance(one, dict)]
    commands = sorted(stored, key=_position)
    cells = [_cell(one) for one in commands]
    layouts: dict[Path, Layout] = {}
    for number, cell in enumerate(cells):
        layouts["cells", number, "source"] = Layout(runs=[Run(0, len(cell["source"]), start, end)])
    rest = LayoutWriter()
    rest.add(text[:start], 0, start)
    rest.add(text[end:], end, len(text))
    layouts["metadata", REST] = rest.layout()
    language = model.get("language")
    metadata = {OUR_KEY: {"language": language if isinstance(language, str) else "python"}, REST: rest.text}
    return TextNotebook(
        text=text,
        notebook={"cells": cells, "metadata": metadata, "nbformat": 4},
        layouts=layouts,
        rest_language="html",
        unchangeable=_UNCHANGEABLE,
    )


def _decoded(model: str) -> dict[str, Any]:
    try:
        value = json.loads(unquote(b64decode(unquote(model), validate=True).decode("utf-8", "replace")))
    except (binascii.Error, ValueError, RecursionError):
        raise UnreadableNotebookError(
            "holds a notebook that cannot be decoded; export it again from Databricks"
        ) from None
    if not isinstance(value, dict) or not isinstance(value.get("commands"), list):
        raise UnreadableNotebookError('holds a notebook without a list of "commands"')
    return value


def _position(command: dict[str, Any]) -> float:
    position = command.get("position")
    return position if isinstance(position, (int, float)) else 0


def _cell(command: dict[str, Any]) -> dict[str, Any]:
    source = command.get("command")
    source = source if isinstance(source, str) else ""
    kind, metadata = cell_of_magic(source)
    results = command.get("results")
    data = results.get("data") if isinstance(results, dict) else None
    bundle = {"text/html" if isinstance(data, str) else "application/json": data}
    shown = {"output_type": "display_data", "data": bundle, "metadata": {}}
    error = command.get("error")
    said = {"output_type": "stream", "name": "stderr", "text": error}
    outputs = [*([shown] if data else []), *([said] if isinstance(error, str) else [])]
    return {"cell_type": kind, "source": source, "metadata": metadata, "outputs": outputs}
