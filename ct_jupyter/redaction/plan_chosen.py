"""Sites with the way that they are written, and what a cell gets besides."""

from __future__ import annotations

from collections.abc import Sequence

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


def coalesced(changes: Sequence[Change]) -> list[Change]:
    """Make one of changes that touch: the order of two at one place would be left to whoever applies them."""
    kept: list[Change] = []
    for change in changes:
        if kept and kept[-1].end == change.start:
            kept[-1] = Change(kept[-1].start, change.end, kept[-1].text + change.text)
        else:
            kept.append(change)
    return kept
