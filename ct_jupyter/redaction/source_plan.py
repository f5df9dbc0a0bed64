"""All sources of a notebook at once: sites, names, imports, and the edits that they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from ..notebook import canonical_language
from ..notebook.cellcode import is_python_cell, keeps_names
from ..notebook.edit import Edit
from .env_link import EnvLinks
from .imports import Scope, import_of
from .loading import (
    Load,
    Loader,
    dotenv_lines,
    existing_load,
    imports_name,
    keyring_lines,
    loader_for,
)
from .lookups import names_looked_up, names_set
from .naming import Choice, Names, Naming
from .placement import end_of_imports, has_imports, preamble
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

__all__ = ["Load", "Options", "PlanCell", "SourcePlan", "naming_for", "plan_sources", "sites_of"]

PARAMETERS = "parameters"
"""Tag of the cell behind which papermill puts the values that it was given."""
NOT_PYTHON = "The result would not be Python any more, so a placeholder takes its place."
NO_CELL_FOR_IMPORT = "No cell above can import what a lookup needs, so a placeholder takes its place."


class PlanCell(msgspec.Struct, frozen=True):
    """A cell as it is now, with its secrets."""

    id: str
    type: str
    source: str
    spots: tuple[Spot, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    """Its own, where it is not the notebook's."""


class Options(msgspec.Struct, frozen=True):
    """How the code is to be written."""

    load: Load = "none"
    whole_urls: bool = False
    """Whether a connection string goes whole, as ``DATABASE_URL``, and not only its password."""
    imports: Literal["notebook", "cell"] = "notebook"
    """Whether imports go to the cell where the notebook keeps them, or to the one that changes. What loads
    ``.env`` stands where the notebook keeps its imports in both."""
    links: EnvLinks | None = None
    """By which the notebook finds its ``.env`` from anywhere; None for what lies beside it or above."""


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
    loader: Loader = Loader("none")
    link: str | None = None
    """Id of the link that the notebook loads ``.env`` through, which has to lead there."""
    imports: tuple[str, ...] = ()
    """Statements that the lookups stand on, for a kernel that runs already."""

    def __repr__(self) -> str:
        # A plan that ends up in a log line or an assertion must not carry the values there.
        return f"SourcePlan({sum(map(len, self.edits))} edits, names={sorted(self.values)})"


