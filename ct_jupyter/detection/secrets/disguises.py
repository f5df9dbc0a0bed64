r"""Copies of a known value that are written in another way, and where they stand.

Of a text only letters and digits are kept, in lower case: what stands between them then hides nothing, be it
blanks, line breaks, the quotes of two joined strings, the brackets of a list, or characters without width.
In what is left, every form of the value is one run of characters: itself, reversed, in hexadecimal,
as character codes, in base32, base64 and base85, and in base64 once or twice more. Escapes (``\x67``,
``&#103;``, ``%67``), tags and terminal codes are read as a computer would, up to three levels deep, and each
level is searched likewise. What is compressed or encrypted is not read.
"""

from __future__ import annotations

import base64
import codecs
import html
import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from ...text.lazy import lazy
from ...text.text_shape import looks_random
from .encodings import MIN_ENCODED, certain_base64, is_distinctive

MIN_KEPT = 12
"""Letters and digits of a value, or of what it is encoded to: fewer of them turn up by chance."""
MIN_DIGITS = 20
"""Of a value of digits alone, which any table of numbers may hold."""
_LEVELS = 3

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_ESCAPE = lazy(
    r"\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8}|\\N\{[A-Z0-9 -]{1,60}\}"
    r"|\\[0-3]?[0-7]{1,2}|\\\r?\n|\\[abfnrtv]|%[0-9a-fA-F]{2}"
    r"|&#[0-9]{1,7};?|&#[xX][0-9a-fA-F]{1,6};?|&[a-zA-Z]{2,8};"
    r"|\x1b\[[0-?]{0,20}[ -/]{0,4}[@-~]|</?[a-zA-Z][^<>\0]{0,400}>|<!--[^<>\0]{0,400}>"
    rf"|[{_INVISIBLE}]"
)
_MAY_ESCAPE = lazy(rf"[\\%&<\x1b{_INVISIBLE}]")
_QUOTED_PRINTABLE = lazy(r"=[0-9A-F]{2}|=\r?\n")
_MAY_QUOTE = lazy(r"=[0-9A-F]{2}=[0-9A-F]{2}")
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-")
_GROUP = 4
"""Bytes that base85 writes as five characters."""


class Disguised(NamedTuple):
    """A copy that is written in another way; offsets in code points of the text."""

    start: int
    end: int
    name: str


class _Form(NamedTuple):
    kept: str
    """Letters and digits of the form, in lower case."""
    name: str
    grows: bool
    """Whether the letters of base64 around it belong to it: they hold first and last bits of the value."""


class Disguises:
    """Forms of known values.

    Parameters
    ----------
    names
        Variables by value.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._plain = {value: name for value, name in names.items() if is_distinctive(value)}

    @cached_property
    def _forms(self) -> list[_Form]:
        # Made when they are needed: most values are never looked for in this way.
        forms: dict[str, _Form] = {}
        for value, name in sorted(self._plain.items(), key=lambda item: -len(item[0])):
            # What is made of words is written apart, or in capitals, for reasons of its own.
            own = _rewritten(value) if looks_random(value, MIN_KEPT) else ()
            for text, grows in (*((one, False) for one in own), *_encodings(value)):
                kept = _kept(text)
                if len(kept) >= (MIN_DIGITS if kept.isdigit() else MIN_KEPT):
                    forms.setdefault(kept, _Form(kept, name, grows))
        return list(forms.values())

    @cached_property
    def _in_base85(self) -> dict[str, str]:
        return {form: name for value, name in self._plain.items() for form in _base85(value)}

    def find(self, text: str) -> Iterator[Disguised]:
        """Yield the copies in ``text``, which may overlap. A NUL in it ends every copy."""
        if not self._plain:
            return
        view = _View(text)
        yield from self._in_view(view)
        yield from self._in_levels(view, _ESCAPE, _MAY_ESCAPE)
        yield from self._in_levels(view, _QUOTED_PRINTABLE, _MAY_QUOTE)

    def _in_levels(self, view: _View, escape: re.Pattern[str], may: re.Pattern[str]) -> Iterator[Disguised]:
        for _ in range(_LEVELS):
            if not may.search(view.text):
                return
            view, before = _View(escape.sub(_read, view.text), view, escape), view
            if view.text == before.text:
                return
            yield from _as_they_are(self._plain, view)
            yield from self._in_view(view)

    def _in_view(self, view: _View) -> Iterator[Disguised]:
        yield from _as_they_are(self._in_base85, view)
        kept = _kept(view.text)
        for form in self._forms:
            told = 0
            for at in _occurrences(form.kept, kept):
                start, end = view.kept_at(at, at + len(form.kept))
                if start < told:
                    continue  # in the base64 of another copy
                if form.grows:
                    start, end = _grown(view.text, start, end)
                told = end
                yield Disguised(*view.back(start, end), form.name)


class _View:
    """A text as it is read at one level, and the way back to the text as it stands."""

    def __init__(self, text: str, of: _View | None = None, escape: re.Pattern[str] | None = None) -> None:
        self.text = text
        self._of = of
        self._escape = escape
        self._kept: array[int] | None = None
        self._back: tuple[array[int], array[int]] | None = None

    def kept_at(self, first: int, last: int) -> tuple[int, int]:
        """Return where the kept characters from ``first`` to before ``last`` stand in this text."""
        if self._kept is None:
            self._kept = array("q")
            for place, character in enumerate(self.text):
                self._kept.extend([place] * len(_FOLDED[ord(character)]))
        return self._kept[first], self._kept[last - 1] + 1

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where that stands in the text of the first level, with all escapes that it is made of."""
        if self._of is None or self._escape is None:
            return start, end
        if self._back is None:
            self._back = _origins(self._of.text, self._escape)
        starts, ends = self._back
        return self._of.back(starts[start], ends[end - 1])


