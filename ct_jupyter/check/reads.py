"""The data that a notebook reads and writes: what its columns hold, shown at the cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from ..datasets.kinds import is_data_file, kind_of
from ..datasets.source import CancelledError, Source
from ..findings.finding import Finding, ScanError
from ..findings.fingerprint import MakeFingerprint
from ..git.work_tree import work_tree_top
from ..notebook import Part
from ..notebook.locate import PartLines
from ..policy.notices import Notice
from ..policy.suppressions import metadata_directives, suppression_of
from ..references import CellSource, Reference, references_in
from ..references.files import State, ending_of, files_of
from .checked import Checked, unforeseen
from .data_cache import DataCache, NotWantedError
from .data_findings import data_errors, data_findings
from .located import Positions
from .read_at import ReadAt, Reads
from .walk import shown_path

OnProgress = Callable[[str, int, int], None]


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """One reference, looked at."""

    read: ReadAt
    state: State
    files: tuple[str, ...] = ()
    """That were found, as reports name them."""
    why: str | None = None
    """Why it was not looked at."""
    findings: tuple[Finding, ...] = ()


class CheckedReads(msgspec.Struct, frozen=True, kw_only=True):
    """The data of one notebook."""

    looked: list[Looked]
    errors: list[ScanError]
    """Data files that could not be read."""

    @property
    def findings(self) -> list[Finding]:
        """All findings, in the order of the code."""
        return [finding for one in self.looked for finding in one.findings]


def reads_in(parts: Iterable[Part], lines: PartLines | None = None, *, honour_pragmas: bool = True) -> Reads:
    """Return what the code cells among ``parts`` name. Nothing is opened: this is quick."""
    parts = list(parts)
    sources = {
        part.cell: part
        for part in parts
        if part.kind == "source" and part.cell_type == "code" and part.cell is not None
    }
    references = references_in(CellSource(cell, part.text, part.language) for cell, part in sources.items())
    if not references:
        return Reads()
    positions = {cell: Positions(sources[cell].text) for cell in {one.cell for one in references}}
    return Reads(
        at=[
            ReadAt(
                reference=one,
                part=sources[one.cell],
                start=positions[one.cell].at(one.start),
                end=positions[one.cell].at(one.end),
                file_line=lines.line_of(sources[one.cell], one.start, None) if lines else None,
            )
            for one in references
        ],
        directives={cell: list(found) for cell, found in metadata_directives(parts).items()},
        honour_pragmas=honour_pragmas,
    )


Excluded = Callable[[str], "bool | str"]
"""Tells of a file, as reports name it, whether it is left out; a text says why."""


def check_reads(  # noqa: PLR0913  # what a check goes by
    reads: Reads,
    notebook: Path,
    shown: str,
    *,
    root: Path,
    fingerprint: MakeFingerprint,
    cache: DataCache | None = None,
    anywhere: bool = False,
    excluded: Excluded = lambda _: False,
    progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CheckedReads:
    """Look at the files that a notebook names.

    Parameters
    ----------
    notebook, shown
        Where it is, and as the findings are to carry it.
    root
        The scanned root. Without ``anywhere`` no file outside of it is touched.
    excluded
        Which files are left out.
    progress, cancelled
        As for :func:`~ct_jupyter.check.data.check_data`.

    Raises
    ------
    CancelledError
        ``cancelled`` said so.
    """
    root = root.absolute()
    folder = notebook.absolute().parent
    bases = list(dict.fromkeys([folder, work_tree_top(folder) or root, root]))
    cache = cache or DataCache()
    looked: list[Looked] = []
    errors: list[ScanError] = []
    seen: set[tuple[int, str, str, str | None, str | None]] = set()
    for read in reads.at:
        files = files_of(read.reference, bases, None if anywhere else root)
        if files.state != "found":
            looked.append(Looked(read=read, state=files.state, why=_why(read.reference, files.state)))
            continue
        found: list[Finding] = []
        names: list[str] = []
        left_out, why = False, None
        for path in files.paths:
            ending = ending_of(read.reference, path)
            if ending is None and not _is_data(path, read.reference):
                left_out = left_out or kind_of(path.name)[0] is not None  # settings: nobody misses them
                continue
            name = shown_path(path, root)
            if reason := excluded(name):
                left_out, why = True, reason if isinstance(reason, str) else why
                continue
            names.append(name)
            new, troubles = _findings_of(path, name, ending, cache, fingerprint, progress, cancelled)
            found += new
            errors += [one for one in troubles if one not in errors]
        if not names and left_out:
            looked.append(Looked(read=read, state="unread", why=why))
            continue
        if not names:
            looked.append(Looked(read=read, state="unread", why=_why(read.reference, "unread")))
            continue
        here = []
        for finding in _merged(found) if len(names) > 1 else found:
            assert finding.column is not None
            table = finding.column.table
            key = (read.reference.cell, finding.column.path, finding.weakness_id, finding.column_name, table)
            if key not in seen:  # a cell may name a file twice
                seen.add(key)
                here.append(_at(finding, read, shown, reads))
        looked.append(Looked(read=read, state="found", files=tuple(names), findings=tuple(here)))
    return CheckedReads(looked=looked, errors=errors)


def with_data(  # noqa: PLR0913  # what a check goes by
    checked: Checked,
    notebook: Path,
    *,
    root: Path,
    fingerprint: MakeFingerprint,
    cache: DataCache,
    anywhere: bool = False,
    excluded: Excluded = lambda _: False,
    progress: OnProgress | None = None,
) -> Checked:
    """Return a notebook's check with what its data holds; parameters as for :func:`check_reads`."""
    if checked.reads is None or not checked.reads.at:
        return checked
    data = check_reads(
        checked.reads,
        notebook,
        checked.path,
        root=root,
        fingerprint=fingerprint,
        cache=cache,
        anywhere=anywhere,
        excluded=excluded,
        progress=progress,
    )
    findings = data.findings
    return msgspec.structs.replace(
        checked,
        findings=[*checked.findings, *findings],
        errors=[*checked.errors, *data.errors],
        notices=[
            *(notice for notice in checked.notices if not _is_answered(notice, findings)),
            *notices_of_reads(data, checked.path),
        ],
        reads=None,
    )


