"""Of several rules that claim one value, the one that says most about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from .model import Confidence, Match

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
    """Return the matches without those that overlap a better one, by their place."""
    kept: list[Match] = []
    starts: list[int] = []  # of `kept`, which never overlap and stay in order
    for match in sorted(matches, key=_precedence):
        index = bisect_left(starts, match.start)
        free_before = index == 0 or kept[index - 1].end <= match.start
        free_behind = index == len(kept) or match.end <= starts[index]
        if free_before and free_behind:
            kept.insert(index, match)
            starts.insert(index, match.start)
    return kept
