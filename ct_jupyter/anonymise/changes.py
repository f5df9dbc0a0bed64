"""What is done with columns, and how often it was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ..datasets.source import UnreadableDataError

ChangeValue = Callable[[Any], Any]
"""A value that is not missing in, what takes its place out."""

_REMEMBERED = 1 << 16
MISSING = frozenset(
    {"", "NA", "N/A", "n/a", "NaN", "nan", "-NaN", "-nan", "NULL", "Null", "null", "None", "<NA>", "#N/A"}
    | {"#NA", "#N/A N/A", "-1.#IND", "1.#QNAN", "1.#IND", "-1.#QNAN"}
)
"""Texts that pandas reads as missing; they say nothing of anybody."""


class Counts:
    """How many values of each column were replaced, or went."""

    def __init__(self) -> None:
        self.values: Counter[str] = Counter()
        self.rows = 0


class Columns:
    """The changes, by the name of the column as a scan reports it.

    Parameters
    ----------
    changes
        None: the column goes.
    """

    def __init__(self, changes: Mapping[str, ChangeValue | None], counts: Counts) -> None:
        self._changes = {
            # `7` and `7.0` are equal, and stay what they are.
            name: lru_cache(maxsize=_REMEMBERED, typed=True)(change) if change else None
            for name, change in changes.items()
        }
        self._counts = counts
        self._met: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._changes

    def goes(self, name: str) -> bool:
        """Whether the column goes."""
        if name not in self._changes:
            return False
        self._met.add(name)
        return self._changes[name] is None

    def meet(self, name: str) -> None:
        """Take note that the file has such a column, whether or not it holds a value."""
        if name in self._changes:
            self._met.add(name)

    def changed(self, name: str, value: Any) -> Any:
        """Return what takes the place of a value."""
        change = self._changes.get(name)
        if change is None or value is None or isinstance(value, bool):
            return value
        self._met.add(name)
        if isinstance(value, str) and value.strip() in MISSING:
            return value
        if isinstance(value, float) and value != value:
            return value
        new = change(value)
        self._counts.values[name] += new != value  # prose without a person in it stays as it is
        return new

    def probe(self, name: str, value: Any) -> Any:
        """Return what would take the place of a value, without counting it."""
        change = self._changes.get(name)
        return value if change is None else change(value)

    @property
    def names(self) -> list[str]:
        """The names of all columns that are to change."""
        return list(self._changes)

    def check_all_met(self) -> None:
        """See to it that no column was asked for in vain.

        Raises
        ------
        UnreadableDataError
            The file has no such column.
        """
        missing = sorted(set(self._changes) - self._met)
        if missing:
            raise UnreadableDataError(f"has no column {', '.join(map(repr, missing))}; nothing was written")
