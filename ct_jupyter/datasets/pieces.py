"""Numbers in the texts of a column: one alone says little, a column of them has a hit rate."""

from __future__ import annotations

from collections.abc import Iterator

from ..text.lazy import lazy

_PIECE = lazy(
    r"(?<![\w@./:+-])(?=\S{6})[A-Za-z]{0,6}\d[\dA-Za-z]{0,20}(?:[-./ ]\d[\dA-Za-z]{0,12}){0,6}(?![\w@/:-])"
)
_SHORTEST, _LONGEST = 7, 40


def numbers_in(text: str) -> Iterator[str]:
    """Yield what in a text may be the number of a card or of a state, as it is written."""
    for found in _PIECE.finditer(text):
        if _SHORTEST <= len(found[0]) <= _LONGEST:
            yield found[0]
