"""Personal data in a notebook in memory: which kinds it holds, and a copy without those that were chosen."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec

from ..check.located import Located, ScanText, ScanTexts, scan_parts
from ..check.names import NamesPass
from ..check.parts import one_by_one
from ..detection import get_detector
from ..detection.model import Confidence
from ..detection.personal.personal_kinds import PREFIX, is_personal, kind_of
from ..detection.secrets.copies import Copy, Needles
from ..findings.finding import Finding
from ..findings.fingerprint import private_fingerprinter
from ..languages.cellcode import is_python_cell, tokens
from ..notebook import Part, language_of
from ..notebook.edit import Edit, apply_edits
from ..policy.suppressions import metadata_directives, suppression_of
from ..rewrite.sites import placeholder
from ..text.text_tables import Tables
from .column_outputs import placeholder_name, scrub_columns
from .leaves import chunks_of
from .model import with_leaf_edits
from .purge import LeafEdit, purge

_ROUNDS = 3
"""What stood behind a value may be seen only once that one is gone."""
_COLUMN_SHARE = 0.5
"""Of the cells of a table's column that have to be personal data for all of it to go."""

Chosen = Callable[[str], bool]
"""Whether a kind, as in ``pii.email``, is to go."""


class KindFound(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of what a scan finds in a notebook."""

    kind: str
    """``pii.email``, ``pii.national-id``: what settings and policies name; of all else its weakness id."""
    title: str
    count: int
    cells: tuple[int, ...]
    """From 1; none where it stands in the notebook's own metadata alone."""


class Look(NamedTuple):
    """What a look at a notebook gave."""

    found: list[Located]
    """Of no low confidence, and not suppressed."""
    suppressed: int


class Without(NamedTuple):
    """A notebook without some personal data."""

    notebook: dict[str, Any]
    taken: dict[str, int]
    """Places by kind."""
    outputs: set[tuple[int, int]]
    """Cell and output, from 0, of the outputs that changed."""


class PersonalLook:
    """Looks for personal data.

    Parameters
    ----------
    path
        As findings are to carry it.
    scan_text
        What is asked in place of the detector.
    names
        Looks for names with the model as well.
    """

    def __init__(
        self, path: str, *, scan_text: ScanText | None = None, names: NamesPass | None = None
    ) -> None:
        scan: ScanTexts = get_detector().scan_all if scan_text is None else partial(one_by_one, scan_text)
        self._scan = scan if names is None else partial(names.scan, scan)
        self._path = path

    def at(self, parts: Sequence[Part]) -> Look:
        """Return what the parts hold."""
        found: list[Located] = []
        suppressed = 0
        metadata = metadata_directives(parts)
        fingerprint = private_fingerprinter()
        for one in scan_parts(parts, self._path, scan_texts=self._scan, fingerprint=fingerprint):
            rule_id = one.match.rule.id
            if not is_personal(rule_id) or one.match.confidence is Confidence.LOW:
                continue
            if suppression_of(one.part, one.match.start, rule_id, metadata=metadata) is None:
                found.append(one)
            else:
                suppressed += 1
        return Look(found, suppressed)


def kinds_of(findings: Iterable[Finding]) -> tuple[KindFound, ...]:
    """Return the kinds among findings, each with its number and its cells, the most frequent first."""
    by_kind: dict[str, list[Finding]] = {}
    for one in findings:
        kind = kind_of(one.weakness_id) if is_personal(one.weakness_id) else one.weakness_id
        by_kind.setdefault(kind, []).append(one)
    kinds = [
        KindFound(
            kind=kind,
            title=ones[0].title,
            count=len(ones),
            cells=tuple(sorted({one.cell for one in ones if one.cell is not None})),
        )
        for kind, ones in by_kind.items()
    ]
    return tuple(sorted(kinds, key=lambda one: (-one.count, one.kind)))


def without_personal(
    notebook: dict[str, Any],
    look: Callable[[dict[str, Any]], Look],
    chosen: Chosen,
    columns: Iterable[str] = (),
) -> Without:
    """Return a notebook in which placeholders stand for the kinds that were chosen.

    A value goes wherever it stands, so that the HTML and the text of a table stay the same; a column of a
    table that is mostly personal data goes as a whole.

    Parameters
    ----------
    look
        Finds what a notebook holds.
    columns
        Of data files that the notebook reads, which are known to hold personal data.
    """
    taken: Counter[str] = Counter()
    outputs: set[tuple[int, int]] = set()
    columns = set(columns)
    for _ in range(_ROUNDS):
        found = [one for one in look(notebook).found if chosen(kind_of(one.match.rule.id))]
        columns |= set(_columns_in(found))
        if not found and not columns:
            break
        edits: list[LeafEdit] = []
        if columns:
            edits, _places = scrub_columns(notebook, columns)
            notebook = with_leaf_edits(notebook, edits)
        needles = Needles({_value(one): _name(one) for one in found}, disguised=False)
        more = purge(notebook, needles)
        notebook = with_leaf_edits(notebook, more)
        notebook = _with_sources(notebook, found, needles)
        for edit in (*edits, *more):
            match edit.path:
                case ("cells", int(cell), "outputs", int(output), *_):
                    outputs.add((cell, output))
        taken.update(kind_of(one.match.rule.id) for one in found)
        columns = set()
    return Without(notebook, dict(taken), outputs)


def _value(one: Located) -> str:
    text = one.part.text[one.match.start : one.match.end]
    return html.unescape(text) if one.part.language == "html" else text


def _name(one: Located) -> str:
    return placeholder_name(kind_of(one.match.rule.id).removeprefix(PREFIX))


def _columns_in(found: Sequence[Located]) -> list[str]:
    """Return the headers of the columns in outputs that are mostly personal data."""
    by_part: dict[int, list[Located]] = {}
    for one in found:
        if one.part.kind == "output":
            by_part.setdefault(id(one.part), []).append(one)
    headers: list[str] = []
    for ones in by_part.values():
        part = ones[0].part
        tables = Tables(part.text, "html" if part.language == "html" else "text")
        hit: dict[int, set[tuple[int, int]]] = {}
        columns = {}
        for one in ones:
            cell = tables.at(one.match.start)
            if cell is not None:
                columns[id(cell.column)] = cell.column
                hit.setdefault(id(cell.column), set()).add(cell.span)
        headers += [
            html.unescape(column.header).strip()
            for key, column in columns.items()
            if column.header.strip() and len(hit[key]) >= max(2, _COLUMN_SHARE * len(column.cells))
        ]
    return headers


def _with_sources(notebook: dict[str, Any], found: Sequence[Located], needles: Needles) -> dict[str, Any]:
    spans: dict[int, list[Copy]] = {}
    for one in found:
        if one.part.kind == "source" and one.part.cell is not None:
            spans.setdefault(one.part.cell - 1, []).append(Copy(one.match.start, one.match.end, _name(one)))
    metadata = notebook.get("metadata")
    is_python = language_of(metadata if isinstance(metadata, dict) else {}) == "python"
    cells = list(notebook["cells"])
    for index, cell in enumerate(cells):
        stored = cell.get("source", "")
        source = stored if isinstance(stored, str) else "".join(stored)
        copies = _apart([*spans.get(index, ()), *needles.find(source)])
        if copies:
            code = is_python and cell.get("cell_type") == "code" and is_python_cell(source)
            new = apply_edits(source, _edits(source, copies, code=code))
            cells[index] = cell | {"source": new if isinstance(stored, str) else chunks_of(new)}
    return notebook | {"cells": cells}


def _edits(source: str, copies: Iterable[Copy], *, code: bool) -> list[Edit]:
    """Return what replaces the copies; a number among code becomes a text, so that the cell still runs."""
    inside = [(token.start, token.end) for token in tokens(source)] if code else []
    edits = []
    for copy in copies:
        text = placeholder(copy.name)
        if code and not any(start <= copy.start and copy.end <= end for start, end in inside):
            text = f'"{text}"'
        edits.append(Edit("", copy.start, copy.end, text))
    return edits


def _apart(copies: Iterable[Copy]) -> list[Copy]:
    kept: list[Copy] = []
    for copy in sorted(copies, key=lambda one: (one.start, -one.end)):
        if not kept or copy.start >= kept[-1].end:
            kept.append(copy)
        elif copy.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=copy.end)
    return kept


def choose(kinds: Iterable[str] | None) -> Chosen:
    """Return what tells whether a kind is to go.

    Parameters
    ----------
    kinds
        With or without ``pii.``; None for all.

    Raises
    ------
    ValueError
        One of them is no kind of personal data; the message names the nearest.
    """
    if kinds is None:
        return lambda _: True
    from ..policy.kinds import unknown_kind

    wanted = set()
    for given in kinds:
        kind = f"{PREFIX}{given.strip().lower().removeprefix(PREFIX)}"
        meant = unknown_kind(kind)
        if meant is not None and unknown_kind(f"{kind}.*") is not None:
            near = meant.replace(".*'", "'").replace(f"'{PREFIX}", "'")
            raise ValueError(f"{given.strip()!r} is no kind of personal data{near}")
        wanted.add(kind_of(kind))
    return wanted.__contains__
