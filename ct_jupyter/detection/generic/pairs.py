"""What is given to which name: assignments, arguments, items, flags, settings, in code of any state.

Read by expressions around each secret-like word, not by a parser: a cell is half typed most of the time,
and holds shell, SQL, YAML and JSON beside its own language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ..python_lexer import CommentToken, StringToken, python_tokens
from ..windows import Window

Where = Literal["code", "string", "comment", "text"]

_WORDS = (
    r"pass|pwd|pw|psw|secret|token|key|auth|cred|jwt|senha|contrase|kennwort|wachtwoord|has[lł]o|parola|mdp"
    r"|heslo|salasana|senord|jelszo|пароль|identified"
)
TRIGGER = re.compile(
    rf"(?i:{_WORDS})[\w.\-\u0080-\uffff]{{0,100}}"
    r"""(?:["'`\\\])]{0,4}[ \t]{0,20}(?:[:=,]|<-|!=)|[ \t]+[^ \t\n])"""
)
"""A line without this has no pair: what the engine looks for."""

_WORD = re.compile(rf"(?i:{_WORDS})")
_NAME_HEAD = re.compile(r"[\w.\-$]{0,80}\Z")
_NAME_TAIL = re.compile(r"[\w\-]{0,60}(?:\.[\w\-]{1,40}){0,6}")
_SEPARATOR = re.compile(
    r"""(?P<close>\\{0,3}["'`]?[ ]?\]?)[ \t]{0,20}
        (?P<sep>:[ \t]{0,3}[A-Za-z][\w.\[\], |"']{0,40}?[ \t]{0,3}=(?!=)|:=|=>|<-|===?|!==?|\+=|=|:|,)
        [ \t]{0,20}""",
    re.VERBOSE,
)
_OPENING = re.compile(
    r"""\(?[ ]?(?P<prefix>[rRbBuUfF@]{0,2})(?P<escape>\\{0,3})(?P<quote>\"{3}|'{3}|["'`])"""
)
_BARE = re.compile(r"""[^\s"'`,;(){}\[\]<>|\\]{3,400}""")
_SPACED = re.compile(r"""[ \t]{1,8}(?:(?:is|was|BY|by)[ \t]{1,4})?(?P<value>[^\s=:,(){}\[\]<>|]\S{2,200})""")
_BODY = {
    '"': re.compile(r'(?:[^"\\\n]|\\.){1,600}'),
    "'": re.compile(r"(?:[^'\\\n]|\\.){1,600}"),
    "`": re.compile(r"[^`\n]{1,600}"),
    '"""': re.compile(r'(?:[^"\\\n]|\\.){1,600}'),
    "'''": re.compile(r"(?:[^'\\\n]|\\.){1,600}"),
}
_CALLEE = re.compile(r"([A-Za-z_][\w.]{0,60})\([^()\n]{0,200}\Z")
# Functions that take a name and its value; elsewhere a comma only lists two things.
_SETTERS = re.compile(
    r"(?i)(?:getenv|environ\.(?:get|setdefault|pop)|setdefault|setenv|putenv|option|options|config|conf\.set|set|put|update|"
    r"add_header|header|headers|param|add|append|with_?(?:option|config)|sys\.setenv|setproperty|set_secret|"
    r"setconf|set_key|set_option|environment|var)$"
)


class Pair(NamedTuple):
    """A value and the name that it is given to; offsets in code points of the whole text."""

    name: str
    """As written."""
    name_start: int
    start: int
    end: int
    quoted: bool
    sep: str
    """``=``, ``:``, ``==``, ``,`` … or ``flag`` or ``space``."""
    where: Where
    """Where in the source; always ``text`` for what is no code."""
    prefix: str
    """Of the string literal, lower case."""
    callee: str
    """Function called with it, where that is on the line."""


class _Places:
    """Where the strings and comments of a Python source are; read only if a pair asks."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._python = language == "python"
        self._plain: Where = "text" if language in PROSE else "code"
        self._tokens: list[StringToken | CommentToken] | None = None
        self._starts: list[int] = []

    def token_at(self, offset: int) -> StringToken | CommentToken | None:
        if not self._python:
            return None
        if self._tokens is None:
            self._tokens = list(python_tokens(self._text))
            self._starts = [token.start for token in self._tokens]
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._tokens[index].end:
            return None
        return self._tokens[index]

    def where(self, offset: int) -> tuple[Where, StringToken | CommentToken | None]:
        token = self.token_at(offset)
        if token is None:
            return self._plain, None
        return ("comment" if isinstance(token, CommentToken) else "string"), token


PROSE = frozenset({"markdown", "html", "text", "latex", "json", "raw", ""})
"""Languages that are not code: their values have to speak for themselves."""


def pairs_in(text: str, windows: Iterable[Window], language: str) -> Iterator[Pair]:
    """Yield the pairs of the windows, by their place."""
    places = _Places(text, language)
    for window in windows:
        if TRIGGER.search(text, window.start, window.limit) is None:
            continue
        done = window.start
        for word in _WORD.finditer(text, window.start, window.stop):
            if word.start() < done:
                continue
            head = _NAME_HEAD.search(text[max(window.start, word.start() - 80) : word.start()])
            name_start = word.start() - (len(head[0]) if head else 0)
            tail = _NAME_TAIL.match(text, word.end(), window.limit)
            name_end = tail.end() if tail else word.end()
            done = name_end
            pair = _pair(text, name_start, name_end, window, places)
            if pair is not None:
                done = pair.start
                yield pair


def _pair(text: str, name_start: int, name_end: int, window: Window, places: _Places) -> Pair | None:
    name = text[name_start:name_end]
    flag = name.startswith("-")
    name = name.lstrip("-$.").rstrip("-.")
    where, token = places.where(name_start)
    separator = _SEPARATOR.match(text, name_end, window.limit)
    if separator is None:
        return _spaced(text, name, name_start, name_end, window, where, flag)
    sep = separator["sep"]
    sep = "=" if sep.endswith("=") and sep[0] == ":" and sep != ":=" else sep
    callee = ""
    called = _CALLEE.search(text[max(window.start, name_start - 220) : name_start])
    if called:
        callee = called[1]
    if sep == "," and (not separator["close"] or not _SETTERS.search(callee)):
        return _positional(text, name, name_start, window, where)
    if sep == "=" and text[max(name_start - 2, 0) : name_start].rstrip(" ").endswith(","):
        item = _positional(text, name, name_start, window, where)
        if item is not None:
            return item
    opening = _OPENING.match(text, separator.end(), window.limit)
    if opening is None:
        bare = _BARE.match(text, separator.end(), window.limit)
        if bare is None or sep == ",":
            return None
        end = bare.end()
        after = text[end : end + 1]
        if after in ("(", "[") and after:
            return None  # a call or a lookup
        while end > bare.start() and text[end - 1] in ".:!?" and after in ("", "\n", " "):
            end -= 1  # the end of a sentence
        return Pair(name, name_start, bare.start(), end, False, sep, where, "", callee)
    quote, escape = opening["quote"], opening["escape"]
    start = opening.end()
    if (
        where == "code"
        and token is None
        and places.token_at(start) is None
        and places.token_at(opening.start("quote")) is None
        and places._python
    ):
        return None
    if escape:
        stop = text.find(escape + quote, start, min(window.limit, start + 600))
        if stop < 0:
            return None
    else:
        body = _BODY[quote].match(text, start, window.limit)
        if body is None:
            return None
        stop = body.end()
    if places._python:
        value_token = places.token_at(start)
        closing = separator["close"].strip(" ]")
        if where in ("string", "comment") and value_token is not token and not closing:
            return None  # a name at the end of one string, a value in the next
        if value_token is not None and value_token is not token and isinstance(value_token, StringToken):
            if value_token.body_start != start:
                return None  # between two strings, not inside one
            where = "code"
            if not value_token.closed and stop >= value_token.body_end:
                stop = value_token.body_end
    return Pair(name, name_start, start, stop, True, sep, where, opening["prefix"].lower(), callee)


def _spaced(
    text: str, name: str, name_start: int, name_end: int, window: Window, where: Where, flag: bool
) -> Pair | None:
    """Flags (``--password x``), SQL (``PASSWORD 'x'``, ``IDENTIFIED BY 'x'``) and ``.netrc``."""
    found = _SPACED.match(text, name_end, window.limit)
    if found is None:
        return None
    start, end = found.span("value")
    if name.lower() == "identified":
        name = "PASSWORD"  # IDENTIFIED BY '…' is how SQL gives a password
    quoted = text[start] in "\"'"
    if quoted:
        close = text.find(text[start], start + 1, window.limit)
        if close < 0:
            return None
        start, end = start + 1, close
    else:
        while end > start and text[end - 1] in "\"';,.)":
            end -= 1
    return Pair(name, name_start, start, end, quoted, "flag" if flag else "space", where, "", "")


_TUPLE_NAMES = re.compile(
    r"(?m)[ \t]*(?P<names>[A-Za-z_]\w*(?:[ \t]*,[ \t]*[A-Za-z_]\w*){1,6})[ \t]*=[ \t]*\(?"
    r"(?P<values>[^\n]{2,400})"
)
_ITEM = re.compile(
    r"""[ \t]*(?: (?P<quote>["'])(?P<value>(?:(?!(?P=quote))[^\\\n]|\\.){0,200})(?P=quote)
               | [^,"'()\[\]]{1,80} )
        [ \t]*(?: , | \)?[ \t]*(?:\#.*)?$ )""",
    re.VERBOSE,
)


def _positional(text: str, name: str, name_start: int, window: Window, where: Where) -> Pair | None:
    """``user, password = "ann", "…"``."""
    statement = _TUPLE_NAMES.match(text, window.start, window.limit)
    if statement is None or not statement.start("names") <= name_start < statement.end("names"):
        return None
    return _tuple_value(text, name, name_start, statement, where)


def _tuple_value(
    text: str, name: str, name_start: int, statement: re.Match[str], where: Where
) -> Pair | None:
    names = [n.strip() for n in statement["names"].split(",")]
    if name not in names:
        return None
    position, limit = statement.start("values"), statement.end("values")
    for index in range(names.index(name) + 1):
        item = _ITEM.match(text, position, limit)
        if item is None:
            return None
        if index == names.index(name) and item["value"]:
            return Pair(name, name_start, item.start("value"), item.end("value"), True, "=", where, "", "")
        position = item.end()
    return None
