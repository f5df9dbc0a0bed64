"""Outputs, metadata and attachments: every copy of a value replaced by ``<REDACTED:NAME>``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from ..detection.secrets.copies import Copy, Needles, ansi_in
from ..detection.secrets.encodings import is_distinctive
from ..notebook.mime_types import is_binary, is_markup
from ..rewrite.sites import Change, placeholder
from .leaves import OF_IDS, Kind, Leaf, Path, leaves

_REACH = 8192
"""Characters on each side of a cut: no value is longer."""


class LeafEdit(msgspec.Struct, frozen=True):
    """Changes of one text of the notebook's JSON."""

    path: Path
    kind: Kind
    changes: tuple[Change, ...]
    names: tuple[str, ...] = ()
    """Of the values whose copies go, one for each copy."""
    drop: bool = False
    """Whether the member goes whole: bytes of an image or a file that hold a value."""

    def __repr__(self) -> str:
        # The path may hold a value: as the name of a member.
        return f"LeafEdit({len(self.changes)} changes, names={self.names})"


def purge(notebook: Any, needles: Needles) -> list[LeafEdit]:
    """Return the edits that leave no copy in anything but the sources of cells."""
    found = [leaf for leaf in leaves(notebook) if leaf.text]
    texts = [leaf for leaf in found if not is_binary(leaf.mime) or leaf.kind == "key"]
    edits = [
        LeafEdit(leaf.path, leaf.kind, (), ("",), drop=True)
        for leaf in found
        if is_binary(leaf.mime) and leaf.kind != "key" and needles.in_binary(leaf.text)
    ]
    for leaf, copies in zip(texts, needles.find_each([leaf.text for leaf in texts]), strict=True):
        if not copies:
            continue
        edits.append(LeafEdit(leaf.path, leaf.kind, _changes(leaf, copies), tuple(c.name for c in copies)))
    return _with_split_streams(notebook, edits, needles)


def counts(edits: Sequence[LeafEdit]) -> Counter[str]:
    """Return how many copies go from ``outputs``, ``metadata`` and ``attachments``."""
    counted: Counter[str] = Counter()
    for edit in edits:
        where = next((str(s) for s in edit.path if s in ("outputs", "attachments", "metadata")), "metadata")
        counted[where] += len(edit.names)
    return counted


def still_holding(notebook: Any, values: Iterable[str]) -> list[str]:
    """Return the places, ``cell 3`` or ``the metadata``, that still hold one of ``values`` in any form.

    Of a notebook in any state, or of a text. Words and short values are not looked for: they may stand for
    themselves.
    """
    needles = Needles({value: "" for value in values if is_distinctive(value)})
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        return ["the text"] if needles.find(_searchable(notebook)) else []
    cells = [_searchable(cell) for cell in notebook["cells"]]
    rest = _searchable({name: value for name, value in notebook.items() if name != "cells"})
    found = needles.find_each([*cells, rest])
    return [
        f"cell {number}" if number <= len(cells) else "the metadata"
        for number, copies in enumerate(found, start=1)
        if copies
    ]


def _searchable(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def marker(name: str, mime: str) -> str:
    """Return the placeholder as it is read in a text of this type."""
    text = placeholder(name)
    if mime == OF_IDS:
        return f"REDACTED-{name}"
    if is_markup(mime):
        return text.replace("<", "&lt;").replace(">", "&gt;")
    if mime == "text/latex":
        return text.replace("_", "\\_")
    return text


def _changes(leaf: Leaf, copies: Sequence[Copy]) -> tuple[Change, ...]:
    return tuple(
        Change(copy.start, copy.end, marker(copy.name, leaf.mime) + ansi_in(leaf.text[copy.start : copy.end]))
        for copy in copies
    )


def _with_split_streams(notebook: Any, edits: list[LeafEdit], needles: Needles) -> list[LeafEdit]:
    """Add what a kernel cut in two: a value that begins in one stream output and ends in the next."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    by_path = {edit.path: edit for edit in edits if edit.kind != "key"}
    pairs: list[tuple[tuple[Path, dict[str, Any]], tuple[Path, dict[str, Any]]]] = []
    for number, cell in enumerate(cells if isinstance(cells, list) else []):
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        streams: list[tuple[Path, dict[str, Any]]] = [
            (("cells", number, "outputs", index, "text"), output)
            for index, output in enumerate(outputs if isinstance(outputs, list) else [])
            if isinstance(output, dict) and output.get("output_type") == "stream"
        ]
        pairs += [(a, b) for a, b in pairwise(streams) if a[1].get("name") == b[1].get("name")]
    texts = [(_text_of(left), _text_of(right)) for (_, left), (_, right) in pairs]
    for ((left_path, left), (right_path, right)), (first, second), copies in zip(
        pairs,
        texts,
        needles.find_each([first[-_REACH:] + second[:_REACH] for first, second in texts]),
        strict=True,
    ):
        skipped = max(0, len(first) - _REACH)
        for copy in copies:
            start, end = copy.start + skipped, copy.end + skipped
            if start < len(first) < end and second:
                cut = Change(start, len(first), marker(copy.name, ""))
                _add(by_path, left_path, _kind_of(left), cut, copy.name)
                _add(by_path, right_path, _kind_of(right), Change(0, end - len(first), ""), "")
    return [edit for edit in edits if edit.kind == "key"] + list(by_path.values())


def _add(by_path: dict[Path, LeafEdit], path: Path, kind: Kind, change: Change, name: str) -> None:
    edit = by_path.get(path) or LeafEdit(path, kind, ())
    changes = [one for one in edit.changes if one.end <= change.start or one.start >= change.end]
    names = (*edit.names, name) if name else edit.names
    by_path[path] = LeafEdit(path, kind, tuple(sorted([*changes, change])), names)


def _text_of(output: dict[str, Any]) -> str:
    text = output.get("text", "")
    return text if isinstance(text, str) else "".join(one for one in text if isinstance(one, str))


def _kind_of(output: dict[str, Any]) -> Kind:
    return "value" if isinstance(output.get("text"), str) else "chunks"
