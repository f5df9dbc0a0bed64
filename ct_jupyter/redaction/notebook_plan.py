"""The plan for a whole notebook: findings and the notebook in, everything that changes out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ..detection.model import Match, Rule
from ..notebook.edit import Edit
from ..scan.parts import Located
from .copies import Needles
from .naming import Names, Naming
from .purge import LeafEdit, counts, purge
from .sites import Change, Hole, Spot
from .source_plan import Options, PlanCell, Replaced, naming_for, plan_sources, sites_of


class Variable(msgspec.Struct, frozen=True):
    """A name, what kind of secret it stands for, and what became of it."""

    name: str
    weakness_id: str
    title: str
    provider: str
    remedy: str
    page: str
    """Of the provider."""
    needed: bool
    """Whether the notebook reads it; else only placeholders name it."""
    places: int
    """In sources."""
    copies: int
    """Everywhere else."""
    fingerprint: str


class NotebookPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a redaction changes in one notebook."""

    edits: tuple[tuple[Edit, ...], ...]
    """Of the sources, for each cell."""
    leaf_edits: tuple[LeafEdit, ...]
    """Of everything else."""
    variables: tuple[Variable, ...]
    replaced: tuple[Replaced, ...]
    values: Mapping[str, str]
    """By name, of the variables that the notebook needs."""
    by_value: Mapping[str, str]
    """One name for each value that goes, also of those that only placeholders name."""
    counts: Mapping[str, int]
    """Copies that go, by ``outputs``, ``metadata`` and ``attachments``."""
    pictures: tuple[int, ...] = ()
    """Indexes of cells that hold a secret and show an image: it may be seen there."""
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything changes."""
        return any(self.edits) or bool(self.leaf_edits)

    def __repr__(self) -> str:
        # A plan that ends up in a log line or an assertion must not carry the values there.
        return f"NotebookPlan({len(self.variables)} variables, {len(self.leaf_edits)} texts)"


def plan_notebook(
    notebook: Mapping[str, Any],
    found: Sequence[Located],
    *,
    language: str,
    names: Names | None = None,
    chosen: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> NotebookPlan:
    """Plan the redaction of a notebook.

    Parameters
    ----------
    notebook
        Of format 4, as JSON has it.
    found
        Its findings that are to go; those of leaks and personal data are passed over.
    language
        Of the kernel.
    names
        What the names of variables already stand for.
    chosen
        The user's names, by fingerprint of the finding.
    known
        Names that an earlier plan for the same store gave, by value. These values go here too.

    Raises
    ------
    Refusal
        A chosen name cannot be had.
    """
    options = options or Options()
    secrets = [one for one in found if one.match.rule.id.startswith("secret.")]
    cells = _cells(notebook, secrets)
    sites = sites_of(cells, language, options)
    rules = _rules(sites, secrets)
    wanted = _chosen_by_value(sites, secrets, chosen or {})
    cells = _with_copies(cells, _all_values(sites, secrets, known), rules)
    sites = sites_of(cells, language, options)
    naming = naming_for(cells, sites, names or Names(), wanted, known)
    naming.grant(_hole(one) for one in secrets)
    sources = plan_sources(cells, sites, language, naming, options)
    leaf_edits = purge(notebook, Needles(_purged(naming)))
    touched = {edit.path[1] for edit in leaf_edits if edit.path[:1] == ("cells",)}
    touched |= {index for index, edits in enumerate(sources.edits) if edits}
    return NotebookPlan(
        edits=sources.edits,
        leaf_edits=tuple(leaf_edits),
        variables=_variables(sources.replaced, leaf_edits, naming, rules, secrets, sources.values),
        replaced=sources.replaced,
        values=sources.values,
        by_value=dict(naming.by_value),
        counts=counts(leaf_edits),
        pictures=tuple(sorted(k for k in touched if isinstance(k, int) and _shows_image(notebook, k))),
        notes=sources.notes,
    )


def source_edits(notebook: Mapping[str, Any], plan: NotebookPlan) -> list[LeafEdit]:
    """Return the edits of the sources in the form of all others, for a file."""
    found = []
    for index, edits in enumerate(plan.edits):
        if edits:
            stored = notebook["cells"][index].get("source", "")
            changes = tuple(Change(edit.start, edit.end, edit.text) for edit in edits)
            kind = "value" if isinstance(stored, str) else "chunks"
            found.append(LeafEdit(("cells", index, "source"), kind, changes))  # type: ignore[arg-type]
    return found


def _cells(notebook: Mapping[str, Any], secrets: Sequence[Located]) -> list[PlanCell]:
    spots: dict[int, list[Spot]] = {}
    for finding, match, part in secrets:
        if part.kind == "source" and finding.cell is not None:
            spots.setdefault(finding.cell - 1, []).append(Spot.of(match))
    cells = []
    for index, cell in enumerate(notebook.get("cells", [])):
        stored = cell.get("source", "")
        source = stored if isinstance(stored, str) else "".join(stored)
        identity = cell.get("id")
        cells.append(
            PlanCell(
                identity if isinstance(identity, str) else str(index),
                str(cell.get("cell_type", "")),
                source,
                tuple(spots.get(index, ())),
            )
        )
    return cells


def _with_copies(
    cells: Sequence[PlanCell], values: Mapping[str, str], rules: Mapping[str, Rule]
) -> list[PlanCell]:
    """Add the copies of values that nothing announces as secrets: bare items of a list, and the like."""
    by_rule = {str(number): rules[value] for number, value in enumerate(values)}
    needles = Needles({value: str(number) for number, value in enumerate(values)})
    more = []
    for cell in cells:
        spots = list(cell.spots)
        for copy in needles.find(cell.source):
            apart = all(copy.end <= spot.start or spot.end <= copy.start for spot in cell.spots)
            if apart:
                spots.append(Spot(copy.start, copy.end, by_rule[copy.name], encoded=copy.encoded))
        same = len(spots) == len(cell.spots)
        more.append(cell if same else msgspec.structs.replace(cell, spots=tuple(sorted(spots, key=_start))))
    return more


def _start(spot: Spot) -> int:
    return spot.start


def _hole(one: Located) -> Hole:
    return Hole(Spot.of(one.match), value_of(one))


def value_of(one: Located) -> str:
    """Return the secret that was found, as the part has it."""
    start, end = one.match.secret_span
    return one.part.text[start:end]


def _all_values(
    sites: Sequence[Sequence[Any]], secrets: Sequence[Located], known: Mapping[str, str] | None
) -> dict[str, str]:
    values = {hole.value: "" for one in sites for site in one for hole in site.holes}
    values |= {value_of(one): "" for one in secrets}
    return values | dict.fromkeys(known or {}, "")


def _rules(sites: Sequence[Sequence[Any]], secrets: Sequence[Located]) -> Mapping[str, Rule]:
    rules = _AnyRule({value_of(one): one.match.rule for one in secrets})
    rules.update((hole.value, hole.spot.rule) for one in sites for site in one for hole in site.holes)
    return rules


class _AnyRule(dict[str, Rule]):
    """Values of an earlier plan have no rule here."""

    def __missing__(self, value: str) -> Rule:
        return KNOWN


def _chosen_by_value(
    sites: Sequence[Sequence[Any]], secrets: Sequence[Located], chosen: Mapping[str, str]
) -> dict[str, str]:
    wanted: dict[str, str] = {}
    if not chosen:
        return wanted
    holes = {
        (index, hole.spot.start): hole.value
        for index, one in enumerate(sites)
        for s in one
        for hole in s.holes
    }
    for finding, match, part in secrets:
        name = chosen.get(finding.fingerprint)
        if name is not None:
            place = ((finding.cell or 0) - 1, match.secret_span[0])
            value = holes.get(place) if part.kind == "source" else None
            wanted[value or part.text[slice(*match.secret_span)]] = name
    return wanted


def _purged(naming: Naming) -> dict[str, str]:
    return dict(naming.by_value)


def _variables(
    replaced: Sequence[Replaced],
    leaf_edits: Sequence[LeafEdit],
    naming: Naming,
    rules: Mapping[str, Rule],
    secrets: Sequence[Located],
    needed: Mapping[str, str],
) -> tuple[Variable, ...]:
    places = Counter(one.name for one in replaced)
    copies = Counter(name for edit in leaf_edits for name in edit.names if name)
    fingerprints: dict[str, str] = {}
    for one in secrets:
        fingerprints.setdefault(one.match.rule.id + value_of(one), one.finding.fingerprint)
    found: dict[str, Variable] = {}
    for value, own in naming.by_value.items():
        for name in {own, *(n for n, v in needed.items() if v == value)}:
            if not places[name] and not copies[name]:
                continue
            rule = rules[value]
            found[name] = Variable(
                name=name,
                weakness_id=rule.id,
                title=rule.title,
                provider=rule.provider,
                remedy=rule.remedy,
                page=rule.source,
                needed=name in needed,
                places=places[name],
                copies=copies[name],
                fingerprint=fingerprints.get(rule.id + value, ""),
            )
    return tuple(found.values())


def _shows_image(notebook: Mapping[str, Any], index: int) -> bool:
    outputs = notebook["cells"][index].get("outputs") or []
    return any(
        isinstance(output, dict)
        and any(str(mime).startswith(("image/", "application/pdf")) for mime in (output.get("data") or {}))
        for output in outputs
    )


KNOWN = Rule(
    id="secret.known",
    title="A secret that was found elsewhere",
    provider="",
    severity="high",  # type: ignore[arg-type]
    pattern="",
    why="",
    remedy="",
    source="",
)


__all__ = ["Match", "NotebookPlan", "Options", "Variable", "plan_notebook", "source_edits", "value_of"]
