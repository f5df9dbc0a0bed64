"""JSON and JSON Lines: records, flattened into columns by the path of their keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from .dialect import IsValue
from .encoding import encoding_of, utf8_stream
from .source import Limits, Source, UnreadableDataError, Watch, read_up_to
from .table import Table

if TYPE_CHECKING:
    import polars as pl

_HEAD_BYTES = 64 << 10
_BLOCK_BYTES = 4 << 20
_BATCH_RECORDS = 20_000
_BATCH_CELLS = 4_000_000
"""Of records that have few keys in common."""
_LINE_BYTES = 64 << 20
_DEEPEST = 32
_COLUMNS = 2_000
"""Keys of more kinds than these are values themselves: an object that maps ids to things."""
_BLANK = re.compile(r"[\s,]*")


def json_tables(source: Source, watch: Watch, limits: Limits, is_value: IsValue) -> Iterator[Table]:
    """Yield the table that a JSON document is: an array of records, GeoJSON, or what pandas writes.

    An array of records is read element by element, any other document as a whole.

    Raises
    ------
    UnreadableDataError
        It is not JSON, is cut short, or needs too much memory.
    """
    head = source.head(_HEAD_BYTES)
    if not head.strip():
        return
    encoding = encoding_of(head)
    start = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    with utf8_stream(source.watched(watch), encoding) as stream:
        if start.startswith("["):
            yield Table(None, batches_of(_elements(stream), is_value))
        else:
            data = read_up_to(stream, limits.memory_bytes + 1)
            if len(data) > limits.memory_bytes:
                raise UnreadableDataError(
                    f"is one JSON document of more than {limits.memory_bytes >> 20} MB; "
                    "convert it to JSON Lines"
                )
            yield Table(None, batches_of(records_in(_decoded(data)), is_value))


def jsonl_tables(source: Source, watch: Watch, is_value: IsValue) -> Iterator[Table]:
    """Yield the table that a file with one JSON document a line is.

    Raises
    ------
    UnreadableDataError
        A line is too long to be one.
    """
    encoding = encoding_of(source.head(_HEAD_BYTES))
    with utf8_stream(source.watched(watch), encoding) as stream:
        yield Table(None, batches_of(_lines(stream, watch), is_value))


def records_in(document: Any) -> Iterator[Any]:
    """Yield the records of a document that is not an array of them."""
    if isinstance(document, list):
        yield from document
        return
    if not isinstance(document, dict):
        yield document
        return
    columns, data = document.get("columns"), document.get("data")
    if isinstance(columns, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        names = [str(name) for name in columns]  # pandas, orient="split"
        yield from (dict(zip(names, row, strict=False)) for row in data)
        return
    if document and all(isinstance(column, dict) and "0" in column for column in document.values()):
        for row in max(document.values(), key=len):  # pandas, its default
            yield {name: column.get(row) for name, column in document.items()}
        return
    if document.get("type") == "FeatureCollection" and isinstance(document.get("features"), list):
        yield from map(_feature, document["features"])
        return
    lists = [key for key, value in document.items() if _is_records(value)]
    rest = {key: value for key, value in document.items() if key not in lists}
    for key in lists:
        yield from ({key: one} for one in document[key]) if len(lists) > 1 else document[key]
    if rest:  # last, so that the rows of a list are numbered as they stand in it
        yield rest


def _feature(feature: Any) -> Any:
    """Return a feature with its properties in front, as GeoPandas names them."""
    if not isinstance(feature, dict):
        return feature
    properties = feature.get("properties")
    rest = {key: value for key, value in feature.items() if key not in ("properties", "type")}
    return {**(properties if isinstance(properties, dict) else {}), **rest}


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _decoded(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        return json.loads(data)  # NaN and Infinity, which Python and pandas write
    except (ValueError, RecursionError):
        raise UnreadableDataError("is not valid JSON, or is cut short; it was not scanned") from None


def _elements(stream: BinaryIO) -> Iterator[Any]:
    """Yield the elements of a top-level array, with no more of it in memory than the longest one."""
    decoder = json.JSONDecoder()
    text, at, ended = "", 0, False
    number = 0
    pending = b""
    want = _BLOCK_BYTES

    def more() -> None:
        nonlocal text, at, ended, pending, want
        data = pending + read_up_to(stream, want)
        ended = len(data) - len(pending) < want
        cut = len(data)
        while not ended and cut and data[cut - 1] & 0xC0 == 0x80:
            cut -= 1  # within a character
        if not ended and cut and data[cut - 1] >= 0xC0:
            cut -= 1
        pending = data[cut:]
        text, at = text[at:] + data[:cut].decode("utf-8", "replace"), 0

    more()
    at = text.index("[") + 1
    while True:
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]
        if at < len(text) and text[at] == "]":
            return
        try:
            if at >= len(text) - 64 and not ended:  # a number may go on behind the end
                raise ValueError
            element, at = decoder.raw_decode(text, at)
        except RecursionError:
            raise UnreadableDataError("nests its values too deeply; it was not scanned") from None
        except ValueError:
            if ended or len(text) - at > _LINE_BYTES:
                raise UnreadableDataError(
                    f"is not valid JSON behind record {number}, or is cut short there; "
                    "only what stands before was scanned"
                ) from None
            # Doubled each time, so that one long element is not decoded again and again.
            want = max(_BLOCK_BYTES, len(text) - at)
            more()
            continue
        number += 1
        yield element


def _lines(stream: BinaryIO, watch: Watch) -> Iterator[Any]:
    rest = b""
    number = 0
    while True:
        data = read_up_to(stream, _BLOCK_BYTES)
        *lines, rest = (rest + data).split(b"\n")
        if not data and rest:
            lines.append(rest)
        if len(rest) > _LINE_BYTES:
            raise UnreadableDataError(
                f"has a line of more than {_LINE_BYTES >> 20} MB; it is no JSON Lines file"
            )
        for line in lines:
            number += 1
            if not line.strip():
                continue
            try:
                yield _decoded(line)
            except UnreadableDataError:
                watch.problem(
                    f"line {number} is not valid JSON, or is cut short; the other lines were scanned"
                    if not watch.problems
                    else "other lines are not valid JSON either"
                )
        if not data:
            return


def batches_of(records: Iterable[Any], is_value: IsValue) -> Iterator[pl.DataFrame]:
    """Yield frames of text columns, one for each path of keys; lists become lines of one cell."""
    import polars as pl

    names = _Names(is_value)
    columns: dict[str, list[str | None]] = {}
    height = 0

    def frame() -> pl.DataFrame:
        for column in columns.values():
            column.extend([None] * (height - len(column)))
        return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))

    for record in records:
        cells: dict[str, list[str]] = {}
        for path, value in _flat(record, names, "", 0):
            cells.setdefault(path or "value", []).append(value)  # elements of a list, a key written twice
        for path, values in cells.items():
            column = columns.setdefault(path, [])
            column.extend([None] * (height - len(column)))
            column.append("\n".join(values))
        height += 1
        if height == _BATCH_RECORDS or height * len(columns) >= _BATCH_CELLS:
            if columns:
                yield frame()
            columns, height = {}, 0
    if height and columns:
        yield frame()


class _Names:
    """The names of columns: keys, unless they are somebody's data or too many to be names."""

    def __init__(self, is_value: IsValue) -> None:
        self._is_value = is_value
        self._known: dict[str, str] = {}

    def of(self, key: str) -> str:
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _COLUMNS:
                return "*"
            known = self._known[key] = "*" if self._is_value(key) else key
        return known


def _flat(value: Any, names: _Names, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if depth > _DEEPEST:
        yield path, json.dumps(value, ensure_ascii=False)
    elif isinstance(value, dict):
        for key, one in value.items():
            name = names.of(key)
            below = f"{path}.{name}" if path else name
            if name == "*":
                yield f"{below} (keys)", key
            yield from _flat(one, names, below, depth + 1)
    elif isinstance(value, list):
        if value and all(isinstance(one, int | float) for one in value):
            # A pair of coordinates, an embedding: numbers belong together.
            yield path, ", ".join(map(_plain, value))
            return
        for one in value:
            yield from _flat(one, names, path, depth + 1)
    else:
        yield path, _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, bool | float) else str(value)
