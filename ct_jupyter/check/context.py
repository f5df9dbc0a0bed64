"""The line around a finding, with every value of it masked, for a report that shows what to look for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, islice

MASK = "•••"
MAX_CHARACTERS = 100

# Beside what was found, whatever might be a value that was not: what stands in quotes, and long words with
# digits or of mixed case. Names, keywords and short words remain.
_MAYBE_VALUE = re.compile(
    r"""(?P<quote>["'`])[^"'`]+(?P=quote)|(?<![\w•])(?=[\w+/=~.-]*\d)[\w+/=~.-]{6,}|[A-Za-z0-9+/=]{20,}"""
)


class MaskedLines:
    """The lines of one text, at most 100 characters of each, without the values in them.

    Parameters
    ----------
    spans
        Of all values in ``text``.
    """

    def __init__(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        self._text = text
        self._spans = sorted(spans)
        self._reach = list(accumulate((last for _, last in self._spans), max))
        self._line = (0, -1)
        self._masked = ""
        self._places: list[tuple[int, int, int]] = []
        """Of the values of the line that was asked for last: begin, end, and where their mask is."""

    def around(self, start: int) -> str:
        """Return the line of the value at ``start``; asked in the order of the text, it is read once."""
        if not self._line[0] <= start <= self._line[1]:
            self._read(start)
        above = bisect_right(self._places, (start, len(self._text), 0)) - 1
        inside = above >= 0 and start < max(self._places[above][1], self._places[above][0] + 1)
        before = self._places[above][2] if inside else 0
        begin = max(0, min(before - MAX_CHARACTERS // 2, len(self._masked) - MAX_CHARACTERS))
        shown = self._masked[begin : begin + MAX_CHARACTERS].strip()
        return f"{'…' if begin else ''}{shown}{'…' if begin + MAX_CHARACTERS < len(self._masked) else ''}"

    def _read(self, start: int) -> None:
        text = self._text
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        pieces, at, length = [], line_start, 0
        self._places = []
        low = bisect_right(self._reach, line_start)  # a value may have begun on a line before
        for first, last in islice(self._spans, low, None):
            if first >= line_end:
                break
            if last <= at:
                continue
            rest = _mask_rest(text[at : max(first, at)])
            length += len(rest)
            self._places.append((first, last, length))
            pieces += [rest, MASK]
            length += len(MASK)
            at = last
        pieces.append(_mask_rest(text[at:line_end]))
        self._line, self._masked = (line_start, line_end), "".join(pieces)


def _mask_rest(text: str) -> str:
    return _MAYBE_VALUE.sub(lambda found: f"{found['quote'] or ''}…{found['quote'] or ''}", text)
