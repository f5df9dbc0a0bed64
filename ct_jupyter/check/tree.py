"""Many files: one after the other, or in processes where there is enough to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from ..datasets.kinds import notebook_packing
from ..detection import get_detector
from ..files.process_limits import ProcessLimits
from ..findings.finding import Finding, ScanError
from ..findings.fingerprint import MakeFingerprint, private_fingerprinter
from ..policy.additions import NOTHING_ADDED, Additions
from ..policy.notices import Notice, notices_of
from ..stores.known import NOTHING_KNOWN, KnownValues, known_beside
from .archived import with_notebooks
from .checked import Checked, unforeseen
from .code import code_findings
from .data import OnProgress, check_data, is_data
from .data_cache import DataCache
from .files import ReadFile, read_file
from .limits import ALONE_FROM_BYTES, MAX_FINDINGS, document_limits, not_checked
from .located import ScanText
from .names import NamesPass
from .parts import check_parts
from .pool import pool_map
from .reads import reads_in, with_data
from .walk import Target

POOL_FROM_BYTES = 40_000_000
"""Starting a process costs about as much as scanning 20 MB of notebooks."""

WAIT_FROM_BYTES = 300_000
"""From here on it is quicker to wait for the fast engine, where its rules have to be compiled first."""

WAIT_TIMEOUT_S = 60.0

_FILES_PER_TASK = 8


def check_targets(  # noqa: PLR0913  # what a check goes by
    targets: Sequence[Target],
    *,
    jobs: int | None = None,
    fingerprint: MakeFingerprint | None = None,
    honour_pragmas: bool = True,
    progress: OnProgress | None = None,
    data_root: Path | None = None,
    anywhere: bool = False,
    names: NamesPass | None = None,
    excluded: Callable[[str], bool] = lambda _: False,
    additions: Additions = NOTHING_ADDED,
    code: bool = False,
) -> Iterator[Checked]:
    """Yield what each file holds, in the order of ``targets``.

    Parameters
    ----------
    jobs
        Processes; one for each processor unless given, and none beside this one for a small tree.
    progress
        Told how far each data file is.
    data_root
        Data that a notebook names is looked at where it lies in this folder; None: not at all.
    anywhere
        Whether the data that notebooks name may also lie outside of it.
    names
        Looks for names in notebooks as well.
    excluded
        Tells which of it the configuration leaves out, by the path that reports name.
    additions
        Of the policy.
    code
        Whether code that opens a door is told as well.
    """
    # Made once: where the user's key cannot be kept, each process would make one of its own.
    fingerprint = fingerprint or private_fingerprinter()
    document = partial(
        check_file,
        fingerprint=fingerprint,
        honour_pragmas=honour_pragmas,
        names=names,
        additions=additions,
        code=code,
    )
    check = partial(check_file_at, check=document)
    # Data files stay in this process: they are read by all processors as it is.
    data = [is_data(target) for target in targets]
    others = [target for target, is_one in zip(targets, data, strict=True) if not is_one]
    jobs = min(jobs or os.cpu_count() or 1, max(1, len(others)))
    sizes = list(map(_size, others))
    size_bytes = sum(sizes)
    if size_bytes >= WAIT_FROM_BYTES or any(data):
        get_detector().wait_until_ready(WAIT_TIMEOUT_S)
    checked = (
        map(check, others)
        if size_bytes < POOL_FROM_BYTES and not any(map(_is_alone, others, sizes))
        else pool_map(
            check,
            others,
            jobs=jobs,
            per_task=_FILES_PER_TASK if len(others) >= _FILES_PER_TASK * jobs else 1,
            limits=partial(_limits_of, with_names=names is not None),
            lost=lambda target, limits: not_checked(target.shown, limits),
        )
    )
    cache = DataCache()
    for target, is_one in zip(targets, data, strict=True):
        if is_one:
            found = check_data(target, fingerprint=fingerprint, cache=cache, progress=progress)
            yield with_notebooks(found, target, document)
            continue
        one = next(checked)
        if one.reads is not None and data_root is not None:
            one = with_data(
                one,
                target.path,
                root=data_root,
                fingerprint=fingerprint,
                cache=cache,
                anywhere=anywhere,
                excluded=excluded,
                progress=progress,
            )
        yield one
    yield from checked


def check_file_at(target: Target, check: Callable[..., Checked] | None = None) -> Checked:
    """Read and scan a file that is no data file, with the same promise.

    Parameters
    ----------
    check
        :func:`check_file`, with what the check goes by.
    """
    return (check or check_file)(read_file(target), known=known_beside(target.path))


def check_file(  # noqa: PLR0913  # what a check goes by
    file: ReadFile,
    *,
    scan_text: ScanText | None = None,
    fingerprint: MakeFingerprint | None = None,
    honour_pragmas: bool = True,
    names: NamesPass | None = None,
    known: KnownValues = NOTHING_KNOWN,
    additions: Additions = NOTHING_ADDED,
    code: bool = False,
) -> Checked:
    """Scan a file that was read, with the same promise."""
    target = file.target
    errors = list(file.errors)
    findings: list[Finding] = []
    notices: list[Notice] = []
    reads = None
    try:
        findings = check_parts(
            file.parts,
            target.shown,
            scan_text=scan_text,
            fingerprint=fingerprint,
            file_lines=file.lines,
            honour_pragmas=honour_pragmas,
            context=True,
            # Other files are code and prose, whose authors stand in each.
            names=names if file.notebook else None,
            known=known if file.notebook else NOTHING_KNOWN,
            additions=additions,
        )
        # What a comment ignores is looked for also where nobody asked: it would suppress nothing else.
        of_code = (
            code_findings(
                file.parts,
                target.shown,
                fingerprint=fingerprint or private_fingerprinter(),
                file_lines=file.lines,
                honour_pragmas=honour_pragmas,
            )
            if code or any("gnore[" in part.text for part in file.parts)
            else []
        )
        notices = list(notices_of(file.parts, [*findings, *of_code], target.shown, additions.rules.ids))
        findings += of_code if code else []
        if names is not None and file.notebook:
            _tell(names, target.shown, notices, errors)
        reads = reads_in(file.parts, file.lines, honour_pragmas=honour_pragmas) if file.notebook else None
        if len(findings) > MAX_FINDINGS:
            more = f"{len(findings) - MAX_FINDINGS:,} of its findings are not listed"
            errors.append(ScanError(path=target.shown, message=f"{more}; at most {MAX_FINDINGS:,} are"))
            findings = findings[:MAX_FINDINGS]
    except MemoryError:  # the process ends of it, where it is one that may
        raise
    except Exception as error:
        errors.append(unforeseen(error, target.shown))
    return Checked(
        path=target.shown,
        findings=findings,
        errors=errors,
        cells=file.cells,
        notebook=file.notebook,
        size_bytes=file.size_bytes,
        notices=notices,
        reads=reads,
    )


def _tell(names: NamesPass, path: str, notices: list[Notice], errors: list[ScanError]) -> None:
    """Add what became of the look for names: what was not looked at does not count as clean."""
    if names.problem:
        errors.append(ScanError(path=path, message=f"names were not looked for: {names.problem}"))
    elif names.left_out:
        what = f"names were not looked for in {names.left_out} texts of it, for want of time"
        notices.append(Notice(path, f"{what}; scan it alone, or with --names, which has no limit"))


def _limits_of(target: Target, *, with_names: bool) -> ProcessLimits:
    return document_limits(_size(target), with_names=with_names)


def _is_alone(target: Target, size_bytes: int) -> bool:
    """Whether it takes a process of its own: a packed notebook may be of any size."""
    return size_bytes >= ALONE_FROM_BYTES or notebook_packing(target.path.name) is not None


def _size(target: Target) -> int:
    try:
        return target.path.stat().st_size
    except OSError:
        return 0
