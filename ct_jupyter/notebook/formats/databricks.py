"""Notebooks as Databricks keeps them in git: source with ``# COMMAND ----------`` between cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ...text.lazy import lazy
from .text_notebook import Line, LineCell, TextNotebook, lines_of, notebook_of_lines, nothing

_MAGIC = lazy(r"%(?P<name>[A-Za-z][\w-]*)(?P<more>[^\n]*)")
_LANGUAGES = {"python": "python", "sql": "sql", "scala": "scala", "r": "r", "sh": "bash", "fs": "bash"}
OUR_KEY = "application/vnd.databricks.v1+notebook"
"""Of the metadata in which Databricks says that a notebook is its own."""


def read_databricks(text: str, language: str, comment: str) -> TextNotebook:
    """Read the source of a notebook, whose first line says that it is one."""
    lines = lines_of(text)
    return notebook_of_lines(
        text,
        lines,
        _cells(lines, comment),
        {OUR_KEY: {"language": language}},
        rest_language=language,
    )


def _cells(lines: Sequence[Line], comment: str) -> Iterator[LineCell]:
    command, title = f"{comment} COMMAND ----------", f"{comment} DBTITLE "
    first = 1
    for index in range(1, len(lines) + 1):
        if index < len(lines) and not lines[index].text.startswith(command):
            continue
        while first < index and (lines[first].text.startswith(title) or not lines[first].text.strip()):
            first += 1
        yield _cell(lines, first, index, comment)
        first = index + 1


def _cell(lines: Sequence[Line], first: int, last: int, comment: str) -> LineCell:
    mark = f"{comment} MAGIC"
    written = [line.text for line in lines[first:last] if line.text.strip()]
    if not written or not all(line.startswith(mark) for line in written):
        return LineCell(type="code", first=first, last=last, cut=nothing)
    kind, metadata = cell_of_magic(written[0][len(mark) :])
    return LineCell(
        type=kind, first=first, last=last, cut=partial(_cut, mark), prefix=f"{mark} ", metadata=metadata
    )


def cell_of_magic(source: str) -> tuple[str, dict[str, str]]:
    """Return the type of a cell and what its metadata has to say of its language, by its magic."""
    found = _MAGIC.match(source.lstrip())
    name = found["name"].lower() if found else ""
    kind = "markdown" if name.startswith("md") else "code"
    # Alone on its line the magic says the language itself, here as in an .ipynb of Databricks.
    is_inline = found is not None and bool(found["more"].strip())
    return kind, {"language": _LANGUAGES[name]} if is_inline and name in _LANGUAGES else {}


def _cut(mark: str, line: str) -> int:
    if not line.startswith(mark):
        return 0
    return len(mark) + line.startswith(" ", len(mark))
