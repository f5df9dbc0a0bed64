"""Pickles are never unpickled: loading one runs whatever code it names. The texts in its bytes are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .source import Source, UnreadableDataError, Watch, read_up_to
from .table import Table

if TYPE_CHECKING:
    import polars as pl

NOTE = "is a pickle, which is never loaded: only the text in its bytes was checked, not its columns"
_BLOCK_BYTES = 4 << 20
_BEFORE = 5
"""Bytes of an opcode with its length."""
_SHORTEST = 5
# UTF-8 as it is well formed, in runs: the opcodes and lengths between strings are mostly no text.
_TEXT = re.compile(
    rb"(?:[\x20-\x7e\t]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})"
    rb"{%d,4096}" % _SHORTEST
)
_PROTOCOLS = range(2, 6)
_STOP = b"."
_SHORT = b"\x8c"
"""Opcode of a string with its length in one byte; of one with four, ``X``."""
_LONG = b"X"


def pickle_tables(source: Source, watch: Watch) -> Iterator[Table]:
    """Yield the texts of a pickle as a table of one column without a name.

    Raises
    ------
    UnreadableDataError
        It is empty.
    """
    if not source.head(1):
        raise UnreadableDataError("is empty; write or fetch it again")
    watch.note(NOTE)
    yield Table(None, _batches(source, watch), named=False)


def _batches(source: Source, watch: Watch) -> Iterator[pl.DataFrame]:
    import polars as pl

    with source.watched(watch) as stream:
        first = rest = last = b""
        while data := read_up_to(stream, _BLOCK_BYTES):
            first = first or data[:2]
            block = rest + data
            found = list(_TEXT.finditer(block))
            last, rest = block[-1:], b""
            if found and found[-1].end() == len(block) and len(data) == _BLOCK_BYTES:
                # It may go on in the next block, and what stands before it says where it ends.
                rest = block[max(0, found.pop().start() - _BEFORE) :]
            texts = [text for one in found for text in _strings(block, *one.span())]
            if texts:
                yield pl.DataFrame({"": texts}, schema={"": pl.String})
    if first[:1] == b"\x80" and first[1:] and first[1] in _PROTOCOLS and last != _STOP:
        watch.problem("is a pickle that is cut short; write or fetch it again")


def _strings(block: bytes, start: int, end: int) -> Iterator[str]:
    """Yield a run of text cut as the opcode before it says: a length or an opcode may be a letter too."""
    if block[start - 1 : start] == _SHORT:
        start, length = start + 1, block[start]
    elif block[start - 2 : start - 1] == _SHORT:
        length = block[start - 1]
    elif block[start - 5 : start - 4] == _LONG:
        length = int.from_bytes(block[start - 4 : start], "little")
    else:
        length = end - start
    for first, stop in ((start, min(end, start + length)), (start + length, end)):
        if stop - first >= _SHORTEST:
            yield block[first:stop].decode("utf-8", "replace")
