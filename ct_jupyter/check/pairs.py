"""Two halves of one credential: a key id and its secret, wherever in the document they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..detection import Match, Rule, half_in, load_rules
from ..notebook.part import Part

_LONGEST = 200_000
"""Code points of a part in which a half without a name is looked for: nobody keeps keys in a data dump."""


class Place(NamedTuple):
    """A match in a document: number of its part, and offset in it."""

    part: int
    match: Match


@cache
def _halves() -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules() if rule.half)


def add_halves(parts: Sequence[Part], found: list[Sequence[Match]]) -> None:
    """Add to ``found`` the halves that only the other half, elsewhere in the document, gives away.

    ``boto3.Session("AKIA…", "…")`` names neither; forty characters in quotes are an AWS secret key because
    an access key id stands in the same notebook.

    Parameters
    ----------
    found
        Matches of each part; those with new ones are replaced by a longer list.
    """
    seen = {match.rule.id for matches in found for match in matches}
    wanted = [rule for rule in _halves() if rule.pair in seen and rule.id not in seen]
    if not wanted:
        return
    for index, part in enumerate(parts):
        if part.kind not in ("source", "output") or len(part.text) > _LONGEST:
            continue
        taken = [(match.start, match.end) for match in found[index]]
        for rule in wanted:
            for match in half_in(part.text, rule):
                if not any(match.start < end and start < match.end for start, end in taken):
                    taken.append((match.start, match.end))
                    found[index] = sorted([*found[index], match], key=lambda m: m.start)


def partners_of(places: Sequence[Place]) -> dict[int, int]:
    """Return for the number of a place the number of the other half's that is nearest."""
    by_rule: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        by_rule.setdefault(place.match.rule.id, []).append(number)
    partners: dict[int, int] = {}
    for number, place in enumerate(places):
        others = by_rule.get(place.match.rule.pair, []) if place.match.rule.pair else []
        if not others:
            continue
        other = min(others, key=lambda each: _distance(places[each], place))
        partners[number] = other
        partners.setdefault(other, number)
    return partners


def _distance(one: Place, other: Place) -> tuple[int, int]:
    return abs(one.part - other.part), abs(one.match.start - other.match.start)
