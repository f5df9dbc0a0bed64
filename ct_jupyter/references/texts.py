"""Texts and paths put together, as far as each part is known."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, product

from ..text.lazy import lazy
from .model import UNKNOWN
from .scope import MOST_ALTERNATIVES, MOST_ITEMS, Value

_ABSOLUTE = lazy(r"/|~|[A-Za-z]:[\\/]|[A-Za-z][\w+.\-]+://")
MOST_LENGTH = 16_384
"""Of a text that is put together: a path has 4,096 at most, a query may have more."""

_ENGINE = lazy(r"(?P<kind>sqlite|duckdb)(?:\+\w+)?:///?(?P<path>[^?#]*)")


def engine_path(url: str) -> tuple[str, str] | None:
    """Return kind and file of a SQLAlchemy URL of a database that is a file."""
    found = _ENGINE.match(url)
    return (found["kind"], found["path"]) if found and found["path"] not in ("", ":memory:") else None


def joined_path(parts: Iterable[str]) -> str:
    """Return a path put together as ``os.path.join`` does."""
    path = ""
    for part in parts:
        path = part if _ABSOLUTE.match(part) or path in ("", ".") else posixpath.join(path, part)
    return path


def collection(items: Mapping[str | int, Value]) -> Value:
    """Return a list or a dict of known items."""
    items = dict(islice(items.items(), MOST_ITEMS))
    texts = tuple(dict.fromkeys(text for value in items.values() for text in value.texts))
    return Value(texts[:MOST_ALTERNATIVES], items)


def each(value: Value | None, change: Callable[[str], str]) -> Value | None:
    """Return ``value`` with each text that it may be changed."""
    if value is None or value.kind == "memory" or not value.texts:
        return None
    return Value(tuple(dict.fromkeys(map(change, value.texts))))


def put_together(
    parts: Sequence[Value | None], join: Callable[[Sequence[str]], str], between: int = 0
) -> Value | None:
    """Return every way to put ``parts`` together; a part that is not known stands as such.

    Parameters
    ----------
    between
        Length of what ``join`` puts between two parts.
    """

    def joined(one: Sequence[str]) -> str:
        return join(one) if fits(sum(map(len, one)) + between * len(one)) else UNKNOWN

    if not any(part and part.texts for part in parts):
        return None
    texts = [part.texts if part and part.texts else (UNKNOWN,) for part in parts]
    return Value(tuple(dict.fromkeys(joined(one) for one in islice(product(*texts), MOST_ALTERNATIVES))))


def fits(length: int) -> bool:
    """Whether a text of this length is put together; else nobody knows what it is."""
    return length <= MOST_LENGTH


def parent(path: str) -> str:
    """Return the folder above; of ``.`` that is ``..``, for what began as the notebook's own folder."""
    path = path.rstrip("/") or path
    if path in ("", ".", "..") or path.endswith("/.."):
        return ".." if path in ("", ".") else f"{path}/.."
    return posixpath.dirname(path) or "."


def first(value: Value | None) -> str:
    """Return the one text that ``value`` is; the mark of what is not known where it may be several."""
    return value.texts[0] if value and len(value.texts) == 1 else UNKNOWN
