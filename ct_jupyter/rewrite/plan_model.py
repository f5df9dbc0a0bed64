"""What a plan for the sources of a notebook is made from, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from ..notebook.edit import Edit
from ..notebook.platforms import SecretStore
from ..stores.env_link import EnvLinks
from .loading import Load, Loader
from .sites import Outcome, Spot


class PlanCell(msgspec.Struct, frozen=True):
    """A cell as it is now, with its secrets."""

    id: str
    type: str
    source: str
    spots: tuple[Spot, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    """Its own, where it is not the notebook's."""
    pending: int | None = None
    """Where its first secret begins, also of those that stay for now and may be replaced later."""


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
    store: SecretStore | None = None
    """Of the platform that the notebook runs on, where it reads the values from there; ``load`` counts for
    nothing then."""
    load_for: tuple[str, ...] = ()
    """Variables that are to be loaded although nothing is replaced: they were stored before."""


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
