"""Values in Markdown, HTML and tables: what is given to a name across emphasis, code spans, tags and cells.

``pairs`` reads settings and code, in which a value stands right behind its name. People write
``**Password:** `x` ``, a table with a column of passwords, or ``login: admin / x``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ...text.lazy import lazy
from ...text.text_tables import Column, Tables
from ..engine.windows import Window
from .names import PASSWORD_WORDS
from .pairs import LOWER_WORD, NAME_TAIL, WORDS, Named, Pair, lower, named_at
from .values import variety

LANGUAGES = frozenset({"markdown", "html", "text", "latex", "raw", ""})
"""Prose, in which values are looked for in this way."""

# In classes that are small enough for the fallback engine to take literals of them.
_BEHIND = r"(?:[^\n|:<`]{0,60}[|:<`]|[^\n*]{0,40}\*|[\w.\-]{0,40}(?:[ ][ ]|\t|\r?\n))"
TRIGGER = lazy(rf"(?i:{WORDS}){_BEHIND}|(?i:log-?[io]n|sign-?in){_BEHIND}")
"""A line without this has no such value: what the engine looks for."""

_WORD = lazy(rf"(?i)(?:{WORDS})")
_LOGIN = lazy(
    r"""(?<![\w/])(?:(?P<both>(?:user(?:[ _-]?name)?|log-?in|account)[ ]?[/|:+&][ ]?(?:pass\w{0,8}|pwd?))
        |log-?[io]n|sign-?in|credentials?|creds)(?![\w\-])""",
    re.VERBOSE | re.IGNORECASE,
)
_TAG = r"</?[a-zA-Z][\w\-]{0,12}(?:[ ][^<>\n]{0,120})?/?>"
_DECORATION = rf"(?:[*_`]{{1,3}}|{_TAG}|&nbsp;|[ \t])"
_GIVEN = lazy(
    rf"""(?P<close>(?:{_DECORATION}|\([^()\n]{{1,40}}\)){{0,8}})
        (?P<sep>:|=(?![=>])|\||[–—-](?=[ \t]+[*_]{{0,3}}`)|(?<=[ \t])(?:is|was)(?=[ \t]))
        (?P<open>{_DECORATION}{{0,10}})""",
    re.VERBOSE | re.IGNORECASE,
)
_NEXT_CELL = lazy(
    r"[ \t:]{0,4}(?:</[a-z]{1,8}>[ \t:]{0,4}){0,3}</(?:t[hd]|dt)>\s{0,40}<(?:td|dd)\b[^<>\n]{0,120}>"
    r"(?:\s{0,20}<[a-z]{1,8}>){0,3}",
    re.IGNORECASE,
)
_CODE_SPAN = lazy(r"[ ]?(?P<value>[^`\n]{4,200}?)[ ]?`")
_IN_TAG = lazy(r"\s{0,20}(?P<value>[^<>\s]{4,200})\s{0,20}(?=</)")
_BARE = lazy(r"(?P<value>[^\s<>|`\"']{4,200})")
_USER = lazy(
    rf"""[A-Za-z][\w.@+\-]{{1,60}}(?P<after>{_DECORATION}{{0,4}})(?P<slash>[/:])(?P<open>{_DECORATION}{{0,6}})""",
    re.VERBOSE,
)
_MAY_BE_ROW = lazy(r"\S {2,}\S|\t|\||<t[hd]\b")
_FRONT_OF_ROW = lazy(r"[ \t>|*_`]*(?:[A-Za-z]{1,20}[ \t])?\Z")
_EMPHASIS = "*_`"
_STRONGEST = 3
"""Kinds of characters that make a value of what else might be a word with a number."""