def _is_answered(notice: Notice, findings: Sequence[Finding]) -> bool:
    """Whether a suppression that suppresses nothing in the notebook itself does so in its data."""
    if not notice.unused:
        return False
    return any(
        finding.suppressed is not None
        and notice.cell in (finding.cell, None)
        and (notice.line is None or finding.start.line - notice.line in (0, 1))
        for finding in findings
    )


def notices_of_reads(checked: CheckedReads, shown: str) -> Iterator[Notice]:
    """Yield what a person should know of what was not looked at, each thing once."""
    counted: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], ReadAt] = {}
    for one in checked.looked:
        if one.state in ("outside", "remote", "unread") and one.why is not None:
            reference = one.read.reference
            key = reference.path or reference.glob or reference.url or "", one.why
            counted[key] += 1
            first.setdefault(key, one.read)
    for key, read in first.items():
        message = f"{key[0]} {key[1]}"
        yield Notice(shown, message, read.reference.cell, read.start.line, unread_data=True)


def _is_data(path: Path, reference: Reference) -> bool:
    if path.is_dir():
        return True
    if reference.library != "python":
        return kind_of(path.name)[0] is not None
    try:  # `open` is called for settings as well
        return is_data_file(path.name, Source.of_file(path).head)
    except OSError:
        return True  # whoever reads it says why


def _findings_of(  # noqa: PLR0913  # what goes in, by name
    path: Path,
    name: str,
    ending: str | None,
    cache: DataCache,
    fingerprint: MakeFingerprint,
    progress: OnProgress | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[list[Finding], list[ScanError]]:
    try:
        report = cache.report_of(
            path,
            ending,
            progress=None if progress is None else lambda done, total: progress(name, done, total),
            cancelled=cancelled,
        )
    except CancelledError:
        raise
    except NotWantedError:
        return [], []
    except OSError as error:
        return [], [ScanError(path=name, message=f"cannot be read: {error.strerror}")]
    except Exception as error:
        return [], [unforeseen(error, name)]
    return list(data_findings(report, name, fingerprint)), list(
        data_errors(report, name, folder=path.is_dir())
    )


def _merged(found: Sequence[Finding]) -> list[Finding]:
    """Return one finding for each column of the many files of a pattern: the file with the most rows hit."""
    by_column: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in found:
        by_column.setdefault((finding.weakness_id, finding.column_name), []).append(finding)
    merged = []
    for same in by_column.values():
        most = max(same, key=lambda one: one.column.hits if one.column else 0)
        if len(same) > 1:
            others = f"and in {len(same) - 1} more of these files"
            note = f"{most.note}; {others}" if most.note else others
            most = msgspec.structs.replace(most, note=note)
        merged.append(most)
    return merged


def _at(finding: Finding, read: ReadAt, shown: str, reads: Reads) -> Finding:
    part = read.part
    return msgspec.structs.replace(
        finding,
        path=shown,
        cell=part.cell,
        cell_id=part.cell_id,
        start=read.start,
        end=read.end,
        file_line=read.file_line,
        suppressed=suppression_of(
            part,
            read.start.offset,
            finding.weakness_id,
            metadata=reads.directives,
            honour_pragmas=reads.honour_pragmas,
        ),
    )


def _why(reference: Reference, state: State) -> str | None:
    if state == "outside":
        return "lies outside of what is scanned, so it was not looked at; add --data-anywhere to look at it"
    if state == "remote":
        return "was not looked at: it is not on this machine"
    if state == "unread":
        return f"was not looked at: {reference.unread or 'it is of no kind that is known'}"
    return reference.unresolved if state == "unresolved" else None
