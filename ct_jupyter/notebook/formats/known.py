"""Which files are notebooks of another format: by name, and where that says too little, by content.

A script or a page is none unless it says so: a folder scan must not take a README for a notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

from ...languages.table import TABLE
from ...text.lazy import lazy
from ..platforms import script_platform
from .databricks_page import MARK as DATABRICKS_PAGE
from .header import header_of
from .marimo import MARK as MARIMO
from .scripts import marker_of
from .text_notebook import lines_of
from .web_page import is_notebook_page
from .zeppelin import BEGIN as ZEPPELIN

Format = Literal[
    "percent", "light", "databricks", "marimo", "markdown", "myst", "rmarkdown", "quarto", "polyglot",
    "zeppelin", "page", "databricks-page",
]  # fmt: skip

MAX_BYTES = 50_000_000
"""Of a file that is looked at for cells; nobody writes as much."""

HEAD_BYTES = 64 << 10
"""What is looked at of a script or text for its marks."""

BY_NAME: dict[str, Format] = {
    ".rmd": "rmarkdown",
    ".qmd": "quarto",
    ".dib": "polyglot",
    ".zpln": "zeppelin",
}
"""Formats of which a name is enough."""

FORMAT_GLOBS = ("*.Rmd", "*.qmd", "*.dib", "*.zpln")
"""Of :data:`BY_NAME`, as the setting ``include`` takes them."""

_SCRIPTS = {
    suffix: (language.id, language.comment)
    for language in TABLE
    if language.comment and language.id != "yaml"
    for suffix in language.suffixes.split()
}
_MARKDOWN = frozenset({".md", ".markdown", ".myst"})
_PAGES = frozenset({".html", ".htm"})
_NOTES = frozenset({".json"})

LOOK_INSIDE = frozenset({*_SCRIPTS, *_MARKDOWN, *_PAGES, *_NOTES})
"""Suffixes, in lower case, of files whose content says whether they are notebooks."""

_OF_JUPYTEXT = frozenset({"jupyter", "jupytext", "kernelspec"})
_MYST_CELL = lazy(r"^[\t >]{0,40}(?:`{3,}|~{3,}|:{3,})[ \t]*\{code-cell\}", re.MULTILINE)
_CHUNK = lazy(r"^[\t >]{0,40}`{3,}[ \t]*\{(?:python|r|julia|bash|sql|ojs)\b", re.MULTILINE | re.IGNORECASE)
_SPLIT_BY_MARKS = frozenset({"percent", "hydrogen"})
_SPLIT_BY_LINES = frozenset({"light", "nomarker", "bare"})


def script_of(path: PurePath) -> tuple[str, str]:
    """Return the language of a script by its name, and what begins a comment in it."""
    return _SCRIPTS[path.suffix.lower()]


def format_of(path: PurePath, data: bytes | Callable[[int], bytes]) -> Format | None:
    """Return the format of a file that is a notebook, None for any other file.

    Parameters
    ----------
    path
        Its name; ``.ipynb`` is none of these.
    data
        Its content, or what gives as many of its first bytes; asked only where the name is not enough.
    """
    suffix = path.suffix.lower()
    if isinstance(data, bytes) and len(data) > MAX_BYTES:
        return None
    if found := BY_NAME.get(suffix):
        return found
    if suffix not in LOOK_INSIDE:
        return None

    def head(size_bytes: int) -> bytes:
        return data[:size_bytes] if isinstance(data, bytes) else data(size_bytes)

    if suffix in _PAGES:  # the page's style sheets and scripts stand in front of its first cell
        return _of_page(head(MAX_BYTES))
    text = head(HEAD_BYTES).decode("utf-8", "replace").removeprefix("\ufeff")
    if suffix in _NOTES:
        return "zeppelin" if ZEPPELIN.match(text) else None
    return _of_markdown(text) if suffix in _MARKDOWN else _of_script(text, *_SCRIPTS[suffix])


def _of_page(page: bytes) -> Format | None:
    if is_notebook_page(page):
        return "page"
    return "databricks-page" if DATABRICKS_PAGE in page else None


def _of_script(text: str, language: str, comment: str) -> Format | None:
    if script_platform(text) is not None:
        return "databricks"
    if language == "python" and MARIMO.search(text):
        return "marimo"
    lines = lines_of(text)
    header = header_of(lines, comment)
    if header.format in _SPLIT_BY_LINES:
        return "light"
    if header.format in _SPLIT_BY_MARKS:
        return "percent"
    marker = marker_of(comment)
    may_have = "%%" in text or "In[" in text or "<codecell>" in text
    if may_have and any(marker.match(line.text) for line in lines):
        return "percent"
    # Without a format in its header a script is what jupytext writes unless it is told otherwise.
    return "light" if not header.format and "jupyter" in header.keys else None


def _of_markdown(text: str) -> Format | None:
    if _MYST_CELL.search(text):
        return "myst"
    header = header_of(lines_of(text))
    if "marimo-version" in header.keys or header.format == "markdown" or "jupyter" in header.keys:
        return "markdown"
    if header.format == "myst":
        return "myst"
    if header.keys & _OF_JUPYTEXT:
        return "markdown"
    return "quarto" if _CHUNK.search(text) else None
