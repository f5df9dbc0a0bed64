"""Many files: one after the other, or in processes where there is enough to do."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from ..detection import get_detector
from ..policy.notices import Notice, notices_of
from ..scan import (
    Finding,
    Fingerprinter,
    ReadFile,
    ScanError,
    ScanText,
    Target,
    private_fingerprinter,
    read_file,
)
from .parts import review_parts
from .pool import pool_map

POOL_FROM_BYTES = 40_000_000
"""Starting a process costs about as much as scanning 20 MB of notebooks."""

WAIT_FROM_BYTES = 300_000
"""From here on it is quicker to wait for the fast engine, where its rules have to be compiled first."""

WAIT_TIMEOUT_S = 60.0

_FILES_PER_TASK = 8


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """One file, looked at."""

    path: str
    findings: list[Finding]
    errors: list[ScanError]
    cells: int
    notebook: bool
    size_bytes: int
    notices: list[Notice] = []


def review_targets(
    targets: Sequence[Target],
    *,
    jobs: int | None = None,
    fingerprint: Fingerprinter | None = None,
    honour_pragmas: bool = True,
) -> Iterator[Reviewed]:
    """Yield what each file holds, in the order of ``targets``.

    Parameters
    ----------
    jobs
        Processes; one for each processor unless given, and none beside this one for a small tree.
    """
    # Made once: where the user's key cannot be kept, each process would make one of its own.
    review = partial(
        review_target, fingerprint=fingerprint or private_fingerprinter(), honour_pragmas=honour_pragmas
    )
    jobs = min(jobs or os.cpu_count() or 1, max(1, len(targets) // _FILES_PER_TASK))
    size_bytes = sum(map(_size, targets))
    if size_bytes >= WAIT_FROM_BYTES:
        get_detector().wait_until_ready(WAIT_TIMEOUT_S)
    if jobs == 1 or size_bytes < POOL_FROM_BYTES:
        yield from map(review, targets)
        return
    yield from pool_map(review, targets, jobs=jobs, per_task=_FILES_PER_TASK)


def review_target(
    target: Target, fingerprint: Fingerprinter | None = None, *, honour_pragmas: bool = True
) -> Reviewed:
    """Read and scan one file; whatever goes wrong is an error with its path, never a clean result."""
    return review_file(read_file(target), fingerprint=fingerprint, honour_pragmas=honour_pragmas)


def review_file(
    file: ReadFile,
    *,
    scan_text: ScanText | None = None,
    fingerprint: Fingerprinter | None = None,
    honour_pragmas: bool = True,
) -> Reviewed:
    """Scan a file that was read, with the same promise."""
    target = file.target
    errors = list(file.errors)
    findings: list[Finding] = []
    notices: list[Notice] = []
    try:
        findings = review_parts(
            file.parts,
            target.shown,
            scan_text=scan_text,
            fingerprint=fingerprint,
            file_lines=file.lines,
            honour_pragmas=honour_pragmas,
            context=True,
        )
        notices = list(notices_of(file.parts, findings, target.shown))
    except Exception as error:
        # The message of an unforeseen exception may quote the document, so only its place is told.
        errors.append(
            ScanError(path=target.shown, message=f"was not scanned: {_origin(error)}; please report this")
        )
    return Reviewed(
        path=target.shown,
        findings=findings,
        errors=errors,
        cells=file.cells,
        notebook=file.notebook,
        size_bytes=file.size_bytes,
        notices=notices,
    )


def _origin(error: Exception) -> str:
    traceback = error.__traceback__
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    where = f" at {traceback.tb_frame.f_code.co_name}:{traceback.tb_lineno}" if traceback else ""
    return f"internal error {type(error).__name__}{where}"


def _size(target: Target) -> int:
    try:
        return target.path.stat().st_size
    except OSError:
        return 0
