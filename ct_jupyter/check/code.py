"""Code that opens a door, as findings beside those of secrets and personal data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from ..code import CodeCell, CodeMatch, code_in
from ..detection.model import Confidence
from ..findings.finding import Finding, FlowStep
from ..findings.fingerprint import MakeFingerprint
from ..notebook import Part
from ..notebook.locate import PartLines
from ..policy.suppressions import Comments, Directive, metadata_directives, suppression_of
from .located import Positions

_SHELL = ("shell", "!")


def code_findings(
    parts: Iterable[Part],
    path: str,
    *,
    fingerprint: MakeFingerprint,
    file_lines: PartLines | None = None,
    honour_pragmas: bool = True,
    directives: Mapping[int | None, Iterable[Directive]] = MappingProxyType({}),
) -> list[Finding]:
    """Return where the code of a notebook, or of a file of Python, opens a door.

    Parameters
    ----------
    path
        POSIX, as the findings are to carry it.
    directives
        Suppressions in metadata that are not among ``parts``.
    """
    parts = list(parts)
    sources = {part.cell: part for part in parts if _is_code(part)}
    cells = [CodeCell(part.cell, part.text, part.language) for part in sources.values()]
    matches = code_in(cells)
    if not matches:
        return []
    metadata = metadata_directives(parts)
    for cell, more in directives.items():
        metadata.setdefault(cell, []).extend(more)
    places = {cell: Positions(part.text) for cell, part in sources.items()}
    comments = {cell: Comments(part.text) for cell, part in sources.items()}
    found = []
    for match in matches:
        part = sources[match.cell]
        finding = _finding(match, path, sources, places, fingerprint, file_lines)
        suppressed = suppression_of(
            part,
            match.start,
            match.weakness.id,
            comments=comments[match.cell],
            metadata=metadata,
            honour_pragmas=honour_pragmas,
        )
        found.append(msgspec.structs.replace(finding, suppressed=suppressed))
    return found


def _is_code(part: Part) -> bool:
    if part.kind != "source":
        return False
    return part.cell_type == "code" if part.cell is not None else part.language == "python"


def _finding(  # what a finding is made of
    match: CodeMatch,
    path: str,
    sources: dict[int | None, Part],
    places: dict[int | None, Positions],
    fingerprint: MakeFingerprint,
    file_lines: PartLines | None,
) -> Finding:
    part = sources[match.cell]
    steps = [
        FlowStep(
            what=step.what,
            cell=step.cell,
            start=places[step.cell].at(step.start),
            file_line=_line(file_lines, sources[step.cell], step.start),
        )
        for step in match.flow
    ]
    return Finding(
        path=path,
        weakness_id=match.weakness.id,
        title=match.weakness.title,
        severity=match.severity,
        confidence=Confidence.HIGH,
        cell=match.cell,
        cell_id=part.cell_id,
        part="source",
        start=places[match.cell].at(match.start),
        end=places[match.cell].at(match.end),
        file_line=_line(file_lines, part, match.start),
        preview="…" if match.function in _SHELL else f"{match.function}()",
        fingerprint=fingerprint(match.weakness.id, match.key),
        note=_origin(steps),
        flow=steps or None,
    )


def _origin(steps: Sequence[FlowStep]) -> str | None:
    """Return in words where a value came from."""
    if not steps:
        return None
    first = steps[0]
    cell = "" if first.cell is None else f"cell {first.cell}, "
    return f"from {first.what}, {cell}line {first.start.line}"


def _line(file_lines: PartLines | None, part: Part, offset: int) -> int | None:
    return file_lines.line_of(part, offset, None) if file_lines else None
