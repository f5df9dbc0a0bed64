"""One table of MIME types: what is scanned, what is purged and what the front end sends agree on it."""

from __future__ import annotations

import pytest

from ct_jupyter.notebook import read_notebook
from ct_jupyter.notebook.mime_types import is_binary, is_json, is_markup, is_picture, language_of_mime
from ct_jupyter.redact.leaves import leaves
from tests.conftest import code, display, dumped, notebook


@pytest.mark.parametrize(
    ("mime", "binary", "json", "markup", "picture", "language"),
    [
        ("image/png", True, False, False, True, "text"),
        ("image/svg+xml", False, False, True, True, "html"),
        ("application/pdf", True, False, False, True, "text"),
        ("application/zip", True, False, False, False, "text"),
        ("application/zip-report", True, False, False, False, "text"),
        ("application/json", False, True, False, False, "json"),
        ("application/vnd.plotly.v1+json", False, True, False, False, "json"),
        ("text/html", False, False, True, False, "html"),
        ("text/markdown", False, False, False, False, "markdown"),
        ("text/x-unheard-of", False, False, False, False, "text"),
    ],
)
def test_what_a_type_says(
    mime: str, binary: bool, json: bool, markup: bool, picture: bool, language: str
) -> None:
    assert (is_binary(mime), is_json(mime), is_markup(mime), is_picture(mime)) == (
        binary, json, markup, picture,
    )  # fmt: skip
    assert language_of_mime(mime) == language


@pytest.mark.parametrize(
    "mime",
    ["image/svg+xml", "application/json", "text/html", "text/x-unheard-of", "application/vnd.x+json"],
)
def test_what_is_scanned_is_a_leaf_to_purge(mime: str) -> None:
    cell = code("x", display() | {"data": {mime: "token text"}})
    parts = read_notebook(dumped(notebook(cell))).parts
    assert any(part.mime == mime for part in parts)
    assert any(leaf.mime == mime and leaf.text == "token text" for leaf in leaves(notebook(cell)))
