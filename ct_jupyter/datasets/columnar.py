"""Parquet, Feather and Arrow IPC: streamed by Polars, batch by batch."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .source import Limits, Source, UnreadableDataError, Watch
from .table import Table, rows_of

if TYPE_CHECKING:
    import polars as pl

PARQUET_MARK = b"PAR1"
ARROW_MARK = b"ARROW1"
FEATHER_1_MARK = b"FEA1"
_BATCH_CELLS = 1_000_000
"""Text cells of one batch: about 50 MB."""
_BATCH_ROWS = 100_000


def parquet_tables(source: Source, watch: Watch, limits: Limits) -> Iterator[Table]:
    """Yield the table of a Parquet file.

    Raises
    ------
    UnreadableDataError
        It is damaged, cut short or encrypted.
    """
    if source.head(4) == b"PARE":
        raise UnreadableDataError("is an encrypted Parquet file; decrypt it to have it scanned")
    yield Table(None, _batches(source, watch, limits, "Parquet"))


def arrow_tables(source: Source, watch: Watch, limits: Limits) -> Iterator[Table]:
    """Yield the table of a Feather file, an Arrow file or an Arrow stream.

    Raises
    ------
    UnreadableDataError
        It is damaged, cut short or of the first Feather version.
    """
    head = source.head(6)
    if head.startswith(FEATHER_1_MARK):
        raise UnreadableDataError(
            "is a Feather file of version 1, which pandas no longer writes; save it again"
        )
    kind = "Arrow" if head == ARROW_MARK else "Arrow stream"
    yield Table(None, _batches(source, watch, limits, kind))


def _batches(source: Source, watch: Watch, limits: Limits, kind: str) -> Iterator[pl.DataFrame]:
    import polars as pl

    try:
        lazy = _scan(source, watch, limits, kind)
        schema = lazy.collect_schema()
        total = max(1, lazy.select(pl.len()).collect().item())
        looked_at = [name for name, one in schema.items() if _holds_text(one)]
        size = max(1_000, min(_BATCH_ROWS, _BATCH_CELLS // max(1, len(looked_at))))
        before = watch.done_bytes
        rows = 0
        for frame in lazy.select(looked_at).collect_batches(chunk_size=size, maintain_order=True):
            # A row group may come as one batch, whatever was asked for.
            for piece in frame.iter_slices(size):
                yield rows_of(piece)
                rows += piece.height
                if source.path is not None:
                    watch.advance(before + source.size_bytes * rows // total - watch.done_bytes)
                watch.check()
    except (pl.exceptions.PolarsError, OSError, EOFError, ValueError, OverflowError) as error:
        raise UnreadableDataError(_why(error, kind)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Polars' own, of its lower layers
            raise
        raise UnreadableDataError(_why(error, kind)) from None


def _why(error: BaseException, kind: str) -> str:
    """Return the cause without the text of the error, which may quote the file."""
    if isinstance(error, PermissionError):
        return "cannot be read: Permission denied; check the file and its permissions"
    return f"is damaged or cut short: it cannot be read as {kind}; write or fetch it again"


def _scan(source: Source, watch: Watch, limits: Limits, kind: str) -> pl.LazyFrame:
    import polars as pl

    place = source.path
    if kind == "Arrow stream":
        return pl.read_ipc_stream(place or io.BytesIO(source.whole(watch, limits.memory_bytes))).lazy()
    data = place or io.BytesIO(source.whole(watch, limits.memory_bytes))
    # A name such as `a[1].parquet` is no pattern, and the folders above say nothing of the columns.
    if kind == "Arrow":
        return pl.scan_ipc(data, glob=False, hive_partitioning=False)
    return pl.scan_parquet(data, glob=False, hive_partitioning=False)


def _holds_text(kind: pl.DataType) -> bool:
    """Whether a column may hold anything that a person can be known by: pictures and truths do not."""
    import polars as pl

    return not isinstance(kind, pl.Boolean | pl.Duration)
