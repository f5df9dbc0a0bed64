"""Finds what an organisation's rules and names say, beside what ours find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..confirm import confirmed
from ..engine import EngineName
from ..engine.windows import windows_of
from ..model import Match, Rule
from .fitness import compiled
from .names import OwnNames, trigger
from .own_rules import OwnRules
from .proposals import matcher_of, proposal


class OwnFinder:
    """The rules of one policy, ready to be looked for. Safe to share between threads."""

    def __init__(self, own: OwnRules, ours: Sequence[Rule], engine: EngineName | None = None) -> None:
        """Prepare ``own``, whose patterns were found fit when they were read.

        Parameters
        ----------
        ours
            The rules of the detector: what a name gives away is reported as one of them.
        """
        self._rules = own.rules
        self._compiled = [compiled(one.rule.pattern) for one in own.rules]
        self._names = OwnNames(own.names, ours) if own.names else None
        patterns = [proposal(one) for one in own.rules]
        if own.names:
            patterns.append(trigger(own.names))
        self._matcher = matcher_of(patterns, engine)

    def candidates(self, data: bytes) -> list[tuple[int, int]]:
        """Return (number of the rule, byte offset) of where one may match."""
        return self._matcher.candidates(data)

    def matches(self, text: str, offsets: Mapping[int, Sequence[int]], language: str) -> Iterator[Match]:
        """Yield what the candidates turn out to be.

        Parameters
        ----------
        offsets
            In code points, ascending, by the number of the rule.
        """
        for index, at in offsets.items():
            windows = windows_of(text, at)
            if index == len(self._rules):
                assert self._names is not None
                yield from self._names.matches(text, windows, language)
                continue
            one, pattern = self._rules[index], self._compiled[index]
            for window in windows:
                if not one.keywords or _has_any(text[window.start : window.limit], one.keywords):
                    yield from confirmed(pattern, one.rule, text, window)


def _has_any(line: str, keywords: Sequence[str]) -> bool:
    # A long line is tried in pieces, and engines propose more of them than hold what they look for.
    lowered = line.lower()
    return any(keyword in lowered for keyword in keywords)
