"""Tokens of the model to names and addresses: sub-words joined, edges at whole words, parts put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ....text.lazy import lazy
from .model import Token

NameKind = Literal["person", "address"]

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff々"
# One character of Chinese or Japanese is a word for the model; elsewhere a hyphen, an apostrophe and the dot
# behind an initial or an abbreviation belong to the word.
_LETTERS = rf"[^\W\d_{_IDEOGRAPHS}]+(?:['’\-][^\W\d_{_IDEOGRAPHS}]+)*"
_WORD = lazy(rf"[{_IDEOGRAPHS}]|(?P<letters>{_LETTERS})(?![^\W{_IDEOGRAPHS}])\.?|[\w-]+(?:[/.][\w-]+)*")
PARTICLES = "de|da|do|dos|das|di|del|della|la|le|van|von|der|den|ter|y|e|bin|al"
_NAME_GAP = lazy(rf"[ \t\u00a0\u3000]?\Z|[ ](?:(?:{PARTICLES})[ ]){{1,3}}\Z")
_ADDRESS_GAP = lazy(r"(?:[ ,.;/#\-]|\r?\n){0,3}(?:(?:de|da|do|di|du|la|des|of|n[°º.]?|nr\.?|no\.?)[ ])?\Z")
_ENOUGH = 0.5


class NameSpan(NamedTuple):
    """A name or an address in a text; offsets in code points."""

    start: int
    end: int
    kind: NameKind
    score: float
    """Of the model, from 0.5 to 1: the mean over its words."""


class _Word(NamedTuple):
    start: int
    end: int
    kind: Literal["person", "street", "town"]
    score: float


def spans_of(text: str, tokens: Sequence[Token]) -> list[NameSpan]:
    """Return the names and addresses that the tokens of ``text`` make up, by their place.

    A town, a state or a postal code alone is no address; next to a street it belongs to it.
    """
    spans: list[NameSpan] = []
    group: list[_Word] = []
    for word in _words(text, tokens):
        if group and not _joins(text, group[-1], word):
            spans += _span(text, group)
            group = []
        group.append(word)
    return spans + _span(text, group)


def _words(text: str, tokens: Sequence[Token]) -> Iterator[_Word]:
    """Yield the words that are most likely part of a name or an address."""
    at = 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        size, sums, last = 0, [0.0, 0.0, 0.0], at
        while last < len(tokens) and tokens[last].start < end:
            token = tokens[last]
            length = min(token.end, end) - max(token.start, start)
            size += length
            sums = [total + length * share for total, share in zip(sums, token[2:], strict=True)]
            last += 1
        if not size:
            continue
        person, street, town = (total / size for total in sums)
        if person >= _ENOUGH and _is_letters(found) and not _in_identifier(text, start, end):
            yield _Word(start, end, "person", person)
        elif street + town >= _ENOUGH and not _in_identifier(text, start, end):
            yield _Word(start, end, "street" if street >= town else "town", street + town)


def _is_letters(found: re.Match[str]) -> bool:
    return found["letters"] is not None or (not found[0][0].isascii() and len(found[0]) == 1)


def _in_identifier(text: str, start: int, end: int) -> bool:
    """Return whether the word is a piece of an address of the net, a path or a variable."""
    return text[max(start - 1, 0) : start] in ("@", "/", "\\", "_", "=", "$", "#") or text[end : end + 1] in (
        *("@", "\\", "_", "=", "("),
    )


def _joins(text: str, one: _Word, other: _Word) -> bool:
    between = text[one.end : other.start]
    if len(between) > 14:
        return False
    if one.kind == "person" or other.kind == "person":
        return one.kind == other.kind and _NAME_GAP.match(between) is not None
    return _ADDRESS_GAP.match(between) is not None


def _span(text: str, group: Sequence[_Word]) -> list[NameSpan]:
    """Return the span of a group, none where it is no whole name or address."""
    if not group or (group[0].kind != "person" and all(word.kind == "town" for word in group)):
        return []
    kind: NameKind = "person" if group[0].kind == "person" else "address"
    start, end = group[0].start, group[-1].end
    if kind == "address" and not any(c.isalpha() for c in text[start:end]):
        return []  # a number of a house that has lost its street
    if text[end - 1] == "." and kind == "person" and end - start > 3 and text[end - 3].isalpha():
        end -= 1  # of the sentence; behind one letter it is an initial's
    return [NameSpan(start, end, kind, sum(word.score for word in group) / len(group))]
