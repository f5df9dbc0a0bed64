"""Sites with the way that they are written, and what a cell gets besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from .sites import Change, Need, Render, Site


class Chosen(msgspec.Struct, frozen=True):
    """A site with the way it is written."""

    site: Site
    render: Render
    needs: frozenset[Need]
    names: tuple[str, ...]


class Preamble(msgspec.Struct):
    """What a cell gets on top."""

    before: int | None = None
    imports: list[str] = []
    calls: list[str] = []


def is_exact(chosen: Chosen) -> bool:
    """Tell whether the code runs as before."""
    return chosen.site.outcome == "exact"


class Laid(NamedTuple):
    """A change in its place."""

    change: Change
    support: int = 0
    """Length of what its text begins with that code elsewhere stands on too."""


def coalesced(laid: Sequence[Laid]) -> list[Laid]:
    """Make one of changes that touch: the order of two at one place would be left to whoever applies them."""
    kept: list[Laid] = []
    for one in laid:
        if kept and kept[-1].change.end == one.change.start:
            (start, _, text), support = kept[-1]
            # Only what stands at the front can be told from the rest.
            more = one.support if support == len(text) else 0
            kept[-1] = Laid(Change(start, one.change.end, text + one.change.text), support + more)
        else:
            kept.append(one)
    return kept