def _origins(text: str, escape: re.Pattern[str]) -> tuple[array[int], array[int]]:
    """Return for each character of the decoded text where it begins and ends in ``text``."""
    starts, ends = array("q"), array("q")
    position = 0
    for found in escape.finditer(text):
        start, end = found.span()
        length = len(_read(found))
        starts.extend((*range(position, start), *(start for _ in range(length))))
        ends.extend((*range(position + 1, start + 1), *(end for _ in range(length))))
        position = end
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return starts, ends


def _read(found: re.Match[str]) -> str:
    """Return what an escape stands for; nothing for a tag, a terminal code and a line that goes on."""
    text = found[0]
    with suppress(ValueError, KeyError, OverflowError):
        if text[0] in "%=":
            return chr(int(text[1:], 16))
        if text[0] == "&":
            return html.unescape(text)
        if text[:2] in ("\\x", "\\u", "\\U"):
            return chr(int(text[2:].strip("{}"), 16))
        if text[:2] == "\\N":
            return unicodedata.lookup(text[3:-1])
        if text[0] == "\\" and text[1].isdigit():
            return chr(int(text[1:], 8))
    return ""


def _as_they_are(names: Mapping[str, str], view: _View) -> Iterator[Disguised]:
    for form, name in names.items():
        for at in _occurrences(form, view.text):
            yield Disguised(*view.back(at, at + len(form)), name)


def _occurrences(form: str, text: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + len(form))


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1] in _BASE64:
        start -= 1
    while end < len(text) and text[end] in _BASE64:
        end += 1
    while text.startswith("=", end):
        end += 1
    return start, end


class _Folded(dict[int, str]):
    """What is kept of a character, by code point: letters and digits in lower case, and NUL."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", character).casefold()))
        self[code] = kept if code else character
        return self[code]


_FOLDED = _Folded()


def _kept(text: str) -> str:
    return text.translate(_FOLDED)


def _rewritten(value: str) -> Iterator[str]:
    yield value
    yield value[::-1]
    yield codecs.encode(value, "rot13")
    if not value.isascii():
        # As bytes of UTF-8 that were taken for characters.
        yield value.encode("utf-8", "surrogatepass").decode("latin-1")


def _encodings(value: str) -> Iterator[tuple[str, bool]]:
    """Yield the forms of a value as numbers and letters, and whether each is base64."""
    data = value.encode("utf-8", "surrogatepass")
    wide = [value.encode(encoding, "surrogatepass") for encoding in ("utf-16-le", "utf-16-be")]
    for held in (data, *wide):
        yield held.hex(), False
    for pattern in ("0x{:02x}", "{}", "{:03o}", "0o{:03o}", "0o{:o}", "{:o}", "{:08b}", "0b{:b}", "{:b}"):
        yield "".join(map(pattern.format, data)), False
    yield base64.b32encode(data).decode().rstrip("="), False
    once = _certain(data)
    for form in (*once, *(one for held in (*wide, data.hex().encode()) for one in _certain(held))):
        yield form, True
    twice = [two for one in once for two in _certain(one.encode())]
    yield from ((two, True) for two in twice)
    yield from ((three, True) for two in twice for three in _certain(two.encode()))
    yield from ((one.encode().hex(), False) for one in once)


def _base85(value: str) -> Iterator[str]:
    """Yield what base85 of anything that holds ``value`` has in it. Its punctuation counts."""
    data = value.encode("utf-8", "surrogatepass")
    for before in range(_GROUP):
        # Only groups that hold nothing else are sure.
        whole = data[(_GROUP - before) % _GROUP :]
        whole = whole[: len(whole) // _GROUP * _GROUP]
        if len(whole) >= MIN_ENCODED:
            yield base64.b85encode(whole).decode()
            yield base64.a85encode(whole).decode()


def _certain(data: bytes) -> list[str]:
    return certain_base64(data) if len(data) >= MIN_ENCODED else []
