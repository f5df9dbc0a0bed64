"""Notebooks in zip archives, each under the name ``archive.zip!/folder/a.ipynb``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from ..datasets.archives import NOTEBOOK_PROBLEM, members_of
from ..datasets.source import Limits, Source, UnreadableDataError, Watch
from ..files.process_limits import ProcessLimits, limit_this_process
from ..findings.finding import ScanError
from ..policy.paths import IN_ARCHIVE
from .checked import Checked, nothing_read
from .data_findings import data_error
from .files import ReadFile, read_data
from .limits import document_limits
from .pool import pool_map
from .walk import Target

_LIMITS = Limits()

Check = Callable[[ReadFile], Checked]


def with_notebooks(
    checked: Checked, target: Target, check: Check, data: bytes | None = None, *, in_pool: bool = False
) -> Checked:
    """Return what was found in an archive's data, with what is in its notebooks.

    Parameters
    ----------
    check
        Checks a notebook that was read; it is called in another process.
    data
        The archive's content, where that is at hand.
    in_pool
        Whether this is a process that may die already; such a one cannot start others.
    """
    if not checked.packed:
        return checked
    work = partial(_check_members, target, check)
    if in_pool:
        limit_this_process(_limits(data))
        found = work(data)
    else:
        [found] = pool_map(work, [data], jobs=1, per_task=1, limits=_limits, lost=lambda *_: None)
    if found is None:  # the errors that name the notebooks still say that they were not scanned
        return checked
    unread = [data_error(target.shown, name, NOTEBOOK_PROBLEM) for name in checked.packed]
    return msgspec.structs.replace(
        checked,
        packed=(),
        findings=[*checked.findings, *(finding for one in found for finding in one.findings)],
        errors=[
            *(error for error in checked.errors if error not in unread),
            *(error for one in found for error in one.errors),
        ],
        notices=[*checked.notices, *(notice for one in found for notice in one.notices)],
        cells=checked.cells + sum(one.cells for one in found),
    )


def _limits(_: bytes | None) -> ProcessLimits:
    return document_limits(_LIMITS.memory_bytes)


def _check_members(target: Target, check: Check, data: bytes | None) -> list[Checked] | None:
    """Return what is in each notebook of an archive; None where it cannot be opened, as its data says."""
    watch = Watch()
    checked: list[Checked] = []
    try:
        source = Source.of_file(target.path) if data is None else Source.of_bytes(target.path.name, data)
        for member in members_of(source, watch, _LIMITS, notebooks=True):
            inside = Target(Path(member.name), f"{target.shown}{IN_ARCHIVE}{member.name}")
            try:
                read = read_data(inside, member.whole(watch, _LIMITS.memory_bytes))
            except UnreadableDataError as error:
                checked.append(_failed(inside.shown, str(error)))
            else:
                # What it names is not in the folder of the archive, and its lines are in no file.
                checked.append(
                    msgspec.structs.replace(check(msgspec.structs.replace(read, lines=None)), reads=None)
                )
    except (UnreadableDataError, OSError):
        return None
    for name, message in watch.problems:
        checked.append(_failed(f"{target.shown}{IN_ARCHIVE}{name}", message))
    return checked


def _failed(shown: str, message: str) -> Checked:
    return nothing_read(shown, ScanError(path=shown, message=message), notebook=True)
