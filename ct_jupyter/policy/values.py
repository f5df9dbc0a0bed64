"""Readers of single values, which settings and rules share: they say what a value has to be."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any


def text_of(value: Any) -> str:
    """Read a text.

    Raises
    ------
    ValueError
        It is none.
    """
    if not isinstance(value, str):
        raise ValueError("has to be text")
    return value.strip()


def texts_of(value: Any) -> tuple[str, ...]:
    """Read a list of texts; one text counts as a list of it.

    Raises
    ------
    ValueError
        It is none.
    """
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise ValueError('has to be a list of texts (["*.ipynb"])')
    return tuple(value)


def date_of(value: Any) -> datetime.date:
    """Read a day.

    Raises
    ------
    ValueError
        It is none.
    """
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("has to be a date as 2027-01-31") from None


def tables_of(
    keys: Mapping[str, Callable[[Any], Any]], required: Iterable[str], make: Callable[..., Any]
) -> Callable[[Any], Any]:
    """Return what reads a list of tables.

    Parameters
    ----------
    keys
        What a table may hold, and what reads it.
    make
        Gets the value of each key by name, None where the table has it not; may raise ValueError.
    """

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            raise ValueError(f"has to be a list of tables with the keys {', '.join(keys)}")
        made = []
        for number, table in enumerate(value, start=1):
            where = f"(entry {number})"
            for key in table:
                if key not in keys:
                    raise ValueError(f"{where} has the unknown key {key!r}{nearest(key, keys)}")
            for key in required:
                if not table.get(key):
                    raise ValueError(f"{where} needs {key!r}")
            values: dict[str, Any] = dict.fromkeys(keys)
            for key, given in table.items():
                try:
                    values[key] = keys[key](given)
                except ValueError as error:
                    raise ValueError(f"{where}: {key} {error}") from None
            try:
                made.append(make(**values))
            except ValueError as error:
                raise ValueError(f"{where} {error}") from None
        return tuple(made)

    return read


def nearest(word: str, known: Iterable[str], *, others: bool = True) -> str:
    """Return ``; did you mean …?`` where a known word is near, else, with ``others``, what there is."""
    words = list(known)
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if found:
        return f"; did you mean {found[0]!r}?"
    return f"; there are {', '.join(words)}" if others else ""
