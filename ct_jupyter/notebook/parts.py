"""A notebook, or one cell of it, as parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ..languages.canonical import language_of, language_of_body
from ..text.lazy import lazy
from .json_text import json_text
from .mime_types import is_binary, is_json, language_of_mime
from .part import Part
from .schema import Cell, Notebook, Output, joined

STDOUT, STDERR, ERROR = (f"application/vnd.jupyter.{name}" for name in ("stdout", "stderr", "error"))
"""The MIME types that JupyterLab gives to streams and tracebacks, which have none in the file."""

_ANSI = lazy(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_DATA_URI = lazy(
    r"(data:(?:image|font|audio|video)/[\w.+-]{1,40}(?:;[\w=.-]{1,40}){0,3};base64,)([A-Za-z0-9+/=\s%]+)"
)


def document_parts(notebook: Notebook[Any]) -> Iterator[Part]:
    """Yield every part of a notebook: its metadata, then cell by cell."""
    language = language_of(notebook.metadata)
    yield from metadata_parts(notebook.metadata)
    for number, cell in enumerate(notebook.cells, start=1):
        yield from cell_parts(cell, number, language)


def metadata_parts(metadata: dict[str, Any]) -> Iterator[Part]:
    """Yield the notebook's own metadata, as one part."""
    text, segments = json_text(metadata)
    if text:
        yield Part(kind="metadata", text=text, language="json", segments=segments)


def cell_parts(cell: Cell[Any], number: int, language: str) -> Iterator[Part]:
    """Yield the parts of one cell.

    Parameters
    ----------
    cell
        Whatever of it is present; an absent source or output yields no part.
    number
        From 1, all cell types counted.
    language
        Of the notebook's code cells.
    """
    where: dict[str, Any] = {
        "cell": number,
        "cell_id": cell.id,
        "cell_type": cell.cell_type,
        "tags": cell_tags(cell.metadata),
    }
    if source := joined(cell.source):
        text = without_data_uris(source)
        yield Part(kind="source", text=text, language=_source_language(cell, text, language), **where)
    before: Output[Any] | None = None
    for index, output in enumerate(cell.outputs, start=1):
        if before is not None and (text_and_joint := _over_joint(before, output)):
            text, joint = text_and_joint
            mime = STDERR if output.name == "stderr" else STDOUT
            yield Part(
                kind="output", text=text, language="text", output=index - 1, mime=mime, joint=joint, **where
            )
        before = output
        for mime, text, language_, segments in _output_texts(output):
            yield Part(
                kind="output",
                text=text,
                language=language_,
                output=index,
                mime=mime,
                segments=segments,
                **where,
            )
    metadata = {k: v for k, v in cell.metadata.items() if k not in ("execution", "tags")}
    text, segments = json_text(metadata) if metadata else ("", None)
    if text:
        yield Part(kind="metadata", text=text, language="json", segments=segments, **where)
    for bundle in cell.attachments.values():
        for mime, text, language_, segments in _bundle_texts(bundle):
            yield Part(
                kind="attachment", text=text, language=language_, mime=mime, segments=segments, **where
            )


def cell_tags(metadata: dict[str, Any]) -> tuple[str, ...]:
    """Return a cell's tags, passing over what is not a string."""
    tags = metadata.get("tags")
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


def without_ansi(text: str) -> str:
    """Drop terminal colours: IPython puts them between a name, its ``=`` and its value."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def without_data_uris(text: str) -> str:
    """Blank the payload of embedded images, keeping every offset."""
    if ";base64," not in text:
        return text
    return _DATA_URI.sub(lambda found: found[1] + " " * len(found[2]), text)


def _source_language(cell: Cell[Any], source: str, language: str) -> str:
    if cell.cell_type == "code":
        return language_of_body(cell.metadata, source, language)
    return "markdown" if cell.cell_type in ("markdown", "heading") else "text"


_Text = tuple[str, str, str, Any]


def _output_texts(output: Output[Any]) -> Iterator[_Text]:
    if text := joined(output.text):
        yield STDERR if output.name == "stderr" else STDOUT, without_ansi(text), "text", None
    if output.traceback or output.evalue:
        traceback = without_ansi("\n".join(output.traceback))
        message = without_ansi(output.evalue)
        # The traceback usually ends with the message; where a tool cut it, the message stands alone.
        text = traceback if message in traceback else f"{traceback}\n{message}" if traceback else message
        if text:
            yield ERROR, text, "python" if traceback else "text", None
    yield from _bundle_texts(output.data)


def _over_joint(first: Output[Any], second: Output[Any]) -> tuple[str, int] | None:
    """Return the line that two outputs of one stream make up, and where they meet; None where none does.

    A kernel that flushes its stream in the middle of a line leaves two outputs, which are shown as one.
    """
    if not (first.text and second.text) or first.name != second.name:
        return None
    end, begin = without_ansi(joined(first.text)), without_ansi(joined(second.text))
    end = end[end.rfind("\n") + 1 :]
    begin = begin.partition("\n")[0]
    return (end + begin, len(end)) if end and begin else None


def _bundle_texts(bundle: dict[str, Any]) -> Iterator[_Text]:
    for mime, stored in bundle.items():
        if is_binary(mime):
            continue
        value = msgspec.json.decode(stored) if isinstance(stored, msgspec.Raw) else stored
        if isinstance(value, str) or (_is_multiline(value) and not is_json(mime)):
            text = without_data_uris(without_ansi(joined(value)))
            if text:
                yield mime, text, language_of_mime(mime), None
        else:
            text, segments = json_text(value)
            if text:
                yield mime, text, "json", segments


def _is_multiline(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)
