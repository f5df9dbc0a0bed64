"""The words of dangerous code: weakness, source, sink, step, match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from ..detection.model import Severity

Origin = Literal["operator", "request", "model", "frame", "download", "data"]
"""Who may set a value: who runs the notebook, who sends a request, a model, whoever is behind an address, or
whoever wrote a file that is read, which alone taints nothing."""

Judge = Literal["text", "sql", "code", "tainted", "receiver", "bytes", "call", "flag", "assigned", "hub"]


class Weakness(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of dangerous code, as a table ``[[weakness]]`` of ``weaknesses.toml`` states it."""

    id: str
    title: str
    severity: Severity
    """Where somebody else may set the value; without a value, as it is."""
    built: Severity | None = None
    """Where the value is put together from what only a run tells; None: nothing is said then."""
    cwe: int
    """Number in MITRE's list of weaknesses."""
    why: str
    remedy: str
    source: str
    provider: str = "Code"


class SourceRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where values come from, as a table ``[[source]]`` of ``flows.toml`` states it."""

    kind: Origin
    says: str
    """What a message calls it."""
    calls: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    """Calls whose result holds it in ``.value``."""
    attributes: tuple[str, ...] = ()
    """Attributes that hold it, of whatever is not known."""
    decorators: tuple[str, ...] = ()
    """Of functions whose parameters it gives."""
    written: tuple[str, ...] = ()
    """Calls that write it to the file of their second argument."""
    on: str = ""
    """Regular expression for the last name in front of a method."""
    address: bool = False
    """Whether only what is read from an address counts."""


class Sink(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a value opens a door, as a table ``[[sink]]`` of ``flows.toml`` states it."""

    weakness: str
    judge: Judge
    calls: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """What the argument is called where it is not the first one."""
    on: str = ""
    only: Mapping[str, str] = {}
    """Keywords that have to be given, with their values."""
    unless: Mapping[str, str] = {}
    """Keywords that make it safe, with the last names of their values, separated by bars; behind an
    exclamation mark those that do not."""
    position: int | None = None
    """Where the keyword in ``unless`` stands without its name."""
    without: tuple[str, ...] = ()
    """Keywords whose presence makes it safe."""
    flags: Mapping[str, str] = {}
    targets: Mapping[str, str] = {}
    pinned: tuple[str, ...] = ()
    """Keywords that make a flag safe, where they name a commit."""
    hosts: tuple[str, ...] = ()
    """That a library itself downloads from."""
    origins: tuple[Origin, ...] = msgspec.field(default=(), name="from")
    """Who has to be able to set the value; empty for all."""
    severity: Severity | None = None
    """In place of the weakness' own."""


class Step(NamedTuple):
    """A place on the way of a value, without anything of its text."""

    cell: int | None
    start: int
    """Code points from 0, in the cell's source."""
    what: str
    """``input()`` or ``assigned to name``."""


class CodeMatch(NamedTuple):
    """A place in a cell where code opens a door. It carries names of functions and places, no values."""

    cell: int | None
    start: int
    end: int
    weakness: Weakness
    severity: Severity
    function: str
    """What is called, as the table has it: ``subprocess.run``."""
    key: str
    """What tells it from others in its file; holds source text, for a keyed hash only."""
    tainted: bool
    flow: tuple[Step, ...] = ()
    """From where the value came up to here."""
