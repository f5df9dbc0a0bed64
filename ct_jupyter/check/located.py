"""Parts in, findings out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from ..detection import Match, preview
from ..detection.secrets.leaks import is_code_leak
from ..findings.finding import Finding, Position
from ..findings.fingerprint import MakeFingerprint
from ..notebook.locate import PartLines
from ..notebook.part import Part
from .pairs import Place, add_halves, partners_of

ScanText = Callable[[str, str], list[Match]]
"""Text and language in, matches out: a detector's ``scan``, or a cache in front of it."""

ScanTexts = Callable[[Sequence[tuple[str, str]]], Sequence[Sequence[Match]]]
"""Many texts, each with its language, in; the matches of each out: a detector's ``scan_all``."""


class Located(NamedTuple):
    """A finding beside what it was made from, for the layers that need the text around it."""

    finding: Finding
    match: Match
    part: Part


def scan_parts(
    parts: Iterable[Part],
    path: str,
    *,
    scan_texts: ScanTexts,
    fingerprint: MakeFingerprint,
    file_lines: PartLines | None = None,
) -> Iterator[Located]:
    """Yield the findings of ``parts``, in the order of the parts and of the text.

    Parameters
    ----------
    path
        As the findings are to carry it: POSIX, relative to the scanned root.
    file_lines
        Of the file that the parts were read from; without it ``file_line`` stays None.
    """
    parts = list(parts)
    found: list[Sequence[Match]] = list(scan_texts([(part.text, part.language) for part in parts]))
    add_halves(parts, found)
    located: list[Located] = []
    places: list[Place] = []
    for index, (part, matches) in enumerate(zip(parts, map(_of_part, parts, found), strict=True)):
        positions = Positions(part.text) if matches else None
        for match in matches:
            assert positions is not None
            finding = _finding(part, match, path, positions, fingerprint, file_lines)
            if finding is not None:
                located.append(Located(finding, match, part))
                places.append(Place(index, match))
    for one, other in partners_of(places).items():
        fingerprint_of_other = located[other].finding.fingerprint
        finding = msgspec.structs.replace(located[one].finding, pair=fingerprint_of_other)
        located[one] = located[one]._replace(finding=finding)
    yield from located


def _of_part(part: Part, matches: Sequence[Match]) -> Sequence[Match]:
    """Return the matches without lines that may print something, where a traceback only quotes them."""
    if part.kind != "output":
        return matches
    if part.joint is not None:
        matches = [match for match in matches if match.start < part.joint < match.end]
    return [match for match in matches if not is_code_leak(match.rule)]


def _finding(
    part: Part,
    match: Match,
    path: str,
    positions: Positions,
    fingerprint: MakeFingerprint,
    file_lines: PartLines | None,
) -> Finding | None:
    """Return the finding of a match; None where it spans strings that only our layout put side by side."""
    pointer, origin = None, 0
    if part.segments is not None:
        segment = part.segment_at(match.start, match.end)
        if segment is None:
            return None
        pointer, origin = segment.pointer, segment.start
    start = positions.at(match.start, origin)
    return Finding(
        path=path,
        weakness_id=match.rule.id,
        title=match.rule.title,
        severity=match.rule.severity,
        confidence=match.confidence,
        cell=part.cell,
        cell_id=part.cell_id,
        part=part.kind,
        output=part.output,
        mime=part.mime,
        pointer=pointer,
        start=start,
        end=positions.at(match.end, origin),
        file_line=file_lines.line_of(part, start.offset, pointer) if file_lines else None,
        preview=preview(match.rule, part.text[match.start : match.end]),
        # Of the secret alone: two URLs with one password hold one secret.
        fingerprint=fingerprint(match.rule.id, part.text[slice(*match.secret_span)]),
        note=match.note,
    )


class Positions:
    """Lines and columns of one text, by bisection."""

    def __init__(self, text: str) -> None:
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._starts = starts

    def at(self, offset: int, origin: int = 0) -> Position:
        """Return the position of ``offset``, counted from the string that begins at ``origin``."""
        line = bisect_right(self._starts, offset)
        first = bisect_right(self._starts, origin)
        column_origin = origin if line == first else self._starts[line - 1]
        return Position(line=line - first + 1, column=offset - column_origin + 1, offset=offset - origin)
