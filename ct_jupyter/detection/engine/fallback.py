"""The engine for where Hyperscan has no wheel, or has not compiled yet: literals, then ``re``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from . import EngineName, Pattern
from .patterns import literals, loosen

_SHORT_LINE = 4096
_SHORTEST = 2
_DIGIT = re.compile(rb"[0-9]")


class FallbackMatcher:
    """Looks for the literals of all patterns with one expression of them all.

    Ten times slower than Hyperscan on text of many lines, and still quick on a cell of half a kilobyte.
    """

    name: EngineName = "re"

    def __init__(self, patterns: Sequence[Pattern], numeric_from: int | None = None) -> None:
        """Look for ``patterns``; those from ``numeric_from`` on match only text with a digit or an @."""
        self._patterns = patterns
        self._numeric_from = len(patterns) if numeric_from is None else numeric_from

    @cached_property
    def _literals(self) -> list[frozenset[bytes]]:
        """The literals of each pattern; none where one is too short to be looked for."""
        found = [literals(pattern, lines) for pattern, lines in self._patterns]
        for index, own in enumerate(found):
            if (not own or min(map(len, own)) < _SHORTEST) and own != {b"@"}:
                found[index] = frozenset()
        return found

    @cached_property
    def _by_literal(self) -> dict[bytes, list[int]]:
        """Patterns by literal, lower case. Taking them off a thousand patterns takes a second."""
        found: dict[bytes, list[int]] = {}
        for index, own in enumerate(self._literals):
            for literal in own:
                found.setdefault(literal, []).append(index)
        return found

    @cached_property
    def _without_literal(self) -> list[tuple[int, Any]]:
        """The looser forms of what no literal gives away: numbers in groups, which hold a digit."""
        return [
            (index, re.compile(loosen(*self._patterns[index])).finditer)
            for index, own in enumerate(self._literals)
            if not own
        ]

    @cached_property
    def _search(self) -> Any:
        return re.compile(_alternation(_shortest(self._by_literal))).search

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(literal) for literal in self._by_literal})

    def candidates(self, data: bytes) -> list[tuple[int, int]]:
        """Return every place of a literal for each pattern that needs it, and where the others match."""
        lowered = data.lower()
        found: list[tuple[int, int]] = []
        done: dict[bytes, int] = {}  # up to where a literal's line is proposed
        position = 0
        while (hit := self._search(lowered, position)) is not None:
            start = hit.start()
            position = start + 1
            for length in self._lengths:
                end = start + length
                literal = lowered[start:end]
                indexes = self._by_literal.get(literal)
                if indexes is None or end > len(lowered) or start < done.get(literal, 0):
                    continue
                found += [(index, end) for index in indexes]
                done[literal] = _line_end(lowered, start)
        if _DIGIT.search(data):
            for index, finditer in self._without_literal:
                found += [(index, match.end()) for match in finditer(data)]
        return found


def _line_end(lowered: bytes, position: int) -> int:
    """Return the end of a short line: one hit proposes all of it. A long one has several windows."""
    end = lowered.find(b"\n", position, position + _SHORT_LINE)
    if end < 0 or (position > _SHORT_LINE and lowered.rfind(b"\n", position - _SHORT_LINE, position) < 0):
        return 0
    return end


def _shortest(strings: Iterable[bytes]) -> list[bytes]:
    """Return the strings that begin with no other one: where these are found, the others may be."""
    kept: list[bytes] = []
    for string in sorted(strings):
        if not kept or not string.startswith(kept[-1]):
            kept.append(string)
    return kept


def _alternation(strings: Sequence[bytes], depth: int = 0) -> bytes:
    """Return an expression for any of the sorted strings, none of which begins with another: a trie."""
    by_byte: dict[int, list[bytes]] = {}
    for string in strings:
        by_byte.setdefault(string[depth], []).append(string)
    branches = []
    for byte, own in by_byte.items():
        rest = re.escape(own[0][depth + 1 :]) if len(own) == 1 else _alternation(own, depth + 1)
        branches.append(re.escape(bytes([byte])) + rest)
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"
