"""What the process that reads data files is told, and what it says: JSON, one message a line."""

from __future__ import annotations

import msgspec

from ..detection.model import Confidence
from ..files.process_limits import ProcessLimits


class Task(msgspec.Struct, frozen=True):
    """One file to read. With ``content_bytes`` its content follows the line."""

    path: str
    ending: str | None
    """What to take it for, where its name does not say."""
    content_bytes: int | None
    limits: ProcessLimits


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A :class:`.report.DataColumn`, with its rule by id."""

    rule: str
    name: str | None
    table: str | None
    confidence: Confidence
    rows: int
    hits: int
    first_row: int
    preview: str
    guarantee: str | None
    note: str | None


class Progress(msgspec.Struct, frozen=True, tag=True):
    """How far it is."""

    done: int
    total: int


class Done(msgspec.Struct, frozen=True, tag=True):
    """What the file holds: a :class:`.report.DataReport`."""

    columns: list[Column]
    problems: list[tuple[str | None, str]]
    notes: list[str]
    tables: int
    rows: int
    size_bytes: int
    notebooks: list[str]


class Failed(msgspec.Struct, frozen=True, tag=True):
    """It went wrong in a way that nobody foresaw."""

    kind: str
    """Name of what was raised; its text might quote the file."""


Said = Progress | Done | Failed
