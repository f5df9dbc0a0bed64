"""JSON and JSON Lines: records of any nesting, by the path of their keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..datasets.dialect import IsValue
from ..datasets.encoding import encoding_of, utf8_stream
from ..datasets.source import Limits, Source, UnreadableDataError, Watch, read_up_to
from .changes import Columns, Counts

_HEAD_BYTES = 64 << 10


def anonymise_lines(
    source: Source, output: BinaryIO, columns: Columns, counts: Counts, watch: Watch, is_value: IsValue
) -> None:
    """Write the documents of a JSON Lines file, changed, to ``output``.

    Raises
    ------
    UnreadableDataError
        A line is no JSON: what it holds cannot be changed.
    """
    head = source.head(_HEAD_BYTES)
    encoding = encoding_of(head)
    dump = _writer(head.decode(encoding, "replace"))
    walk = Records(columns, is_value)
    with utf8_stream(source.watched(watch), encoding) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                output.write(line)
                continue
            document = _decoded(line, f"line {number}")
            counts.rows += 1
            end = "\r\n" if line.endswith(b"\r\n") else "\n" if line.endswith(b"\n") else ""
            output.write((dump(walk.changed(document)) + end).encode("utf-8", "surrogatepass"))


def anonymise_document(  # noqa: PLR0913  # what goes in, by name
    source: Source,
    output: BinaryIO,
    columns: Columns,
    counts: Counts,
    watch: Watch,
    limits: Limits,
    is_value: IsValue,
) -> None:
    """Write one JSON document, changed, to ``output``.

    Raises
    ------
    UnreadableDataError
        It is no JSON, or needs too much memory.
    """
    encoding = encoding_of(source.head(_HEAD_BYTES))
    with utf8_stream(source.watched(watch), encoding) as stream:
        data = read_up_to(stream, limits.memory_bytes + 1)
    if len(data) > limits.memory_bytes:
        raise UnreadableDataError(
            f"is one JSON document of more than {limits.memory_bytes >> 20} MB; convert it to JSON Lines"
        )
    document = _decoded(data, "the document")
    changed = _document(document, Records(columns, is_value), counts)
    output.write(
        (_writer(data[:_HEAD_BYTES].decode("utf-8", "replace"))(changed)).encode("utf-8", "surrogatepass")
    )
    if data.endswith(b"\n"):
        output.write(b"\n")


class Records:
    """Records, their values changed by the path of their keys, as a scan names the columns."""

    def __init__(self, columns: Columns, is_value: IsValue) -> None:
        self._columns = columns
        self._is_value = is_value
        self._names: dict[str, str] = {}

    def changed(self, value: Any, path: str = "") -> Any:
        """Return ``value`` with what stands below ``path`` changed."""
        if isinstance(value, dict):
            return dict(self._items(value, path))
        if isinstance(value, list):
            return [self.changed(one, path) for one in value]
        return self._columns.changed(path or "value", value)

    def _items(self, value: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
        for key, one in value.items():
            name = self._name(key)
            below = f"{path}.{name}" if path else name
            if self._columns.goes(below):
                continue
            self._columns.meet(below)
            # Where keys are people, they have a column of their own.
            new = self._columns.changed(f"{below} (keys)", key) if name == "*" else key
            yield new, self.changed(one, below)

    def _name(self, key: str) -> str:
        if key not in self._names:
            self._names[key] = "*" if self._is_value(key) else key
        return self._names[key]


def _document(document: Any, records: Records, counts: Counts) -> Any:
    if not isinstance(document, dict):
        counts.rows += len(document) if isinstance(document, list) else 1
        return records.changed(document)
    names, data = document.get("columns"), document.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        counts.rows += len(data)
        rows = [records.changed(dict(zip(map(str, names), row, strict=False))) for row in data]
        kept = list(records.changed(dict.fromkeys(map(str, names))))
        return {**document, "columns": kept, "data": [list(row.values()) for row in rows]}
    if document and all(isinstance(column, dict) and "0" in column for column in document.values()):
        counts.rows += max(map(len, document.values()))
        kept = list(records.changed(dict.fromkeys(document)))
        return {
            name: {row: records.changed(one, name) for row, one in document[name].items()} for name in kept
        }
    if document.get("type") == "FeatureCollection" and isinstance(document.get("features"), list):
        counts.rows += len(document["features"])
        return {**document, "features": [_feature(one, records) for one in document["features"]]}
    lists = [key for key, value in document.items() if _is_records(value)]
    counts.rows += sum(len(document[key]) for key in lists) or 1
    rest = records.changed({key: value for key, value in document.items() if key not in lists})
    own = {key: records.changed(document[key], key if len(lists) > 1 else "") for key in lists}
    return {key: own[key] if key in own else rest[key] for key in document if key in own or key in rest}


def _feature(feature: Any, records: Records) -> Any:
    if not isinstance(feature, dict):
        return records.changed(feature)
    properties = feature.get("properties")
    rest = {key: value for key, value in feature.items() if key not in ("properties", "type")}
    changed = records.changed(rest)
    changed |= {key: feature[key] for key in ("type", "properties") if key in feature}
    if isinstance(properties, dict):
        changed["properties"] = records.changed(properties)
    return {key: changed[key] for key in feature if key in changed}


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _decoded(data: bytes, what: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableDataError(
            f"is not as it should be: {what} is not valid JSON; nothing was written"
        ) from None


def _writer(head: str) -> Any:
    """Return what writes documents as the file's own are written."""
    compact = '": ' not in head
    indent = None
    if "\n  " in head.split("\n\n")[0] or "\n\t" in head:
        second = head.split("\n")[1] if "\n" in head else ""
        indent = len(second) - len(second.lstrip(" ")) or ("\t" if second.startswith("\t") else None)
    encoder = json.JSONEncoder(
        ensure_ascii=head.isascii(), separators=(",", ":") if compact else None, indent=indent
    )
    return encoder.encode
