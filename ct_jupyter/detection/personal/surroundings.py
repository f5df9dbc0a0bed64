"""What stands around a value: its column, the name that it is given to, the words beside it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ...text.lazy import lazy
from ...text.text_tables import Cell, Tables
from .evidence import announced_by, announced_by_name, announced_by_text, words_of

_BEFORE = 96
_BEHIND = 40
_ALONE = 120

_SIGN = lazy(r"""(?::=|=>|->|[:=?>]|：)[ \t]{0,8}[rbuf]?["'`(\[{<]{0,3}[ \t]{0,3}$""")
_LONGEST_SIGN = 18
_NAME_BACKWARDS = lazy(r"""[ \t]{0,8}["'\]]{0,2}(?P<name>[\w .\-/#'’()°º%]{1,60})""")
_BEFORE_LIST = lazy(r"""(?P<name>\w[\w .\-]{0,40})["'\]]{0,2}[ \t]{0,8}[:=][ \t]{0,8}$""")
_LETTER = lazy(r"[^\W\d_]{2,}")


class Surroundings(NamedTuple):
    """What speaks for a value besides its form."""

    announced: Mapping[str, float]
    """Weakness ids with strengths."""
    name: str | None
    """Name, key or header that it is given to, as written."""
    cell: Cell | None
    """The table cell that it fills."""
    whole: bool
    """Whether it fills a string literal, a cell, or what follows a key."""
    alone: bool
    """Whether the text holds little else."""
    in_prose: bool


def surroundings_of(text: str, start: int, end: int, tables: Tables) -> Surroundings:
    """Return what stands around ``text[start:end]``."""
    alone = _is_alone(text, start, end)
    announced: Mapping[str, float]
    cell = tables.at(start)
    if cell is not None and cell.span == (start, end):
        announced = {**announced_by_name(cell.column.header), **announced_by_name(cell.label)}
        return Surroundings(
            announced, cell.column.header or None, cell, whole=True, alone=alone, in_prose=False
        )
    line_start = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    before = text[line_start:start]
    line_end = text.find("\n", end)
    behind = text[end : min(len(text) if line_end < 0 else line_end, end + _BEHIND)]
    whole = _is_whole(before, behind)
    given = _given(before)
    if given:
        name = _last_words(given)
        if name:
            announced = announced_by_text(name)
            if announced or whole:
                return Surroundings(announced, name, None, whole=whole, alone=alone, in_prose=False)
    if before.rstrip(" \"'").endswith((",", "[", "(")):
        listed = _before_list(text, start)
        if listed:
            name = _last_words(listed["name"])
            announced = announced_by_text(name)
            if announced:
                return Surroundings(announced, name, None, whole=whole, alone=alone, in_prose=False)
    words = words_of(_clause(before))[-7:]
    announced = announced_by(words)
    if not announced:
        announced = announced_by(words_of(_clause_behind(behind))[:5])
    return Surroundings(announced, None, None, whole=whole, alone=alone, in_prose=True)


def _given(before: str) -> str | None:
    """Return the name that a value behind ``before`` is given to."""
    sign = _SIGN.search(before, max(0, len(before) - _LONGEST_SIGN))
    if sign is None:
        return None
    # Read from the sign on: forwards each word of the line might be where the name begins.
    name = _NAME_BACKWARDS.match(before[: sign.start()][::-1])
    return name["name"][::-1] if name else None


def _before_list(text: str, start: int) -> re.Match[str] | None:
    """Return what stands before the bracket that the value at ``start`` is the first level behind."""
    first = max(0, start - 2000)
    bracket = max(text.rfind(mark, first, start) for mark in "()[]{}")
    if bracket < 0 or text[bracket] not in "([{":
        return None
    return _BEFORE_LIST.search(text[max(first, bracket - 64) : bracket])


def _is_alone(text: str, start: int, end: int) -> bool:
    if end - start > _ALONE or len(text) > 4 * _ALONE:
        return False
    rest = text[:start] + " " + text[end:]
    return len(rest.strip()) <= _ALONE and not _LETTER.search(rest)


def _is_whole(before: str, behind: str) -> bool:
    front = not before or before[-1] in "\"'`>(=:|\t," or before.endswith(("= ", ": ", "\n"))
    return front and (not behind or behind[0] in "\"'`<)|\t,; \r" or behind.startswith((" |", "\n")))


def _last_words(name: str) -> str:
    return " ".join(name.replace("_", " ").split()[-4:]) if len(name) > 40 else name.strip()


def _clause(before: str) -> str:
    before = before.rstrip(" \"'`([")
    for mark in (";", "|", "{", "}", "\t", " - ", '"', "#", "=", "  "):
        before = before.rpartition(mark)[2]
    return before


def _clause_behind(behind: str) -> str:
    for mark in (";", "|", "{", "}", "\t", ",", "=", ":", "  "):
        behind = behind.partition(mark)[0]
    return behind
