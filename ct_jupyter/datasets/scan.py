"""A data file in, what its columns hold out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..detection.personal.columns import value_matches
from ..detection.personal.personal_kinds import KINDS
from .ahead import ahead
from .report import DataColumn, DataReport
from .sample import RowSample, guarantee
from .sampled import add_coordinates, sampled_verdicts
from .source import CancelledError, Limits, Source, UnreadableDataError, Watch
from .table import Table
from .tables import folder_tables, tables_of
from .tally import ColumnTally, likely_rows
from .verdict import Verdict, verdicts

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[int, int], None]
"""Called with the bytes done and all there are."""

MOST_COLUMNS = 5_000
"""Of one table; how many more there are is told."""


def scan_data(
    source: Path | Source,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits | None = None,
) -> DataReport:
    """Return what the columns of a data file, or of a folder that is one data set, hold.

    May be called from any thread. Whatever cannot be read is in the report's ``problems``.

    Parameters
    ----------
    source
        A file, a folder of parts, or bytes with a name.
    progress
        Called with the bytes done and all there are, from a thread of the scan.
    cancelled
        Asked between batches; a true answer ends the scan.

    Raises
    ------
    CancelledError
        ``cancelled`` said so.
    """
    limits = limits or Limits()
    size_bytes = source.size_bytes if isinstance(source, Source) else _size(source)
    watch = Watch(progress, cancelled, size_bytes)
    columns: list[DataColumn] = []
    tables = rows = 0
    for table in _tables(source, watch, limits):
        tables += 1
        tally = TableTally(table, watch.check)
        try:
            for frame, likely in ahead(_with_likely, _narrowed(table, watch)):
                tally.add(frame, likely)
                watch.check()
        except CancelledError:
            raise
        except UnreadableDataError as error:
            watch.problem(str(error), table.name)
        columns += tally.found()
        if tally.sampled is not None:
            watch.note(tally.sampled)
        rows += tally.rows
    return DataReport(
        columns=columns,
        problems=watch.problems,
        notes=watch.notes,
        tables=tables,
        rows=rows,
        size_bytes=size_bytes,
        notebooks=watch.notebooks,
    )


def _tables(source: Path | Source, watch: Watch, limits: Limits) -> Iterator[Table]:
    try:
        if isinstance(source, Path) and source.is_dir():
            yield from folder_tables(source, watch, limits, is_value)
        else:
            one = source if isinstance(source, Source) else Source.of_file(source)
            yield from tables_of(one, watch, limits, is_value)
    except UnreadableDataError as error:
        watch.problem(str(error))
    except OSError as error:
        watch.problem(f"cannot be read: {error.strerror}; check the file and its permissions")


def _narrowed(table: Table, watch: Watch) -> Iterator[pl.DataFrame]:
    """Yield the batches of a table without columns beyond so many."""
    known: dict[str, None] = {}
    passed: dict[str, None] = {}
    for frame in table.batches:
        for name in frame.columns:
            if name not in known:
                (known if len(known) < MOST_COLUMNS else passed)[name] = None
        yield frame.select([name for name in frame.columns if name in known]) if passed else frame
    if passed:
        where = f" of {table.name!r}" if table.name else ""
        watch.note(f"{MOST_COLUMNS:,} of {MOST_COLUMNS + len(passed):,} columns{where} were looked at")


def _with_likely(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return frame, likely_rows(frame)


class TableTally:
    """One table while it is read."""

    def __init__(self, table: Table, check_in: Callable[[], None]) -> None:
        self._table = table
        self._check_in = check_in
        self._columns: dict[str, ColumnTally] = {}
        self._sample = RowSample()
        self.rows = 0

    def add(self, frame: pl.DataFrame, likely: pl.DataFrame) -> None:
        """Count a batch, with what :func:`likely_rows` says of it."""
        for name in frame.columns:
            tally = self._columns.get(name)
            if tally is None:
                tally = self._columns[name] = ColumnTally(name, self._check_in)
            tally.add(frame.get_column(name), likely.get_column(name), self.rows)
        self._sample.add(frame)
        self.rows += frame.height

    @property
    def sampled(self) -> str | None:
        """What to say of a table of which only a sample was looked at for some kinds."""
        if self._sample.complete:
            return None
        rows = len(self._sample.rows)
        where = f" of {self._table.name!r}" if self._table.name else ""
        return (
            f"names, dates of birth and special categories were looked for in a sample of {rows:,} of the "
            f"{self.rows:,} rows{where}: in the columns that are not reported, {guarantee(rows)}"
        )

    def found(self) -> Iterator[DataColumn]:
        """Yield what its columns hold."""
        held = {name: self._verdicts(name, tally) for name, tally in self._columns.items()}
        add_coordinates(held, {name: self._sample.column(name) for name in held})
        for name, own in held.items():
            for verdict in own:
                yield DataColumn(
                    rule=verdict.rule,
                    name=name or None,
                    table=self._table.name,
                    confidence=verdict.confidence,
                    rows=self._columns[name].rows,
                    hits=verdict.hits,
                    first_row=verdict.first_row + 1,
                    preview=verdict.preview,
                    note=verdict.note,
                    guarantee=self._estimated(name, verdict),
                )

    def _verdicts(self, name: str, tally: ColumnTally) -> list[Verdict]:
        by_pattern = verdicts(tally)
        cells = self._sample.column(name)
        if not cells or any(one.hits > tally.rows / 2 for one in by_pattern):
            return by_pattern
        return by_pattern + list(sampled_verdicts(tally, cells))

    def _estimated(self, name: str, verdict: Verdict) -> str | None:
        if not verdict.sampled or self._sample.complete:
            return None
        return f"estimated from {len(self._sample.column(name)):,} of {self._columns[name].rows:,} rows"


@lru_cache(maxsize=4096)
def _is_value(text: str) -> bool:
    return any(kind.never_a_header and value_matches(kind.id, text) is not None for kind in KINDS)


def is_value(text: str) -> bool:
    """Whether a text is personal data by its form, and so no name of a column."""
    return len(text) >= 6 and ("@" in text or any(c.isdigit() for c in text)) and _is_value(text)


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
        return path.stat().st_size
    except OSError:
        return 0  # whoever opens it says why
