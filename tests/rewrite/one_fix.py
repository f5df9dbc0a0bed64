"""One literal of one cell replaced by its lookup, the import in the same cell: the smallest plan there is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ct_jupyter.detection import Match
from ct_jupyter.notebook.edit import Edit
from ct_jupyter.rewrite.naming import Choice, Names
from ct_jupyter.rewrite.sites import Site, Spot
from ct_jupyter.rewrite.source import source_sites
from ct_jupyter.rewrite.source_plan import Options, PlanCell, naming_for, plan_sources
from ct_jupyter.stores.refusal import Refusal
from ct_jupyter.stores.storable import check_storable


class CodeCell(msgspec.Struct, frozen=True):
    """A code cell, as the notebook holds it now."""

    id: str
    source: str


class Plan(msgspec.Struct, frozen=True):
    """What a fix does."""

    name: str
    edits: tuple[Edit, ...]
    """All in one cell, so that one undo takes the fix back; in order of their places."""
    value: str
    """The evaluated literal; leaves the process only in the answer to the fix that asked for it."""

    def __repr__(self) -> str:
        # A plan that ends up in a log line or an assertion must not carry the value there.
        return f"Plan(name={self.name!r}, edits={len(self.edits)})"


def plan_fix(
    cells: Sequence[CodeCell],
    cell_id: str,
    match: Match,
    *,
    language: str = "python",
    names: Names,
    name: str | None = None,
) -> Plan:
    """Plan the replacement of ``match``, in the cell ``cell_id``; ``name`` takes the proposed one's place."""
    index = next(position for position, cell in enumerate(cells) if cell.id == cell_id)
    site = next(iter(source_sites(cells[index].source, "code", language, [Spot.of(match)])))
    if site.outcome != "exact":
        raise Refusal("not-a-literal", site.note)
    (hole,) = site.holes
    check_storable(hole.value)
    plan_cells = [PlanCell(cell.id, "code", cell.source) for cell in cells]
    sites: list[list[Site]] = [[site] if position == index else [] for position in range(len(cells))]
    naming = naming_for(plan_cells, sites, names, {hole.value: Choice(name)} if name else None)
    plan = plan_sources(plan_cells, sites, language, naming, Options(imports="cell"))
    (replaced,) = plan.replaced
    if replaced.outcome != "exact" or any(edits for k, edits in enumerate(plan.edits) if k != index):
        raise Refusal("not-a-literal", replaced.note)
    return Plan(replaced.name, plan.edits[index], hole.value)
