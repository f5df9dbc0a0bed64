"""What the server answers. The front end's types are made from these by ``scripts/protocol_types.py``.

A field that may be absent is of type ``| UnsetType``. Offsets are code points from 0, cells count from 1
and from all types, unless a field says otherwise. No answer carries a value but where it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from ..anonymise.pseudonym_file import Placed
from ..detection.model import Severity
from ..findings.finding import Finding, PartKind, ScanError, Suppression
from ..git.work_tree import IgnoreState
from ..notebook.edit import Edit
from ..notebook.json_values import JsonObject, NotebookContent, Result
from ..notebook.platforms import PlatformId
from ..redact.model import ChangedCell
from ..redact.notebook_plan import Variable
from ..redact.share import ShareLook, ShareReport
from ..references.files import State as DataState
from ..rewrite.loading import Loader
from ..rewrite.sites import Outcome
from ..stores.receipt import Receipt, TakenBack
from ..stores.store import Stored
from .requests import ProjectScope, SaveMode, StoreChosen

API_VERSION = 1
"""Number of the REST interface. It grows when an older front end could not work with it any more."""

SAVE_SCHEMA = "https://events.codethreat.com/ct_jupyter/save/v1"
"""Id of the event's schema."""

REFUSED = "Not saved, because the "
"""How the message of a refused save begins: JupyterLab hands on nothing else of it."""

ProjectFileKind = Literal["notebook", "data", "text"]
SaveOutcome = Literal["scanned", "blocked", "incomplete"]
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


class ErrorResponse(msgspec.Struct, frozen=True, omit_defaults=True):
    """Any request that was refused, with a status of 400 or more."""

    message: str
    """What happened and what to do, for the user; quotes nothing."""
    reason: str
    """The code that the front end goes by, as ``moved``."""
    fingerprint: str = ""
    """Of the finding that it is about."""
    name: str = ""
    """Of the variable that it is about."""


class Done(msgspec.Struct, frozen=True):
    """A request that has nothing to tell."""


class StatusResponse(msgspec.Struct, frozen=True, kw_only=True):
    """``GET status``."""

    version: str
    api: int
    engine: str
    rules: int
    save_mode: SaveMode
    save_modes: Sequence[SaveMode]
    save_mode_locked: bool
    """Whether the administrator fixed the mode."""
    save_hook: bool
    """Whether saves can be scanned at all."""
    env_for_kernels: bool
    """Whether all kernels are started with the variables of ``.env``."""
    collaboration: bool
    """Whether a real-time collaboration extension is loaded on the server."""
    names: bool
    """Whether the server has the extra that finds names."""
    local_files: bool
    """Whether the server's files are on its own disk, so that data can be looked at."""
    max_body_bytes: int


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of secret, as the rule catalogue explains it."""

    id: str
    title: str
    provider: str
    severity: Severity
    why: str
    """What somebody who has the value can do."""
    remedy: str
    """What to do now."""
    source: str
    """Address of the provider's page."""


class RulesResponse(msgspec.Struct, frozen=True):
    """``GET rules``."""

    rules: Sequence[RuleInfo]


class BaselineInfo(msgspec.Struct, frozen=True):
    """The known findings of a repository."""

    path: str
    exists: bool


class PolicyInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The policy that holds for a notebook, as the pipeline will read it."""

    version: str
    """Another one after each change."""
    file: str | None
    """The file that the settings stand in; None where there is none."""
    error: str
    """Why it cannot be read; empty where it can."""
    excluded: bool
    """Whether it leaves the notebook out."""
    disabled: Sequence[str]
    """Weakness ids, or globs on them, that are not looked for."""
    baseline: BaselineInfo | None
    """None where it cannot be written from here."""


class ScanResponse(msgspec.Struct, frozen=True, kw_only=True):
    """``POST scan``."""

    findings: Sequence[Finding]
    errors: Sequence[ScanError]
    seconds: float
    policy: PolicyInfo
    waiting: bool
    """Whether it was left for later what the baseline says of some value."""


class AuditResponse(msgspec.Struct, frozen=True, kw_only=True):
    """``POST audit``."""

    path: str
    """Of the baseline."""
    created: bool
    suppressed: Suppression


class UnauditResponse(msgspec.Struct, frozen=True):
    """``POST unaudit``."""

    path: str
    """Of the baseline."""
    removed: int
    """Number of entries that were taken out."""


class IgnoreResponse(msgspec.Struct, frozen=True, kw_only=True):
    """``POST ignore``: a comment to write, or a tag where a comment cannot stand."""

    edits: Sequence[Edit] | UnsetType = UNSET
    tag: str | UnsetType = UNSET


class IgnoreLists(msgspec.Struct, frozen=True):
    """The suppressions in metadata."""

    cell: Sequence[str]
    notebook: Sequence[str]


class UnignoreResponse(msgspec.Struct, frozen=True, kw_only=True):
    """``POST unignore``: one of the three."""

    edits: Sequence[Edit] | UnsetType = UNSET
    tags: Sequence[str] | UnsetType = UNSET
    ignore: IgnoreLists | UnsetType = UNSET


class JobStarted(msgspec.Struct, frozen=True):
    """``POST`` of what is done in the background."""

    job: str
    """With which it is asked after."""


class JobResponse(msgspec.Struct, frozen=True, kw_only=True):
    """How far a piece of background work is."""

    state: JobState
    what: str
    """The file in hand; empty where there is none."""
    done: int
    total: int
    message: str
    """Why it failed."""
    name: str | UnsetType = UNSET
    """Of the variable that the message is about."""
    fingerprint: str | UnsetType = UNSET
    """Of the finding that the message is about."""
    result: Result


class DataFile(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the code reads or writes."""

    cell: int
    cell_id: str | None
    start: int
    end: int
    """Of the argument that names it, in the cell's source."""
    name: str
    """As the code has it: a path, a pattern or an address."""
    reader: str
    writes: bool
    treatable: bool
    """Whether a cell below it can treat its columns."""
    state: DataState
    why: str | None
    """Why it was not looked at."""
    files: Sequence[str]
    """That were found, relative to the server's root."""


