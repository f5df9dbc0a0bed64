"""What a check gives for one file."""

from __future__ import annotations

import msgspec

from ..datasets.apart import UnforeseenError
from ..findings.finding import Finding, ScanError
from ..policy.notices import Notice
from .read_at import Reads


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One file, looked at."""

    path: str
    findings: list[Finding]
    errors: list[ScanError]
    cells: int
    notebook: bool
    size_bytes: int
    notices: list[Notice] = []
    passed_over: str | None = None
    """Why it was not looked at, where it is nothing to look at: ``binary``."""
    reads: Reads | None = None
    """The data that a notebook names and that is still to be looked at."""
    packed: tuple[str, ...] = ()
    """Names of the notebooks in an archive; until somebody reads them, there is an error for each."""


def nothing_read(path: str, *errors: ScanError, notebook: bool = False, why: str | None = None) -> Checked:
    """Return what is known of a file that was not read; ``why`` where it is nothing to look at."""
    return Checked(
        path=path,
        findings=[],
        errors=list(errors),
        cells=0,
        notebook=notebook,
        size_bytes=0,
        passed_over=why,
    )


def unforeseen(error: Exception, path: str) -> ScanError:
    """Return what to say of an exception that nobody expected.

    Its message may quote the document, so only its place is told.
    """
    traceback = error.__traceback__
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    where = f" at {traceback.tb_frame.f_code.co_name}:{traceback.tb_lineno}" if traceback else ""
    # What went wrong in another process says itself what it was.
    name = str(error) if isinstance(error, UnforeseenError) else f"{type(error).__name__}{where}"
    return ScanError(path=path, message=f"was not scanned: internal error {name}; please report this")
