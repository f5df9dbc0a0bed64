"""CSV and its kin, record by record, in their own dialect and encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

from ..datasets.dialect import Dialect, IsValue, dialect_of, unique
from ..datasets.encoding import encoding_of, utf8_stream
from ..datasets.source import Source, UnreadableDataError, Watch, read_up_to
from .changes import Columns, Counts

_HEAD_BYTES = 256 << 10


def anonymise_delimited(  # noqa: PLR0913  # what goes in, by name
    source: Source,
    output: BinaryIO,
    columns: Columns,
    counts: Counts,
    watch: Watch,
    is_value: IsValue,
    delimiter: str | None = None,
) -> None:
    """Write the records of ``source``, changed, to ``output``.

    Raises
    ------
    UnreadableDataError
        It is not text throughout, or its quotes do not add up.
    """
    head = source.head(_HEAD_BYTES)
    encoding = encoding_of(head)
    text = _lines_of(source, encoding)
    dialect = dialect_of(text.replace("\r\n", "\n"), delimiter, is_value)
    with utf8_stream(source.watched(watch), encoding) as stream:
        read = io.TextIOWrapper(stream, encoding="utf-8", errors="strict", newline="")
        write = io.TextIOWrapper(output, encoding=encoding, errors="strict", newline="", write_through=False)
        try:
            for _ in range(dialect.skipped):
                write.write(read.readline())
            _records(read, write, dialect, _line_end(text), _quotes_all(text, dialect), columns, counts)
            write.flush()
        except UnicodeError:
            raise UnreadableDataError(
                f"is not text in {encoding} throughout, or fakes cannot be written in it; save it as UTF-8"
            ) from None
        except csv.Error:
            raise UnreadableDataError(
                f"has broken quotes below row {counts.rows}; quote its fields and try again"
            ) from None
        finally:
            write.detach()


def write_records(
    output: BinaryIO, names: list[str], rows: Iterator[list[str | None]], columns: Columns, counts: Counts
) -> None:
    """Write the rows of a table that was no text as CSV."""
    write = io.TextIOWrapper(output, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(write, lineterminator="\n")
    kept = [at for at, name in enumerate(names) if not columns.goes(name)]
    writer.writerow([names[at] for at in kept])
    for row in rows:
        counts.rows += 1
        writer.writerow([columns.changed(names[at], row[at]) for at in kept])
    write.flush()
    write.detach()


def _records(  # noqa: PLR0913  # what goes in, by name
    read: io.TextIOWrapper,
    write: io.TextIOWrapper,
    dialect: Dialect,
    line_end: str,
    quotes_all: bool,
    columns: Columns,
    counts: Counts,
) -> None:
    quoting: Literal[0, 1, 3] = csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL
    if not dialect.quoted:
        quoting = csv.QUOTE_NONE
    form: dict[str, Any] = {
        "delimiter": dialect.delimiter,
        "quotechar": '"' if dialect.quoted else None,
    }
    reader = csv.reader(
        read, quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE, strict=dialect.quoted, **form
    )
    writer = csv.writer(write, quoting=quoting, lineterminator=line_end, **form)
    names = list(dialect.columns)
    for name in names:
        columns.meet(name)
    header = dialect.header
    touched: dict[int, list[int]] = {}
    for record in reader:
        if not record:
            write.write(line_end)
            continue
        while len(names) < len(record):  # what is surplus has columns of its own
            names = list(unique([*names, f"column {len(names) + 1}"]))
        if len(record) not in touched:
            touched[len(record)] = [at for at in range(len(record)) if names[at] in columns]
        goes = set()
        for at in touched[len(record)]:
            if columns.goes(names[at]):
                goes.add(at)
            elif not header:
                record[at] = columns.changed(names[at], record[at])
        counts.rows += not header
        header = False
        writer.writerow([cell for at, cell in enumerate(record) if at not in goes] if goes else record)


def _lines_of(source: Source, encoding: str) -> str:
    with utf8_stream(source.open(), encoding) as stream:
        text = read_up_to(stream, _HEAD_BYTES)
    whole = text if len(text) < _HEAD_BYTES else text[: text.rfind(b"\n") + 1] or text
    return whole.decode("utf-8", "replace")


def _line_end(text: str) -> str:
    if "\r\n" in text:
        return "\r\n"
    return "\r" if "\r" in text and "\n" not in text else "\n"


def _quotes_all(text: str, dialect: Dialect) -> bool:
    """Whether each field of the first lines stands in quotes, as some programs write them."""
    lines = [line for line in text.splitlines()[dialect.skipped : dialect.skipped + 20] if line]
    between = f'"{dialect.delimiter}"'
    return bool(lines) and all(
        line.startswith('"') and line.endswith('"') and line.count(between) >= len(dialect.columns) - 1
        for line in lines
    )
