"""A file of any kind to its own kind."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from ..datasets.archives import unpacked
from ..datasets.kinds import Kind, Packing, kind_of
from ..datasets.scan import is_value
from ..datasets.source import Limits, Source, UnreadableDataError, Watch
from ..datasets.workbook import workbook_tables
from .changes import ChangeValue, Columns, Counts
from .columnar import anonymise_columnar
from .database import anonymise_sqlite
from .delimited import anonymise_delimited, write_records
from .records import anonymise_document, anonymise_lines

_TEXT: tuple[Kind, ...] = ("csv", "tsv", "json", "jsonl")
_INSTEAD: dict[Kind, str] = {
    "duckdb": "is a DuckDB database; export its tables to Parquet first",
    "pickle": "is a pickle, which is never opened; load it where you trust it and save it as Parquet",
    "zip": "is an archive; unpack it first",
}


def anonymise(
    path: Path,
    output: Path,
    changes: Mapping[str, ChangeValue | None],
    *,
    shown: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Counts:
    """Write a copy of a data file with changed columns.

    Parameters
    ----------
    output
        Where to write; the caller moves it into its place.
    shown
        The name that the copy will have: its endings say how it is packed.
    changes
        By the column's name; None: the column goes.

    Raises
    ------
    UnreadableDataError
        The file cannot be read or is of a kind that cannot be written, a column is not there, or the copy
        would be of another kind. What is in ``output`` is then of no use.
    """
    kind, packing = kind_of(path.name)
    new_kind, new_packing = kind_of((shown or output).name)
    source = Source.of_file(path)
    if path.is_dir() or kind is None:
        raise UnreadableDataError("is no data file that can be copied; name one CSV, Parquet, JSON … file")
    if kind in _INSTEAD:
        raise UnreadableDataError(_INSTEAD[kind])
    if new_kind != ("csv" if kind == "excel" else kind):
        wanted = (
            "a workbook is copied as .csv" if kind == "excel" else f"the copy of a {path.suffix} file is one"
        )
        raise UnreadableDataError(f"cannot be written as {(shown or output).suffix or 'that'}: {wanted}")
    if kind not in _TEXT and kind != "excel" and (packing or new_packing):
        raise UnreadableDataError("is packed; unpack it first")
    counts = Counts()
    columns = Columns(changes, counts)
    watch = Watch(progress, None, source.size_bytes)
    if kind in ("parquet", "arrow"):
        anonymise_columnar(path, output, columns, counts, kind, is_value)
    elif kind == "sqlite":
        anonymise_sqlite(path, output, columns, counts)
    else:
        if packing is not None:
            source = unpacked(source, packing, Limits())
        with _written(output, new_packing) as stream:
            _text(kind, source, stream, columns, counts, watch)
    columns.check_all_met()
    return counts


def _text(
    kind: Kind, source: Source, stream: BinaryIO, columns: Columns, counts: Counts, watch: Watch
) -> None:
    if kind in ("csv", "tsv"):
        anonymise_delimited(source, stream, columns, counts, watch, is_value, "\t" if kind == "tsv" else None)
    elif kind == "jsonl":
        anonymise_lines(source, stream, columns, counts, watch, is_value)
    elif kind == "json":
        anonymise_document(source, stream, columns, counts, watch, Limits(), is_value)
    else:
        _workbook(source, stream, columns, counts, watch)


def _workbook(source: Source, stream: BinaryIO, columns: Columns, counts: Counts, watch: Watch) -> None:
    sheets = iter(workbook_tables(source, watch, Limits(), is_value))
    first = next(sheets, None)
    if first is None or first.name is not None:
        raise UnreadableDataError("has several sheets, or none; save the one that is wanted as CSV")
    batches = iter(first.batches)
    frame = next(batches, None)
    if frame is None:
        raise UnreadableDataError("is empty")

    def rows() -> Iterator[list[str | None]]:
        for one in (frame, *batches):
            yield from map(list, one.iter_rows())

    write_records(stream, frame.columns, rows(), columns, counts)


def _written(path: Path, packing: Packing | None) -> BinaryIO:
    if packing == "gz":
        return cast(BinaryIO, gzip.open(path, "wb"))
    if packing == "bz2":
        return cast(BinaryIO, bz2.open(path, "wb"))
    if packing == "xz":
        return cast(BinaryIO, lzma.open(path, "wb"))
    if packing == "zst":
        import zstandard

        return cast(BinaryIO, zstandard.ZstdCompressor().stream_writer(path.open("wb"), closefd=True))
    return path.open("wb")
