"""The bodies of requests, as msgspec validates them. Unknown fields pass: a newer front end may send more.

The front end's types are made from these by ``scripts/protocol_types.py``.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

import msgspec

from ..findings.finding import PartKind
from ..languages.canonical import says_language
from ..notebook import canonical_language
from ..notebook.json_values import JsonObject, NotebookContent, RawAttachments, RawOutputs, Texts
from ..notebook.platforms import PlatformId
from ..notebook.schema import MultilineText
from ..policy.baseline import Verdict
from ..stores.receipt import Receipt

Path = Annotated[str, msgspec.Meta(max_length=4096)]
Language = Annotated[str, msgspec.Meta(max_length=64)]
CellId = Annotated[str, msgspec.Meta(max_length=256)]
WeaknessId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=200)]
Offset = Annotated[int, msgspec.Meta(ge=0, le=2**31)]
Number = Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
CellType = Literal["code", "markdown", "raw"]
DocumentKind = Literal["notebook", "file"]
"""A ``file`` is any other text, sent as a notebook of one cell; its name says what it is written in."""

Fingerprint = Annotated[str, msgspec.Meta(max_length=64)]
Note = Annotated[str, msgspec.Meta(max_length=1000)]
StoreChosen = Literal["env", "keyring", "none", PlatformId]
"""Where the values of one notebook are."""
StoreName = Literal["auto", StoreChosen]
"""``auto``: what the policy says, else that of the platform that the notebook is of, else ``env``."""
EnvAt = Literal["notebook", "repository"]
LoadName = Literal["none", "dotenv", "env", "keyring"]
"""``env``: ``.env``, in the way that the notebook's language has; ``dotenv`` means the same."""
SaveMode = Literal["off", "warn", "block"]
ProjectScope = Literal["folder", "repository"]
"""``repository``: all of that which the folder belongs to."""
ShareOutputs = Literal["keep", "scrub", "drop"]
ColumnAction = Literal["drop", "mask", "hash", "fake"]
JobKind = Literal["data", "names"]
"""Background work on one notebook."""
SuppressedIn = Literal["comment", "tag", "metadata"]
VaultName = Annotated[str, msgspec.Meta(max_length=128, pattern=r"\A(?:[A-Za-z0-9][A-Za-z0-9_.@\-]*)?\Z")]
VariableName = Annotated[str, msgspec.Meta(max_length=256)]

MAX_CELLS = 100_000


class SentCell(msgspec.Struct):
    """A cell, as far as the front end wants it scanned."""

    cell: Number
    id: CellId | None = None
    type: CellType = "code"
    source: MultilineText | None = None
    outputs: RawOutputs = msgspec.Raw()
    """Decoded with its cell: one odd output must not keep the others from being scanned."""
    metadata: JsonObject | None = None
    attachments: RawAttachments = msgspec.Raw()
    tags: Texts | None = None
    """Where the metadata is not sent: suppressions may stand in a tag."""
    ignore: Texts | None = None
    """Likewise, those of its metadata."""


class ScanRequest(msgspec.Struct):
    """``POST scan``."""

    path: Path
    kind: DocumentKind = "notebook"
    cells: Annotated[list[SentCell], msgspec.Meta(max_length=MAX_CELLS)] = []
    language: Language = "python"
    metadata: JsonObject | None = None
    ignore: Texts | None = None
    """The suppressions in the notebook's metadata, where that is not sent."""
    settled: bool = True
    """Whether there is time for what is costly: not while somebody types."""

    def __post_init__(self) -> None:
        # A front end sends what the kernel calls its language, `R` or `C#`.
        self.language = canonical_language(self.language)


class DataRequest(ScanRequest, kw_only=True):
    """``POST data``: the code cells of a notebook."""

    most_bytes: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """Larger files are only named, unless they are known already; None for any size."""


class AuditRequest(ScanRequest, kw_only=True):
    """``POST audit``: the cell of a finding, and what somebody says of it."""

    weakness_id: WeaknessId
    fingerprint: Fingerprint
    verdict: Verdict
    note: Note = ""
    until: datetime.date | None = None
    create: bool = False
    """Whether a baseline may be made where there is none."""


