"""The line around a finding, with every value of it masked, for a report that shows what to look for."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "•••"
MAX_CHARACTERS = 100

# Beside what was found, whatever might be a value that was not: what stands in quotes, and long words with
# digits or of mixed case. Names, keywords and short words remain.
_MAYBE_VALUE = re.compile(
    r"""(?P<quote>["'`])[^"'`]+(?P=quote)|(?<![\w•])(?=[\w+/=~.-]*\d)[\w+/=~.-]{6,}|[A-Za-z0-9+/=]{20,}"""
)


def masked_line(text: str, start: int, spans: Iterable[tuple[int, int]]) -> str:
    """Return the line of ``start``, at most 100 characters of it.

    Parameters
    ----------
    spans
        Of all values in ``text``.
    """
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    pieces, at, before = [], line_start, 0
    for first, last in sorted(spans):
        if last <= at or first >= line_end:
            continue
        pieces.append(_mask_rest(text[at : max(first, at)]))
        if first <= start < max(last, first + 1):
            before = sum(map(len, pieces))
        pieces.append(MASK)
        at = last
    pieces.append(_mask_rest(text[at:line_end]))
    line = "".join(pieces)
    begin = max(0, min(before - MAX_CHARACTERS // 2, len(line) - MAX_CHARACTERS))
    shown = line[begin : begin + MAX_CHARACTERS].strip()
    return f"{'…' if begin else ''}{shown}{'…' if begin + MAX_CHARACTERS < len(line) else ''}"


def _mask_rest(text: str) -> str:
    return _MAYBE_VALUE.sub(lambda found: f"{found['quote'] or ''}…{found['quote'] or ''}", text)
