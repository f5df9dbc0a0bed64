"""Strings and comments of Python source, also of source that does not parse.

``tokenize`` gives up at the first unclosed bracket or quote, and a notebook cell is half typed most
of the time it is looked at. This reads left to right, knows only strings and comments, and takes an
unclosed string to end with its line (or, triple-quoted, with the text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class StringToken(NamedTuple):
    """A string literal; offsets in code points from 0."""

    start: int
    """Of the prefix, or of the quote where there is none."""
    end: int
    """Behind the closing quote, or where the text of an unclosed literal ends."""
    prefix: str
    """Lower case: ``""``, ``"r"``, ``"b"``, ``"f"``, ``"rb"`` …"""
    quote: str
    """One quote character, or three."""
    body_start: int
    body_end: int
    closed: bool


class CommentToken(NamedTuple):
    """A comment, from its ``#`` to the end of the line."""

    start: int
    end: int


_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<open>(?<![\w'"])(?P<prefix>[rRbBuUfFtT]{1,2})?(?P<quote>\"\"\"|'''|"|')
           | (?P<bare>\"\"\"|'''|"|'))
    """,
    re.VERBOSE,
)
_CLOSE = {
    '"': re.compile(r'(?:[^"\\\n]|\\(?:\r\n|[\s\S]))*(")?'),
    "'": re.compile(r"(?:[^'\\\n]|\\(?:\r\n|[\s\S]))*(')?"),
    '"""': re.compile(r'(?:[^"\\]|\\[\s\S]|"(?!""))*(""")?'),
    "'''": re.compile(r"(?:[^'\\]|\\[\s\S]|'(?!''))*(''')?"),
}


def python_tokens(source: str) -> Iterator[StringToken | CommentToken]:
    """Yield the string literals and comments of ``source`` from left to right.

    A quote inside a replacement field of an f-string (Python 3.12) ends the literal here; the rest is
    then read as code, which costs accuracy in that literal only.
    """
    position = 0
    while found := _TOKEN.search(source, position):
        if found["comment"] is not None:
            position = found.end()
            yield CommentToken(found.start(), position)
            continue
        quote = found["quote"] or found["bare"]
        body = _CLOSE[quote].match(source, found.end())
        assert body is not None  # every pattern matches the empty text
        closed = body[1] is not None
        position = body.end()
        body_end = body.start(1) if closed else position
        yield StringToken(
            found.start(), position, (found["prefix"] or "").lower(), quote, found.end(), body_end, closed
        )