class SourceCell(msgspec.Struct):
    """A cell with its source."""

    id: CellId
    source: str
    type: CellType = "code"
    tags: Texts = []


class RedactRequest(msgspec.Struct):
    """``POST redact``."""

    path: Path
    content: NotebookContent
    language: Language | None = None
    """Of the kernel, where the notebook's metadata does not say."""
    kind: DocumentKind = "notebook"
    findings: Annotated[list[Fingerprint], msgspec.Meta(max_length=MAX_CELLS)] | None = None
    """Fingerprints of those that are to go, each with all copies of its value; None for all."""
    names: Annotated[dict[Fingerprint, VariableName], msgspec.Meta(max_length=MAX_CELLS)] = {}
    """The user's own names, by fingerprint: refused as ``invalid-name`` or ``name-taken``."""
    store: StoreName = "env"
    """``auto`` that is decided to be no ``env`` is refused as ``preview-first`` but in a dry run."""
    vault: VaultName = ""
    """Secret scope, key vault or project; empty for the one that the notebook names, or the default."""
    env_at: EnvAt = "notebook"
    load: LoadName = "none"
    load_for: Annotated[list[VariableName], msgspec.Meta(max_length=MAX_CELLS)] = []
    """Variables that were stored before, and are to be loaded although nothing is replaced."""
    whole_urls: bool = False
    imports: Literal["notebook", "cell"] = "notebook"
    """``cell`` keeps them in the cell that changes, so that one undo there takes all back."""
    checkpoints: bool = True
    """Whether the copies that Jupyter and other tools keep of the notebook are cleaned as well."""
    folder: bool = False
    """Whether the other notebooks and text files of the folder are."""
    dry_run: bool = False
    """Plan and count; store and write nothing, carry no value."""
    with_values: bool = False
    """Whether a dry run carries the values, for a person to enter them in a platform's store."""

    def __post_init__(self) -> None:
        named = self.language if says_language(self.language) else None
        self.language = canonical_language(named) if named else None


class UndoRequest(msgspec.Struct):
    """``POST undo``."""

    path: Path
    """Of the notebook."""
    receipts: Annotated[list[Receipt], msgspec.Meta(max_length=1000)]
    """As the answers to ``redact`` had them."""
    keep: Annotated[list[VariableName], msgspec.Meta(max_length=MAX_CELLS)] = []
    """Variables that the notebook still looks up."""


class ShareRequest(msgspec.Struct):
    """``POST share``."""

    path: Path
    content: NotebookContent
    outputs: ShareOutputs = "keep"
    personal: Annotated[list[WeaknessId], msgspec.Meta(max_length=200)] | None = None
    """Kinds of personal data that go, as ``pii.email``; None for all."""
    columns: Annotated[list[str], msgspec.Meta(max_length=10_000)] = []
    """Of data files that the notebook reads, known to hold personal data."""
    dry_run: bool = False
    """Only look: what a copy may be without, or that it is clean."""


class IgnoreRequest(msgspec.Struct):
    """``POST ignore``."""

    cell: SourceCell
    weakness_id: WeaknessId
    reason: Note
    until: datetime.date | None = None
    """The last day that it is to be ignored."""
    part: PartKind = "source"
    start: Offset | None = None
    language: Language = "python"
    path: Path = ""
    """Of the document; where it is a file, what it is written in."""
    kind: DocumentKind = "notebook"

    def __post_init__(self) -> None:
        self.language = canonical_language(self.language)


class UnignoreRequest(msgspec.Struct):
    """``POST unignore``."""

    weakness_id: WeaknessId
    kind: SuppressedIn
    """Where the decision stands, as the finding says."""
    cell: SourceCell | None = None
    start: Offset | None = None
    """Of the finding, where a comment ignores it."""
    cell_ignore: Texts = []
    """The list in the cell's metadata."""
    notebook_ignore: Texts = []
    """Likewise, in the notebook's."""


class UnauditRequest(ScanRequest, kw_only=True):
    """``POST unaudit``: the cell of a finding that the baseline knows."""

    weakness_id: WeaknessId
    fingerprint: Fingerprint


