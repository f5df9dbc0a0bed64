"""Which columns of a data file hold personal data, and of which kind."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..detection.model import Confidence


class UnscannedError(Exception):
    """A file that could not be scanned in whole; the message says why and quotes none of it."""


class ColumnKind(msgspec.Struct, frozen=True):
    """What a column holds most of."""

    weakness_id: str
    title: str
    hits: int
    rows: int


def kinds_of_columns(path: Path) -> dict[str, ColumnKind]:
    """Return the kind of personal data by column, without those that hold documentation's values alone.

    Raises
    ------
    UnscannedError
        A part of the file could not be read, so that nobody knows what it holds.
    """
    from ..datasets.scan import scan_data  # brings Polars along

    report = scan_data(path)
    if report.problems:
        inside, why = report.problems[0]
        raise UnscannedError(why if inside is None else f"{inside!r} {why}")
    found: dict[str, ColumnKind] = {}
    for column in report.columns:
        if column.name is None or column.confidence is Confidence.LOW:
            continue
        name = column.name
        held = found.get(name)
        if held is None or column.hits > held.hits:
            found[name] = ColumnKind(column.rule.id, column.rule.title, column.hits, column.rows)
    return found
