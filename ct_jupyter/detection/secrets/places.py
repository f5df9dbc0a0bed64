"""Where a pair stands in Python source: in code, in a string or in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ...languages.python_lexer import CommentToken, PythonTokens, StringToken
from ...languages.table import TABLE, Join
from ...text.lazy import lazy
from .pairs import PROSE, Pair, Where

_GAP = lazy(r"(?:[ \t]|\\?\r?\n|#[^\n]*(?=\n)){0,80}(?P<plus>\+)?(?:[ \t]|\\?\r?\n|#[^\n]*(?=\n)){0,80}")
"""What may stand between two literals that make one string."""
_LINE_ENDS = lazy(r"(?<!\\)\r?\n")
_BINDS_TIGHTER = lazy(r"[ \t]*(?:[.\[(%*/@])")
"""Behind a literal: what is done to it before a ``+`` joins it."""
_BETWEEN = lazy(
    r"(?:[ \t]|\\?\r?\n){0,80}\+(?:[ \t]|\\?\r?\n){0,80}[\w.]{1,60}(?:\([\w., ]{0,60}\))?"
    r"(?:[ \t]|\\?\r?\n){0,80}\+(?:[ \t]|\\?\r?\n){0,80}"
)
"""What is added between two literals: a name, or a call without strings."""
_ADDED = lazy(
    r"""["'][ \t\r\n]{0,80}\+[ \t\r\n]{0,80}(?P<quote>["'])"""
    r"""(?P<body>(?:(?!(?P=quote))[^\\\n]|\\.){1,400})(?=(?P=quote))"""
)
"""A literal that another language adds to one."""
_BESIDE = lazy(r"""["'](?P<quote>["'])(?P<body>(?:(?!(?P=quote))[^\\\n$`]|\\.){1,400})(?=(?P=quote))""")
"""A word of a shell goes on where a quote ends."""
_TIMES = lazy(r"""["'][ \t]{0,80}\*[ \t\r\n]{0,80}(?P<quote>")(?P<body>(?:[^"\\\n]|\\.){1,400})(?=")""")
"""Julia puts strings together with an asterisk."""
_TEMPLATES = lazy(
    r"""["'`][ \t\r\n]{0,80}\+[ \t\r\n]{0,80}(?P<quote>["'`])"""
    r"""(?P<body>(?:(?!(?P=quote)|\$\{)[^\\\n]|\\.){1,400})(?=(?P=quote))"""
)
_ADDED_BY: dict[Join, re.Pattern[str]] = {"interpolate": _TIMES, "template": _TEMPLATES, "word": _BESIDE}
_ADDED_IN = {
    name: _ADDED_BY[language.join]
    for language in TABLE
    if language.join in _ADDED_BY
    for name in (language.id, *language.names.split())
}
_LISTED = lazy(r"[ \t\r\n]{0,80},[ \t\r\n]{0,80}")
_LIST_END = lazy(r"[ \t\r\n]{0,80},?[ \t\r\n]{0,80}[\])][ \t\r\n]{0,80}\)")
_CONTINUED = lazy(r"\\\r?\n")
_BRACKET = lazy(r"[()\[\]{}]")
_MOST_PIECES = 12


