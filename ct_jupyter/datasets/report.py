"""What was found in a data file, by column. It carries counts and masked previews, never a value."""

from __future__ import annotations

import msgspec

from ..detection.model import Confidence, Rule


class DataColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of personal data, or of secrets, in one column."""

    rule: Rule
    name: str | None
    """Of the column; None for the texts of a pickle."""
    table: str | None
    """Sheet, table or member, where the file holds several."""
    confidence: Confidence
    rows: int
    """That hold anything."""
    hits: int
    """Rows that hold it; from more than a few thousand on, and for names, an estimate."""
    first_row: int
    """From 1, the header not counted."""
    preview: str
    guarantee: str | None = None
    """How the hits were come by, where they are an estimate."""
    note: str | None = None


class DataReport(msgspec.Struct, frozen=True, kw_only=True):
    """One data file, looked at."""

    columns: list[DataColumn]
    problems: list[tuple[str | None, str]]
    """What could not be read: a member, sheet or table (None for the file itself), and why."""
    notes: list[str]
    """How it was looked at, where somebody should know."""
    tables: int
    rows: int
    size_bytes: int
    notebooks: list[str] = []
    """Names of the notebooks in an archive, which are nothing to be read as data: each is a problem too."""
