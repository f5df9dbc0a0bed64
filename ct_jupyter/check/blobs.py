"""Many blobs of a git repository: read by git, never from the work tree, each once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec

from ..datasets.kinds import is_notebook, notebook_packing
from ..detection import get_detector
from ..files.process_limits import ProcessLimits, limit_this_process
from ..findings.finding import Finding, ScanError
from ..findings.fingerprint import Fingerprinter
from ..findings.passed_over import BINARY, ending_of, is_binary
from ..git import Blob, BlobReader, MissingBlobError, Repository
from ..notebook.formats import format_of
from ..policy.additions import NOTHING_ADDED, Additions
from .archived import with_notebooks
from .cache import MatchCache
from .checked import Checked, nothing_read
from .data import check_data, is_data_blob
from .files import ReadFile, read_data
from .limits import ALONE_FROM_BYTES, document_limits, not_checked
from .pool import pool_map
from .tree import WAIT_TIMEOUT_S, check_file
from .walk import Target

POOL_FROM_BLOBS = 200
_BLOBS_PER_TASK = 64
_FEW = 16


class BlobChecker:
    """Reads and scans blobs; remembers the cells that one version of a notebook shares with the next."""

    def __init__(
        self,
        repository: Repository,
        fingerprint: Fingerprinter,
        *,
        honour_pragmas: bool = True,
        in_pool: bool = False,
        only_notebooks: Set[str] = frozenset(),
        additions: Additions = NOTHING_ADDED,
    ) -> None:
        self._reader = BlobReader(repository)
        self._scan_text = MatchCache(get_detector(additions.rules).scan)
        self._fingerprint = fingerprint
        self._document = partial(
            check_file,
            fingerprint=fingerprint,
            honour_pragmas=honour_pragmas,
            additions=additions,
            code=True,
        )
        self._in_pool = in_pool
        self._only_notebooks = only_notebooks

    def check(self, blob: Blob) -> Checked:
        """Read and scan one blob; whatever goes wrong is an error with its path."""
        try:
            data = self._reader.read(blob.oid)
        except MissingBlobError as error:
            return nothing_read(blob.path, ScanError(path=blob.path, message=str(error)))
        path = PurePosixPath(blob.path)
        if path.suffix.lower() in self._only_notebooks and format_of(path, data) is None:
            return nothing_read(blob.path, why=ending_of(path))
        checked = self._check(blob.path, data)
        if blob.base is None or not checked.findings:
            return checked
        old = self._values(blob)
        return msgspec.structs.replace(
            checked, findings=[_compared(finding, old) for finding in checked.findings]
        )

    def _check(self, path: str, data: bytes) -> Checked:
        target = Target(Path(path), path)
        if is_data_blob(path, data):
            found = check_data(target, data, fingerprint=self._fingerprint)
            return with_notebooks(found, target, self._document, data, in_pool=self._in_pool)
        if not is_notebook(path) and is_binary(data):
            return nothing_read(path, why=BINARY)
        if self._in_pool:
            # Only now is it known how large it is.
            limit_this_process(document_limits(len(data)))
        elif len(data) >= ALONE_FROM_BYTES or notebook_packing(path):
            return _check_apart(target, data, self._document)
        return self._document(read_data(target, data), scan_text=self._scan_text)

    def _values(self, blob: Blob) -> dict[tuple[str, str], bool]:
        """Return the values that the file held before the change, and whether one of each was suppressed."""
        try:
            data = self._reader.read(blob.base) if blob.base else b""
        except MissingBlobError:
            return {}
        old: dict[tuple[str, str], bool] = {}
        for finding in self._check(blob.path, data).findings:
            value = finding.weakness_id, finding.fingerprint
            old[value] = old.get(value, False) or finding.suppressed is not None
        return old

    def close(self) -> None:
        """End the reader."""
        self._reader.close()


def _compared(finding: Finding, old: Mapping[tuple[str, str], bool]) -> Finding:
    """Return the finding with what is new of it, given what the file held and suppressed before."""
    value = finding.weakness_id, finding.fingerprint
    suppressed = finding.suppressed
    if suppressed is not None and suppressed.kind != "value":  # which the policy does, not the change
        suppressed = msgspec.structs.replace(suppressed, added=not old.get(value, False))
    return msgspec.structs.replace(finding, known=value in old, suppressed=suppressed)


def check_blobs(  # noqa: PLR0913  # what a check goes by
    repository: Repository,
    blobs: Sequence[Blob],
    fingerprint: Fingerprinter,
    *,
    jobs: int | None = None,
    honour_pragmas: bool = True,
    only_notebooks: Set[str] = frozenset(),
    additions: Additions = NOTHING_ADDED,
) -> Iterator[Checked]:
    """Yield what each blob holds, in the order of ``blobs``: one of :func:`reading_order` is fastest.

    Of the suffixes ``only_notebooks``, in lower case, what is no notebook by its content is passed over.
    """
    jobs = min(jobs or os.cpu_count() or 1, max(1, len(blobs) // (POOL_FROM_BLOBS // 2)))
    if len(blobs) > _FEW:
        get_detector().wait_until_ready(WAIT_TIMEOUT_S)
    start = partial(
        BlobChecker,
        repository,
        fingerprint,
        honour_pragmas=honour_pragmas,
        only_notebooks=only_notebooks,
        additions=additions,
    )
    if jobs == 1 or len(blobs) < POOL_FROM_BLOBS:
        checker = start()
        try:
            yield from map(checker.check, blobs)
        finally:
            checker.close()
        return
    yield from pool_map(
        _check,
        blobs,
        jobs=jobs,
        per_task=_BLOBS_PER_TASK,
        begin=_begin,
        begin_with=(start,),
        limits=_limits_of,
        lost=lambda blob, _: not_checked(blob.path),
    )


def _limits_of(_: Blob) -> ProcessLimits:
    return document_limits(0)


def _check_apart(target: Target, data: bytes, document: Callable[[ReadFile], Checked]) -> Checked:
    """Check a large document in a process of its own."""
    [checked] = pool_map(
        partial(_check_data_of, target, document),
        [data],
        jobs=1,
        per_task=1,
        limits=_limits_of_data,
        lost=lambda _, limits: not_checked(target.shown, limits),
    )
    return checked


def _limits_of_data(data: bytes) -> ProcessLimits:
    return document_limits(len(data))


def _check_data_of(target: Target, document: Callable[[ReadFile], Checked], data: bytes) -> Checked:
    return document(read_data(target, data))


_worker: list[BlobChecker] = []
"""Of this process, where it is one of a pool."""


def _begin(start: Callable[..., BlobChecker]) -> None:
    _worker.append(start(in_pool=True))


def _check(blob: Blob) -> Checked:
    return _worker[0].check(blob)
