"""Of several rules that claim one value, the one that says most about it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from ..model import Confidence, Match

_RANK = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


def _precedence(match: Match) -> tuple[int, int, int, int, str]:
    # The more specific rule, then the surer match, then the longer one; the id makes it total.
    return (
        -match.rule.specificity,
        _RANK[match.confidence],
        match.start - match.end,
        match.start,
        match.rule.id,
    )


def resolve(matches: Iterable[Match]) -> list[Match]:
    """Return the matches without those that overlap a better one, by their place.

    Takes n log n steps: a sweep cuts the matches into groups that do not touch, which mostly hold one.
    """
    kept: list[Match] = []
    group: list[Match] = []
    reach = -1
    for match in sorted(matches, key=lambda m: (m.start, m.end)):
        if match.start >= reach and group:
            kept += _best_of(group)
            group = []
        group.append(match)
        reach = max(reach, match.end)
    return kept + _best_of(group)


def without_looser(matches: Iterable[Match], exact: Iterable[Match]) -> list[Match]:
    """Return the matches but those of a rule that reach beyond an exact one of the same rule.

    Where markup was read, what was found without reading it holds the markup as well: ``**x**``.
    """
    spans = sorted((match.start, match.end, match.rule.id) for match in exact)
    starts = [start for start, _, _ in spans]

    def is_looser(match: Match) -> bool:
        index = bisect_left(starts, match.start)
        if index == len(spans):
            return False
        start, end, rule = spans[index]
        return end <= match.end and rule == match.rule.id and (start, end) != (match.start, match.end)

    return [match for match in matches if not is_looser(match)]


def _best_of(group: list[Match]) -> list[Match]:
    if len(group) < 2:
        return group
    edges = sorted({edge for match in group for edge in (match.start, match.end)})
    starts, ends = _Counts(len(edges)), _Counts(len(edges))
    kept: list[Match] = []
    for match in sorted(group, key=_precedence):
        # Those that are kept never overlap, so that counting how many began and ended is enough.
        began = starts.up_to(bisect_left(edges, match.end))
        if began > ends.up_to(bisect_right(edges, match.start)):
            continue
        kept.append(match)
        starts.add(bisect_left(edges, match.start))
        ends.add(bisect_left(edges, match.end))
    return sorted(kept, key=lambda m: m.start)


class _Counts:
    """How many were added below an index: a Fenwick tree."""

    def __init__(self, size: int) -> None:
        self._sums = [0] * (size + 1)

    def add(self, index: int) -> None:
        index += 1
        while index < len(self._sums):
            self._sums[index] += 1
            index += index & -index

    def up_to(self, index: int) -> int:
        """Return how many of the added indexes are smaller than ``index``."""
        total = 0
        while index:
            total += self._sums[index]
            index &= index - 1
        return total
