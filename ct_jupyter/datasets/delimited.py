"""CSV, TSV and their kin: blocks of whole records, read as text by Polars.

Blocks are cut here and not by Polars, so that a compressed or foreign-encoded file streams as a plain one
does, progress is known, and one damaged place does not hide the rest.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from .dialect import Dialect, IsValue, dialect_of, parse
from .encoding import encoding_of, is_utf8, utf8_stream
from .source import Source, UnreadableDataError, Watch, read_up_to
from .table import Table

if TYPE_CHECKING:
    import polars as pl

BLOCK_BYTES = 16 << 20
"""Enough to keep two cores busy, little enough for memory to stay flat."""
_HEAD_BYTES = 256 << 10
_RECORD_BYTES = 64 << 20
"""A record that is longer is a quote that nobody closed."""
_WIDEST = 100_000
"""Fields of a row: what has more is no table."""


def delimited_tables(
    source: Source, watch: Watch, is_value: IsValue, delimiter: str | None = None
) -> Iterator[Table]:
    """Yield the table of a delimited file; none of an empty one.

    Raises
    ------
    UnreadableDataError
        It is not text, or its quotes do not add up.
    """
    head = source.head(_HEAD_BYTES)
    if not head:
        return
    if b"\0" in head and encoding_of(head).startswith("utf-16-") and not _is_utf16(head):
        raise UnreadableDataError("is not a text file, whatever its name says; it was not scanned")
    encoding = encoding_of(head)
    with utf8_stream(source.watched(watch), encoding) as stream:
        text = read_up_to(stream, _HEAD_BYTES)
        whole = text if len(text) < _HEAD_BYTES else _records(text)
        lines = whole.decode("utf-8", "replace").replace("\r\n", "\n")
        dialect = dialect_of(lines, delimiter, is_value)
        if len(dialect.columns) > _WIDEST:
            raise UnreadableDataError(f"has rows of more than {_WIDEST:,} fields; it was not scanned")
        yield Table(None, _batches(text, stream, dialect, watch), named=dialect.header)


def _records(head: bytes) -> bytes:
    """Return ``head`` up to the last line that ends with no quote open, or to the last line if there is none.

    A cut in the middle of a quoted cell would look like a file that does not quote.
    """
    end = head.rfind(b"\n") + 1
    is_open = head.count(b'"', 0, end) % 2
    closed = end
    while is_open and closed:
        before = head.rfind(b"\n", 0, closed - 1) + 1
        is_open ^= head.count(b'"', before, closed) % 2
        closed = before
    return head[: closed or end] or head


def _is_utf16(head: bytes) -> bool:
    """Whether most characters are of the first few hundred, as they are in text."""
    high = max(head[::2].count(0), head[1::2].count(0))
    return high > len(head) // 4


def _batches(head: bytes, stream: BinaryIO, dialect: Dialect, watch: Watch) -> Iterator[pl.DataFrame]:
    if not dialect.columns:
        return
    row = 0
    for block in _blocks(head, stream, dialect):
        frame = _frame(block, dialect, row, watch)
        row += frame.height
        if frame.height:
            yield frame


def _blocks(head: bytes, stream: BinaryIO, dialect: Dialect) -> Iterator[bytes]:
    """Yield pieces that end with a record."""
    rest = _without_lines(head, dialect.skipped)
    first = True
    size = max(0, BLOCK_BYTES - len(rest))
    while True:
        data = read_up_to(stream, size)
        ended = len(data) < size
        block = rest + data if rest else data
        if b"\r" in block and b"\n" not in block:
            # Line ends of old Macs; a lone carriage return at a block's edge may be half of one.
            block = block.replace(b"\r", b"\n")
        cut = len(block) if ended else _cut(block, dialect)
        if cut == 0 and len(block) > _RECORD_BYTES:
            raise UnreadableDataError("has a quote that is not closed; quote its fields and scan it again")
        piece, rest = block[:cut], block[cut:]
        if first and dialect.header and piece:
            piece = piece[_cut_first(piece, dialect) :]
            first = False
        if piece:
            yield piece
        if ended:
            return
        size = BLOCK_BYTES


def _without_lines(text: bytes, count: int) -> bytes:
    for _ in range(count):
        text = text[text.find(b"\n") + 1 :]
    return text


def _cut(block: bytes, dialect: Dialect) -> int:
    """Return where the last whole record of ``block`` ends: behind a line break outside of quotes."""
    end = block.rfind(b"\n") + 1
    if not dialect.quoted:
        return end
    odd = block.count(b'"', 0, end) % 2
    while odd and end:
        before = block.rfind(b"\n", 0, end - 1) + 1
        odd ^= block.count(b'"', before, end) % 2
        end = before
    return end


def _cut_first(block: bytes, dialect: Dialect) -> int:
    """Return where the first record ends, leading blank lines counted to it."""
    start = len(block) - len(block.lstrip(b"\r\n"))
    end, quotes = start, 0
    while end < len(block):
        stop = block.find(b"\n", end) + 1 or len(block)
        quotes += block.count(b'"', end, stop)
        end = stop
        if not dialect.quoted or quotes % 2 == 0:
            break
    return end


def _frame(block: bytes, dialect: Dialect, row: int, watch: Watch) -> pl.DataFrame:
    import polars as pl

    if not (block.isascii() or is_utf8(block)):
        # The head was UTF-8 and this is not: another program appended to it.
        block = block.decode(encoding_of(block), "replace").encode()
    block = block.lstrip(b"\r\n")
    if not block:
        return pl.DataFrame()
    try:
        return pl.read_csv(
            block,
            has_header=False,
            infer_schema=False,
            schema=dict.fromkeys(dialect.columns, pl.String),
            separator=dialect.delimiter,
            quote_char='"' if dialect.quoted else None,
        )
    except pl.exceptions.PolarsError:
        # Its message quotes the file. Slower, and forgiving of what is not standard:
        return _frame_by_hand(block, dialect, row, watch)


def _frame_by_hand(block: bytes, dialect: Dialect, row: int, watch: Watch) -> pl.DataFrame:
    """Return what Polars refuses: rows that are too wide or begin too narrow, quotes that do not fit."""
    import polars as pl

    text = block.decode("utf-8", "replace")
    try:
        records = parse(text, dialect.delimiter, dialect.quoted, strict=dialect.quoted)
    except csv.Error:
        watch.problem(
            f"has broken quotes below row {row + 1}: its columns cannot be separated there, so findings may "
            "be missing; quote its fields and scan it again"
        )
        records = parse(text, dialect.delimiter, quoted=False)
    width = max([len(dialect.columns), *map(len, records)])
    if width > _WIDEST:
        raise UnreadableDataError(
            f"has rows of more than {_WIDEST:,} fields below row {row + 1}; what stands before was scanned"
        )
    # What is surplus has columns of its own.
    names = (*dialect.columns, *(f"column {n}" for n in range(len(dialect.columns) + 1, width + 1)))
    return pl.DataFrame(
        {
            name: [record[position] or None if position < len(record) else None for record in records]
            for position, name in enumerate(names)
        },
        schema=dict.fromkeys(names, pl.String),
    )
