"""String literals and the code around them: which Python joins, and which are defaults of a lookup."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..languages.cellcode import depth_at
from ..languages.python_lexer import StringToken
from ..text.lazy import lazy

PLAIN_PREFIXES = frozenset({"", "r", "u"})
"""Neither bytes nor f-strings."""

_ENVIRON = r"(?:\b\w+\s*\.\s*)?environ"
_DEFAULT_OF = lazy(
    rf"(?P<call>(?:\b\w+\s*\.\s*)?\bgetenv|{_ENVIRON}\s*\.\s*(?:get|(?P<sets>setdefault)))\s*\(\s*"
    r"(?P<quote>[\"'])(?P<name>[A-Z_][A-Z0-9_]*)(?P=quote)\s*,\s*(?:default\s*=\s*)?\Z"
)
_OR_ELSE = lazy(
    rf"(?:(?:\b\w+\s*\.\s*)?\bgetenv|{_ENVIRON}\s*\.\s*get)\s*\(\s*"
    r"(?P<quote>[\"'])(?P<name>[A-Z_][A-Z0-9_]*)(?P=quote)\s*(?:,\s*(?:None|\"\"|'')\s*)?\)\s*or\s+\Z"
)
_CALL_END = lazy(r"\s*,?\s*\)")
# A comment ends only with its line: else each `#` in it could begin another, in exponentially many ways.
_JOINS = lazy(r"(?:[ \t\f]|\\\r?\n|#[^\n]*(?=\n|\Z)|\r?\n)*\Z")


class Default(NamedTuple):
    """A lookup with a literal as its default."""

    start: int
    end: int
    name: str
    sets: bool
    """Whether the variable is set where it is not there: ``setdefault``."""


def call_with_default(source: str, start: int, end: int) -> Default | None:
    """Return the lookup whose default the literal at ``start:end`` is.

    That is ``os.getenv("NAME", "value")``, ``os.getenv("NAME") or "value"`` and
    ``os.environ.setdefault("NAME", "value")``.
    """
    lead = source[max(0, start - 200) : start]
    default = _DEFAULT_OF.search(lead)
    if default is not None:
        closing = _CALL_END.match(source, end)
        if closing is None:
            return None
        return Default(
            start - len(lead) + default.start(), closing.end(), default["name"], bool(default["sets"])
        )
    default = _OR_ELSE.search(lead)
    return Default(start - len(lead) + default.start(), end, default["name"], False) if default else None


def joined(source: str, left: StringToken | None, right: StringToken | None) -> bool:
    """Tell whether Python concatenates two literals, because nothing but layout is between them."""
    if left is None or right is None:
        return False
    gap = source[left.end : right.start]
    if not _JOINS.match(gap):
        return False
    ends_statement = "\n" in re.sub(r"\\\r?\n", "", gap)
    return not ends_statement or depth_at(source, left.start) > 0
