"""The text of a file in, its cells out, whatever format it is of."""

from __future__ import annotations

from pathlib import PurePath

from .databricks import read_databricks
from .databricks_page import read_databricks_page
from .known import Format, script_of
from .marimo import read_marimo
from .polyglot import read_polyglot
from .prose import read_chunks, read_markdown, read_myst
from .scripts import read_light, read_percent
from .text_notebook import TextNotebook
from .web_page import read_page
from .zeppelin import read_zeppelin


def read_text_notebook(path: PurePath, text: str, found: Format) -> TextNotebook:
    """Read a file that :func:`~ct_jupyter.notebook.formats.known.format_of` took for a notebook.

    Parameters
    ----------
    text
        The whole file, without a byte order mark.

    Raises
    ------
    UnreadableNotebookError
        It is damaged. Its text may still be searched.
    """
    if found == "databricks":
        return read_databricks(text, *script_of(path))
    if found == "percent":
        return read_percent(text, *script_of(path))
    if found == "light":
        return read_light(text, *script_of(path))
    if found == "rmarkdown":
        return read_chunks(text, "r")
    if found == "quarto":
        return read_chunks(text, "python")
    return _READERS[found](text)


_READERS = {
    "marimo": read_marimo,
    "markdown": read_markdown,
    "myst": read_myst,
    "polyglot": read_polyglot,
    "zeppelin": read_zeppelin,
    "page": read_page,
    "databricks-page": read_databricks_page,
}
