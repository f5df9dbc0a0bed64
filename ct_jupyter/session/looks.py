"""A notebook's data files, looked at for the panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from jupyter_core.paths import is_hidden

from ..check.data_cache import DataCache, NotWantedError
from ..notebook import Part
from ..policy.kinds import named
from ..protocol.requests import DataRequest
from ..protocol.responses import DataFile, DataResult, LargeFile
from .jobs import CancelledJob, FailedJob, Job
from .places import COLLABORATION_DRIVE
from .policies import NotebookPolicy, Policy
from .sent import directives_in, parts_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..check.reads import Looked
    from ..datasets.report import DataReport


_NO_FILES = "The files of this server are not on its own disk, so its data cannot be looked at."


class SmallFiles(DataCache):
    """A cache that opens no file over a size, and says which those were. What it knows costs nothing."""

    def __init__(self, cache: DataCache, most_bytes: int | None) -> None:
        super().__init__()
        self._cache = cache
        self._most_bytes = most_bytes
        self.refused: list[tuple[Path, int]] = []

    def report_of(
        self,
        path: Path,
        ending: str | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> DataReport:
        """Return what a file holds, as :class:`DataCache` does.

        Raises
        ------
        NotWantedError
            It is too large.
        """
        size = path.stat().st_size
        large = self._most_bytes is not None and (size > self._most_bytes or path.is_dir())
        if large and not self._cache.holds(path, ending):
            self.refused.append((path, size))
            raise NotWantedError
        return self._cache.report_of(path, ending, progress=progress, cancelled=cancelled)


def look_at_data(body: DataRequest, policy: NotebookPolicy, cache: DataCache, job: Job) -> DataResult:
    """Return what the data files of a notebook hold, as the policy has it.

    Raises
    ------
    CancelledJob
        It was stopped.
    FailedJob
        There are no files: another drive, or a contents manager that keeps none on this disk.
    """
    # Imported here: Polars comes along, which no server should wait for when it starts.
    from ..check.reads import check_reads, reads_in
    from ..datasets.source import CancelledError

    folder, root = policy.policy.folder, policy.policy.root
    if policy.excluded:
        return DataResult(findings=[], files=[], errors=[], large=[])
    if folder is None or root is None:
        # The job says so, not the request: a notebook is opened on such a server as on any other.
        raise FailedJob(_NO_FILES)
    parts: list[Part] = []
    for sent in body.cells:
        if sent.type == "code":
            parts += parts_in(sent, body)
    reads = reads_in(parts, honour_pragmas=policy.honour_pragmas)
    reads = msgspec.structs.replace(reads, directives=directives_in(body))
    name = body.path.removeprefix(COLLABORATION_DRIVE)
    small = SmallFiles(cache, body.most_bytes)
    try:
        checked = check_reads(
            reads,
            folder / Path(name).name,
            name,
            root=root,
            fingerprint=policy.fingerprint(),
            cache=small,
            excluded=lambda shown: _hidden(policy.policy, root / shown),
            progress=job.progress,
            cancelled=job.cancelled,
        )
    except CancelledError:
        raise CancelledJob from None
    disabled = policy.policy.config.disable
    return DataResult(
        findings=policy.judge([one for one in checked.findings if not named(one.weakness_id, disabled)]),
        files=[_listed(one) for one in checked.looked],
        errors=checked.errors,
        large=[LargeFile(path.relative_to(root).as_posix(), size) for path, size in small.refused],
    )


def _hidden(policy: Policy, path: Path) -> str:
    """Return why a file is not looked at that the server does not show either; else nothing."""
    hidden = not policy.shows_hidden and is_hidden(str(path), str(policy.root))
    return "is hidden, and this server shows no hidden files" if hidden else ""


def _listed(looked: Looked) -> DataFile:
    reference = looked.read.reference
    return DataFile(
        cell=reference.cell,
        cell_id=looked.read.part.cell_id,
        start=reference.start,
        end=reference.end,
        name=reference.path or reference.glob or reference.url or "",
        reader=reference.reader,
        writes=reference.writes,
        treatable=not reference.writes and reference.frame is not None and reference.variable is not None,
        state=looked.state,
        why=looked.why,
        files=looked.files,
    )
