"""The string literal that a value stands in, and what of the code around it a lookup replaces."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_left

import msgspec

from ..detection.python_lexer import StringToken
from ..notebook.cellcode import depth_at, is_python_at, logical_line_start, string_tokens

PLAIN_PREFIXES = frozenset({"", "r", "u"})
"""Neither bytes nor f-strings: those need more than a lookup."""

_ENVIRON = r"(?:\b\w+\s*\.\s*)?environ"
_SETS_ENVIRON = re.compile(
    rf"{_ENVIRON}\s*\[[^\[\]\r\n]*\]\s*=\s*\Z|\b(?:putenv|setdefault)\s*\([^()\r\n]*,\s*\Z"
)
_DEFAULT_OF = re.compile(
    rf"(?P<call>(?:\b\w+\s*\.\s*)?\bgetenv|{_ENVIRON}\s*\.\s*get)\s*\(\s*"
    r"(?P<quote>[\"'])(?P<name>[A-Z_][A-Z0-9_]*)(?P=quote)\s*,\s*(?:default\s*=\s*)?\Z"
)
_CALL_END = re.compile(r"\s*,?\s*\)")
_CASE = re.compile(r"[ \t]*case\b")
_JOINS = re.compile(r"(?:[ \t\f]|\\\r?\n|#[^\n]*|\r?\n)*\Z")


class Target(msgspec.Struct, frozen=True):
    """What a lookup goes in the place of; offsets in code points of the cell's source."""

    start: int
    end: int
    token_start: int
    token_end: int
    name: str | None = None
    """Variable that the code around it already asks for: ``os.getenv("NAME", "value")``."""


def find_target(source: str, start: int, end: int) -> Target | None:
    """Return what to replace for a value at ``start:end``, or None where a lookup cannot stand.

    The value has to be the whole body of one plain string literal in Python code. Magics, comments,
    bytes, f-strings and implicitly concatenated strings give None, as do places where Python wants
    a literal (``case``) and assignments to the environment itself.
    """
    if not is_python_at(source, start):
        return None
    found = _literal(source, start, end)
    if found is None:
        return None
    token, before, after = found
    if _joined(source, token, before) or _joined(source, after, token):
        return None
    line_start = logical_line_start(source, token.start)
    # Far enough back for a call that was broken over lines, cheap in a long cell.
    lead = source[max(0, token.start - 200) : token.start]
    if _CASE.match(source, line_start) or _SETS_ENVIRON.search(lead):
        return None
    default = _DEFAULT_OF.search(lead)
    if default is None:
        return Target(token.start, token.end, token.start, token.end)
    closing = _CALL_END.match(source, token.end)
    if closing is None:
        return None
    call_start = token.start - len(lead) + default.start()
    return Target(call_start, closing.end(), token.start, token.end, default["name"])


def evaluate(source: str, target: Target) -> str | None:
    """Return the string that the literal stands for; None where Python would not accept it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape is a warning that would quote the value
        try:
            value = ast.literal_eval(source[target.token_start : target.token_end])
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    return value if isinstance(value, str) else None


def spaced(source: str, target: Target, lookup: str) -> str:
    """Return ``lookup``, kept apart from a keyword that touches the literal: ``return"x"``."""
    before = source[target.start - 1 : target.start] if target.start else ""
    after = source[target.end : target.end + 1]
    lead = " " if before.isalnum() or before == "_" else ""
    tail = " " if after.isalnum() or after == "_" else ""
    return f"{lead}{lookup}{tail}"


def _literal(
    source: str, start: int, end: int
) -> tuple[StringToken, StringToken | None, StringToken | None] | None:
    """Return the literal whose body is ``start:end``, with the literals before and behind it."""
    strings = string_tokens(source)
    index = bisect_left(strings, start, key=lambda token: token.body_start)
    if index == len(strings) or strings[index].body_start != start:
        return None
    token = strings[index]
    if token.body_end != end or not token.closed or token.prefix not in PLAIN_PREFIXES:
        return None
    before = strings[index - 1] if index else None
    after = strings[index + 1] if index + 1 < len(strings) else None
    return token, before, after


def _joined(source: str, right: StringToken | None, left: StringToken | None) -> bool:
    """Tell whether Python concatenates two literals, because nothing but layout is between them."""
    if left is None or right is None:
        return False
    gap = source[left.end : right.start]
    if not _JOINS.match(gap):
        return False
    ends_statement = "\n" in re.sub(r"\\\r?\n", "", gap)
    return not ends_statement or depth_at(source, left.start) > 0
