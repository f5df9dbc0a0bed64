r"""Tokens whose characters are written in another way.

Escapes of strings (``\x67``, ``\u0067``, ``\147``, ``\N{…}``), of markup (``&#103;``) and of URLs (``%67``),
tags in the middle of a word, lists of character codes, and what a call to ``b85decode`` reads. Each is read
as a computer would, and of what comes out only values with a form of their own count: no name stands beside.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import msgspec

from ...text.lazy import lazy
from ..engine.windows import Window
from ..model import Match
from .encoded import BEGINNINGS, OWN_FORM
from .names import name_before

Scan = Callable[[str], Sequence[Match]]

_NAME = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
"""What tokens are made of. Nothing else is decoded, so that what comes out holds no escape again."""
_HEX = "(?i:" + "|".join(f"{ord(one):02x}" for one in _NAME) + ")"
_OCTAL = "|".join(f"{ord(one):03o}" for one in _NAME)
_DECIMAL = "|".join(str(ord(one)) for one in _NAME)
_INLINE = "a|b|big|code|em|font|i|mark|s|small|span|strong|sub|sup|tt|u|wbr"

_ESCAPE = (
    rf"\\{{1,4}}(?:x{_HEX}|u00{_HEX}|u\{{0{{0,4}}{_HEX}\}}|U000000{_HEX}|{_OCTAL}|N\{{[A-Z -]{{5,40}}\}})"
    rf"|&#(?:0{{0,4}}(?:{_DECIMAL})|[xX]0{{0,4}}{_HEX});|&(?:lowbar|UnderBar);|%{_HEX}"
)
_TAGS = rf"(?:</?(?:{_INLINE})(?:\s[^<>\n]{{0,200}})?/?>){{1,8}}"
_SEAM = rf"[A-Za-z0-9_-]{_TAGS}[A-Za-z0-9_-]"
ESCAPES = (
    rf"\\x{_HEX}",
    rf"\\u(?:00|\{{0{{0,4}}){_HEX}",
    rf"\\U000000{_HEX}",
    rf"\\(?:{_OCTAL})",
    r"\\N\{[A-Z -]{5}",
    rf"&#(?:0{{0,4}}(?:{_DECIMAL})|[xX]0{{0,4}}{_HEX});",
    r"&(?:lowbar|UnderBar);",
    rf"%{_HEX}",
    rf"</?(?:{_INLINE})(?:\s[^<>\n]{{0,200}})?/?>[A-Za-z0-9_-]",
)
"""Expressions for what may be part of a token that is written in another way."""
_UNIT = rf"[A-Za-z0-9_.~+/=-]|{_ESCAPE}|(?<=[A-Za-z0-9_;}}>-]){_TAGS}"
_STRETCH = lazy(rf"(?:{_UNIT}){{12,}}")
_UNITS = lazy(_UNIT)
_TELLS = frozenset("\\&%<")
_NAMED = {"&lowbar;": "_", "&UnderBar;": "_"}

_BETWEEN = r"(?:,[ \t]{0,4}|[ \t]{1,4}|\)[ \t]{0,2}\+[ \t]{0,2}chr\()"
NUMBERS = (
    "(?<![0-9A-Za-z.])(?:"
    + "|".join(_BETWEEN.join(f"{ord(one):d}" for one in beginning) for beginning in BEGINNINGS)
    + "|"
    + "|".join(_BETWEEN.join(f"(?i:0x{ord(one):02x})" for one in beginning) for beginning in BEGINNINGS)
    + r")(?![0-9A-Za-z.])"
)
"""Expression for the codes of the characters that tokens begin with."""
_NUMBERS = lazy(NUMBERS)
_LIST = lazy(
    r"(?:(?:0[xX][0-9A-Fa-f]{2}|[0-9]{2,3})(?:\)\s{0,2}\+\s{0,2}chr\(|[\s,]{1,40}|(?![0-9A-Za-z.]))){8,2000}"
)
_NUMBER = lazy(r"0[xX][0-9A-Fa-f]{2}|[0-9]{2,3}")

DECODERS = r"\b(?:a85decode|b85decode|b32decode|b32hexdecode|b16decode)\b"
"""Expression for the calls that read what no engine knows by its beginning."""
_LITERAL = lazy(r"""(["'])([^"'\s]{16,2000})\1""")
_CALLS = lazy(DECODERS)
_MOST_LITERALS = 64
"""Literals of one text that are tried where it has such a call."""


def spelled(text: str, window: Window, scan: Scan) -> Iterator[Match]:
    """Yield a match for each token of which some characters are escaped or apart."""
    for found in _STRETCH.finditer(text, window.start, window.limit):
        if found.start() >= window.stop:
            break
        if _TELLS.isdisjoint(found[0]):
            continue
        plain: list[str] = []
        spans: list[tuple[int, int]] = []
        for unit in _UNITS.finditer(text, *found.span()):
            character = _character(unit[0])
            plain += character
            spans += [unit.span()] * len(character)
        for match in _of_own_form(scan("".join(plain))):
            start, end = spans[match.start][0], spans[match.end - 1][1]
            if end - start > match.end - match.start:  # else it stands there as it is
                yield _moved(match, text, start, end)


def _character(unit: str) -> str:
    """Return what stands for itself or is escaped; nothing for tags."""
    if len(unit) == 1:
        return unit
    if unit[0] == "<":
        return ""
    if unit[0] == "%":
        return chr(int(unit[1:], 16))
    if unit[0] == "&":
        if unit in _NAMED:
            return _NAMED[unit]
        return chr(int(unit[3:-1], 16)) if unit[2] in "xX" else chr(int(unit[2:-1]))
    body = unit.lstrip("\\")
    if body[0] == "N":
        try:
            found = unicodedata.lookup(body[2:-1])
        except KeyError:
            return " "
        return found if found in _NAME else " "
    return chr(int(body.strip("xuU{}"), 16)) if body[0] in "xuU" else chr(int(body, 8))


def in_numbers(text: str, window: Window, scan: Scan) -> Iterator[Match]:
    """Yield a match for each list of character codes that is a token."""
    done = window.start
    for found in _NUMBERS.finditer(text, window.start, window.limit):
        if found.start() >= window.stop:
            break
        whole = _LIST.match(text, found.start()) if found.start() >= done else None
        if whole is None:
            continue
        done = whole.end()
        numbers = list(_NUMBER.finditer(whole[0]))
        codes = [int(one[0], 16 if one[0][:2] in ("0x", "0X") else 10) for one in numbers]
        plain = "".join(chr(code) if code < 128 else " " for code in codes)
        for match in _of_own_form(scan(plain)):
            start, end = (
                whole.start() + at for at in (numbers[match.start].start(), numbers[match.end - 1].end())
            )
            yield _moved(match, text, start, end)


def in_decoded(text: str, scan: Scan) -> Iterator[Match]:
    """Yield a match for each literal that holds little but a token, as one of the text's calls reads it."""
    names = {found[0] for found in _CALLS.finditer(text)}
    for number, literal in enumerate(_LITERAL.finditer(text)):
        if number == _MOST_LITERALS:
            break
        for name in sorted(names):
            plain = ""
            with suppress(ValueError):
                plain = getattr(base64, name)(literal[2]).decode()
            match = next(_of_own_form(scan(plain)), None) if plain else None
            if match is not None and 2 * (match.end - match.start) >= len(plain):
                yield _moved(match, text, *literal.span(2))
                break


def _of_own_form(matches: Sequence[Match]) -> Iterator[Match]:
    for match in matches:
        if match.rule.specificity >= OWN_FORM and match.rule.id.startswith("secret."):
            yield match


def _moved(match: Match, text: str, start: int, end: int) -> Match:
    name = name_before(text, start)
    return msgspec.structs.replace(match, start=start, end=end, name=name, secret_start=None, secret_end=None)
