"""The plan for a whole notebook: findings and the notebook in, everything that changes out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ..check.located import Located
from ..detection.model import Rule, Severity
from ..detection.secrets.copies import Needles
from ..languages.canonical import is_polyglot
from ..notebook import canonical_language, language_of_cell
from ..notebook.edit import Edit
from ..notebook.mime_types import is_picture
from ..notebook.parts import cell_tags
from ..rewrite.loading import Loader
from ..rewrite.naming import Choice, Names, Naming
from ..rewrite.sites import Change, Hole, Site, Spot
from ..rewrite.source_plan import Options, PlanCell, Replaced, SourcePlan, naming_for, plan_sources, sites_of
from ..stores.refusal import Refusal
from .purge import LeafEdit, counts, purge


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
    loader: Loader = Loader("none")
    """What the notebook has the variables loaded with."""
    link: str | None = None
    """Id of the link that has to lead to the folder of ``.env``."""
    imports: tuple[str, ...] = ()
    """Statements that the lookups stand on, for a kernel that runs already."""

    @property
    def changes(self) -> bool:
        """Whether anything changes."""
        return any(self.edits) or bool(self.leaf_edits)

    def __repr__(self) -> str:
        # A plan that ends up in a log line or an assertion must not carry the values there.
        return f"NotebookPlan({len(self.variables)} variables, {len(self.leaf_edits)} texts)"


def plan_notebook(  # noqa: PLR0913  # what goes in, by name
    notebook: Mapping[str, Any],
    found: Sequence[Located],
    *,
    language: str,
    names: Names | None = None,
    chosen: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
    options: Options | None = None,
    pending: Sequence[Located] = (),
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
    pending
        Findings that stay for now. What loads the variables stands above them too.

    Raises
    ------
    Refusal
        A chosen name cannot be had.
    """
    options = options or Options()
    language = canonical_language(language)
    secrets = list(filter(is_secret, found))
    cells = _cells(notebook, secrets, language, pending)
    sites = sites_of(cells, language, options)
    in_sources = _values_in_sources(sites)
    values = _values(secrets, in_sources, known or {})
    rules = _rules(secrets, values)
    more = _with_copies(cells, {*values, *in_sources.values(), *(known or {})}, rules)
    changed = [
        new if new is not old else msgspec.structs.replace(new, source="", spots=())
        for new, old in zip(more, cells, strict=True)
    ]
    again = sites_of(changed, language, options)
    sites = [new or old for new, old in zip(again, sites, strict=True)]
    cells = more
    naming = naming_for(cells, sites, names or Names(), _chosen(secrets, values, chosen or {}), known)
    naming.grant(Hole(Spot.of(one.match), value) for one, value in zip(secrets, values, strict=True))
    try:
        sources = plan_sources(cells, sites, language, naming, options)
    except Refusal as refusal:  # of a value that the language cannot load
        about = (
            one.finding.fingerprint
            for one, value in zip(secrets, values, strict=True)
            if naming.by_value.get(value) == refusal.name
        )
        raise refusal.about(fingerprint=next(about, "")) from None
    inner = {hole.inner: naming.name(hole) for one in sites for s in one for hole in s.holes if hole.inner}
    leaf_edits = purge(notebook, Needles({**inner, **naming.by_value}))
    touched = {edit.path[1] for edit in leaf_edits if edit.path[:1] == ("cells",)}
    touched |= {index for index, edits in enumerate(sources.edits) if edits}
    return NotebookPlan(
        edits=sources.edits,
        leaf_edits=tuple(leaf_edits),
        variables=_variables(sources, leaf_edits, naming, rules, zip(secrets, values, strict=True)),
        replaced=sources.replaced,
        values=sources.values,
        by_value=dict(naming.by_value),
        counts=counts(leaf_edits),
        pictures=tuple(sorted(k for k in touched if isinstance(k, int) and _shows_image(notebook, k))),
        notes=sources.notes,
        loader=sources.loader,
        link=sources.link,
        imports=sources.imports,
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


def _cells(
    notebook: Mapping[str, Any], secrets: Sequence[Located], language: str, pending: Sequence[Located]
) -> list[PlanCell]:
    later: dict[int, int] = {}
    for finding, match, part in filter(is_secret, pending):
        if part.kind == "source" and finding.cell is not None:
            start = match.secret_span[0]
            later[finding.cell] = min(start, later.get(finding.cell, start))
    in_browser = is_polyglot(_metadata(notebook))
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
                cell_tags(_metadata(cell)),
                _own_language(cell, source, language, in_browser=in_browser),
                later.get(index + 1),
            )
        )
    return cells


