"""What is being saved, taken so quickly that the save does not notice, and its parts."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import PurePath, PurePosixPath
from typing import Any

import msgspec

from ..check.files import file_part
from ..notebook import Part, UnreadableNotebookError, cell_parts, language_of, metadata_parts, read_notebook
from ..notebook.schema import Cell
from ..policy.suppressions import Directive, metadata_directives
from ..rewrite.text_files import is_env_file

PartsOf = Callable[[], Iterable[Part]]
Directives = dict[int | None, list[Directive]]


class Snapshot(msgspec.Struct, frozen=True):
    """A notebook or another text file that is about to be saved.

    Texts are shared with the model, which is cheap and safe: strings do not change. Lists and dicts that
    other hooks or the save itself may change are copied as far as the parts need them.
    """

    cells: list[Any]
    metadata: dict[str, Any]
    file: str | None = None
    """In place of cells: the content of a notebook that a text editor saves."""
    base64: bool = False
    text: str | None = None
    """In place of cells: a text file that is no notebook."""
    partial: bool = False
    """Whether only a piece of the file is here, as in a chunked upload."""


def take_snapshot(model: Mapping[str, Any], path: str) -> Snapshot | None:
    """Return what there is to scan in a Contents model, or None where that is nothing."""
    content = model.get("content")
    if model.get("type") == "notebook":
        if not isinstance(content, Mapping):
            return Snapshot([], {}, partial=True)
        cells = content.get("cells")
        metadata = content.get("metadata")
        return Snapshot(
            [_copied(cell) for cell in cells] if isinstance(cells, list) else [],
            dict(metadata) if isinstance(metadata, Mapping) else {},
            partial=not isinstance(cells, list),
        )
    if model.get("type") == "file" and path.lower().endswith(".ipynb"):
        if model.get("chunk") is not None or not isinstance(content, str):
            return Snapshot([], {}, partial=True)
        return Snapshot([], {}, file=content, base64=model.get("format") == "base64")
    is_text = model.get("type") == "file" and model.get("format") == "text"
    # Where values belong they may be saved; of a file in pieces no piece tells enough.
    if (
        is_text
        and isinstance(content, str)
        and model.get("chunk") is None
        and not is_env_file(PurePath(path))
    ):
        return Snapshot([], {}, text=content)
    return None


def pieces_of(snapshot: Snapshot, path: str) -> tuple[Iterator[tuple[int | None, PartsOf]], Directives]:
    """Return the parts of a snapshot cell by cell, with the cell's number; None for what is no cell.

    Beside them, the suppressions that stand in the metadata of another piece.

    Raises
    ------
    UnreadableNotebookError
        The file is not a notebook that can be read.
    """
    if snapshot.text is not None:
        part = file_part(PurePosixPath(path), snapshot.text)
        return iter([(None, partial(_only, part))]), {}
    if snapshot.file is not None:
        return _pieces_of_file(snapshot.file, snapshot.base64)
    return _pieces_of_model(snapshot), metadata_directives(metadata_parts(snapshot.metadata))


def _pieces_of_model(snapshot: Snapshot) -> Iterator[tuple[int | None, PartsOf]]:
    language = language_of(snapshot.metadata)
    yield None, partial(metadata_parts, snapshot.metadata)
    for number, cell in enumerate(snapshot.cells, start=1):
        yield number, partial(_cell_parts, cell, number, language)


def _pieces_of_file(content: str, is_base64: bool) -> tuple[Iterator[tuple[int | None, PartsOf]], Directives]:
    try:
        data = base64.b64decode(content) if is_base64 else content.encode("utf-8")
    except (binascii.Error, UnicodeEncodeError):
        raise UnreadableNotebookError("is not text that can be decoded") from None
    document = read_notebook(data)
    pieces: list[tuple[int | None, PartsOf]] = [(part.cell, partial(_only, part)) for part in document.parts]
    pieces += [(number, partial(_unreadable, why)) for number, why in document.unreadable]
    return iter(pieces), metadata_directives(document.parts)


def _cell_parts(cell: Any, number: int, language: str) -> Iterable[Part]:
    return cell_parts(msgspec.convert(cell, Cell[Any]), number, language)


def _only(part: Part) -> Iterable[Part]:
    return (part,)


def _unreadable(why: str) -> Iterable[Part]:
    raise UnreadableNotebookError(why)


def _copied(cell: Any) -> Any:
    if not isinstance(cell, Mapping):
        return cell
    copy = dict(cell)
    if isinstance(outputs := copy.get("outputs"), list):
        copy["outputs"] = [_copied_output(output) for output in outputs]
    if isinstance(metadata := copy.get("metadata"), Mapping):
        copy["metadata"] = dict(metadata)
    return copy


def _copied_output(output: Any) -> Any:
    if not isinstance(output, Mapping):
        return output
    copy = dict(output)
    if isinstance(data := copy.get("data"), Mapping):
        copy["data"] = dict(data)
    return copy
