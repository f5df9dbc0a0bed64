"""A selection of a repository's content in; its findings out, each value where it counts first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

import msgspec

from ..code import is_code
from ..findings.finding import Finding, ScanError
from ..findings.fingerprint import Fingerprinter
from ..findings.passed_over import PassedOver, kinds_in
from ..git import Blob, Repository, Selection, reading_order
from ..policy.additions import NOTHING_ADDED, Additions
from ..policy.notices import Notice
from .blobs import check_blobs
from .checked import Checked

Watch = Callable[[Iterator[Checked], int], Iterable[Checked]]
"""Wraps the results as they come, for a progress bar."""


class CheckedChange(msgspec.Struct, kw_only=True):
    """What a selection holds."""

    findings: list[Finding] = []
    errors: list[ScanError] = []
    notices: list[Notice] = []
    passed_over: list[PassedOver] = []
    left_out: list[PassedOver] = []
    """Of a kind that is looked at only where it is a notebook."""
    files: int = 0
    notebooks: int = 0
    cells: int = 0
    bytes: int = 0


def check_selection(  # noqa: PLR0913  # what a check goes by
    repository: Repository,
    selection: Selection,
    fingerprint: Fingerprinter,
    *,
    jobs: int | None = None,
    watch: Watch = lambda checked, _: checked,
    honour_pragmas: bool = True,
    only_notebooks: Set[str] = frozenset(),
    additions: Additions = NOTHING_ADDED,
) -> CheckedChange:
    """Scan what was selected.

    What the head or the index holds is reported as it is. Of the commits on the way, and of a history, each
    value of a file is reported once, at the first commit that has it, and only where neither the head nor
    the content before the change has it: taking a secret out in two steps is no new leak.
    Of the suffixes ``only_notebooks`` only what is a notebook by its content is looked at.
    """
    found = CheckedChange(
        notices=[],
        findings=[],
        left_out=[],
        passed_over=[PassedOver(path, why) for path, why in selection.passed_over],
        errors=[ScanError(path=path, message=why) for path, why in selection.errors],
    )
    blobs = [*selection.blobs, *selection.on_the_way]
    order = reading_order(repository, blobs)
    checked = check_blobs(
        repository,
        [blobs[number] for number in order],
        fingerprint,
        jobs=jobs,
        honour_pragmas=honour_pragmas,
        only_notebooks=only_notebooks,
        additions=additions,
    )
    results: list[Checked | None] = [None] * len(blobs)
    for number, file in zip(order, watch(checked, len(blobs)), strict=True):
        results[number] = file
        if file.passed_over is not None:
            is_kind = bool(kinds_in({file.passed_over: 1}))
            (found.left_out if is_kind else found.passed_over).append(PassedOver(file.path, file.passed_over))
            continue
        found.errors += file.errors
        if blobs[number].commit is None:
            found.notices += file.notices
        found.files += 1
        found.notebooks += file.notebook
        found.cells += file.cells
        found.bytes += file.size_bytes

    seen: set[tuple[str, str, str]] = set()
    passing: list[tuple[Blob, Finding]] = []
    for blob, result in zip(blobs, results, strict=True):
        new = set()
        for finding in result.findings if result else ():
            value = value_of(finding)
            if blob.commit is None:
                found.findings.append(finding)
            elif value not in seen and not is_code(finding.weakness_id):
                # Code that a later commit mended is gone; a secret is not.
                passing.append((blob, finding))
            new.add(value)
        seen |= new
    if selection.base:
        passing = _without_old(repository, selection.base, passing, fingerprint, additions)
    found.findings += [
        msgspec.structs.replace(finding, commit=blob.commit, commit_date=blob.date)
        for blob, finding in passing
    ]
    return found


def value_of(finding: Finding) -> tuple[str, str, str]:
    """Return what tells one value of a file from another."""
    return finding.path, finding.weakness_id, finding.fingerprint


def _without_old(
    repository: Repository,
    base: str,
    passing: Sequence[tuple[Blob, Finding]],
    fingerprint: Fingerprinter,
    additions: Additions,
) -> list[tuple[Blob, Finding]]:
    """Drop what the files held before the change as well."""
    paths = {blob.path for blob, _ in passing}
    before = [
        Blob(oid, path)
        for path in sorted(paths)
        if (oid := repository.word("rev-parse", "--verify", "--quiet", f"{base}:{path}"))
    ]
    old = {
        value_of(finding)
        for file in check_blobs(repository, before, fingerprint, additions=additions)
        for finding in file.findings
    }
    return [(blob, finding) for blob, finding in passing if value_of(finding) not in old]