class DataCellRequest(msgspec.Struct):
    """``POST data-cell``."""

    cells: Annotated[list[SourceCell], msgspec.Meta(min_length=1, max_length=MAX_CELLS)]
    """All of the notebook: a path may be put together in another cell."""
    cell: Number
    start: Offset
    """Of the argument that names the file, as ``data`` answered it."""
    columns: Annotated[dict[str, WeaknessId], msgspec.Meta(min_length=1, max_length=10_000)]
    """Weakness id by column."""
    action: ColumnAction
    language: Language = "python"
    path: Path = ""
    """Of the notebook; without it nothing is stored or written."""
    has_key: bool = False
    """Whether the running kernel has the key of hashes and fakes already."""
    has_package: bool = True
    """Whether the kernel can import from this package; else its cells import from a file beside them."""
    load: Literal["none", "dotenv"] = "none"
    """How the notebook has the key in another session, where it does not load ``.env`` yet."""

    def __post_init__(self) -> None:
        self.language = canonical_language(self.language)


class ScrubRequest(msgspec.Struct):
    """``POST scrub``."""

    content: NotebookContent
    columns: Annotated[list[str], msgspec.Meta(min_length=1, max_length=10_000)]
    """Names, as the data frame has them."""


class ScrubKnownRequest(msgspec.Struct):
    """``POST scrub-known``."""

    path: Path
    content: NotebookContent
    """It, or some cells of it."""
    variables: Annotated[list[VariableName], msgspec.Meta(max_length=10_000)] | None = None
    """Whose values are to go; None for all."""


class GitignoreRequest(msgspec.Struct):
    """``POST gitignore``."""

    path: Path
    """Of the data file, relative to the server's root."""


class KernelEnvRequest(msgspec.Struct, forbid_unknown_fields=True):
    """``POST kernel-env``."""

    kernel: str
    """Id of a kernel that runs."""


class SavePassRequest(msgspec.Struct):
    """``POST save-mode``."""

    path: Path
    """Of what is to be saved in spite of what it holds, once."""


class SaveModeRequest(msgspec.Struct):
    """``PUT save-mode``."""

    mode: SaveMode
    personal_off: Annotated[list[WeaknessId], msgspec.Meta(max_length=200)] = []
    """Kinds of personal data that the user does not want to be told of: beginnings of weakness ids."""


class ProjectRequest(msgspec.Struct):
    """``POST project``."""

    path: Path = ""
    """Of the folder or the file to scan."""
    scope: ProjectScope = "folder"
    all_text: bool = False
    """Whether all text files are scanned, not only notebooks and data files."""


class ProjectRedactRequest(msgspec.Struct):
    """``POST project-redact``."""

    folder: Path
    """What was scanned: its policy says which findings stay."""
    paths: Annotated[list[Path], msgspec.Meta(min_length=1, max_length=10_000)]
    """Of the files."""
    unsaved: dict[str, NotebookContent] = {}
    """The content of those notebooks that are open, by path; they are planned for, and not written."""
    findings: Annotated[list[Fingerprint], msgspec.Meta(max_length=MAX_CELLS)] | None = None
    """Fingerprints of those that are to go; None for all."""
    names: Annotated[dict[Fingerprint, VariableName], msgspec.Meta(max_length=MAX_CELLS)] = {}
    """The user's own names, by fingerprint."""
    store: StoreName = "env"
    vault: VaultName = ""
    env_at: EnvAt = "notebook"
    load: LoadName = "none"
    neighbours: bool = msgspec.field(default=False, name="folder_too")
    """Whether the other notebooks and text files of their folders are cleaned as well."""
    dry_run: bool = True


class ProjectUndoRequest(msgspec.Struct):
    """``POST project-undo``."""

    undo: Annotated[str, msgspec.Meta(max_length=64)]


class ProjectAgainRequest(msgspec.Struct):
    """``PUT project``: files of a scan that were saved, moved or deleted."""

    job: Annotated[str, msgspec.Meta(max_length=64)]
    paths: Annotated[list[Path], msgspec.Meta(min_length=1, max_length=1000)]
