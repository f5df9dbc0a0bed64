"""The finding, as every report, the editor and the save event show it."""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from ..detection.model import Confidence, Severity

PartKind = Literal["source", "output", "metadata", "attachment", "data"]


class Position(msgspec.Struct, frozen=True):
    """A place in a decoded part."""

    line: int
    """From 1."""
    column: int
    """Code points from 1."""
    offset: int
    """Code points from 0, in the whole part."""


class Fix(msgspec.Struct, frozen=True):
    """What one click would put in place of the value's literal."""

    kind: Literal["environment"]
    name: str
    """Name of the environment variable."""
    replacement: str
    """Source text: ``os.environ["OPENAI_API_KEY"]``."""


class Suppression(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a finding does not count."""

    kind: Literal["comment", "tag", "metadata", "pragma", "path", "value", "baseline"]
    """Where the decision stands: in the notebook, in another scanner's comment, in the configuration (by path
    or by value), or in the baseline."""
    reason: str
    """As its author wrote it; empty where none was given."""
    by: str | None = None
    """Who decided it, where that was recorded: the name that git writes into commits."""
    on: datetime.date | None = None
    """The day of the decision."""
    until: datetime.date | None = None
    """The last day that it holds."""
    at: str | None = None
    """Where in the configuration it stands, as ``.ct-jupyter.toml:12``."""
    added: bool | None = None
    """Whether the change that was scanned brought it in; None where that was not asked."""


class FlowStep(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the way of a value to where it opens a door. It carries names, never a value."""

    what: str
    """``input()``, ``assigned to name``, ``reaches os.system``."""
    cell: int | None = None
    start: Position
    file_line: int | None = None


class ColumnShare(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a data file's column is personal data. It carries counts, never a value."""

    path: str
    """The data file, POSIX, relative to the scanned root."""
    table: str | None = None
    """Sheet, table or member of an archive, where the file holds several."""
    rows: int
    """Rows of the column that were looked at: all of them, unless ``guarantee`` says otherwise."""
    hits: int
    """Rows that hold it; for what only a model recognises, an estimate from the sample."""
    special: bool = False
    """Whether the law counts it to the special categories (GDPR, Article 9)."""
    guarantee: str | None = None
    """How ``hits`` was come by, where it is an estimate: ``estimated from 1,970 of 5,000 rows``."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A span in a part with a weakness id, severity, confidence and fingerprint; never the value.

    The fields are version 1 of the JSON report, which changes only by adding.
    """

    path: str
    """POSIX, relative to the scanned root."""
    weakness_id: str
    title: str
    severity: Severity
    confidence: Confidence
    cell: int | None = None
    """From 1, all cell types counted; None for the notebook's own metadata and for plain files."""
    cell_id: str | None = None
    part: PartKind
    output: int | None = None
    """From 1."""
    mime: str | None = None
    pointer: str | None = None
    """JSON pointer inside metadata and JSON outputs."""
    column_name: str | None = None
    column: ColumnShare | None = None
    """For data: the file and the share of its rows. In a notebook's report such a finding stands at the cell
    that reads or writes the file, its span the argument that names it."""
    start: Position
    end: Position
    file_line: int | None = None
    """Line in the file, from 1; None for what was never in a file (an unsaved buffer)."""
    preview: str
    fingerprint: str
    suppressed: Suppression | None = None
    note: str | None = None
    """Why the confidence is lower than the rule's own; of code, where the value comes from."""
    pair: str | None = None
    """Fingerprint of the other half: an access key id and its secret key name each other."""
    fix: Fix | None = None
    variable: str | None = None
    """The variable in ``.env`` or the keyring that holds the value, where an output shows it."""
    context: str | None = None
    """The line that it begins in, with every value of it masked; only where a report shows it."""
    flow: list[FlowStep] | None = None
    """Of code: the way of a value that somebody else may set, from where it comes up to here."""
    commit: str | None = None
    """The commit that brought it in, where commits were scanned and the head does not hold it any more."""
    commit_date: str | None = None
    """Author's date of that commit, ISO 8601."""
    known: bool | None = None
    """Whether the file held the value already before the change that was scanned; None where that was not
    asked."""


class ScanError(msgspec.Struct, frozen=True):
    """Something that could not be read; it never counts as clean."""

    path: str
    message: str
    """What happened and what to do; holds no text of the document."""
    cell: int | None = None
