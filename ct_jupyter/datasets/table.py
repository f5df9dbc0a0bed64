"""A table of a data file: batches of rows, every column as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl


class Table(NamedTuple):
    """One table: a file's own, a sheet, a member of an archive."""

    name: str | None
    """Where the file holds several: ``users``, ``2024.csv``."""
    batches: Iterator[pl.DataFrame]
    """Columns of strings, missing values as null; batches may differ in their columns."""
    named: bool = True
    """Whether the names of the columns are the file's own."""


def rows_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with every column as text and nested ones taken apart: ``owner.email``.

    Numbers are written out without an exponent, so that a telephone number in a column of floats is one.
    """
    import polars as pl

    for _ in range(8):  # as deep as anybody nests; deeper ones become JSON below
        nested = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct) and kind.fields]
        if not nested:
            break
        for name in nested:
            parts = frame.get_column(name).struct.unnest()
            parts = parts.rename({part: f"{name}.{part}" for part in parts.columns})
            taken = [part for part in parts.columns if part in frame.columns]
            frame = frame.drop(name, *taken).hstack(parts)
    return frame.select(_text_of(name, kind) for name, kind in frame.schema.items())


def _text_of(name: str, kind: pl.DataType) -> pl.Expr:
    import polars as pl

    column = pl.col(name)
    if isinstance(kind, pl.String):
        return column
    if isinstance(kind, pl.List | pl.Array):
        inner = kind.inner
        one = pl.element().struct.json_encode() if isinstance(inner, pl.Struct) else pl.element()
        items = column.arr.to_list() if isinstance(kind, pl.Array) else column
        if isinstance(inner, pl.List | pl.Array):
            return items.list.eval(pl.element().explode().cast(pl.String, strict=False)).list.join("\n")
        return items.list.eval(one.cast(pl.String, strict=False)).list.join("\n", ignore_nulls=True)
    if isinstance(kind, pl.Struct):
        return column.struct.json_encode()
    if kind.is_float():
        whole = (column == column.round(0)) & (column.abs() < 2**53)
        return (
            pl.when(whole)
            .then(column.cast(pl.Int64, strict=False).cast(pl.String) + ".0")
            .otherwise(column.cast(pl.String))
            .alias(name)
        )
    if isinstance(kind, pl.Datetime | pl.Time):
        return column.cast(pl.String, strict=False)
    if isinstance(kind, pl.Null | pl.Object):
        return pl.lit(None, dtype=pl.String).alias(name)
    return column.cast(pl.String, strict=False)
