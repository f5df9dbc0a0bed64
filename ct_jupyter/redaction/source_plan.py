"""All sources of a notebook at once: sites, names, imports, and the edits that they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from ..notebook.cellcode import is_python_cell, keeps_names
from ..notebook.edit import Edit
from .imports import Scope, import_of
from .lookups import names_looked_up, names_set
from .naming import Choice, Names, Naming
from .placement import has_imports, preamble
from .sites import (
    Change,
    Hole,
    Need,
    Outcome,
    Render,
    Site,
    Spelling,
    Spot,
    apply_changes,
    placeholder_site,
)
from .source import parses, source_sites

Load = Literal["none", "dotenv", "keyring"]
"""What the notebook does to have the variables: nothing, ``load_dotenv()``, or reading the keyring."""

KEYRING_SERVICE = "ct-jupyter"
NOT_PYTHON = "The result would not be Python any more, so a placeholder takes its place."
NO_CELL_FOR_IMPORT = "No cell above can import what a lookup needs, so a placeholder takes its place."


class PlanCell(msgspec.Struct, frozen=True):
    """A cell as it is now, with its secrets."""

    id: str
    type: str
    source: str
    spots: tuple[Spot, ...] = ()


class Options(msgspec.Struct, frozen=True):
    """How the code is to be written."""

    load: Load = "none"
    whole_urls: bool = False
    """Whether a connection string goes whole, as ``DATABASE_URL``, and not only its password."""
    imports: Literal["notebook", "cell"] = "notebook"
    """Whether imports go to the cell where the notebook keeps them, or to the one that changes."""


class Replaced(msgspec.Struct, frozen=True):
    """What became of one secret in a source."""

    cell: int
    """Index, from 0."""
    start: int
    end: int
    weakness_id: str
    name: str
    outcome: Outcome
    note: str


class SourcePlan(msgspec.Struct, frozen=True):
    """Edits of the sources, and what they stand on."""

    edits: tuple[tuple[Edit, ...], ...]
    """For each cell, in the order of their places."""
    replaced: tuple[Replaced, ...]
    values: Mapping[str, str]
    """By name: what has to be in the store for the notebook to run."""
    notes: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    """Statements that the lookups stand on, for a kernel that runs already."""

    def __repr__(self) -> str:
        # A plan that ends up in a log line or an assertion must not carry the values there.
        return f"SourcePlan({sum(map(len, self.edits))} edits, names={sorted(self.values)})"


def sites_of(cells: Sequence[PlanCell], language: str, options: Options) -> list[list[Site]]:
    """Return the sites of each cell."""
    return [
        source_sites(cell.source, cell.type, language, cell.spots, whole_urls=options.whole_urls)
        if cell.spots
        else []
        for cell in cells
    ]


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
            gone = [Change(site.start, site.end, "\n") for site in _apart(own)]
            elsewhere |= names_set(apply_changes(cell.source, gone))
    return {name for name, values in given.items() if len(values) > 1 or name in elsewhere}


def plan_sources(
    cells: Sequence[PlanCell],
    sites: Sequence[Sequence[Site]],
    language: str,
    naming: Naming,
    options: Options,
) -> SourcePlan:
    """Return the edits that replace what the sites hold."""
    return _Writer(cells, sites, language, naming, options).plan()


class _Chosen(msgspec.Struct, frozen=True):
    """A site with the way it is written."""

    site: Site
    render: Render
    needs: frozenset[Need]
    names: tuple[str, ...]


class _Writer:
    """Goes through the cells from top to bottom, as the kernel will."""

    def __init__(
        self,
        cells: Sequence[PlanCell],
        sites: Sequence[Sequence[Site]],
        language: str,
        naming: Naming,
        options: Options,
    ) -> None:
        self._cells = cells
        self._python = language == "python"
        self._naming = naming
        self._options = options
        self._chosen = [[self._choose(site) for site in _apart(one)] for one in sites]
        self._changes: list[list[Change]] = [[] for _ in cells]
        self._wanted: dict[int, _Preamble] = {}
        self._notes: list[str] = []
        self._imports: dict[str, None] = {}
        self._scope = Scope()
        self._loads = self._variables_to_load()

    def plan(self) -> SourcePlan:
        first = next((k for k, one in enumerate(self._chosen) if any(_is_exact(c) for c in one)), None)
        for index in range(len(self._cells)):
            if index == first and self._python and self._options.load != "none":
                self._load(index)
            self._write(index)
            if self._is_python(index):
                self._scope.add(self._cells[index].source)
        edits = []
        for index, cell in enumerate(self._cells):
            changes = self._with_preamble(index)
            edits.append(tuple(Edit(cell.id, *change) for change in _coalesced(changes)))
        return SourcePlan(
            edits=tuple(edits),
            replaced=tuple(self._replaced()),
            values={name: hole.value for chosen, hole, name in self._holes() if _is_exact(chosen)},
            notes=tuple(dict.fromkeys(self._notes)),
            imports=tuple(self._imports),
        )

    def _choose(self, site: Site) -> _Chosen:
        names = tuple(self._naming.name(hole) for hole in site.holes)
        if site.otherwise is not None and not all(map(self._naming.has_fixed, site.holes)):
            return _Chosen(site, site.otherwise, site.otherwise_needs, names)
        return _Chosen(site, site.render, site.needs, names)

    def _write(self, index: int) -> None:
        chosen = self._chosen[index]
        if not chosen:
            return
        source = self._cells[index].source
        spelling = self._spelling(index, chosen)
        if spelling is None:
            chosen = [self._instead(one, source, NO_CELL_FOR_IMPORT) if one.needs else one for one in chosen]
            spelling = Spelling()
        if self._is_python(index) and parses(source):
            chosen = self._that_parse(source, chosen, spelling)
        self._chosen[index] = chosen
        self._changes[index] = [change for one in chosen for change in one.render(spelling, one.names)]

    def _that_parse(self, source: str, chosen: list[_Chosen], spelling: Spelling) -> list[_Chosen]:
        every = [change for one in chosen for change in one.render(spelling, one.names)]
        if parses(apply_changes(source, every)):
            return chosen
        # Which of them it was shows when each is made alone.
        return [
            one
            if not _is_exact(one) or parses(apply_changes(source, one.render(spelling, one.names)))
            else self._instead(one, source, NOT_PYTHON)
            for one in chosen
        ]

    def _instead(self, one: _Chosen, source: str, note: str) -> _Chosen:
        sites = [placeholder_site(source, hole.spot, note, hole.value) for hole in one.site.holes]

        def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
            return [c for site, name in zip(sites, names, strict=True) for c in site.render(spelling, [name])]

        site = Site(
            start=one.site.start, end=one.site.end, holes=one.site.holes, render=render,
            outcome="placeholder", note=note,
        )  # fmt: skip
        return _Chosen(site, render, frozenset(), one.names)

    def _spelling(self, index: int, chosen: Sequence[_Chosen]) -> Spelling | None:
        """Return how the cell spells what it needs, after seeing to it that it can."""
        needs: frozenset[Need] = frozenset().union(*(one.needs for one in chosen))
        if not needs:
            return Spelling()
        first = min(one.site.start for one in chosen if one.needs)
        scope = self._scope.at(self._cells[index].source, first) if self._is_python(index) else self._scope
        environ, quote = scope.environ, scope.quote
        if environ is None:
            statement = scope.environ_statement
            if not self._import(index, first, statement.text):
                return None
            environ = statement.expression
        self._imports[import_of(environ, "os", "environ")] = None
        if quote is None and "quote" in needs:
            statement = scope.quote_statement
            if not self._import(index, first, statement.text):
                return None
            quote = statement.expression
        if quote is not None and "quote" in needs:
            self._imports[import_of(quote, "urllib.parse", "quote")] = None
        return Spelling(environ, quote or "quote")

    def _import(self, index: int, before: int, statement: str) -> bool:
        place = self._place(index)
        if place is None:
            return False
        self._preamble_of(place, before if place == index else None).imports.append(statement)
        self._scope.add(f"{statement}\n")
        return True

    def _place(self, index: int) -> int | None:
        """Return the cell that an import for cell ``index`` goes to."""
        if self._options.imports == "notebook":
            for k in range(index + 1):
                if self._cells[k].type == "code" and has_imports(self._cells[k].source):
                    return k
        if self._is_python(index):
            return index
        above = (
            k for k in range(index - 1, -1, -1) if self._is_python(k) and keeps_names(self._cells[k].source)
        )
        return next(above, None)

    def _preamble_of(self, place: int, before: int | None) -> _Preamble:
        wanted = self._wanted.setdefault(place, _Preamble())
        if before is not None:
            wanted.before = min(before, wanted.before if wanted.before is not None else before)
        return wanted

    def _load(self, index: int) -> None:
        """Have the notebook load the variables before the first cell that needs one."""
        if not self._loads or any("load_dotenv(" in c.source or "%dotenv" in c.source for c in self._cells):
            return
        place = self._place(index)
        if place is None:
            self._notes.append(
                "No cell could be found that loads the variables: load them before you run it."
            )
            return
        first = min((one.site.start for one in self._chosen[index]), default=0)
        wanted = self._preamble_of(place, first if place == index else None)
        if self._options.load == "dotenv":
            wanted.third_party.append("from dotenv import load_dotenv")
            wanted.calls.append("load_dotenv()")
            return
        wanted.third_party.append("import keyring")
        source = self._cells[place].source
        scope = self._scope.at(source, first if place == index else len(source))
        environ = scope.environ
        if environ is None:
            statement = scope.environ_statement
            wanted.imports.append(statement.text)
            self._scope.add(f"{statement.text}\n")
            environ = statement.expression
        wanted.calls += [
            f'{environ}["{name}"] = keyring.get_password("{KEYRING_SERVICE}", "{name}")'
            for name in self._loads
        ]

    def _variables_to_load(self) -> list[str]:
        return list(dict.fromkeys(name for chosen, _, name in self._holes() if _is_exact(chosen)))

    def _with_preamble(self, index: int) -> list[Change]:
        changes = sorted(self._changes[index], key=lambda change: (change.start, change.end))
        wanted = self._wanted.get(index)
        if wanted is None:
            return changes
        source = self._cells[index].source
        for added in preamble(source, wanted.before, wanted.imports, wanted.third_party, wanted.calls):
            same = next((c for c in changes if c.start == added.start), None)
            if same is None:
                changes.append(added)
            else:  # two edits at one place would leave their order to whoever applies them
                changes[changes.index(same)] = Change(same.start, same.end, added.text + same.text)
        return sorted(changes, key=lambda change: (change.start, change.end))

    def _holes(self) -> list[tuple[_Chosen, Hole, str]]:
        return [
            (chosen, hole, name)
            for one in self._chosen
            for chosen in one
            for hole, name in zip(chosen.site.holes, chosen.names, strict=True)
        ]

    def _replaced(self) -> list[Replaced]:
        return [
            Replaced(
                index, hole.spot.start, hole.spot.end, hole.spot.rule.id, name,
                chosen.site.outcome, chosen.site.note,
            )
            for index, one in enumerate(self._chosen)
            for chosen in one
            for hole, name in zip(chosen.site.holes, chosen.names, strict=True)
        ]  # fmt: skip

    def _is_python(self, index: int) -> bool:
        cell = self._cells[index]
        return self._python and cell.type == "code" and is_python_cell(cell.source)


class _Preamble(msgspec.Struct):
    """What a cell gets on top."""

    before: int | None = None
    imports: list[str] = []
    third_party: list[str] = []
    calls: list[str] = []


def _is_exact(chosen: _Chosen) -> bool:
    return chosen.site.outcome == "exact"


def _coalesced(changes: Sequence[Change]) -> list[Change]:
    """Make one of changes that touch: the order of two at one place would be left to whoever applies them."""
    kept: list[Change] = []
    for change in changes:
        if kept and kept[-1].end == change.start:
            kept[-1] = Change(kept[-1].start, change.end, kept[-1].text + change.text)
        else:
            kept.append(change)
    return kept


def _apart(sites: Sequence[Site]) -> list[Site]:
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
