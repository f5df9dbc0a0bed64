"""Statements that a secret takes with it: those that set a variable of the environment, and ``case``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..languages.cellcode import depth_at, logical_line_start
from ..languages.python_lexer import StringToken
from ..text.lazy import lazy
from .names import is_valid
from .sites import Change, Hole, Site, Spelling

_SETS = lazy(
    r"""[ \t]*(?:\w+[ \t]*\.[ \t]*)?
    (?: environ[ \t]*\[[ \t]*(?P<quote>["'])(?P<item>[A-Za-z_]\w*)(?P=quote)[ \t]*\][ \t]*=[ \t]*
      | (?:environ[ \t]*\.[ \t]*(?P<default>setdefault)|putenv)[ \t]*\(
        [ \t]*(?P<quote2>["'])(?P<argument>[A-Za-z_]\w*)(?P=quote2)[ \t]*,[ \t]* )\Z""",
    re.VERBOSE,
)
_CALL_END = lazy(r"[ \t]*,?[ \t]*\)")
_REST = lazy(r"[ \t]*;?[ \t]*(?:#[^\r\n]*)?(?=\r?\n|\Z)")
_CASE = lazy(r"(?P<indent>[ \t]*)case[ \t]+\(?[ \t]*\Z")
_CASE_REST = lazy(r"[ \t]*(?:\)[ \t]*)?(?:if\b(?P<guard>[^\n]{0,300}?))?:(?=[ \t]*(?:\r?\n|#|\Z|\.\.\.|\w))")
_BLOCK_ABOVE = lazy(r":[ \t]*(?:#[^\n]*)?\r?\n\s*\Z")


class Statement(NamedTuple):
    """A statement that goes, with its line."""

    start: int
    end: int
    name: str
    """Of the variable that it sets."""
    instead: str
    """``pass``, where a block would be left empty."""
    default: tuple[int, int] | None = None
    """Span of the call, where it sets the variable only if it is not there."""


def statement_that_sets(source: str, start: int, end: int) -> Statement | None:
    """Return the statement that does nothing but set a variable to the literal at ``start:end``."""
    line = logical_line_start(source, start)
    found = _SETS.match(source[line:start])
    name = (found["item"] or found["argument"]) if found else None
    if found is None or name is None or not is_valid(name) or depth_at(source, line):
        return None
    if found["argument"]:
        closing = _CALL_END.match(source, end)
        if closing is None:
            return None
        end = closing.end()
    rest = _REST.match(source, end)
    if rest is None:
        return None
    lead = source[line:start]
    indent = lead[: len(lead) - len(lead.lstrip())]
    instead = f"{indent}pass" if indent and _alone_in_block(source, line, rest.end(), indent) else ""
    default = (line + len(indent), end) if found["default"] else None
    if instead:
        return Statement(line, rest.end(), name, instead, default)
    return Statement(*whole_lines(source, line, rest.end()), name, "", default)


def whole_lines(source: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with one of the line ends around it, so that no empty line is left."""
    behind = re.compile(r"\r?\n").match(source, end)
    if behind:
        return start, behind.end()
    before = re.search(r"\r?\n\Z", source[:start])
    return (before.start() if before else start), end


def standing_alone(source: str, token: StringToken) -> bool:
    """Tell whether the literal is a statement: a docstring, or code that quotes switch off."""
    line = logical_line_start(source, token.start)
    if source[line : token.start].strip() or depth_at(source, token.start):
        return False
    return bool(_REST.match(source, token.end))


def case_site(source: str, start: int, end: int, hole: Hole) -> Site | None:
    """Return the site of ``case "secret":``, which wants a literal: the comparison goes to its guard."""
    line = logical_line_start(source, start)
    found = _CASE.match(source[line:start])
    rest = _CASE_REST.match(source, end) if found else None
    if found is None or rest is None:
        return None
    if source[line:start].count("(") != source[end : rest.end()].split("if")[0].count(")"):
        return None
    guard = (rest["guard"] or "").strip()

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        text = f"value if value == {spelling.lookup(names[0])}"
        if guard:
            text += f" and ({guard})"
        pattern = line + len(found["indent"]) + len("case ")
        return [Change(pattern, rest.end(), f"{text}:")]

    return Site(start=line, end=rest.end(), holes=(hole,), render=render, needs=frozenset({"environ"}))


def _alone_in_block(source: str, start: int, end: int, indent: str) -> bool:
    if not _BLOCK_ABOVE.search(source[:start]):
        return False
    for below in source[end:].splitlines():
        if below.strip() and not below.lstrip().startswith("#"):
            return not below.startswith(indent)
    return True