class Places:
    """The strings and comments of one source; read only as far as a pair asks.

    Reading them costs more than all else, and most pairs are no secrets whatever they stand in.
    """

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._python = language == "python"
        self._tokens = PythonTokens(text)
        self._depth = (0, 0)
        """An offset, and how many brackets are open there."""

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
        if value_token is None and self._text[pair.start - 1] == "`":
            return pair._replace(where=_kind(token))  # another language's string
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
        """Return the pair with the literals that its own is joined with: ``"sk" + "-…"``, ``"sk" "-…"``.

        A literal that a backslash carries over a line end is taken whole as well.
        """
        if not pair.quoted or pair.pieces:
            return pair
        if not self._python:
            return self._added(pair)
        if not self._may_go_on(pair):
            return pair
        token = self.at(pair.start)
        if not isinstance(token, StringToken) or token.body_start != pair.start or not token.closed:
            return pair
        if token.body_end != pair.end:
            if not _CONTINUED.match(self._text, pair.end) or token.body_end - token.body_start > 600:
                return pair
            pair = pair._replace(end=token.body_end)
        pieces = self._pieces(token, pair.listed)
        if len(pieces) < 2:
            return pair
        return pair._replace(end=pieces[-1][1], pieces=tuple(pieces))

    def _added(self, pair: Pair) -> Pair:
        """Return the pair with what other languages add to its literal: ``"sk" + "-…"``."""
        if self._language in PROSE or pair.prefix:
            return pair
        added = _ADDED_IN.get(self._language, _ADDED)
        pieces = [(pair.start, pair.end)]
        while len(pieces) < _MOST_PIECES and (found := added.match(self._text, pieces[-1][1])):
            pieces.append(found.span("body"))
        tighter = added is not _BESIDE and _BINDS_TIGHTER.match(self._text, pieces[-1][1] + 1)
        if len(pieces) < 2 or tighter:
            return pair
        return pair._replace(end=pieces[-1][1], pieces=tuple(pieces))

    def further(self, pair: Pair) -> Iterator[Pair]:
        """Yield the other pieces of a value into which something is put: ``"Kq7!" + user + "29xw"``."""
        if not self._python or not pair.quoted or pair.listed or not pair.sep.startswith(("=", ":")):
            return
        last = self.at(pair.end - 1)
        while isinstance(last, StringToken):
            gap = _BETWEEN.match(self._text, last.end)
            following = self.at(gap.end()) if gap is not None else None
            if not isinstance(following, StringToken) or following.start != gap.end():  # type: ignore[union-attr]
                return
            one = pair._replace(
                start=following.body_start, end=following.body_end, prefix=following.prefix, pieces=()
            )
            one = self.joined(one)
            yield one
            last = self.at(one.end - 1)

    def _may_go_on(self, pair: Pair) -> bool:
        """Tell at little cost whether a literal may follow: most pairs are followed by none."""
        if _CONTINUED.match(self._text, pair.end):
            return True
        at = pair.end
        while self._text.startswith(("'", '"'), at) and at < pair.end + 3:
            at += 1
        if at == pair.end:
            return False
        gap = (_LISTED if pair.listed else _GAP).match(self._text, at)
        return gap is not None and self._text[gap.end() : gap.end() + 1] in tuple("'\"rRuUfFbB")

    def _pieces(self, token: StringToken, listed: bool) -> list[tuple[int, int]]:
        pieces = [(token.body_start, token.body_end)]
        is_bytes, sure, last = "b" in token.prefix, 1, token
        for follower in islice(self._tokens.behind(token.body_start), _MOST_PIECES):
            if isinstance(follower, CommentToken):
                continue
            joint = self._joint(last, follower, listed=listed)
            if joint is None or not follower.closed or ("b" in follower.prefix) != is_bytes:
                break
            if "f" in follower.prefix and "{" in self._text[follower.body_start : follower.body_end]:
                break
            if joint == "+" and not self._binds_tighter(last):
                sure = len(pieces)
            elif joint == "+":
                break
            pieces.append((follower.body_start, follower.body_end))
            last = follower
        if listed:
            return pieces if _LIST_END.match(self._text, last.end) else pieces[:1]
        if len(pieces) > sure > 0 and self._has_plus(pieces, sure) and self._binds_tighter(last):
            return pieces[:sure]  # `"a" + "b".lower()` has "b" alone in lower case
        return pieces

    def pieces_from(self, token: StringToken) -> list[StringToken]:
        """Return the literals that Python makes one string of, from one on; fields of f-strings count."""
        found = [token]
        for follower in islice(self._tokens.behind(token.body_start), _MOST_PIECES):
            if isinstance(follower, CommentToken):
                continue
            joint = self._joint(found[-1], follower, listed=False)
            if joint is None or not follower.closed or ("b" in follower.prefix) != ("b" in token.prefix):
                break
            if joint == "+" and self._binds_tighter(found[-1]):
                break
            found.append(follower)
        # `"a" + "b".lower()` has "b" alone in lower case.
        return found[:-1] if self._binds_tighter(found[-1]) else found

    def _has_plus(self, pieces: list[tuple[int, int]], sure: int) -> bool:
        return "+" in self._text[pieces[sure - 1][1] : pieces[sure][0]]

    def _binds_tighter(self, token: StringToken) -> bool:
        return _BINDS_TIGHTER.match(self._text, token.end) is not None

    def _joint(self, left: StringToken, right: StringToken, *, listed: bool) -> str | None:
        """Return what joins two literals: ``+``, a comma or nothing; None where they are not joined."""
        gap = (_LISTED if listed else _GAP).match(self._text, left.end)
        if gap is None or gap.end() != right.start:
            return None
        if listed:
            return ","
        if gap["plus"]:
            return "+"
        # A line end alone ends the statement, unless a bracket is open.
        return "" if not _LINE_ENDS.search(gap[0]) or self._depth_at(left.start) > 0 else None

    def _depth_at(self, offset: int) -> int:
        position, depth = self._depth if self._depth[0] <= offset else (0, 0)
        while position < offset:
            token = self.at(position)
            if token is not None and token.end > position:
                position = token.end
                continue
            stop = next((t.start for t in self._tokens.behind(position) if t.start > position), offset)
            for bracket in _BRACKET.findall(self._text, position, min(stop, offset)):
                depth = depth + 1 if bracket in "([{" else max(0, depth - 1)
            position = max(min(stop, offset), position + 1)
        self._depth = (offset, depth)
        return depth

    def at(self, offset: int) -> StringToken | CommentToken | None:
        """Return the string or comment that ``offset`` lies in."""
        return self._tokens.at(offset)


def _kind(token: StringToken | CommentToken | None) -> Where:
    if token is None:
        return "code"
    return "comment" if isinstance(token, CommentToken) else "string"
