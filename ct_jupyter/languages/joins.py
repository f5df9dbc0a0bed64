"""Expressions that make one string of several literals: ``paste("a", "b", sep = "")``, ``"a".concat("b")``.

Only what is made of literals alone is read, so that what it comes to is known without running it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..text.lazy import lazy
from .table import LANGUAGES, SHELLS, TABLE

_LITERAL = lazy(r"""(?P<quote>["'`])(?P<body>(?:(?!(?P=quote))[^\\\n]|\\.){0,400})(?P=quote)""")
_SLOT = lazy(r"\{\}|%s")
_MOST = 12
_WORD_PART = lazy(
    r"""\"(?P<double>[^"\\$`\n]{0,400})\"|'(?P<single>[^'\n]{0,400})'|(?P<bare>[^\s"'`$\\;|&()<>=]{1,400})"""
)
_WORD_END = lazy(r"[\s;|&)]|\Z")


class Joined(NamedTuple):
    """An expression made of literals; offsets of the whole text."""

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    """The bodies that are put together, in their order."""
    glue: str = ""
    """What is put between them."""


_COMPILED = {
    language.id: tuple(
        (lazy(rf"(?<![\w.]){form.head}"), lazy(form.between), lazy(form.tail), form.glue)
        for form in language.join_forms
    )
    for language in TABLE
}


def joined_at(text: str, start: int, language: str) -> Joined | None:
    """Return the expression that begins at ``start``; None where none does that joins literals alone."""
    if language in SHELLS:
        return _word_at(text, start)
    for head, between, tail, default in _COMPILED.get(language, ()):
        begun = head.match(text, start)
        if begun is None:
            continue
        bodies: list[tuple[int, int]] = []
        at = begun.end()
        template = False
        while len(bodies) < _MOST and (literal := _LITERAL.match(text, at)) is not None:
            if _means_more(literal["quote"], literal["body"], language):
                break
            bodies.append(literal.span("body"))
            ended = tail.match(text, literal.end()) if len(bodies) > 1 else None
            if ended is not None:
                glue = ended.groupdict().get("glue") or begun.groupdict().get("glue")
                named = "glue" in ended.groupdict() and ended["glue"] is not None
                joined = Joined(start, ended.end(), tuple(bodies), glue or ("" if named else default))
                return _filled(text, joined) if template else joined
            gap = between.match(text, literal.end())
            if gap is None:
                break
            fills = "fills" in gap.groupdict()
            if fills and (gap["fills"] is not None) != (len(bodies) == 1):
                break  # only a template stands before the rest
            template = fills
            at = gap.end()
    return None


def joined_around(text: str, start: int, end: int, language: str) -> Joined | None:
    """Return the expression whose pieces reach from ``start`` to ``end``."""
    for at in range(max(0, start - 100), start):
        found = joined_at(text, at, language)
        if found is not None and (span_of(found) == (start, end)):
            return found
    return None


def span_of(joined: Joined) -> tuple[int, int]:
    """Return the span from the first literal's body to the end of the last one's, as they stand."""
    return min(piece[0] for piece in joined.pieces), max(piece[1] for piece in joined.pieces)


def _word_at(text: str, start: int) -> Joined | None:
    """Return a shell's word that stands under quotes only in part: ``"a"b'c'``."""
    pieces: list[tuple[int, int]] = []
    at, quoted = start, False
    while len(pieces) < _MOST and (part := _WORD_PART.match(text, at)) is not None:
        pieces.append(part.span(part.lastgroup or 0))
        quoted = quoted or part["bare"] is None
        at = part.end()
    whole = len(pieces) > 1 and quoted and _WORD_END.match(text, at)
    return Joined(start, at, tuple(pieces)) if whole else None


def _means_more(quote: str, body: str, language: str) -> bool:
    known = LANGUAGES.get(language)
    return "$" in body and (quote == "`" or (known is not None and known.expands))


def _filled(text: str, joined: Joined) -> Joined | None:
    """Return a template with its slots filled: the pieces stand in the order of the value."""
    (start, end), *arguments = joined.pieces
    template = text[start:end]
    slots = list(_SLOT.finditer(template))
    fixed = _SLOT.sub("", template)
    kinds = {slot[0] for slot in slots}
    if len(slots) != len(arguments) or len(kinds) != 1 or re.search(r"[{}%\\]", fixed):
        return None
    pieces, position = [], start
    for slot, argument in zip(slots, arguments, strict=True):
        pieces += [(position, start + slot.start()), argument]
        position = start + slot.end()
    return joined._replace(pieces=(*pieces, (position, end)))
