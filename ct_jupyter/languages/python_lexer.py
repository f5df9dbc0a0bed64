"""Strings and comments of Python source, also of source that does not parse.

``tokenize`` gives up at the first unclosed bracket or quote, and a notebook cell is half typed most
of the time it is looked at. This reads left to right, knows only strings and comments, and takes an
unclosed string to end with its line (or, triple-quoted, with the text).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ..text.lazy import lazy


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


_TOKEN = lazy(
    r"""\#[^\n]*
      |\"{3}[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*(\"{3})?
      |'{3}[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*('{3})?
      |"[^"\\\n]*(?:\\(?:\r\n|[\s\S])[^"\\\n]*)*(")?
      |'[^'\\\n]*(?:\\(?:\r\n|[\s\S])[^'\\\n]*)*(')?""",
    re.VERBOSE,
)
_PREFIX = lazy(r"""(?<![\w'"])[rRbBuUfFtT]{1,2}\Z""")
_CONTINUES = lazy(r"""[\w'"]""")


def python_tokens(source: str) -> Iterator[StringToken | CommentToken]:
    """Yield the string literals and comments of ``source`` from left to right.

    A quote inside a replacement field of an f-string (Python 3.12) ends the literal here; the rest is
    then read as code, which costs accuracy in that literal only.
    """
    position = 0
    for found in _TOKEN.finditer(source):
        yield _token(source, found, position)
        position = found.end()


def _token(source: str, found: re.Match[str], position: int) -> StringToken | CommentToken:
    """Return the token of a match; ``position`` is where the one before it ends."""
    start, end = found.span()
    first = source[start]
    if first == "#":
        return CommentToken(start, end)
    # Letters in front are looked at only here: searching for them too costs five times as much.
    letters = _PREFIX.search(source[max(position, start - 2) : start]) if start > position else None
    if letters and start - len(letters[0]) > 0 and _CONTINUES.match(source[start - len(letters[0]) - 1]):
        letters = None
    prefix = letters[0].lower() if letters else ""
    quote = first * 3 if source.startswith(first * 3, start) else first
    closed = found.lastindex is not None
    body_end = end - len(quote) if closed else end
    return StringToken(start - len(prefix), end, prefix, quote, start + len(quote), body_end, closed)


class PythonTokens:
    """The tokens of one source, read as far as somebody has asked."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._rest = _TOKEN.finditer(source)
        self._found: list[re.Match[str]] = []
        self._starts: list[int] = []

    def at(self, offset: int) -> StringToken | CommentToken | None:
        """Return the string or comment that ``offset`` lies in."""
        index = self._index(offset)
        for candidate in (index + 1, index):  # of the next one the prefix may reach back to here
            token = self._build(candidate)
            if token is not None and token.start <= offset < token.end:
                return token
        return None

    def behind(self, offset: int) -> Iterator[StringToken | CommentToken]:
        """Yield the tokens that begin behind ``offset``."""
        index = self._index(offset) + 1
        while (token := self._build(index)) is not None:
            yield token
            index += 1

    def _index(self, offset: int) -> int:
        """Return the number of the last token whose quote or ``#`` is not behind ``offset``; -1 for none."""
        if not self._starts or self._starts[-1] <= offset:
            self._read(offset)
        return bisect_right(self._starts, offset) - 1

    def _read(self, offset: int) -> None:
        """Read on, up to the first token that begins behind ``offset``."""
        for found in self._rest:
            self._found.append(found)
            start = found.start()
            self._starts.append(start)
            if start > offset:
                break

    def _build(self, index: int) -> StringToken | CommentToken | None:
        if index == len(self._found):
            self._read(-1)
        if not 0 <= index < len(self._found):
            return None
        before = self._found[index - 1].end() if index else 0
        return _token(self._source, self._found[index], before)
