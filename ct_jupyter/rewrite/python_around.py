"""The code around a Python literal that goes with it: brackets, a lookup, a statement."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages.python_lexer import StringToken
from .literal import call_with_default
from .names import is_valid
from .python_parts import around_brackets
from .python_statement import case_site, statement_that_sets
from .sites import ENVIRON, Change, Hole, Render, Site, Spelling


def without_layout(source: str, tokens: Sequence[StringToken], start: int, end: int) -> tuple[int, int]:
    """Return the span with brackets that only held several lines together."""
    wide = around_brackets(source, start, end)
    only_layout = not (source[wide[0] : start].strip("( \t\r\n") or source[end : wide[1]].strip(") \t\r\n"))
    over_lines = len(tokens) > 1 and "\n" in source[wide[0] : start]
    return wide if over_lines and only_layout else (start, end)


def in_statement(source: str, span: tuple[int, int], inner: tuple[int, int], hole: Hole) -> Site | None:
    """Return the site where the code around the literal goes with it, or says how it is to be read.

    ``span`` is that of the literal with the brackets around it, ``inner`` without.
    """
    (start, end), spot, value = span, hole.spot, hole.value
    plain = replaced(source, *inner)
    statement = statement_that_sets(source, start, end)
    if statement is not None:
        return Site(
            start=statement.start,
            end=statement.end,
            holes=(Hole(spot, value, fixed=statement.name, sets=True),),
            render=lambda _spelling, _names: [Change(statement.start, statement.end, statement.instead)],
            otherwise=_set_anyway(statement.name, *statement.default) if statement.default else plain,
            otherwise_needs=ENVIRON,
        )
    default = call_with_default(source, start, end)
    if default is not None:
        whole = replaced(source, default.start, default.end)
        # Where the name is another value's, a default would let that one through. A variable of the
        # system's never comes from `.env`.
        instead = whole if is_valid(default.name) else plain
        if default.sets and is_valid(default.name):
            instead = _set_and_read(default.name, default.start, default.end)
        return Site(
            start=default.start,
            end=default.end,
            holes=(Hole(spot, value, fixed=default.name, sets=default.sets),),
            render=whole,
            otherwise=instead,
            otherwise_needs=ENVIRON,
            needs=ENVIRON,
        )
    return case_site(source, start, end, Hole(spot, value))


def _set_anyway(name: str, start: int, end: int) -> Render:
    """``setdefault`` as an assignment: ``.env`` may give the variable another value, which must not stay."""
    return lambda spelling, names: [
        Change(start, end, f'{spelling.environ}["{name}"] = {spelling.lookup(names[0])}')
    ]


def _set_and_read(name: str, start: int, end: int) -> Render:
    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        given = f'{spelling.environ}.update({{"{name}": {spelling.lookup(names[0])}}})'
        return [Change(start, end, f"({given} or {spelling.lookup(name)})")]

    return render


def replaced(source: str, start: int, end: int) -> Render:
    """Return what puts a lookup in the place of ``start:end``."""
    return lambda spelling, names: [Change(start, end, spaced(source, start, end, spelling.lookup(names[0])))]


def spaced(source: str, start: int, end: int, text: str) -> str:
    """Return ``text`` for ``start:end``, apart from words that stand right beside it."""
    before = source[start - 1 : start] if start else ""
    after = source[end : end + 1]
    lead = " " if before.isalnum() or before == "_" else ""
    tail = " " if after.isalnum() or after == "_" else ""
    return f"{lead}{text}{tail}"
