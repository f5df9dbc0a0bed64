"""The outputs of a notebook searched for values that are stored outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from ..detection import Match, Rule
from ..detection.model import Confidence
from ..detection.secrets.copies import Copy
from ..detection.secrets.known import KNOWN_VALUE, title_for
from ..findings.finding import Finding
from ..notebook import Part
from ..stores.known import KnownValues
from .located import ScanTexts

_REACH = 8192
"""Characters on each side of a cut between two outputs: no value is longer."""
_STREAMS = ("application/vnd.jupyter.stdout", "application/vnd.jupyter.stderr")

Spot = tuple[int, int, int]


class KnownPass:
    """Adds to the matches of a scan what shows a stored value, and remembers which variable holds it.

    Parameters
    ----------
    known
        The values.
    parts
        In the order in which the scan gets their texts.
    """

    def __init__(self, known: KnownValues, parts: Sequence[Part]) -> None:
        self._known = known
        self._parts = parts
        self._variables: dict[Spot, str] = {}

    def scan(self, scan_texts: ScanTexts, texts: Sequence[tuple[str, str]]) -> Sequence[Sequence[Match]]:
        """Scan ``texts`` and add to each what of it is known."""
        found = list(scan_texts(texts))
        for index, copies in self._copies().items():
            found[index] = self._with(index, found[index], copies)
        return found

    def told(self, finding: Finding, match: Match, part: Part) -> Finding:
        """Return the finding with the variable that holds its value, where that is known."""
        variable = self._variables.get((id(part), match.start, match.end))
        if variable is None:
            return finding
        title = title_for(variable) if match.rule.id == KNOWN_VALUE.id else finding.title
        return msgspec.structs.replace(finding, title=title, variable=variable)

    def _copies(self) -> dict[int, list[Copy]]:
        outputs = [
            (index, part)
            for index, part in enumerate(self._parts)
            if part.kind == "output" and part.joint is None  # what lies over two is marked in both
        ]
        found = {index: copies for index, part in outputs if (copies := self._known.find(part.text))}
        for (left, first), (right, second) in pairwise(outputs):
            if _goes_on(first, second):
                for one, other in self._across(first.text, second.text):
                    found.setdefault(left, []).append(one)
                    found.setdefault(right, []).append(other)
        return found

    def _across(self, first: str, second: str) -> list[tuple[Copy, Copy]]:
        """Return the values that begin in one stream output and end in the next, cut in two."""
        cut = min(len(first), _REACH)
        before = len(first) - cut
        return [
            (
                copy._replace(start=before + copy.start, end=len(first)),
                copy._replace(start=0, end=copy.end - cut),
            )
            for copy in self._known.find(first[before:] + second[:_REACH])
            if copy.start < cut < copy.end
        ]

    def _with(self, index: int, matches: Sequence[Match], copies: Sequence[Copy]) -> list[Match]:
        """Return the matches and the copies; a value that a rule knows by itself keeps that rule's name."""
        part = id(self._parts[index])
        kept = []
        covered: set[Copy] = set()
        for match in matches:
            same = [copy for copy in copies if copy.start < match.end and match.start < copy.end]
            if same and not match.rule.id.startswith("secret."):
                continue  # parts of a stored password are nobody's telephone number
            for copy in same:
                covered.add(copy)
                self._variables[(part, match.start, match.end)] = copy.name
            kept.append(match)
        for copy in copies:
            if copy not in covered:
                kept.append(_match(KNOWN_VALUE, copy))
                self._variables[(part, copy.start, copy.end)] = copy.name
        return sorted(kept, key=lambda match: match.start)


def _match(rule: Rule, copy: Copy) -> Match:
    return Match(rule, copy.start, copy.end, Confidence.HIGH, copy.name)


def _goes_on(first: Part, second: Part) -> bool:
    """Whether a stream goes on in the next output, where the kernel wrote it in two pieces."""
    return (
        first.mime in _STREAMS
        and first.mime == second.mime
        and first.cell == second.cell
        and first.output is not None
        and second.output == first.output + 1
    )
