"""The words of redaction in source: spots that hold a secret, and sites whose text changes for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import msgspec

from ..detection.model import Match, Rule

Outcome = Literal["exact", "placeholder"]
"""``exact``: the code reads the value from elsewhere and runs as before; ``placeholder``: it is only gone."""

Need = Literal["environ", "quote"]
ENVIRON: frozenset[Need] = frozenset({"environ"})


class Change(NamedTuple):
    """Replace ``start:end`` of a source by ``text``."""

    start: int
    end: int
    text: str


class Spot(msgspec.Struct, frozen=True):
    """Where in a source a secret stands; code points."""

    start: int
    end: int
    rule: Rule
    given: str | None = None
    """What the value was given to, as written."""
    outer: tuple[int, int] | None = None
    """The whole connection string, where the secret is only a part of what was found."""
    encoded: bool = False
    """Whether it is base64 of a secret, which gets a variable of its own."""

    @classmethod
    def of(cls, match: Match) -> Spot:
        """Return the spot of a match: of its secret alone, where the match is more."""
        start, end = match.secret_span
        outer = (match.start, match.end) if (start, end) != (match.start, match.end) else None
        return cls(start, end, match.rule, match.name, outer)


class Hole(msgspec.Struct, frozen=True):
    """A value that a site gives up."""

    spot: Spot
    value: str
    """What the variable is to hold; leaves the process only where it is stored."""
    fixed: str | None = None
    """Variable that the code around it already asks for or sets."""
    sets: bool = False
    """Whether the code sets ``fixed``, and does not only ask for it."""
    whole_url: bool = False
    """Whether the value is a connection string with everything that it holds."""
    scheme: str = ""
    """Of the URL that the value is a password in."""
    inner: str = ""
    """The secret itself, where the value is more: its copies go as well."""

    def __repr__(self) -> str:
        # What ends up in a log line or an assertion must not carry the value there.
        return f"Hole({self.spot.start}:{self.spot.end}, fixed={self.fixed!r})"


class Spelling(NamedTuple):
    """How the code may write what it needs, at the place where it needs it."""

    environ: str = "os.environ"
    quote: str = "quote"
    optional: bool = False
    """Whether a variable may be missing: a cell of parameters runs before those that replace its own."""
    in_store: Callable[[str], str] | None = None
    """In a language whose code reads a platform's secret store itself: the expression for a name."""

    def lookup(self, name: str, quote: str = '"') -> str:
        """Return the Python code that reads the variable ``name``."""
        if self.optional:
            return f"{self.environ}.get({quote}{name}{quote}, {quote}{quote})"
        return f"{self.environ}[{quote}{name}{quote}]"


Render = Callable[[Spelling, Sequence[str]], list[Change]]
"""From the names of the holes, in their order, to the changes."""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of source that changes as a whole: a literal, a statement, a word of a command."""

    start: int
    end: int
    holes: tuple[Hole, ...]
    render: Render
    outcome: Outcome = "exact"
    needs: frozenset[Need] = frozenset()
    otherwise: Render | None = None
    """Instead of ``render``, where another value already has the fixed name."""
    otherwise_needs: frozenset[Need] = frozenset()
    note: str = ""
    """For a person: what else changes, or why no exact replacement was possible."""

    def __repr__(self) -> str:
        return f"Site({self.start}:{self.end}, {self.outcome}, {len(self.holes)} holes)"


def placeholder(name: str) -> str:
    """Return what stands where a value was that nothing needs to read any more."""
    return f"<REDACTED:{name}>"


def placeholder_site(source: str, spot: Spot, note: str = "", value: str | None = None) -> Site:
    """Return a site that only takes the value out; nothing else on the line changes."""

    def render(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(spot.start, spot.end, placeholder(names[0]))]

    held = source[spot.start : spot.end] if value is None else value
    return Site(
        start=spot.start,
        end=spot.end,
        holes=(Hole(spot, held),),
        render=render,
        outcome="placeholder",
        note=note,
    )


def apply_changes(source: str, changes: Sequence[Change]) -> str:
    """Return ``source`` with changes that do not overlap applied."""
    for change in sorted(changes, key=lambda change: (change.start, change.end), reverse=True):
        source = source[: change.start] + change.text + source[change.end :]
    return source


def shifted(site: Site, by: int) -> Site:
    """Return a site of a piece of a source as a site of the source, in which the piece begins at ``by``."""
    if not by:
        return site

    def moved(render: Render) -> Render:
        return lambda spelling, names: [
            Change(change.start + by, change.end + by, change.text) for change in render(spelling, names)
        ]

    holes = tuple(
        msgspec.structs.replace(
            hole, spot=msgspec.structs.replace(hole.spot, start=hole.spot.start + by, end=hole.spot.end + by)
        )
        for hole in site.holes
    )
    return msgspec.structs.replace(
        site,
        start=site.start + by,
        end=site.end + by,
        holes=holes,
        render=moved(site.render),
        otherwise=moved(site.otherwise) if site.otherwise else None,
    )