class LargeFile(msgspec.Struct, frozen=True):
    """A file that is larger than was asked for."""

    path: str
    size_bytes: int


class DataResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the data files of a notebook found."""

    findings: Sequence[Finding]
    files: Sequence[DataFile]
    errors: Sequence[ScanError]
    large: Sequence[LargeFile]


class NamesResult(msgspec.Struct, frozen=True):
    """What a look for names found."""

    findings: Sequence[Finding]
    errors: Sequence[ScanError]


class PseudonymKey(msgspec.Struct, frozen=True):
    """The key of hashes and fakes: it carries its value, for the running kernel."""

    name: str
    value: str
    store: Stored | None
    """Where it was put; None where it was there before."""
    receipt: Receipt | None
    """For an undo; None where nothing was stored."""


class DataCellResponse(msgspec.Struct, frozen=True, kw_only=True):
    """``POST data-cell``."""

    source: str
    split_at: int | None
    """Where the cell that reads is best cut in two; None where nothing follows."""
    replaces: int | None
    """Number of the cell that treats the frame already: it gets the source."""
    key: PseudonymKey | None
    """None where none is needed, or the kernel has one of its own."""
    helper: Placed | None
    """The file beside the notebook that its cells import from."""


class ScrubResponse(msgspec.Struct, frozen=True):
    """``POST scrub`` and ``POST scrub-known``."""

    cells: Sequence[ChangedCell]
    places: int
    """Number of places that change."""


class GitSight(msgspec.Struct, frozen=True):
    """``GET gitignore``: how git sees a file."""

    state: Literal["present", "absent", "no-repository", "unknown"]
    tracked: bool
    """Whether git tracks the file already."""


class GitignoreResponse(msgspec.Struct, frozen=True):
    """``POST gitignore``."""

    state: IgnoreState
    tracked: bool
    """Whether git tracks the file already: then the line alone does not help."""


class Replaced(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one place in a source."""

    cell: int
    cell_id: str | None
    start: int
    end: int
    """In the source as it was sent."""
    weakness_id: str
    name: str
    outcome: Outcome
    """``placeholder``: the code has to be mended by hand, or it is no code."""
    note: str


class Counts(msgspec.Struct, frozen=True):
    """Number of places that change."""

    sources: int = 0
    outputs: int = 0
    metadata: int = 0
    attachments: int = 0


class RedactedFile(msgspec.Struct, frozen=True):
    """A file with values that go, or that has to stay as it is."""

    path: str
    copies: int
    error: str | None
    """Why it stays as it is; None where it does not."""


class PlatformInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A platform whose secret store is chosen, or could be: nothing is sent there."""

    id: PlatformId
    title: str
    store: str
    """What its store is called."""
    module: str
    """That a kernel there can import; empty where nothing tells."""
    vault: str
    """The part of the store that is read; empty where there are none."""
    vault_title: str
    """What such a part is called."""
    steps: Sequence[str]
    """What a person does to enter the values."""
    keys: Mapping[str, str]
    """What the secret of a variable is called there, by the variable's name."""


class RedactPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A dry run of ``POST redact``. It carries no value unless it is asked to."""

    variables: Sequence[Variable]
    cells: Sequence[ChangedCell]
    metadata: JsonObject | None
    """The notebook's own where it changes."""
    replaced: Sequence[Replaced]
    counts: Counts
    pictures: Sequence[int]
    """Numbers of cells with a picture that may show a value."""
    skipped: int
    """Number of findings that were not asked for."""
    notes: Sequence[str]
    imports: Sequence[str]
    """Statements that the lookups stand on; the running kernel is given them."""
    out_of_reach: Sequence[str]
    """What still holds a value and cannot be changed from here, and what to do."""
    files: Sequence[RedactedFile]
    repository: str | None
    """Path of the ``.env`` at the top of the repository, below the server's root; None where there is no
    repository, or the notebook lies at its top."""
    loader: Loader | UnsetType = UNSET
    store_kind: StoreChosen | UnsetType = UNSET
    """Where the values go, ``auto`` being decided; absent for many files, of which each has its own."""
    platform: PlatformInfo | UnsetType | None = UNSET
    values: Mapping[str, str] | UnsetType = UNSET
    """By name, where they were asked for."""


class KeyringAdded(msgspec.Struct, frozen=True):
    """What became of the keyring."""

    added: int


class RedactResponse(RedactPlan, frozen=True, kw_only=True):
    """``POST redact``: it carries values, for the running kernel."""

    values: Mapping[str, str]
    store: Stored | KeyringAdded | None
    """None where nothing was stored."""
    receipt: Receipt | None
    """For an undo; None where nothing was stored."""


class UndoResponse(msgspec.Struct, frozen=True):
    """``POST undo``."""

    taken_back: Sequence[TakenBack]


class ShareLookResponse(msgspec.Struct, frozen=True):
    """A dry run of ``POST share``."""

    found: ShareLook


class ShareResponse(msgspec.Struct, frozen=True):
    """``POST share``: a copy without secrets, and without the personal data that was chosen."""

    content: NotebookContent
    report: ShareReport


class SaveModeResponse(msgspec.Struct, frozen=True):
    """``PUT save-mode``."""

    mode: SaveMode


class ProjectFile(msgspec.Struct, frozen=True, kw_only=True, tag="file"):
    """What one file holds. A later one with the same path takes its place."""

    path: str
    """Contents API path: POSIX, relative to the server's root."""
    kind: ProjectFileKind
    findings: list[Finding]
    """The first of them, suppressed ones included."""
    more: dict[Severity, int] = {}
    """Those that are counted and not listed, by severity; none of them is suppressed."""
    errors: list[ScanError] = []
    """What of it could not be read."""


class ProjectInfo(msgspec.Struct, frozen=True):
    """``GET project`` without a job."""

    job: str | None
    """The user's scan; None where there is none."""
    repository: str | None
    """Top of the repository that the folder belongs to; None where there is none."""


class ProjectResponse(msgspec.Struct, frozen=True, kw_only=True):
    """How far the scan of a project is, and what came since."""

    job: str
    folder: str
    """What is scanned: a folder or a file; empty for the root of the server."""
    scope: ProjectScope
    all_text: bool
    state: JobState
    message: str
    """Why it failed."""
    done: int
    """Files."""
    total: int
    what: str
    """The file in hand; empty where there is none."""
    files: Sequence[ProjectFile]
    cursor: int
    """Number of results that are known now."""
    more: bool
    """Whether there is more to fetch at once."""


class ProjectAgainResponse(msgspec.Struct, frozen=True):
    """``PUT project``."""

    paths: Sequence[str]
    """Of the files that are scanned again."""


class FileDiff(msgspec.Struct, frozen=True):
    """The changes of one file, as a unified diff without values."""

    path: str
    lines: Sequence[str]
    cut: bool
    """Whether there are more."""


class ProjectRedactPlan(RedactPlan, frozen=True, kw_only=True):
    """A dry run of ``POST project-redact``; it carries no value."""

    diffs: Sequence[FileDiff]


class ProjectRedacted(msgspec.Struct, frozen=True, kw_only=True):
    """``POST project-redact``."""

    files: Sequence[RedactedFile]
    stored: Sequence[Stored]
    notes: Sequence[str]
    """What is left to do."""
    undo: str | None = None
    """With what it is taken back; None where that cannot be done."""


class PutBack(msgspec.Struct, frozen=True):
    """A file that was put back, or why it was not."""

    path: str
    error: str | None


class ProjectUndoResponse(msgspec.Struct, frozen=True):
    """``POST project-undo``."""

    files: Sequence[PutBack]


class UndoKept(msgspec.Struct, frozen=True):
    """``GET project-undo``."""

    kept: bool
    """Whether it can still be taken back."""


class SavedFinding(msgspec.Struct, frozen=True):
    """A finding as the event after a save has it."""

    cell: int | None
    cell_id: str | None
    weakness_id: str
    severity: Severity
    part: PartKind
    line: int
    column: int
    fingerprint: str


class SeverityCounts(msgspec.Struct, frozen=True):
    """Number of findings of each severity."""

    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0


class SaveEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Data of the event after a save: places and counts, never values."""

    path: str
    outcome: SaveOutcome
    counts: SeverityCounts
    findings: Sequence[SavedFinding]
    errors: int