class MarkupPairs:
    """The pairs of one text that stand in markup."""

    def __init__(self, text: str, language: str, wanted: Callable[[Named], bool]) -> None:
        """Read ``text``; ``wanted`` says whether a name is of interest."""
        self._text = text
        self._wanted = wanted
        self._tables = Tables(text, language)

    def pairs(self, windows: Iterable[Window]) -> Iterator[Pair]:
        """Yield the pairs of the windows; those of a table's column where its header is."""
        seen: set[int] = set()
        for window in windows:
            for pair in self._in_line(window):
                # Engines propose more lines than have what they look for, and not the same ones.
                if not self._is_proposed(window):
                    break
                yield pair
            if _MAY_BE_ROW.search(self._text, window.start, window.limit):
                yield from self._columns(window, seen)

    def _is_proposed(self, window: Window) -> bool:
        return TRIGGER.search(self._text, window.start, window.limit + 1) is not None

    def _in_line(self, window: Window) -> Iterator[Pair]:
        done = window.start
        for login in _LOGIN.finditer(self._text, window.start, window.stop):
            pair = self._login(login, window)
            if pair is not None:
                yield from self._labels(window._replace(start=done, stop=login.start()))
                done = pair.end
                yield pair
        yield from self._labels(window._replace(start=done))

    def _labels(self, window: Window) -> Iterator[Pair]:
        done, first = window.start, window.start
        # Without `(?i)` the search skips to the first letters of the words.
        for word in LOWER_WORD.finditer(lower(self._text[first : max(first, window.stop)])):
            word_start, word_end = first + word.start(), first + word.end()
            if word_start < done:
                continue
            tail = NAME_TAIL.match(self._text, word_end, window.limit)
            named = named_at(self._text, word_start, tail.end() if tail else word_end, window)
            # An underscore is a letter of a name, and an emphasis behind one.
            done = named.end
            named = named._replace(name=named.name.strip("_"))
            while named.end > word_end and self._text[named.end - 1] == "_":
                named = named._replace(end=named.end - 1)
            if not self._wanted(named):
                continue
            pair = self._labelled(named, window)
            if pair is not None:
                done = max(done, pair.start)
                yield pair

    def _labelled(self, named: Named, window: Window) -> Pair | None:
        """Return the pair of a label and its value, where markup stands around one of them."""
        text = self._text
        given = _GIVEN.match(text, named.end, window.limit)
        if given is None:
            cell = _NEXT_CELL.match(text, named.end)
            value = _IN_TAG.match(text, cell.end()) if cell else None
            return _pair(named.name, named.start, value.span("value")) if value else None
        if given["sep"] == "|":
            return self._row(named, given.end("sep"), window)
        span = self._value(given.end(), given["open"], window.limit)
        if span is None:
            return None
        around = (
            text[named.end : given.start("sep")].strip()
            or given["open"].strip()
            or text[max(named.start - 1, 0) : named.start] in ("*", "_")
        )
        # Without markup it is a setting, which ``pairs`` reads.
        return _pair(named.name, named.start, span) if around else None

    def _value(self, at: int, opening: str, limit: int) -> tuple[int, int] | None:
        """Return the span of a value behind what opens it: a code span's, an element's, or a word."""
        text = self._text
        opened = opening.rstrip(" \t")
        if opened.endswith("`"):
            found = _CODE_SPAN.match(text, at, limit)
            return found.span("value") if found else None
        if opened.endswith(">") and not opened.rpartition("<")[2].startswith(("/", "br")):
            found = _IN_TAG.match(text, at, limit)
            if found is not None:
                return found.span("value")
        found = _BARE.match(text, at, limit)
        return _trimmed(text, *found.span("value"), opening) if found else None

    def _row(self, named: Named, at: int, window: Window) -> Pair | None:
        """Return the pair of a row's first two cells: ``| Password | x |``."""
        text = self._text
        if not _FRONT_OF_ROW.match(text[max(window.start, named.start - 40) : named.start]):
            return None
        end = text.find("|", at, window.limit)
        rest = text[end : window.limit].strip(" \t\r|") if end >= 0 else ""
        span = _cell(text, at, end if end >= 0 else window.limit)
        if span is None:
            return None
        value = text[slice(*span)]
        is_code = text[span[0] - 1] == "`"
        # In a wider table the second cell says more often what type the value has.
        if not is_code and variety(value) < _STRONGEST and (rest or _is_short(named.name)):
            return None
        return _pair(named.name, named.start, span)

    def _login(self, label: re.Match[str], window: Window) -> Pair | None:
        """Return the pair of ``login: admin / x`` and ``user/pass: admin/x``."""
        text = self._text
        given = _GIVEN.match(text, label.end(), window.limit)
        user = _USER.match(text, given.end(), window.limit) if given and given["sep"] != "|" else None
        if user is None:
            return None
        apart = user["after"] != "" and user["open"] != ""
        if not apart and (user["slash"] == ":" or user["after"] or user["open"]) and user["open"]:
            return None
        span = self._value(user.end(), user["open"], window.limit)
        if span is None or text[span[0]] in "/<":
            return None
        # A path and an image of a registry have a slash as well.
        if not apart and not label["both"] and variety(text[slice(*span)]) < _STRONGEST:
            return None
        front = "" if label["both"] or label[0][0] in "cC" else f"{label[0]} "
        return _pair(f"{front}password", label.start(), span)

    def _columns(self, window: Window, seen: set[int]) -> Iterator[Pair]:
        """Yield the cells of the columns whose header is the name of a secret, of tables not seen before."""
        for word in _WORD.finditer(self._text, window.start, window.stop):
            start = self._tables.start_at(word.start())
            if start is None or start in seen:
                continue
            if not self._is_proposed(window):
                return
            seen.add(start)
            for column in self._tables.columns_at(word.start()):
                yield from self._column(column)

    def _column(self, column: Column) -> Iterator[Pair]:
        header = re.sub(r"[*_`]{0,3}\Z", "", column.header.strip().lstrip(_EMPHASIS))
        if not 2 <= len(header) <= 40 or not self._wanted(Named(header, 0, 0, False, "")):
            return
        text = self._text
        for cell in column.cells:
            span = _cell(text, *cell)
            if span and not (_is_short(header) and variety(text[slice(*span)]) < _STRONGEST):
                yield _pair(header, span[0], span)


def _is_short(name: str) -> bool:
    """Return whether a name has other meanings in a table: a pass that was played, a key of a dictionary."""
    return name.lower() in {"pass", "pw"} or (len(name) < 6 and name.lower() not in PASSWORD_WORDS)


def _pair(name: str, name_start: int, span: tuple[int, int]) -> Pair:
    return Pair(name, name_start, *span, quoted=False, sep=":", where="text")


def _cell(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the one word in a cell, without its markup."""
    while start < end and text[start] in " \t\r":
        start += 1
    while end > start and text[end - 1] in " \t\r":
        end -= 1
    while end - start > 2 and text[start] in _EMPHASIS and text[start] == text[end - 1]:
        start, end = start + 1, end - 1
    if not 4 <= end - start <= 200 or any(map(str.isspace, text[start:end])):
        return None
    return start, end


def _trimmed(text: str, start: int, end: int, opening: str) -> tuple[int, int]:
    """Return the span without what closes the sentence, the bracket or the emphasis around the value."""
    while end > start and text[end - 1] in ".,;:":
        end -= 1
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    if opening.rstrip(" \t").endswith(("*", "_")) or text[end - 2 : end] in ("**", "__"):
        while end > start and text[end - 1] in "*_":
            end -= 1
    return start, end
