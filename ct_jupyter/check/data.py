"""Data files: what their columns hold, as findings."""

from __future__ import annotations

import stat
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from ..datasets.apart import scan_apart
from ..datasets.kinds import is_data_file
from ..datasets.source import CancelledError, Source
from ..findings.fingerprint import MakeFingerprint, private_fingerprinter
from ..notebook.formats import format_of
from ..policy.notices import Notice
from .checked import Checked, nothing_read, unforeseen
from .data_cache import DataCache
from .data_findings import data_errors, data_findings
from .walk import Target, is_notebook_file

OnProgress = Callable[[str, int, int], None]
"""Called with a data file's path, the bytes of it that are done, and all it has."""


def is_data(target: Target) -> bool:
    """Whether a target is a data file, or a folder that is one data set."""
    try:
        mode = target.path.stat().st_mode
        return stat.S_ISDIR(mode) or (
            stat.S_ISREG(mode)
            and is_data_file(target.path.name, Source.of_file(target.path).head)
            and not is_notebook_file(target.path)  # a note of Zeppelin is JSON as well
        )
    except OSError:
        return False  # whoever reads it says why


def is_data_blob(path: str, data: bytes) -> bool:
    """Whether content at hand is that of a data file."""
    is_data = is_data_file(path, lambda size_bytes: data[:size_bytes])
    return is_data and format_of(PurePosixPath(path), data) is None


def check_data(
    target: Target,
    data: bytes | None = None,
    *,
    fingerprint: MakeFingerprint | None = None,
    cache: DataCache | None = None,
    progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Checked:
    """Scan a data file; whatever goes wrong is an error with its path, never a clean result.

    Parameters
    ----------
    data
        Its content, where that is at hand.
    cache
        Knows the files that were scanned before: a notebook may read the file as well.
    progress, cancelled
        See :func:`ct_jupyter.datasets.scan.scan_data`.

    Raises
    ------
    CancelledError
        ``cancelled`` said so.
    """
    shown = target.shown
    onwards = None if progress is None else partial(progress, shown)
    try:
        if data is None:
            cache = cache or DataCache()
            report = cache.report_of(target.path, progress=onwards, cancelled=cancelled)
        else:
            report = scan_apart(target.path, content=data, progress=onwards, cancelled=cancelled)
    except CancelledError:
        raise
    except Exception as error:
        return nothing_read(shown, unforeseen(error, shown))
    return Checked(
        path=shown,
        findings=list(data_findings(report, shown, fingerprint or private_fingerprinter())),
        errors=list(data_errors(report, shown, folder=data is None and target.path.is_dir())),
        cells=0,
        notebook=False,
        size_bytes=report.size_bytes,
        notices=[Notice(shown, note) for note in report.notes],
        packed=tuple(report.notebooks),
    )