def _metadata(cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _own_language(cell: Mapping[str, Any], source: str, language: str, *, in_browser: bool) -> str:
    own = language_of_cell(_metadata(cell), source, language)
    if own == "javascript" and in_browser:
        return "browser"
    return "" if own == language else own


def _values_in_sources(sites: Sequence[Sequence[Site]]) -> dict[tuple[int, int], str]:
    """Return the values in sources, as the code has them, by cell and offset."""
    return {
        (index, hole.spot.start): hole.value
        for index, one in enumerate(sites)
        for site in one
        for hole in site.holes
    }


def _values(
    secrets: Sequence[Located], in_sources: Mapping[tuple[int, int], str], known: Mapping[str, str]
) -> list[str]:
    """Return the value of each finding; of an encoded copy the value itself."""
    needles = Needles({value: value for value in (*in_sources.values(), *known)})
    values = []
    for one in secrets:
        value = None
        if one.part.kind == "source":
            value = in_sources.get(((one.finding.cell or 1) - 1, one.match.secret_span[0]))
        if value is None:
            value = value_of(one)
            copies = needles.find(value)
            if len(copies) == 1 and copies[0].end - copies[0].start == len(value):
                value = copies[0].name
        values.append(value)
    return values


def _with_copies(
    cells: Sequence[PlanCell], values: Collection[str], rules: Mapping[str, Rule]
) -> list[PlanCell]:
    """Add the copies of values that nothing announces as secrets: bare items of a list, and the like."""
    needles = Needles({value: value for value in values})
    more = []
    for cell, copies in zip(cells, needles.find_each([cell.source for cell in cells]), strict=True):
        spots = [
            *cell.spots,
            *(
                Spot(copy.start, copy.end, rules.get(copy.name, KNOWN), encoded=copy.encoded)
                for copy in copies
                if all(copy.end <= spot.start or spot.end <= copy.start for spot in cell.spots)
            ),
        ]
        same = len(spots) == len(cell.spots)
        more.append(cell if same else msgspec.structs.replace(cell, spots=tuple(sorted(spots, key=_start))))
    return more


def _start(spot: Spot) -> int:
    return spot.start


def is_secret(one: Located) -> bool:
    """Tell whether it is one that goes: not of personal data, nor code that would show a secret."""
    return one.match.rule.id.startswith("secret.")


def value_of(one: Located) -> str:
    """Return the secret that was found, as the part has it."""
    start, end = one.match.secret_span
    return one.part.text[start:end]


def _rules(secrets: Sequence[Located], values: Sequence[str]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for one, value in zip(secrets, values, strict=True):
        rules.setdefault(value, one.match.rule)
    return rules


def _chosen(
    secrets: Sequence[Located], values: Sequence[str], chosen: Mapping[str, str]
) -> dict[str, Choice]:
    return {
        value: Choice(chosen[one.finding.fingerprint], one.finding.fingerprint)
        for one, value in zip(secrets, values, strict=True)
        if one.finding.fingerprint in chosen
    }


def _variables(
    sources: SourcePlan,
    leaf_edits: Sequence[LeafEdit],
    naming: Naming,
    rules: Mapping[str, Rule],
    found: Iterable[tuple[Located, str]],
) -> tuple[Variable, ...]:
    places = Counter(one.name for one in sources.replaced)
    copies = Counter(name for edit in leaf_edits for name in edit.names if name)
    fingerprints: dict[str, str] = {}
    for one, value in found:
        fingerprints.setdefault(value, one.finding.fingerprint)
    variables: dict[str, Variable] = {}
    first = {one.name: index for index, one in reversed(list(enumerate(sources.replaced)))}
    # By their places: a form that shows them keeps its order whatever names are chosen.
    ordered = sorted(naming.by_value.items(), key=lambda item: first.get(item[1], len(first)))
    for value, own in ordered:
        for name in (own, *(n for n, v in sources.values.items() if v == value)):
            if name in variables or not (places[name] or copies[name]):
                continue
            rule = rules.get(value, KNOWN)
            variables[name] = Variable(
                name=name,
                weakness_id=rule.id,
                title=rule.title,
                provider=rule.provider,
                remedy=rule.remedy,
                page=rule.source,
                needed=name in sources.values,
                places=places[name],
                copies=copies[name],
                # Of two names that the code gives to one value only the first can be chosen.
                fingerprint=fingerprints.pop(value, ""),
            )
    return tuple(variables.values())


def _shows_image(notebook: Mapping[str, Any], index: int) -> bool:
    outputs = notebook["cells"][index].get("outputs") or []
    return any(
        isinstance(output, dict) and any(is_picture(str(mime)) for mime in (output.get("data") or {}))
        for output in outputs
    )


KNOWN = Rule(
    id="secret.known",
    title="A secret that was found elsewhere",
    provider="",
    severity=Severity.HIGH,
    pattern="",
    why="",
    remedy="",
    source="",
)
