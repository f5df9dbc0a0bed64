"""The stretch of text in which a candidate is confirmed: its line, or a bounded piece of a long one.

A window depends on the text alone, never on the engine: two engines that propose the same lines confirm
the same windows and hence find the same matches.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

STEP = 8192
"""Code points of a long line in which a match of one window may start."""
OVERLAP = 4096
"""Code points past that which it may reach into; no rule matches more on one line."""
LINES_REACH = 16384
"""Code points that a match of several lines may reach past its first line."""


class Window(NamedTuple):
    """Offsets in code points: matches start in ``[start, stop)`` and end by ``limit``."""

    start: int
    stop: int
    limit: int


def windows_of(text: str, offsets: Iterable[int], lines: int = 1) -> list[Window]:
    """Return the windows that the candidates at ``offsets`` fall into, in order, each once.

    Parameters
    ----------
    text
        The whole text.
    offsets
        Code points, ascending; each lies inside a possible match or just behind it.
    lines
        Lines that a match may span.
    """
    found: list[Window] = []
    line_end = -1
    done = -1  # last window of a long line that is in `found`
    for offset in offsets:
        inside = max(offset - 1, 0)
        if inside > line_end:
            line_start = text.rfind("\n", 0, inside) + 1
            line_end = text.find("\n", inside)
            if line_end < 0:
                line_end = len(text)
            done = -1
            if line_end - line_start <= STEP + OVERLAP:
                found.append(Window(line_start, line_end, _limit(text, line_end, lines)))
                done = (line_end - line_start) // STEP
                continue
        piece = (inside - line_start) // STEP
        # The match may have started in the piece before the one that the candidate ends in.
        for number in range(max(piece - 1, done + 1, 0), piece + 1):
            start = line_start + number * STEP
            stop = min(start + STEP, line_end)
            limit = min(stop + OVERLAP, line_end) if lines == 1 else _limit(text, stop, lines)
            found.append(Window(start, stop, limit))
        done = max(done, piece)
    return found


def joined(windows: Iterable[Window]) -> list[Window]:
    """Return windows that reach into the next ones as one: for rules of several lines.

    No match starts between two of them, where no candidate is. Each by itself would be searched to its
    limit for a start that does not count any more.
    """
    found: list[Window] = []
    for window in windows:
        if found and window.start <= found[-1].limit:
            found[-1] = Window(found[-1].start, window.stop, max(found[-1].limit, window.limit))
        else:
            found.append(window)
    return found


def _limit(text: str, line_end: int, lines: int) -> int:
    if lines == 1:
        return line_end
    return min(line_end + LINES_REACH, len(text))
