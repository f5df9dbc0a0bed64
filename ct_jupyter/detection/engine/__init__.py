"""The engines that propose where a rule could match; ``detector.py`` confirms what they propose."""

from __future__ import annotations

from typing import Literal, Protocol

EngineName = Literal["hyperscan", "re"]
Pattern = tuple[str, int]
"""A regular expression and the number of lines that it may span."""


class Matcher(Protocol):
    """Proposes candidates in the UTF-8 bytes of a text.

    Whatever the engine, the proposals have to include every line that a rule really matches in. They
    may include others: the same confirmation decides afterwards, which is why all engines agree.
    """

    name: EngineName

    def candidates(self, data: bytes) -> list[tuple[int, int]]:
        """Return (index of the pattern, byte offset inside or at the end of a possible match) pairs."""
        ...
