"""A data file of any kind in, its tables out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .archives import members_of, unpacked
from .columnar import PARQUET_MARK, arrow_tables, parquet_tables
from .databases import SQLITE_MARK, duckdb_tables, sqlite_tables
from .delimited import delimited_tables
from .dialect import IsValue
from .kinds import Kind, Packing, kind_of
from .partitions import parts_of
from .pickles import pickle_tables
from .records import json_tables, jsonl_tables
from .source import Limits, Source, UnreadableDataError, Watch
from .table import Table
from .workbook import workbook_tables

if TYPE_CHECKING:
    import polars as pl

_HEAD_BYTES = 16
_PACKED_MARKS: dict[bytes, Packing] = {
    b"\x1f\x8b": "gz",
    b"\x28\xb5\x2f\xfd": "zst",
    b"BZh": "bz2",
    b"\xfd7zXZ\0": "xz",
}
_ZIP_MARK = b"PK\x03\x04"


def tables_of(
    source: Source, watch: Watch, limits: Limits, is_value: IsValue, depth: int = 0
) -> Iterator[Table]:
    """Yield the tables of ``source``; each has to be read before the next is asked for.

    Raises
    ------
    UnreadableDataError
        Nothing of it can be read; also while a table's batches are read.
    """
    kind, packing = _looked_at(source)
    if packing is not None:
        if depth >= limits.nesting:
            raise UnreadableDataError("is packed in too many layers; unpack it first")
        yield from tables_of(unpacked(source, packing, limits), watch, limits, is_value, depth + 1)
        return
    read = _readers(source, watch, limits, is_value, depth).get(kind) if kind else None
    if read is None:
        raise UnreadableDataError("is no kind of data file that can be scanned; see docs/personal-data.md")
    yield from read()


def _readers(
    source: Source, watch: Watch, limits: Limits, is_value: IsValue, depth: int
) -> dict[Kind, Callable[[], Iterator[Table]]]:
    return {
        "csv": lambda: delimited_tables(source, watch, is_value),
        "tsv": lambda: delimited_tables(source, watch, is_value, "\t"),
        "parquet": lambda: parquet_tables(source, watch, limits),
        "arrow": lambda: arrow_tables(source, watch, limits),
        "json": lambda: json_tables(source, watch, limits, is_value),
        "jsonl": lambda: jsonl_tables(source, watch, is_value),
        "excel": lambda: workbook_tables(source, watch, limits, is_value),
        "sqlite": lambda: sqlite_tables(source, watch, limits),
        "duckdb": lambda: duckdb_tables(source, watch, limits),
        "pickle": lambda: pickle_tables(source, watch),
        "zip": lambda: _zip_tables(source, watch, limits, is_value, depth),
    }


def _looked_at(source: Source) -> tuple[Kind | None, Packing | None]:
    """Return what a source holds; its first bytes decide where its name says something else."""
    kind, packing = kind_of(source.name)
    if packing is not None:
        return kind, packing
    head = source.head(_HEAD_BYTES)
    if kind in ("csv", "tsv", "json", "jsonl", "pickle"):
        for mark, found in _PACKED_MARKS.items():
            if head.startswith(mark):
                return kind, found
    if kind in ("csv", "tsv"):
        if head.startswith(_ZIP_MARK):
            return "excel", None
        if head.startswith(PARQUET_MARK):
            return "parquet", None
        if head.startswith(SQLITE_MARK):
            return "sqlite", None
    if kind == "excel" and head and not head.startswith((_ZIP_MARK, b"\xd0\xcf\x11\xe0")):
        return "tsv" if b"\t" in source.head(4096) else "csv", None  # what web sites call .xls
    if kind == "sqlite" and head[8:12] == b"DUCK":
        return "duckdb", None
    return kind, None


def _zip_tables(
    source: Source, watch: Watch, limits: Limits, is_value: IsValue, depth: int
) -> Iterator[Table]:
    if depth >= limits.nesting:
        raise UnreadableDataError("holds archives in archives; unpack it first")
    for member in members_of(source, watch, limits, nested=depth > 0):
        try:
            for table in tables_of(member, watch, limits, is_value, depth + 1):
                name = member.name if table.name is None else f"{member.name}/{table.name}"
                yield Table(name, table.batches, table.named)
        except UnreadableDataError as error:
            watch.problem(str(error), member.name)


def folder_tables(folder: Path, watch: Watch, limits: Limits, is_value: IsValue) -> Iterator[Table]:
    """Yield the tables of a folder that is one data set, the parts of a table one after the other."""
    yield Table(None, _folder_batches(folder, watch, limits, is_value))


def _folder_batches(folder: Path, watch: Watch, limits: Limits, is_value: IsValue) -> Iterator[pl.DataFrame]:
    import polars as pl

    top = folder.resolve()
    for path, keys in parts_of(folder):
        inside = path.relative_to(folder).as_posix()
        try:
            if not path.resolve().is_relative_to(top):
                raise UnreadableDataError(
                    "is a link that leads out of the data set; it was not scanned. "
                    "Name the file itself to have it scanned"
                )
            for table in tables_of(Source.of_file(path), watch, limits, is_value):
                for frame in table.batches:
                    new = [
                        pl.lit(value).alias(key) for key, value in keys.items() if key not in frame.columns
                    ]
                    yield frame.with_columns(new)
        except (UnreadableDataError, OSError) as error:
            watch.problem(
                str(error) if isinstance(error, UnreadableDataError) else f"cannot be read: {error.strerror}",
                inside,
            )
