"""Parquet, Feather and Arrow files, streamed by Polars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..datasets.dialect import IsValue
from ..datasets.source import UnreadableDataError
from .changes import Columns, Counts
from .records import Records

if TYPE_CHECKING:
    import polars as pl


def anonymise_columnar(
    path: Path, output: Path, columns: Columns, counts: Counts, kind: str, is_value: IsValue
) -> None:
    """Write the table of ``path``, changed, to ``output``.

    Raises
    ------
    UnreadableDataError
        It is damaged or of a kind that Polars does not read, or a change does not fit its column.
    """
    import polars as pl

    try:
        lazy = _scan(path, kind)
        schema = lazy.collect_schema()
        dropped = [name for name in schema if columns.goes(name)]
        counts.rows = lazy.select(pl.len()).collect().item()
        expressions = []
        for name, own in schema.items():
            below = [one for one in columns.names if one == name or one.startswith(f"{name}.")]
            if name in dropped or not below:
                continue
            for one in below:
                if columns.goes(one):
                    raise UnreadableDataError(
                        f"holds {one!r} inside the column {name!r}; drop {name!r}, or mask {one!r}"
                    )
            expressions.append(_expression(name, own, lazy, columns, is_value))
        lazy = lazy.with_columns(expressions).drop(dropped)
        if kind == "parquet":
            lazy.sink_parquet(output)
        else:
            lazy.sink_ipc(output)
    except (pl.exceptions.PolarsError, OSError, EOFError, ValueError, OverflowError):
        # The text of the error may quote the file.
        raise UnreadableDataError(
            "could not be written: it is damaged, or of a form that cannot be changed"
        ) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Polars' own, of its lower layers
            raise
        raise UnreadableDataError("is damaged or cut short: it cannot be read") from None


def _scan(path: Path, kind: str) -> pl.LazyFrame:
    import polars as pl

    if kind == "parquet":
        return pl.scan_parquet(path, glob=False, hive_partitioning=False)
    with path.open("rb") as file:
        stream = file.read(6) != b"ARROW1"
    return (
        pl.read_ipc_stream(path).lazy() if stream else pl.scan_ipc(path, glob=False, hive_partitioning=False)
    )


def _expression(
    name: str, own: pl.DataType, lazy: pl.LazyFrame, columns: Columns, is_value: IsValue
) -> pl.Expr:
    import polars as pl

    column = pl.col(name)
    if own.is_nested():
        new, change = own, _nested(name, own, columns, is_value)
    else:
        sample = lazy.select(column.drop_nulls().first()).collect().item()
        alike = sample is not None and isinstance(columns.probe(name, sample), type(sample))
        plain = own.is_numeric() or own.is_temporal()
        new = own if plain and alike else pl.String()
        if plain and alike and own.is_integer():
            new = pl.Int64()  # a fake has as many digits, but may be larger
        change = _flat(name, new, columns)
    return column.map_batches(change, return_dtype=new, is_elementwise=True)


def _flat(name: str, new: pl.DataType, columns: Columns) -> Callable[[pl.Series], pl.Series]:
    import polars as pl

    def change(series: pl.Series) -> pl.Series:
        if not series.dtype.is_numeric() and not series.dtype.is_temporal():
            series = series.cast(pl.String)
        values = [columns.changed(name, value) for value in series.to_list()]
        if isinstance(new, pl.String):
            values = [value if value is None else str(value) for value in values]
        return pl.Series(name, values, dtype=new)

    return change


def _nested(
    name: str, own: pl.DataType, columns: Columns, is_value: IsValue
) -> Callable[[pl.Series], pl.Series]:
    import polars as pl

    records = Records(columns, is_value)

    def change(series: pl.Series) -> pl.Series:
        values: list[Any] = [records.changed(value, name) for value in series.to_list()]
        return pl.Series(name, values, dtype=own)

    return change
