"""The engine for where Hyperscan has no wheel, or has not compiled yet: literals, then ``re``."""

from __future__ import annotations

from collections.abc import Sequence

from . import EngineName, Pattern
from .patterns import literals

_SHORT_LINE = 4096


class FallbackMatcher:
    """Looks for each pattern's literals with ``bytes.find``.

    One search for each literal beats one expression of them all: ``find`` runs at memory speed, and a
    typical cell is half a kilobyte.
    """

    name: EngineName = "re"

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        by_literal: dict[bytes, list[int]] = {}
        for index, (pattern, lines) in enumerate(patterns):
            found = literals(pattern, lines)
            if not found:
                raise ValueError(f"no literal in every match of {pattern!r}")
            for literal in found:
                by_literal.setdefault(literal, []).append(index)
        self._by_literal = sorted(by_literal.items())

    def candidates(self, data: bytes) -> list[tuple[int, int]]:
        """Return every place of a literal, for each pattern that needs it."""
        lowered = data.lower()
        found: list[tuple[int, int]] = []
        for literal, indexes in self._by_literal:
            position = lowered.find(literal)
            while position >= 0:
                end = position + len(literal)
                found += [(index, end) for index in indexes]
                # One hit proposes its whole line, unless that is so long that it has several windows.
                line_end = lowered.find(b"\n", position, position + _SHORT_LINE)
                if line_end > 0 and position > _SHORT_LINE:
                    before = lowered.rfind(b"\n", position - _SHORT_LINE, position)
                    line_end = line_end if before >= 0 else -1
                position = lowered.find(literal, line_end if line_end > 0 else position + 1)
        return found
