"""Credentials that a call takes by position: ``pymysql.connect("db", "ann", "…")``.

Which function takes what in which place says ``rules/calls.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ...text.lazy import lazy
from ..engine.windows import Window
from .names import Kind
from .pairs import Pair

_KINDS: dict[str, Kind] = {
    "password": "password",
    "secret": "secret",
    "token": "token",
    "api_key": "api-key",
    "encryption_key": "encryption-key",
}
_LONGEST = 1200
_MOST_ARGUMENTS = 12
_PIECE = lazy(
    r"""(?P<string>[A-Za-z]{0,2}(?:"{3}(?:[^"\\]|\\.|"(?!"")){0,600}"{3}|"(?:[^"\\\n]|\\.){0,600}"|'(?:[^'\\\n]|\\.){0,600}'
          |`[^`\n]{0,600}`))
        |(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>,)|(?P<comment>\#[^\n]*)|[^"'`()\[\]{},\#]+|.""",
    re.VERBOSE | re.DOTALL,
)
_LITERAL = lazy(
    r"""\s*(?P<prefix>[rRbBuU]{0,2})(?P<quote>["'`])(?P<value>(?:(?!(?P=quote))[^\\\n]|\\.){3,400})(?P=quote)
        (?:\.(?:encode|getBytes|toCharArray|strip|to_string|into)\([^()\n]{0,20}\))?\s*\Z""",
    re.VERBOSE,
)
_KEYWORD = lazy(r"\s*[A-Za-z_]\w*\s*=(?!=)")
_NUMBER = lazy(r"\s*\d{1,6}\s*\Z")
_CALLED = lazy(r"(?P<called>[A-Za-z_][\w.$>:\-]{0,80})[ ]?\Z")
_FRONT = 90


class Slot(NamedTuple):
    """Where a function takes a credential."""

    function: tuple[str, ...]
    """The end of its dotted name; an empty first part asks for a receiver."""
    position: int
    item: int
    """Of a list or tuple in that place, from 1; 0 for the argument itself."""
    what: str
    least: int
    """Positional arguments that the call has at least."""
    first: str
    """Expression for the first argument, or nothing."""
    number: int
    """Place of an argument that is a number, or 0."""


@cache
def slots() -> tuple[Slot, ...]:
    """Return the table.

    Raises
    ------
    ValueError
        If a line is not of its form; says which.
    """
    lines = (Path(__file__).parent.parent / "rules" / "calls.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_slot(line) for line in lines if line and line[0] != "#")


def _slot(line: str) -> Slot:
    function, position, what, *also = line.split()
    place, _, item = position.partition(".")
    if what not in _KINDS:
        raise ValueError(f"calls.txt: {line!r} takes neither of {', '.join(_KINDS)}")
    least, first, number = int(place), "", 0
    for condition in also:
        if condition.startswith("n="):
            least = max(least, int(condition[2:]))
        elif condition.endswith("#"):
            number = int(condition[:-1])
        elif condition.startswith("1~"):
            first = condition[2:]
        else:
            raise ValueError(f"calls.txt: {line!r} has an unknown condition {condition!r}")
    return Slot(tuple(function.split(".")), int(place), int(item or 0), what, least, first, number)


@cache
def _by_name() -> dict[str, tuple[Slot, ...]]:
    found: dict[str, tuple[Slot, ...]] = {}
    for slot in slots():
        found[slot.function[-1]] = (*found.get(slot.function[-1], ()), slot)
    return found


def trigger() -> str:
    """Return the pattern for a line that calls a function of the table: what the engine looks for."""
    return rf"(?P<name>{'|'.join(sorted(map(re.escape, _by_name())))})[ ]?\("


@cache
def _compiled() -> re.Pattern[str]:
    return re.compile(trigger(), re.ASCII)


def calls_in(text: str, windows: Iterable[Window]) -> Iterator[tuple[Kind, Pair]]:
    """Yield the literals that calls take where the table has a credential, and their kind."""
    for window in windows:
        for found in _compiled().finditer(text, window.start, window.limit):
            if found.start() >= window.stop:
                break
            if (
                text[found.start() - 1 : found.start()].isalnum()
                or text[found.start() - 1 : found.start()] == "_"
            ):
                continue
            called = _CALLED.search(text[max(found.start() - _FRONT, 0) : found.end() - 1])
            parts = re.split(r"\.|->|::", called["called"]) if called else [found["name"]]
            fitting = [slot for slot in _by_name()[found["name"]] if _fits(slot, parts)]
            if fitting:
                arguments = list(_arguments(text, found.end()))
                for slot in fitting:
                    pair = _given(text, slot, arguments, found.start())
                    if pair is not None:
                        yield _KINDS[slot.what], pair


def _fits(slot: Slot, parts: list[str]) -> bool:
    if not slot.function[0]:
        return len(parts) > 1
    return parts[-len(slot.function) :] == list(slot.function) or (
        # `import pymysql as sql` and `from x import connect` are not followed; a class is its own name.
        len(slot.function) > 1
        and len(parts) == 1
        and parts[0][:1].isupper()
        and parts[0] == slot.function[-1]
        and parts[0] not in ("Connection", "Client", "Session", "API", "REST", "SMTP", "Credentials")
    )


def _arguments(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the positional arguments of the call whose bracket ends at ``at``."""
    depth, start, limit, count = 0, at, min(at + _LONGEST, len(text)), 0
    while at < limit and count < _MOST_ARGUMENTS:
        piece = _PIECE.match(text, at, limit)
        if piece is None:
            return
        kind = piece.lastgroup
        if depth == 0 and (kind == "close" or kind == "comma"):
            if _KEYWORD.match(text, start, at):
                return
            yield start, at
            count += 1
            if kind == "close":
                return
            start = piece.end()
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        at = piece.end()


def _given(text: str, slot: Slot, arguments: list[tuple[int, int]], name_start: int) -> Pair | None:
    if len(arguments) < slot.least:
        return None
    if slot.number and not _NUMBER.match(text[slice(*arguments[slot.number - 1])]):
        return None
    if slot.first and not re.search(slot.first, text[slice(*arguments[0])].strip("\"' \n")):
        return None
    start, end = arguments[slot.position - 1]
    if slot.item:
        opened = re.compile(r"\s*[\[(]").match(text, start, end)
        items = list(_arguments(text, opened.end())) if opened else []
        if len(items) < slot.item:
            return None
        start, end = items[slot.item - 1]
    literal = _LITERAL.match(text, start, end)
    if literal is None:
        return None
    return Pair(
        slot.what,
        name_start,
        *literal.span("value"),
        quoted=True,
        sep="=",
        closed=True,
        prefix=literal["prefix"].lower(),
        callee=slot.function[-1],
    )
