"""All sources of a notebook at once: sites, names, imports, and the edits that they come to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from ..languages.cellcode import cell_magic, is_python_cell, keeps_names
from ..languages.table import MAGIC_LANGUAGES
from ..notebook import canonical_language
from ..notebook.edit import Edit
from ..notebook.platforms import SecretStore
from ..stores.env_link import EnvLinks, link_in
from .imports import Scope, import_of, taken_names
from .loading import (
    Load,
    dotenv_lines,
    existing_load,
    has_import,
    imports_name,
    keyring_lines,
    loader_for,
    platform_lines,
)
from .lookups import names_looked_up
from .naming import Naming
from .native_load import LOADS, check_readable, head_end, load_text, loads_already
from .placement import end_of_imports, has_imports, moved_up, preamble
from .plan_chosen import Chosen, Laid, Preamble, coalesced, is_exact
from .plan_model import Options, PlanCell, Replaced, SourcePlan
from .plan_naming import apart, naming_for
from .sites import Change, Hole, Need, Site, Spelling, apply_changes, placeholder_site
from .source import parses, reads, source_sites

__all__ = ["Load", "Options", "PlanCell", "Replaced", "SourcePlan", "naming_for", "plan_sources", "sites_of"]

PARAMETERS = "parameters"
"""Tag of the cell behind which papermill puts the values that it was given."""
NOT_PYTHON = "The result would not be Python any more, so a placeholder takes its place."
LEFT_ALONE = "would not be code any more, so it was left as it is: change it by hand."
PARTLY = "a value was left where the code would not be code any more without it: change it by hand."
NO_CELL_FOR_IMPORT = "No cell above can import what a lookup needs, so a placeholder takes its place."


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


def plan_sources(
    cells: Sequence[PlanCell],
    sites: Sequence[Sequence[Site]],
    language: str,
    naming: Naming,
    options: Options,
) -> SourcePlan:
    """Return the edits that replace what the sites hold."""
    return _Writer(cells, sites, language, naming, options).plan()


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
        self._chosen = [[self._choose(site) for site in apart(one)] for one in sites]
        self._changes: list[list[Change]] = [[] for _ in cells]
        self._spelled: dict[int, Spelling] = {}
        self._wanted: dict[int, Preamble] = {}
        self._notes: list[str] = []
        self._taken = taken_names(cell.source for k, cell in enumerate(cells) if self._is_python(k))
        self._scope = Scope(self._taken)
        self._more: dict[int, list[Change]] = {}
        self._imported: dict[str, None] = {}
        self._loader = loader_for(self._language, options.load, options.store)
        self._link: str | None = None

    def plan(self) -> SourcePlan:
        exact = (k for k, one in enumerate(self._chosen) if any(map(is_exact, one)))
        first = next((k for k in exact if self._store_lookup(k) is None), None)
        if first is None and self._options.load_for:
            first = self._first_reader(frozenset(self._options.load_for))
        for index in range(len(self._cells)):
            if index == first:
                self._load(index)
            self._write(index)
            if self._is_python(index):
                self._scope.add(self._cells[index].source)
        edits = []
        for index, cell in enumerate(self._cells):
            laid = coalesced(self._checked(index))
            edits.append(tuple(Edit(cell.id, *change, support) for change, support in laid))
        return SourcePlan(
            edits=tuple(edits),
            replaced=tuple(self._replaced()),
            values={name: hole.value for chosen, hole, name in self._holes() if is_exact(chosen)},
            notes=tuple(dict.fromkeys(self._notes)),
            loader=self._loader,
            link=self._link,
            imports=tuple(self._imported),
        )

    def _first_reader(self, names: frozenset[str]) -> int | None:
        """Return the first cell that looks up one of ``names``."""
        cells = enumerate(self._cells)
        return next((k for k, c in cells if self._is_python(k) and names & names_looked_up([c.source])), None)

    def _choose(self, site: Site) -> Chosen:
        names = tuple(self._naming.name(hole) for hole in site.holes)
        if site.otherwise is not None and not all(map(self._naming.has_fixed, site.holes)):
            return Chosen(site, site.otherwise, site.otherwise_needs, names)
        return Chosen(site, site.render, site.needs, names)

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
        self._spelled[index] = spelling
        self._changes[index] = [change for one in chosen for change in one.render(spelling, one.names)]

    def _that_parse(self, source: str, chosen: list[Chosen], spelling: Spelling) -> list[Chosen]:
        every = [change for one in chosen for change in one.render(spelling, one.names)]
        if parses(apply_changes(source, every)):
            return chosen
        # Which of them it was shows when each is made alone.
        fewer = [
            one
            if not is_exact(one) or parses(apply_changes(source, one.render(spelling, one.names)))
            else self._instead(one, source, NOT_PYTHON)
            for one in chosen
        ]
        every = [change for one in fewer for change in one.render(spelling, one.names)]
        if parses(apply_changes(source, every)):
            return fewer
        return [self._instead(one, source, NOT_PYTHON) if is_exact(one) else one for one in fewer]

    def _instead(self, one: Chosen, source: str, note: str) -> Chosen:
        sites = [placeholder_site(source, hole.spot, note, hole.value) for hole in one.site.holes]

        def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
            return [c for site, name in zip(sites, names, strict=True) for c in site.render(spelling, [name])]

        site = Site(
            start=one.site.start, end=one.site.end, holes=one.site.holes, render=render,
            outcome="placeholder", note=note,
        )  # fmt: skip
        return Chosen(site, render, frozenset(), one.names)

    def _spelling(self, index: int, chosen: Sequence[Chosen]) -> Spelling | None:
        """Return how the cell spells what it needs, after seeing to it that it can."""
        needs: frozenset[Need] = frozenset().union(*(one.needs for one in chosen))
        optional = PARAMETERS in self._cells[index].tags
        if not needs:
            return Spelling(optional=optional, in_store=self._store_lookup(index))
        first = min(map(_use, (one for one in chosen if one.needs)))
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
                if self._is_python(k) and has_imports(self._cells[k].source):
                    return k
                # What is replaced later loads nothing of its own, so that the load stands above it already.
                if of_notebook and self._cells[k].pending is not None and self._keeps_names(k):
                    return k
        if self._is_python(index):
            return index
        return next((k for k in range(index - 1, -1, -1) if self._keeps_names(k)), None)

    def _preamble_of(self, place: int, before: int | None) -> Preamble:
        wanted = self._wanted.setdefault(place, Preamble())
        if before is not None:
            wanted.before = min(before, wanted.before if wanted.before is not None else before)
        return wanted

    def _load(self, index: int) -> None:
        """Have the notebook load the variables before cell ``index``, the first that needs one."""
        first = min(map(_use, self._chosen[index]), default=0)
        if self._loader.kind == "dotenv" and self._is_loaded(index, first):
            self._loader = msgspec.structs.replace(self._loader, loads=True)
            return
        if self._loader.kind == "native":
            self._load_natively()
        if not self._loads_in_python:
            return
        place = self._place(index, of_notebook=True)
        if place is None and self._load_in_shells():
            return
        if place is None:
            self._notes.append(
                "No cell could be found that loads the variables: load them before you run it."
            )
            return
        self._loader = msgspec.structs.replace(self._loader, loads=True)
        uses = (first if place == index else None, self._cells[place].pending)
        before = min((one for one in uses if one is not None), default=None)
        if self._loader.kind == "platform":
            self._load_platform(place, before)
            return
        if self._loader.kind == "keyring":
            self._load_keyring(place, before)
            return
        wanted = self._preamble_of(place, before)
        if not self._imports_above(place, before, "dotenv", "load_dotenv"):
            wanted.imports.append("from dotenv import load_dotenv")
        links = self._options.links
        if links is not None:
            self._link = links.own
        wanted.calls += dotenv_lines(self._os_at(place, before) if links else "os", links)

    @property
    def _loads_in_python(self) -> bool:
        if self._loader.kind == "platform":
            return True  # cells that read the store themselves do not come here
        return self._options.load != "none" and self._loader.kind in ("dotenv", "keyring")

    def _load_natively(self) -> None:
        """Have the first cell of the notebook's language that needs a variable load them."""
        load, links = LOADS[self._language], self._options.links
        own = [k for k in range(len(self._cells)) if self._is_native(k)]
        first = next((k for k in own if any(is_exact(one) for one in self._chosen[k])), None)
        if first is None:
            return
        wanted = self._options.load in ("dotenv", "env")
        there = next((k for k in own if k <= first and loads_already(load, self._cells[k].source)), None)
        if there is None and not wanted:
            return
        self._loader = msgspec.structs.replace(self._loader, loads=True)
        holes = [(name, hole.value) for chosen, hole, name in self._holes() if is_exact(chosen)]
        check_readable(load, holes)
        source = self._cells[first if there is None else there].source
        if there is None:
            at, newline = head_end(source), "\r\n" if "\r\n" in source else "\n"
            text = load_text(load, links).replace("\n", newline)
            self._more[first] = [Change(at, at, f"{text}{newline}")]
            self._link = links.own if links is not None else None
        elif links is not None and (found := link_in(source)) is not None:
            self._bring_up(there, found, links)

    def _load_in_shells(self) -> bool:
        """Have each ``%%bash`` above the first Python cell load ``.env``; return whether there is one."""
        python = next((k for k in range(len(self._cells)) if self._is_python(k)), len(self._cells))
        shells = [
            k
            for k in range(python)
            if any(map(is_exact, self._chosen[k])) and _language_below(self._cells[k].source) == "bash"
        ]
        if not shells or self._loader.kind != "dotenv":
            return False
        chosen = [one for k in shells for one in self._chosen[k]]
        check_readable(
            LOADS["bash"],
            [(n, h.value) for one in chosen for n, h in zip(one.names, one.site.holes, strict=True)],
        )
        links = self._options.links
        for k in shells:
            at = head_end(self._cells[k].source)
            self._more[k] = [Change(at, at, load_text(LOADS["bash"], links) + "\n")]
        self._link = links.own if links is not None else None
        self._loader = msgspec.structs.replace(self._loader, loads=True)
        return True

    def _bring_up(self, index: int, found: tuple[int, int, str], links: EnvLinks) -> None:
        """Have a load that goes through a link go through the one of this folder."""
        start, end, identity = found
        self._link = links.keep(identity)
        if self._link != identity:  # the notebook was copied to another folder
            self._more[index] = [Change(start, end, self._link)]

    def _is_native(self, index: int) -> bool:
        cell = self._cells[index]
        own = cell.type == "code" and (cell.language or self._language) == self._language
        return own and cell_magic(cell.source) is None

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
            self._bring_up(found.cell, found.link, self._options.links)
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
        names = dict.fromkeys(name for chosen, _, name in self._holes() if is_exact(chosen))
        sources = [cell.source for cell in self._cells]
        wanted = self._preamble_of(place, before)
        if not self._imports_above(place, before, "keyring"):
            wanted.imports.append("import keyring")
        wanted.calls += keyring_lines(environ, names, sources)

    def _load_platform(self, place: int, before: int | None) -> None:
        store = self._options.store
        assert store is not None
        environ = self._scope_behind_imports(place, before).environ or self._with_os(place, before)
        names = dict.fromkeys(
            name
            for index, one in enumerate(self._chosen)
            if self._store_lookup(index) is None
            for chosen in one
            if is_exact(chosen)
            for name in chosen.names
        )
        source = self._cells[place].source
        above = source[: end_of_imports(source, before)]
        wanted = self._preamble_of(place, before)
        wanted.imports += [one for one in store.imports if not has_import(above, one)]
        self._note_shells(store, names)
        wanted.calls += platform_lines(environ, store, names, [cell.source for cell in self._cells])

    def _note_shells(self, store: SecretStore, names: Collection[str]) -> None:
        """Say which shell cells do not see what Python sets: those of Databricks are no children of its."""
        for index, one in enumerate(self._chosen):
            if any(map(is_exact, one)) and self._cells[index].source.lstrip().startswith("%sh"):
                reads = ", ".join(f"{name}={{{{secrets/{store.vault}/{store.key(name)}}}}}" for name in names)
                self._notes.append(
                    f"Cell {index + 1}: %sh does not see what Python sets. Put {reads} into the cluster's "
                    "environment variables."
                )

    def _store_lookup(self, index: int) -> Callable[[str], str] | None:
        """Return how a cell that is not Python reads the platform's store itself."""
        store, cell = self._options.store, self._cells[index]
        language = _language_below(cell.source) or cell.language or self._language
        if store is None or language == "python" or store.lookup("NAME", language) is None:
            return None
        return lambda name: store.lookup(name, language) or ""

    def _imports_above(self, place: int, before: int | None, module: str, name: str = "") -> bool:
        source = self._cells[place].source
        return imports_name(source[: end_of_imports(source, before)], module, name)

    def _scope_behind_imports(self, place: int, before: int | None) -> Scope:
        scope = Scope(self._taken)
        for k in range(place):
            if self._is_python(k):
                scope.add(self._cells[k].source)
        source = self._cells[place].source
        return scope.at(source, end_of_imports(source, before))

    def _checked(self, index: int) -> list[Laid]:
        """Return the changes of a cell, once what could be read is known to be readable still."""
        laid = self._with_preamble(index)
        if not laid or not self._reads(index, []) or self._reads(index, [one.change for one in laid]):
            return laid
        fine = [one for one in self._chosen[index] if self._reads(index, self._rendered(index, one))]
        if len(fine) < len(self._chosen[index]):
            self._chosen[index] = fine
            self._changes[index] = [change for one in fine for change in self._rendered(index, one)]
            laid = self._with_preamble(index)
            if self._reads(index, [one.change for one in laid]):
                self._notes.append(f"Cell {index + 1}: {PARTLY}")
                return laid
        self._notes.append(f"Cell {index + 1} {LEFT_ALONE}")
        self._chosen[index] = []
        return []

    def _rendered(self, index: int, one: Chosen) -> list[Change]:
        return one.render(self._spelled.get(index, Spelling()), one.names)

    def _reads(self, index: int, changes: Sequence[Change]) -> bool:
        """Tell whether the cell is code in its language, as far as that can be told, with some changes."""
        cell = self._cells[index]
        source = apply_changes(cell.source, changes)
        if cell.type != "code":
            return True
        if self._is_python(index):
            return parses(source)
        return reads(source, _language_below(cell.source) or cell.language or self._language)

    def _with_preamble(self, index: int) -> list[Laid]:
        laid = [Laid(one) for one in self._changes[index]]
        wanted = self._wanted.get(index)
        added = list(self._more.get(index, ()))
        if wanted is not None:
            source, imports = self._cells[index].source, list(dict.fromkeys(wanted.imports))
            added += preamble(source, wanted.before, imports, wanted.calls)
            moved = moved_up(source, imports) if parses(source) else []
            laid += [Laid(one) for one in map(self._clipped(index), moved) if one.end > one.start]
        for one in added:
            inside = next((k for k, (c, _) in enumerate(laid) if c.start < one.start < c.end), None)
            if inside is not None:  # the last line goes with the line end above it
                laid[inside] = Laid(Change(one.start, laid[inside].change.end, laid[inside].change.text))
                one = Change(one.start, one.end, one.text.rstrip("\r\n"))
            support = len(one.text) if one.start == one.end else 0
            same = next((k for k, (c, _) in enumerate(laid) if c.start == one.start), None)
            if same is None:
                laid.append(Laid(one, support))
            else:  # two edits at one place would leave their order to whoever applies them
                (start, end, text), _ = laid[same]
                laid[same] = Laid(Change(start, end, one.text + text), support)
        return sorted(laid, key=lambda one: (one.change.start, one.change.end))

    def _clipped(self, index: int) -> Callable[[Change], Change]:
        """Return what leaves to the other changes of a cell what they change too."""

        def clip(one: Change) -> Change:
            ends = (c.start for c in self._changes[index] if c.start < one.end and one.start < c.end)
            return Change(one.start, min(ends, default=one.end), one.text)

        return clip

    def _holes(self) -> list[tuple[Chosen, Hole, str]]:
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

    def _keeps_names(self, index: int) -> bool:
        return self._is_python(index) and keeps_names(self._cells[index].source)

    def _is_python(self, index: int) -> bool:
        cell = self._cells[index]
        python = (cell.language or self._language) == "python"
        return python and cell.type == "code" and is_python_cell(cell.source)


def _use(chosen: Chosen) -> int:
    """Return where the first of the values stood: its statement may begin with the line end above it."""
    return min(hole.spot.start for hole in chosen.site.holes)


def _language_below(source: str) -> str:
    """Return the language of what stands below a cell magic; empty without one."""
    magic = cell_magic(source)
    return MAGIC_LANGUAGES.get(magic[0].lower(), "") if magic else ""
