"""What a notebook holds that is no part of its format: no viewer shows it, and it travels with the file.

Unknown keys, names and keys that are long enough to be a token, text under the type of an image or in the
buffer of a plot, the codes of characters, and what a later key of the same name hides from every decoder.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..text.lazy import lazy
from .json_text import BINARY_KEYS, json_text
from .mime_types import is_binary, is_json
from .part import Part
from .schema import Notebook

_LONG = 16
"""Characters: the shortest token that is known by its form alone."""
_LONG_TYPE = 40
"""Characters of a MIME type: a longer one is a vendor's, or holds something."""
_DIGIT = re.compile(r"\d")
"""Of a token of that length; names of settings have none."""
_USUAL_ID = lazy(r"[0-9a-f]{6,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BASE64 = re.compile(rb'"?(?:[A-Za-z0-9+/=]|\\n|[",\s\[\]])*')
_SHOWN = 256
"""Bytes at each end of an image or a buffer that are looked at."""
_BEGINNING = re.compile(rb'[\["\s]*([A-Za-z0-9+/_-]{16,64})')
_PRINTABLE = frozenset(b"\t\n\r") | frozenset(range(32, 127))
_CODES = range(45, 123)
"""Numbers that stand for a character of a token."""

_ONCE = (b'"cells"', b'"source"', b'"outputs"')


class _UsualOutput(msgspec.Struct, forbid_unknown_fields=True):
    output_type: msgspec.Raw = msgspec.Raw()
    name: msgspec.Raw = msgspec.Raw()
    text: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()
    metadata: msgspec.Raw = msgspec.Raw()
    ename: msgspec.Raw = msgspec.Raw()
    evalue: msgspec.Raw = msgspec.Raw()
    traceback: msgspec.Raw = msgspec.Raw()
    execution_count: msgspec.Raw = msgspec.Raw()
    transient: msgspec.Raw = msgspec.Raw()


class _UsualCell(msgspec.Struct, forbid_unknown_fields=True):
    cell_type: msgspec.Raw = msgspec.Raw()
    id: msgspec.Raw = msgspec.Raw()
    source: msgspec.Raw = msgspec.Raw()
    metadata: msgspec.Raw = msgspec.Raw()
    outputs: list[_UsualOutput] = []
    attachments: msgspec.Raw = msgspec.Raw()
    execution_count: msgspec.Raw = msgspec.Raw()


class _Usual(msgspec.Struct, forbid_unknown_fields=True):
    """A notebook without unknown keys: nearly every one, and it is passed over in no time."""

    cells: list[_UsualCell]
    metadata: msgspec.Raw = msgspec.Raw()
    nbformat: msgspec.Raw = msgspec.Raw()
    nbformat_minor: msgspec.Raw = msgspec.Raw()


_USUAL = msgspec.json.Decoder(_Usual)
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OBJECTS = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])


def leftover_parts(data: bytes, notebook: Notebook[Any]) -> Iterator[Part]:
    """Yield what is left over of a file that was decoded as ``notebook``: one part for each cell.

    Parameters
    ----------
    data
        The file, UTF-8.
    """
    of_notebook, of_cells = _unknown_keys(data, len(notebook.cells))
    of_notebook += _out_of_sight(notebook.metadata)
    if any(data.count(name) > (1 if name == b'"cells"' else len(notebook.cells)) for name in _ONCE):
        of_notebook += _hidden(data)
    yield from _part(of_notebook, None, None, None)
    for number, (cell, lines) in enumerate(zip(notebook.cells, of_cells, strict=True), start=1):
        if cell.metadata:
            lines += _out_of_sight(cell.metadata)
            tags = cell.metadata.get("tags")
            lines += _long(tags) if isinstance(tags, list) else []
        if len(cell.cell_type) >= _LONG or cell.attachments:
            lines += _long((cell.cell_type, *cell.attachments))
        if cell.id and len(cell.id) >= _LONG and not _USUAL_ID.fullmatch(cell.id):
            lines.append(cell.id)
        for output in cell.outputs:
            if output.metadata:
                lines += [*_out_of_sight(output.metadata), json_text(output.metadata)[0]]
            lines += _long((output.name, output.ename))
            for mime, value in output.data.items():
                lines += [mime] if _is_odd_type(mime) else []
                lines += _under_type(mime, value)
        yield from _part(lines, number, cell.id, cell.cell_type)


def _unknown_keys(data: bytes, cells: int) -> tuple[list[str], list[list[str]]]:
    """Return the lines of what stands under unknown keys: of the notebook, and of each cell."""
    try:
        _USUAL.decode(data)
    except msgspec.ValidationError:
        root = _OBJECT.decode(data)
    else:
        return [], [[] for _ in range(cells)]
    of_cells = []
    for stored in _OBJECTS.decode(root["cells"]):
        lines = list(_unknown(stored, _UsualCell.__struct_fields__))
        for output in _OBJECTS.decode(stored["outputs"]) if "outputs" in stored else ():
            lines += _unknown(output, _UsualOutput.__struct_fields__)
        of_cells.append(lines)
    return list(_unknown(root, _Usual.__struct_fields__)), of_cells


def _part(lines: Iterable[str], cell: int | None, cell_id: str | None, kind: str | None) -> Iterator[Part]:
    text = "\n".join(lines)
    if text:
        yield Part(kind="metadata", text=text, language="json", cell=cell, cell_id=cell_id, cell_type=kind)


def _unknown(stored: dict[str, msgspec.Raw], known: tuple[str, ...]) -> Iterator[str]:
    for name, raw in stored.items():
        if name not in known:
            yield from _long((name,))
            yield from _lines_of(msgspec.json.decode(raw), name)


def _lines_of(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        value = "".join(value)  # as a source is stored
    yield from _out_of_sight(value)
    text = json_text({name: value})[0]
    if text:
        yield text


def _out_of_sight(value: Any) -> list[str]:
    """Return what the layout of a JSON value leaves out: long keys, texts in buffers, codes of characters."""
    found = []
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            found += [key for key in _long(item) if not _USUAL_ID.fullmatch(key)]
            found += _buffers(item)
            stack += item.values()
        elif isinstance(item, list):
            if len(item) >= _LONG and all(type(one) is int and one in _CODES for one in item):
                found.append("".join(map(chr, item)))
            else:
                stack += item
    return found


def _buffers(item: dict[str, Any]) -> Iterator[str]:
    """Yield the texts that stand where a plot or a widget has numbers in base64."""
    encoded = item.get("encoding") == "base64"
    for name, value in item.items():
        if (
            (name in BINARY_KEYS or (encoded and name == "data"))
            and isinstance(value, str)
            and _is_text(value.encode())
        ):
            yield value


def _long(texts: Iterable[Any]) -> list[str]:
    return [text for text in texts if isinstance(text, str) and len(text) >= _LONG and _DIGIT.search(text)]


def _is_odd_type(mime: str) -> bool:
    """Whether a MIME type is longer than usual, or holds what is in no registered one."""
    return len(mime) >= _LONG_TYPE or (len(mime) >= _LONG and mime != mime.lower())


def _under_type(mime: str, value: Any) -> Iterator[str]:
    """Yield the text under a type of bytes, and of JSON what its layout leaves out."""
    if is_binary(mime):
        stored = value if isinstance(value, msgspec.Raw) else msgspec.json.encode(value)
        if _is_text(memoryview(stored)):
            text = msgspec.json.decode(stored)
            if isinstance(text, list) and all(isinstance(one, str) for one in text):
                text = "".join(text)
            if isinstance(text, str) and _BASE64.fullmatch(text.encode()):
                text = "".join(text.split())
            yield json_text({mime: text})[0]
    elif is_json(mime):
        yield from _out_of_sight(msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value)


def _is_text(stored: bytes | memoryview) -> bool:
    """Whether what should be base64 of bytes is none, or base64 of a text, as its ends tell."""
    begin = bytes(stored[:_SHOWN])
    if not all(_BASE64.fullmatch(end) for end in (begin, bytes(stored[-_SHOWN:]))):
        return True
    found = _BEGINNING.match(begin)
    if found is None:
        return len(stored) >= _LONG
    run = found[1][: len(found[1]) // 4 * 4]
    return _PRINTABLE.issuperset(base64.b64decode(run, altchars=b"-_"))


def _hidden(data: bytes) -> Iterator[str]:
    """Yield what a later key of the same name in an object stands for."""
    found: list[tuple[str, Any]] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in items:
            if name in made:
                found.append((name, made[name]))
            made[name] = value
        return made

    json.loads(data, object_pairs_hook=pairs)
    for name, value in found:
        yield from _lines_of(value, name)
