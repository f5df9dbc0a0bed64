"""The reference: one argument of a notebook's code that names data."""

from __future__ import annotations

import re
from typing import TypedDict

import msgspec

from ..text.lazy import lazy
from .frames import Frame

UNKNOWN = "\ue000"
"""Stands in a text for a part that is only known when the code runs."""

WHEN_RUN = "is put together when the code runs"

_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.\-]+://|hf://")
_LOCAL_SCHEME = lazy(r"file://(?:localhost)?(?=/)|(?:dbfs:)?(?=/dbfs/)", re.IGNORECASE)
_GLOB = lazy(r"[*?]|\[[^\]/]+\]")


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the code reads or writes. Exactly one of ``path``, ``glob``, ``url``, ``unresolved``."""

    cell: int
    """From 1, all cell types counted."""
    start: int
    """Of the argument that names it; code points of the cell's source, from 0."""
    end: int
    path: str | None = None
    """As the code has it: relative to the notebook's folder, absolute, or with ``~`` for the home folder."""
    glob: str | None = None
    """For several files; where a part of a name is only known when the code runs, ``*`` stands for it."""
    url: str | None = None
    """Without user, password and query."""
    unresolved: str | None = None
    """Why it cannot be told from the code."""
    reader: str
    """``pandas.read_csv``; of a method without a known class its name alone: ``to_csv``."""
    library: str
    """``pandas``, ``polars``, ``duckdb`` …; ``python`` for ``open`` and the like, ``r`` for R."""
    writes: bool = False
    variable: str | None = None
    """The data frame: what the reader's result is assigned to, or what is written."""
    frame: Frame | None = None
    """What ``variable`` holds; None where it is no frame of pandas or Polars, or nobody can tell."""
    unread: str | None = None
    """Why such a file is not looked at, where the reader itself says so: ``HDF5 …``."""


class Fields(TypedDict, total=False):
    """The one of four that is set."""

    path: str
    glob: str
    url: str
    unresolved: str


def named(text: str) -> Fields | None:
    """Return the field of a reference that ``text`` fills, and its value; None where it names nothing."""
    text = text.strip()
    # JSON and markup are data themselves, not the name of data.
    if not text or "\n" in text or "\0" in text or len(text) > 4096 or text[0] in "{[<":
        return None
    local = _LOCAL_SCHEME.match(text)
    if local:
        text = text[local.end() :]
    elif _SCHEME.match(text):
        return {"url": _without_login(text)}
    if UNKNOWN not in text:
        return {"glob": text} if _GLOB.search(text) else {"path": text}
    folder, _, name = text.replace("\\", "/").rpartition("/")
    stem = name.rpartition(".")[0] if "." in name else ""
    # `*/*.csv` would take in files that the notebook never reads.
    if UNKNOWN in folder or not stem.replace(UNKNOWN, "").strip("._- "):
        return {"unresolved": WHEN_RUN}
    return {"glob": text.replace(UNKNOWN, "*")}


def _without_login(url: str) -> str:
    scheme, _, rest = re.split(r"[?#]", url.replace(UNKNOWN, "…"), maxsplit=1)[0].partition("://")
    host, slash, path = rest.partition("/")
    # `abfs://container@account` names no user, `user:password@host` does.
    return f"{scheme}://{host.rpartition('@')[2] if ':' in host.rpartition('@')[0] else host}{slash}{path}"
