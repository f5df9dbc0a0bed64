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


_OPEN = re.compile(r"""\#[^\n]*|\"\"\"|'''|"|'""")
_PREFIX = re.compile(r"""(?<![\w'"])[rRbBuUfFtT]{1,2}\Z""")
_CONTINUES = re.compile(r"""[\w'"]""")
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
    while found := _OPEN.search(source, position):
        opening = found[0]
        if opening[0] == "#":
            position = found.end()
            yield CommentToken(found.start(), position)
            continue
        # Letters in front are looked at only here: searching for them too costs five times as much.
        start = found.start()
        letters = _PREFIX.search(source[max(position, start - 2) : start]) if start > position else None
        if letters and start - len(letters[0]) > 0 and _CONTINUES.match(source[start - len(letters[0]) - 1]):
            letters = None
        prefix = letters[0].lower() if letters else ""
        body = _CLOSE[opening].match(source, found.end())
        assert body is not None  # every pattern matches the empty text
        closed = body[1] is not None
        position = body.end()
        body_end = body.start(1) if closed else position
        yield StringToken(start - len(prefix), position, prefix, opening, found.end(), body_end, closed)
