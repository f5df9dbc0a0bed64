"""The table of weaknesses, sources and sinks, read from the two TOML files of this room."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from .model import Sink, SourceRule, Weakness

_HERE = Path(__file__).parent
Row = TypeVar("Row", Sink, SourceRule)


class ByFunction(Generic[Row]):
    """Rows by what is called: the full name of a function, or the name of a method."""

    def __init__(self, rows: Iterable[tuple[str, Row]]) -> None:
        self._rows: dict[str, list[tuple[str, Row, re.Pattern[str] | None]]] = {}
        for name, row in rows:
            on = re.compile(rf"(?:\w+_)?(?:{row.on})\d*", re.IGNORECASE) if row.on else None
            self._rows.setdefault(name.rpartition(".")[2], []).append((name, row, on))

    def find(self, last: str, full: str | None, receiver: str) -> tuple[str, Row] | None:
        """Return the row of a call, and its name in the table.

        Parameters
        ----------
        last
            The last name of what is called.
        full
            Its full name, where imports tell it.
        receiver
            The last name in front of a method.
        """
        for name, row, on in self._rows.get(last, ()):
            if name.startswith("*."):
                fits = full is None or not full.endswith(f".{last}") or (f".{full}").endswith(name[1:])
                fits = fits and (name.count(".") == 1 or (full or "").endswith(name[1:]))
                if fits and receiver and (on is None or on.fullmatch(receiver)):
                    return name[1:], row
            elif name == full:
                return name, row
        return None


class Table(msgspec.Struct, frozen=True):
    """All rows, by what they are asked for."""

    sinks: ByFunction[Sink]
    flags: dict[str, Sink]
    targets: dict[str, tuple[str, Sink]]
    sources: ByFunction[SourceRule]
    objects: ByFunction[SourceRule]
    names: dict[str, SourceRule]
    attributes: dict[str, SourceRule]
    decorators: ByFunction[SourceRule]
    written: ByFunction[SourceRule]


def _tables(name: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


@cache
def weaknesses() -> dict[str, Weakness]:
    """Return the kinds of dangerous code, by weakness id."""
    rows = msgspec.convert(_tables("weaknesses.toml")["weakness"], list[Weakness])
    return {row.id: row for row in rows}


@cache
def table() -> Table:
    """Return the sources and sinks."""
    given = _tables("flows.toml")
    sources = msgspec.convert(given["source"], list[SourceRule])
    sinks = msgspec.convert(given["sink"], list[Sink])
    return Table(
        sinks=ByFunction((name, row) for row in sinks for name in row.calls),
        flags={name: row for row in sinks for name in row.flags},
        targets={name: (value, row) for row in sinks for name, value in row.targets.items()},
        sources=ByFunction((name, row) for row in sources for name in row.calls),
        objects=ByFunction((name, row) for row in sources for name in row.objects),
        names={name: row for row in sources for name in row.names},
        attributes={name: row for row in sources for name in row.attributes},
        decorators=ByFunction((name, row) for row in sources for name in row.decorators),
        written=ByFunction((name, row) for row in sources for name in row.written),
    )
