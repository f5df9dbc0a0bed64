"""The names of all values that a notebook's sources give up, and which of its sites change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from .lookups import names_looked_up, names_set
from .naming import Choice, Names, Naming
from .plan_model import PlanCell
from .sites import Change, Site, Spelling, apply_changes


def naming_for(
    cells: Sequence[PlanCell],
    sites: Sequence[Sequence[Site]],
    names: Names,
    chosen: Mapping[str, Choice] | None = None,
    known: Mapping[str, str] | None = None,
) -> Naming:
    """Return the names for the values of all ``sites``; those that code needs come first."""
    used = names_looked_up(cell.source for cell in cells if cell.type == "code")
    used -= set(known.values() if known else ())
    holes = [hole for one in sites for site in one for hole in site.holes]
    naming = Naming(names, used, chosen, known, asked=holes, unsteady=_unsteady(cells, sites))
    exact = [hole for one in sites for site in one if site.outcome == "exact" for hole in site.holes]
    naming.grant(exact)
    naming.grant(holes)
    return naming


def _unsteady(cells: Sequence[PlanCell], sites: Sequence[Sequence[Site]]) -> set[str]:
    """Return the variables that a site sets and that the notebook also sets to something else.

    Without its statement such a variable would keep, when a cell is run again, what another cell gave it.
    """
    given: dict[str, set[str]] = {}
    for hole in (hole for one in sites for site in one for hole in site.holes):
        if hole.fixed and hole.sets:
            given.setdefault(hole.fixed, set()).add(hole.value)
    if not given:
        return set()
    elsewhere: set[str] = set()
    for cell, own in zip(cells, sites, strict=True):
        if cell.type == "code":
            gone = [Change(site.start, site.end, "\n") for site in apart(own)]
            elsewhere |= names_set(apply_changes(cell.source, gone))
    return {name for name, values in given.items() if len(values) > 1 or name in elsewhere}


def apart(sites: Sequence[Site]) -> list[Site]:
    """Leave out what goes with a statement that goes; of two lines that go each takes its own line end."""
    kept: list[Site] = []
    for site in sorted(sites, key=lambda site: (site.start, -site.end)):
        reach = kept[-1].end if kept else 0
        if site.start >= reach:
            kept.append(site)
        elif all(hole.spot.start >= reach for hole in site.holes):
            kept.append(_from(site, reach))
    return kept


def _from(site: Site, start: int) -> Site:
    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(max(start, c.start), c.end, c.text) for c in site.render(spelling, names)]

    return msgspec.structs.replace(site, start=start, render=render)
