"""A file as text that can be changed in places: every byte that no edit touches stays."""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import msgspec

from ..notebook import UnreadableNotebookError
from ..notebook.edit import Edit, apply_edits
from ..notebook.formats import TextNotebook, format_of, read_text_notebook
from ..rewrite.sites import Change
from ..rewrite.text_files import kind_of_text
from .json_splice import Splice, apply_splices, splices
from .notebook_plan import NotebookPlan, source_edits
from .purge import LeafEdit

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


MASK = "****"


class NotEditableError(Exception):
    """The file cannot be changed in places. The message says why and what to do, and quotes nothing."""


class FileDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A notebook, or a text file as a notebook of one cell."""

    text: str
    notebook: dict[str, Any]
    is_notebook: bool
    of_format: TextNotebook | None = None
    """The way back into the file, where it is a notebook of another format than ``.ipynb``."""
    mark: bytes
    encoding: str

    def __repr__(self) -> str:
        return f"FileDocument({len(self.text)} characters)"


def read_document(
    path: PurePath, data: bytes, language: str = "text", *, plain: bool = False
) -> FileDocument:
    """Read the content of a file; ``language`` says what a file that is no notebook is written in.

    With ``plain`` it is text whatever its name is.

    Raises
    ------
    NotEditableError
        It is neither a notebook of format 4 nor text.
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        raise NotEditableError("is not UTF-8 text, so nothing in it can be replaced") from None
    other = None if plain else _of_format(path, data, text)
    if other is not None:
        if other.unchangeable:
            raise NotEditableError(other.unchangeable)
        return FileDocument(
            text=text,
            notebook=other.notebook,
            is_notebook=True,
            of_format=other,
            mark=mark,
            encoding=encoding,
        )
    if plain or path.suffix.lower() != ".ipynb":
        cell = {"cell_type": kind_of_text(language), "source": text}
        return FileDocument(
            text=text, notebook={"cells": [cell]}, is_notebook=False, mark=mark, encoding=encoding
        )
    return FileDocument(text=text, notebook=_notebook(text), is_notebook=True, mark=mark, encoding=encoding)


def changed_text(document: FileDocument, plan: NotebookPlan) -> str:
    """Return the file's text with the plan applied."""
    if not document.is_notebook:
        return apply_edits(document.text, plan.edits[0] if plan.edits else ())
    return edited_text(document, [*source_edits(document.notebook, plan), *plan.leaf_edits])


def edited_text(document: FileDocument, edits: Sequence[LeafEdit]) -> str:
    """Return the text of a notebook's file with ``edits`` of its texts applied."""
    if document.of_format is None:
        return apply_splices(document.text, splices(document.text, edits))
    places = sorted(place for edit in edits for place in document.of_format.places(edit.path, edit.changes))
    return apply_splices(document.text, [Splice(*place) for place in places])


def masked_text(document: FileDocument, plan: NotebookPlan) -> str:
    """Return the file's text as it is, with asterisks for each value that the plan takes out."""
    spots: dict[int, list[Change]] = {}
    for one in plan.replaced:
        spots.setdefault(one.cell, []).append(Change(one.start, one.end, MASK))
    if not document.is_notebook:
        changes = [c for one in spots.values() for c in _by_line(document.text, one)]
        return apply_edits(document.text, [Edit("", *change) for change in changes])
    edits = []
    for index, changes in spots.items():
        stored = document.notebook["cells"][index].get("source", "")
        source = stored if isinstance(stored, str) else "".join(stored)
        kind = "value" if isinstance(stored, str) else "chunks"
        edits.append(LeafEdit(("cells", index, "source"), kind, tuple(_by_line(source, changes))))  # type: ignore[arg-type]
    for edit in plan.leaf_edits:
        text = _text_at(document.notebook, edit)
        edits.append(msgspec.structs.replace(edit, changes=tuple(_by_line(text, edit.changes))))
    return edited_text(document, edits)


def to_bytes(document: FileDocument, text: str) -> bytes:
    """Return ``text`` in the file's own encoding."""
    return document.mark + text.encode(document.encoding)


def _of_format(path: PurePath, data: bytes, text: str) -> TextNotebook | None:
    found = format_of(path, data)
    if found is None:
        return None
    try:
        return read_text_notebook(path, text, found)
    except UnreadableNotebookError as error:
        raise NotEditableError(str(error)) from None


def _notebook(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text) if text.strip() else {"cells": [], "nbformat": 4}
    except (ValueError, RecursionError):
        raise NotEditableError("is not valid JSON") from None
    cells = value.get("cells") if isinstance(value, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NotEditableError("is in an old notebook format; open it in JupyterLab, save it, and try again")
    assert isinstance(value, dict)
    return value


def _text_at(notebook: Any, edit: LeafEdit) -> str:
    if edit.kind == "key":
        return str(edit.path[-1])
    value = notebook
    for step in edit.path:
        value = value[step]
    return value if isinstance(value, str) else "".join(value)


def _by_line(text: str, changes: tuple[Change, ...] | list[Change]) -> list[Change]:
    """Return changes that mask the same spans, each within one line: the lines stay what they are."""
    found = []
    for change in sorted(changes):
        start = change.start
        for piece in text[change.start : change.end].splitlines(keepends=True):
            bare = len(piece.rstrip("\r\n"))
            if bare:
                found.append(Change(start, start + bare, MASK))
            start += len(piece)
    return found
