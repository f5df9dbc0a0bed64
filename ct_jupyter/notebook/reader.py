"""``.ipynb`` bytes in, a document out: decoded once, images left alone, nothing skipped in silence."""

from __future__ import annotations

import codecs
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from .leftovers import leftover_parts
from .part import Part
from .parts import document_parts
from .schema import Cell, Notebook, Output

_NOTEBOOK = msgspec.json.Decoder(Notebook[msgspec.Raw])


class UnreadableNotebookError(Exception):
    """The file is no notebook that can be read. The message says why and what to do, and quotes nothing."""


class Document(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A notebook that was read."""

    parts: list[Part]
    data: bytes
    """The file as it is stored."""
    cells: int
    unreadable: list[tuple[int, str]] = []
    """Cells that could not be read whole: number from 1, and why. What of them could is in ``parts``."""

    @cached_property
    def text(self) -> str:
        """The file as text, for the way back from a part to a line of the file; made when asked for."""
        try:
            return _decode_text(self.data)
        except UnreadableNotebookError:
            # Inside an image, which is passed over undecoded, a damaged byte keeps nothing from being read.
            return self.data.decode("utf-8", "replace")


def read_notebook(data: bytes) -> Document:
    """Decode a notebook of format 4, or of format 1 to 3 through nbformat's upgrade.

    A byte order mark, CRLF line ends, a source as string or as list, and missing ids are all read.
    An empty file is a notebook without cells.

    Raises
    ------
    UnreadableNotebookError
        The bytes are not UTF-8, not JSON, cut off, or not a notebook.
    """
    if data[:1] == b"{":  # nearly every notebook: no byte order mark, no UTF-16, not empty
        with suppress(msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            notebook: Notebook[Any] = _NOTEBOOK.decode(data)
            if notebook.nbformat >= 4:
                parts = [*document_parts(notebook), *leftover_parts(data, notebook)]
                return Document(parts=parts, data=data, cells=len(notebook.cells))
    text = _decode_text(data)
    if not text.strip():
        return Document(parts=[], data=b"", cells=0)
    # Rare, so it may be slow: another format, one odd cell, or a file that is not JSON at all.
    return _read_carefully(text, data)


def _decode_text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableNotebookError(
            f"is not {encoding.removesuffix('-sig').upper()} text (byte {error.start}); "
            "open it in JupyterLab and save it again, or convert it to UTF-8"
        ) from None


def _read_carefully(text: str, data: bytes) -> Document:
    """Read what the fast decoder refuses: NaN, lone surrogates, an odd cell, old formats."""
    value = plain_json(text)
    if not isinstance(value, dict):
        raise UnreadableNotebookError("is JSON, but not a notebook: it is no object")
    has_cells = isinstance(value.get("cells"), list)
    upgraded = not has_cells and (
        "worksheets" in value or (isinstance(value.get("nbformat"), int) and value["nbformat"] < 4)
    )
    if upgraded:
        value = _upgraded(text)
    stored_cells = value.get("cells")
    if not isinstance(stored_cells, list):
        raise UnreadableNotebookError('is JSON, but not a notebook: it has no list of "cells"')
    cells: list[Cell[Any]] = []
    unreadable = []
    for number, stored in enumerate(stored_cells, start=1):
        if upgraded and "source" not in stored:
            unreadable.append(
                (number, "the cell is of a kind that the upgrade of an old format leaves alone")
            )
            cells.append(Cell())
            continue
        try:
            cells.append(msgspec.convert(stored, Cell[Any]))
        except msgspec.ValidationError as error:
            # msgspec names the place and the types (`$.source`), never the content.
            unreadable.append((number, f"the cell is not as the notebook format has it: {error}"))
            cells.append(_what_can_be_read(stored))
    metadata = value.get("metadata")
    notebook = Notebook(cells=cells, metadata=metadata if isinstance(metadata, dict) else {})
    parts = list(document_parts(notebook))
    with suppress(msgspec.MsgspecError, RecursionError):  # a cell that is no object is an error already
        parts += leftover_parts(msgspec.json.encode(value), notebook)
    return Document(parts=parts, data=data, cells=len(cells), unreadable=unreadable)


def _what_can_be_read(stored: Any) -> Cell[Any]:
    """Return a cell with what of it is as the format has it: the rest is told as an error."""
    if not isinstance(stored, dict):
        return Cell()
    outputs = stored.get("outputs")
    if isinstance(outputs, list):
        stored = {**stored, "outputs": [one for one in outputs if _is(Output[Any], one)]}
    sound = {name: stored[name] for name in Cell.__struct_fields__ if name in stored}
    return msgspec.convert(
        {name: value for name, value in sound.items() if _is(Cell[Any], {name: value})}, Cell[Any]
    )


def _is(kind: Any, value: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def plain_json(text: str) -> Any:
    """Return the value of a JSON text, with the replacement character for each lone surrogate.

    Raises
    ------
    UnreadableNotebookError
        It is no JSON.
    """
    try:
        value = json.loads(text)
        # A lone surrogate is no character; the replacement character keeps every offset.
        return (
            value
            if "\\ud" not in text.lower()
            else json.loads(
                json.dumps(value, ensure_ascii=False).encode("utf-8", "replace_surrogate").decode()
            )
        )
    except json.JSONDecodeError as error:
        raise UnreadableNotebookError(_why_not_json(text, error)) from None
    except RecursionError:
        raise UnreadableNotebookError("is nested too deeply to be read") from None


def _upgraded(text: str) -> dict[str, Any]:
    import nbformat

    try:
        with _quiet():
            upgraded: dict[str, Any] = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:  # nbformat raises whatever its converters run into
        raise UnreadableNotebookError(
            f"is in an old notebook format that nbformat cannot upgrade ({type(error).__name__}); "
            "open it in JupyterLab and save it again"
        ) from None
    return upgraded


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep nbformat from logging what it finds wrong: it quotes the cell, and with it what stands there."""
    from traitlets.log import get_logger

    class NotOfNbformat(logging.Filter):  # one for each call: another thread may be in here too
        def filter(self, record: logging.LogRecord) -> bool:
            return "nbformat" not in Path(record.pathname).parts

    found, without = get_logger(), NotOfNbformat()
    logger = found.logger if isinstance(found, logging.LoggerAdapter) else found
    logger.addFilter(without)
    try:
        yield
    finally:
        logger.removeFilter(without)


def _why_not_json(text: str, error: json.JSONDecodeError) -> str:
    if text.startswith("version https://git-lfs"):
        return "is a Git LFS pointer, not the notebook itself; run `git lfs pull` first"
    if error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated"):
        return f"ends in the middle of its JSON (line {error.doc.count(chr(10)) + 1}); restore it from a copy"
    if "<<<<<<< " in text:
        return "holds an unresolved merge conflict; resolve it first"
    return f"is not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}"


def _surrogates_to_replacement(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "\N{REPLACEMENT CHARACTER}".encode() * (error.end - error.start), error.end


codecs.register_error("replace_surrogate", _surrogates_to_replacement)
