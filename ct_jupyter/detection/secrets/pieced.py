"""Secrets that begin in one Python literal and end in another that is joined with it.

A rule sees one line and one literal: ``"postgresql://ann:" "Kq7!…@db/x"`` is none of either. The bodies of
such literals are read once more as the one string that Python makes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from ...languages.python_lexer import StringToken
from ...text.lazy import lazy
from ..model import Match
from .places import Places

_SEAM = lazy(r"""["'](?:[ \t\r\n\\+]|\#[^\n]*\n){1,200}[rRuUfFbB]{0,2}["']""")
"""Where it is not found no literal follows another; most sources end here."""
_LONGEST = 4000
_HEAD = 200
"""Characters above the literals that may say what they are given to."""


def over_pieces(text: str, scan: Callable[[str], Sequence[Match]]) -> list[Match]:
    """Return the secrets of Python source that stand in more than one of the literals that are joined.

    Parameters
    ----------
    text
        The source.
    scan
        Finds the secrets in a source.
    """
    found: list[Match] = []
    reach = 0
    places = Places(text, "python")
    for seam in _SEAM.finditer(text):
        token = places.at(seam.start())
        if seam.start() < reach or not isinstance(token, StringToken) or token.end != seam.start() + 1:
            continue
        pieces = places.pieces_from(token)
        if len(pieces) > 1 and pieces[-1].body_end - pieces[0].body_start <= _LONGEST:
            reach = pieces[-1].end
            found += _found_in(text, pieces, scan)
    return found


def _found_in(
    text: str, pieces: Sequence[StringToken], scan: Callable[[str], Sequence[Match]]
) -> Iterator[Match]:
    bodies = [text[one.body_start : one.body_end] for one in pieces]
    quote = next((q for q in ('"', "'") if not any(q in body for body in bodies)), None)
    if quote is None:
        return
    least = max(0, pieces[0].start - _HEAD)
    line = max(least, text.rfind("\n", least, pieces[0].start) + 1)
    prefix = "f" if any("f" in one.prefix for one in pieces) else ""
    head = f"{text[line : pieces[0].start]}{prefix}{quote}"
    starts = [len(head)]
    for body in bodies:
        starts.append(starts[-1] + len(body))

    def piece_of(offset: int) -> int:
        return next(k for k, (low, high) in enumerate(pairwise(starts)) if low <= offset < high)

    def place(offset: int) -> int:
        k = piece_of(offset)
        return pieces[k].body_start + offset - starts[k]

    for match in scan(f"{head}{''.join(bodies)}{quote}"):
        if match.start < starts[0] or match.end > starts[-1] or not match.rule.id.startswith("secret."):
            continue
        if piece_of(match.start) == piece_of(match.end - 1):
            continue
        start, end = match.secret_span
        whole = (start, end) == (match.start, match.end)
        yield msgspec.structs.replace(
            match,
            start=place(match.start),
            end=place(match.end - 1) + 1,
            secret_start=None if whole else place(start),
            secret_end=None if whole else place(end - 1) + 1,
        )
