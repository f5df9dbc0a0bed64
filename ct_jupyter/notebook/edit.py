"""Edits of a cell's source, as the front end applies them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    """Replace ``start:end`` of a cell's source by ``text``; code points of the source before any edit."""

    cell_id: str
    start: int
    end: int
    text: str
    support: int = 0
    """Length of what ``text`` begins with that code elsewhere stands on too: imports, and the load."""


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """Return ``source`` with the edits of one cell applied."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        source = source[: edit.start] + edit.text + source[edit.end :]
    return source
