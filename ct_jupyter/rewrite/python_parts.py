"""Pieces of Python strings: fields and braces of f-strings, and literals that belong together."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from itertools import pairwise

from ..languages.cellcode import depth_at
from ..languages.python_lexer import StringToken
from ..text.lazy import lazy
from .literal import joined
from .sites import Change

F_PREFIXES = frozenset({"f", "rf", "fr"})
_BRACE = lazy(r"[{}]")
_NAMED_ESCAPE = lazy(r"\\N\{[^{}]*\}")
_CALLS = lazy(r"(?:[\w\])](?<!\breturn)(?<!\byield)(?<!\bin)(?<!\bis)(?<!\bor)(?<!\band)(?<!\bnot))\Z")
"""Before an opening bracket: it holds the arguments of a call."""
_JOIN_BEFORE = lazy(r"""(?P<quote>["'])(?P=quote)\s*\.\s*join\s*\(\s*[\[(]\s*\Z""")
_JOIN_BEHIND = lazy(r"\s*,?\s*[\])]\s*,?\s*\)")
_COMMA = lazy(r"\s*,\s*\Z")
_PLUS = lazy(r"(?:[ \t\r\n\\]|#[^\n]*\n){0,200}(?:\+(?:[ \t\r\n\\]|#[^\n]*\n){0,200})?\Z")


def is_cut(source: str, token: StringToken) -> bool:
    """Tell whether a field of the f-string is still open where the literal seems to end."""
    fields = fields_of(source, token)
    return bool(fields) and fields[-1][1] == token.body_end and source[token.body_end - 1] != "}"


def fields_of(source: str, token: StringToken) -> list[tuple[int, int]]:
    """Return the spans of the replacement fields of an f-string."""
    found, depth, start, position = [], 0, 0, token.body_start
    while position < token.body_end:
        two = source[position : position + 2]
        if depth == 0 and two in ("{{", "}}"):
            position += 2
            continue
        if two[0] == "{":
            if depth == 0:
                start = position
            depth += 1
        elif two[0] == "}" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, position + 1))
        position += 1
    if depth:
        found.append((start, token.body_end))
    return found


def f_prefix(source: str, token: StringToken) -> Change:
    """Return the change that makes a literal an f-string."""
    prefix = "rf" if "r" in token.prefix else "f"
    before = source[token.start - 1 : token.start] if token.start else ""
    lead = " " if before.isalnum() or before == "_" else ""
    return Change(token.start, token.start + len(token.prefix), lead + prefix)


def doubled_braces(source: str, token: StringToken, start: int, end: int) -> list[Change]:
    """Return the changes that keep the braces of a text what they are when it becomes an f-string."""
    named = [] if "r" in token.prefix else [m.span() for m in _NAMED_ESCAPE.finditer(source, start, end)]
    return [
        Change(found.start(), found.end(), found[0] * 2)
        for found in _BRACE.finditer(source, start, end)
        if not any(low <= found.start() < high for low, high in named)
    ]


def start_of_group(source: str, strings: Sequence[StringToken], index: int) -> int:
    """Return where the literals that Python joins with this one begin."""
    while index and joined(source, strings[index - 1], strings[index]):
        index -= 1
    return strings[index].start


def end_of_group(source: str, strings: Sequence[StringToken], index: int) -> int:
    """Return where the literals that Python joins with this one end."""
    while index + 1 < len(strings) and joined(source, strings[index], strings[index + 1]):
        index += 1
    return strings[index].end


def behind_brackets(source: str, start: int, end: int) -> int:
    """Return the offset behind the brackets that stand around nothing but ``start:end``."""
    return around_brackets(source, start, end)[1]


def around_brackets(source: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with the brackets that stand around nothing but ``start:end``."""
    while True:
        left = len(source[:start].rstrip())
        right = end + len(source[end:]) - len(source[end:].lstrip())
        opens = source[left - 1 : left] == "(" and not _CALLS.search(source, max(0, left - 80), left - 1)
        if not opens or source[right : right + 1] != ")":
            return start, end
        start, end = left - 1, right + 1


def closing_bracket(source: str, arguments: int) -> int | None:
    """Return the offset of the bracket that closes the call whose arguments begin at ``arguments``."""
    depth = depth_at(source, arguments)
    position = arguments
    while (position := source.find(")", position)) >= 0:
        if depth_at(source, position + 1) == depth - 1:
            return position
        position += 1
    return None


def gaps_join(source: str, tokens: Sequence[StringToken]) -> bool:
    """Tell whether nothing but layout and ``+`` stands between the literals."""
    return all(_PLUS.match(source[left.end : right.start]) for left, right in pairwise(tokens))


def list_join(source: str, tokens: Sequence[StringToken]) -> tuple[int, int] | None:
    """Return the span of ``"".join([…])``, where the literals are all that it puts together."""
    start, end = tokens[0].start, tokens[-1].end
    low = max(0, start - 200)
    before = _JOIN_BEFORE.search(source[low:start])
    behind = _JOIN_BEHIND.match(source, end)
    gaps = (source[left.end : right.start] for left, right in pairwise(tokens))
    if before is None or behind is None or not all(map(_COMMA.match, gaps)):
        return None
    return low + before.start(), behind.end()


def evaluated(
    source: str, token: StringToken, start: int | None = None, end: int | None = None
) -> str | None:
    """Return what Python makes of the literal, or of a part of its body; None where it makes nothing."""
    raw = source[token.body_start if start is None else start : token.body_end if end is None else end]
    prefix = "".join(letter for letter in token.prefix if letter in "rb")
    if token.prefix in F_PREFIXES:
        raw = raw.replace("{{", "{").replace("}}", "}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape is a warning that would quote the value
        try:
            value = ast.literal_eval(f"{prefix}{token.quote}{raw}{token.quote}")
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return None
    return value if isinstance(value, str) else None
