"""From one finding to the edits of its cell, so that one undo takes them back. Pure: nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from ..detection.model import Match
from ..notebook.edit import Edit
from ..stores.refusal import Refusal
from .naming import Choice, Names
from .sites import Site, Spot
from .source import source_sites
from .source_plan import Options, PlanCell, naming_for, plan_sources

Scan = Callable[[str, str], Sequence[Match]]
"""The detector: text and language in, matches out."""


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
    *,
    cell_id: str,
    start: int,
    end: int,
    weakness_id: str,
    language: str,
    scan: Scan,
    names: Names,
    name: str | None = None,
) -> Plan:
    """Plan the replacement of one finding by a lookup in the environment.

    Parameters
    ----------
    cells : sequence of CodeCell
        All code cells, in order.
    cell_id, start, end, weakness_id : str, int, int, str
        The finding; the span in code points.
    language : str
        The kernel's.
    scan : callable
        The detector, to see that the finding is still there.
    names : Names
        What must not be given another meaning.
    name : str, optional
        The user's choice in place of the proposed name.

    Raises
    ------
    Refusal
        With reason ``changed``, ``not-a-literal``, ``unsupported-value``, ``invalid-name`` or
        ``name-taken``.
    """
    index = next((position for position, cell in enumerate(cells) if cell.id == cell_id), None)
    if index is None:
        raise Refusal("changed", "The cell is no longer in the notebook. Scan again.")
    source = cells[index].source
    match = _still_there(scan(source, language), start, end, weakness_id)
    site = next(iter(source_sites(source, "code", language, [Spot.of(match)])))
    if site.outcome != "exact":
        raise Refusal("not-a-literal", site.note or "The value is in a place where code reads no variable.")
    (hole,) = site.holes
    check_storable(hole.value)
    plan_cells = [PlanCell(cell.id, "code", cell.source) for cell in cells]
    sites: list[list[Site]] = [[site] if position == index else [] for position in range(len(cells))]
    naming = naming_for(plan_cells, sites, names, {hole.value: Choice(name)} if name else None)
    plan = plan_sources(plan_cells, sites, language, naming, Options(imports="cell"))
    (replaced,) = plan.replaced
    if replaced.outcome != "exact" or any(edits for k, edits in enumerate(plan.edits) if k != index):
        raise Refusal(
            "not-a-literal", replaced.note or "The import that it needs would have to go to another cell."
        )
    return Plan(replaced.name, plan.edits[index], hole.value)


def check_storable(value: str, name: str = "") -> None:
    """Raise a ``Refusal`` where no file or variable can hold ``value``, which is to be called ``name``."""
    why = ""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # whose text is not passed on: it holds what could not be encoded
        why = "has characters that no file can contain"
    if "\0" in value:
        why = "has a NUL character, which no variable can contain"
    if why:
        raise Refusal("unsupported-value", f"The value {f'of {name} ' if name else ''}{why}.", name=name)


def _still_there(matches: Sequence[Match], start: int, end: int, weakness_id: str) -> Match:
    for match in matches:
        if (match.start, match.end, match.rule.id) == (start, end, weakness_id):
            return match
    raise Refusal("changed", "The text has changed since it was scanned. Nothing was replaced.")