def sites_of(cells: Sequence[PlanCell], language: str, options: Options) -> list[list[Site]]:
    """Return the sites of each cell."""
    return [
        source_sites(
            cell.source, cell.type, cell.language or language, cell.spots, whole_urls=options.whole_urls
        )
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
        self._language = canonical_language(language)
        self._naming = naming
        self._options = options
        self._chosen = [[self._choose(site) for site in _apart(one)] for one in sites]
        self._changes: list[list[Change]] = [[] for _ in cells]
        self._wanted: dict[int, _Preamble] = {}
        self._notes: list[str] = []
        self._scope = Scope()
        self._more: dict[int, list[Change]] = {}
        self._imported: dict[str, None] = {}
        self._loader = loader_for(self._language, options.load)
        self._link: str | None = None

    def plan(self) -> SourcePlan:
        first = next((k for k, one in enumerate(self._chosen) if any(_is_exact(c) for c in one)), None)
        for index in range(len(self._cells)):
            if index == first:
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
            loader=self._loader,
            link=self._link,
            imports=tuple(self._imported),
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
            spelling = Spelling(optional=PARAMETERS in self._cells[index].tags)
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
        optional = PARAMETERS in self._cells[index].tags
        if not needs:
            return Spelling(optional=optional)
        first = min(one.site.start for one in chosen if one.needs)
        scope = self._scope.at(self._cells[index].source, first) if self._is_python(index) else self._scope
        environ, quote = scope.environ, scope.quote
        if environ is None:
            statement = scope.environ_statement
            if not self._import(index, first, statement.text):
                return None
            environ = statement.expression
        self._imported[import_of(environ, "os", "environ")] = None
        if quote is None and "quote" in needs:
            statement = scope.quote_statement
            if not self._import(index, first, statement.text):
                return None
            quote = statement.expression
        if quote is not None and "quote" in needs:
            self._imported[import_of(quote, "urllib.parse", "quote")] = None
        return Spelling(environ, quote or "quote", optional)

    def _import(self, index: int, before: int, statement: str) -> bool:
        place = self._place(index)
        if place is None:
            return False
        self._preamble_of(place, before if place == index else None).imports.append(statement)
        self._scope.add(f"{statement}\n")
        self._imported[statement] = None
        return True

    def _place(self, index: int, *, of_notebook: bool = False) -> int | None:
        """Return the cell that an import for cell ``index`` goes to, or what loads the variables."""
        if of_notebook or self._options.imports == "notebook":
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
        """Have the notebook load the variables before cell ``index``, the first that needs one."""
        first = min((one.site.start for one in self._chosen[index]), default=0)
        if self._loader.kind == "dotenv" and self._is_loaded(index, first):
            self._loader = msgspec.structs.replace(self._loader, loads=True)
            return
        if self._options.load == "none" or self._loader.kind not in ("dotenv", "keyring"):
            return
        place = self._place(index, of_notebook=True)
        if place is None:
            self._notes.append(
                "No cell could be found that loads the variables: load them before you run it."
            )
            return
        self._loader = msgspec.structs.replace(self._loader, loads=True)
        before = first if place == index else None
        if self._loader.kind == "keyring":
            self._load_keyring(place, before)
            return
        wanted = self._preamble_of(place, before)
        if not imports_name(self._cells[place].source, "dotenv", "load_dotenv"):
            wanted.imports.append("from dotenv import load_dotenv")
        links = self._options.links
        if links is not None:
            self._link = links.own
        wanted.calls += dotenv_lines(self._os_at(place, before) if links else "os", links)

    def _is_loaded(self, index: int, first: int) -> bool:
        """Tell whether ``.env`` is loaded above ``first`` of cell ``index``; a link of old is brought up."""
        cells = self._cells
        sources = [(k, cells[k].source) for k in range(index) if self._is_python(k)]
        if self._is_python(index):
            sources.append((index, cells[index].source[:first]))
        found = existing_load(sources)
        if found is None:
            return False
        if found.link is not None and self._options.links is not None:
            start, end, identity = found.link
            self._link = self._options.links.keep(identity)
            if self._link != identity:  # the notebook was copied to another folder
                self._more[found.cell] = [Change(start, end, self._link)]
        return True

    def _os_at(self, place: int, before: int | None) -> str:
        """Return the name of the module ``os`` behind the imports of a cell, imported if need be."""
        spelled = self._scope_behind_imports(place, before).environ or ""
        if spelled.endswith(".environ"):
            return spelled.removesuffix(".environ")
        return self._with_os(place, before).removesuffix(".environ")

    def _with_os(self, place: int, before: int | None) -> str:
        statement = self._scope.environ_statement
        self._preamble_of(place, before).imports.append(statement.text)
        self._imported[statement.text] = None
        if self._scope.environ is None:
            self._scope.add(f"{statement.text}\n")
        return statement.expression

    def _load_keyring(self, place: int, before: int | None) -> None:
        environ = self._scope_behind_imports(place, before).environ or self._with_os(place, before)
        names = dict.fromkeys(name for chosen, _, name in self._holes() if _is_exact(chosen))
        sources = [cell.source for cell in self._cells]
        wanted = self._preamble_of(place, before)
        if not imports_name(self._cells[place].source, "keyring"):
            wanted.imports.append("import keyring")
        wanted.calls += keyring_lines(environ, names, sources)

    def _scope_behind_imports(self, place: int, before: int | None) -> Scope:
        scope = Scope()
        for k in range(place):
            if self._is_python(k):
                scope.add(self._cells[k].source)
        source = self._cells[place].source
        return scope.at(source, end_of_imports(source, before))

    def _with_preamble(self, index: int) -> list[Change]:
        changes = [*self._changes[index], *self._more.get(index, ())]
        changes.sort(key=lambda change: (change.start, change.end))
        wanted = self._wanted.get(index)
        if wanted is None:
            return changes
        source = self._cells[index].source
        for added in preamble(source, wanted.before, list(dict.fromkeys(wanted.imports)), wanted.calls):
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
        python = (cell.language or self._language) == "python"
        return python and cell.type == "code" and is_python_cell(cell.source)


class _Preamble(msgspec.Struct):
    """What a cell gets on top."""

    before: int | None = None
    imports: list[str] = []
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
