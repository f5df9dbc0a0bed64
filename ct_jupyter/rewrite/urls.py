"""A secret inside a URL: what of it is quoted there, and how the code quotes it again."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, unquote

from ..text.lazy import lazy

_USERINFO_BEFORE = lazy(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{0,30})://[^\s/@?#\"'<>]*\Z")
_UNSAFE_IN_CODE = frozenset("'\"\\{}")


class Quoted(NamedTuple):
    """A password of a URL, unquoted, with what ``urllib.parse.quote`` needs to quote it alike."""

    value: str
    safe: str


def scheme_before(text: str, start: int) -> str | None:
    """Return the scheme of the URL in whose user and password ``start`` stands, in lower case."""
    found = _USERINFO_BEFORE.search(text[max(0, start - 300) : start])
    return found["scheme"].lower() if found else None


def unquoted(text: str) -> Quoted | None:
    """Return the value that ``quote(value, safe=…)`` makes ``text`` of; None where none does."""
    value = unquote(text, errors="strict") if _is_utf8(text) else None
    if value is None:
        return None
    safe = "".join(sorted({c for c in text if c != "%" and c.isascii() and quote(c, safe="") != c}))
    if _UNSAFE_IN_CODE & set(safe) or quote(value, safe=safe) != text:
        return None
    return Quoted(value, safe)


def _is_utf8(text: str) -> bool:
    try:
        unquote(text, errors="strict").encode("utf-8")
    except UnicodeError:
        return False
    return True
