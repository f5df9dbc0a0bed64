"""Where a pair stands in Python source: in code, in a string or in a comment."""

from __future__ import annotations

from itertools import islice

from ..lazy import lazy
from ..python_lexer import CommentToken, PythonTokens, StringToken
from .pairs import Pair, Where

_JOINT = lazy(
    r"""["'](?:[ \t]{0,8}\+[ \t]{0,8}(?:\\?\r?\n[ \t]{0,80})?|[ \t]{0,8}\\?\r?\n[ \t]{0,80}\+[ \t]{0,8}"""
    r"""|[ \t]{0,8}\\\r?\n[ \t]{0,80}|[ \t]{0,8})(?=[rRuU]?["'])"""
)
"""What stands between two literals that make one string; a line end alone may end the statement too."""
_MOST_PIECES = 12


class Places:
    """The strings and comments of one source; read only as far as a pair asks.

    Reading them costs more than all else, and most pairs are no secrets whatever they stand in.
    """

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._python = language == "python"
        self._tokens = PythonTokens(text)

    def settle(self, pair: Pair) -> Pair | None:
        """Return the pair with its place, or None where name and value do not belong together."""
        if not self._python:
            return pair
        if pair.sep == "element":
            return pair._replace(where="text")  # in markup quotes mean nothing
        token = self.at(pair.name_start)
        value_token = self.at(pair.start)
        if not pair.quoted:
            if value_token != token:
                return None
            return pair._replace(where=_kind(token))
        if value_token is None:
            return None  # a quote that opens no string: it closes one
        if value_token == token:
            return pair._replace(where=_kind(token))
        if isinstance(value_token, CommentToken) or value_token.body_start != pair.start:
            return None  # between two strings, not inside one
        if token is not None and not pair.closed:
            return None  # a name at the end of one string, a value in the next
        if pair.pieces:
            return pair._replace(where="code")
        end = pair.end if value_token.closed else min(pair.end, value_token.body_end)
        return pair._replace(where="code", end=end)

    def joined(self, pair: Pair) -> Pair:
        """Return the pair with the literals that its own is joined with: ``"sk" + "-…"``, ``"sk" "-…"``."""
        if not (self._python and pair.quoted and _JOINT.match(self._text, pair.end)):
            return pair
        token = self.at(pair.start)
        if not isinstance(token, StringToken) or (token.body_start, token.body_end) != (pair.start, pair.end):
            return pair
        pieces = [(pair.start, pair.end)]
        for follower in islice(self._tokens.behind(pair.start), _MOST_PIECES):
            gap = _JOINT.match(self._text, pieces[-1][1])
            if gap is None or not isinstance(follower, StringToken) or follower.start != gap.end():
                break
            if not follower.closed or follower.prefix not in ("", "r", "u"):
                break
            pieces.append((follower.body_start, follower.body_end))
        if len(pieces) < 2:
            return pair
        return pair._replace(end=pieces[-1][1], pieces=tuple(pieces))

    def at(self, offset: int) -> StringToken | CommentToken | None:
        """Return the string or comment that ``offset`` lies in."""
        return self._tokens.at(offset)


def _kind(token: StringToken | CommentToken | None) -> Where:
    if token is None:
        return "code"
    return "comment" if isinstance(token, CommentToken) else "string"
