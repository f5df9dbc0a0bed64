"""Outputs that show a column of somebody's data: its cells go, and every other copy of what stood in them."""

from __future__ import annotations

import html
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..detection.secrets.copies import Copy, Needles
from ..files.atomic import replace_file
from ..files.regular import read_regular
from ..notebook.mime_types import is_binary
from ..rewrite.sites import Change
from ..text.lazy import lazy
from ..text.text_tables import Tables
from .document import NotEditableError, edited_text, read_document, to_bytes
from .leaves import Leaf, leaves
from .purge import LeafEdit, marker

_NOT_IN_NAME = lazy(r"[^A-Z0-9]+")
_SHOWS_NOTHING = frozenset(
    {"", "...", "…", "NaN", "None", "null", "<NA>", "NaT", "nan", "&lt;NA&gt;"}
    | {
        "str",
        "i64",
        "i32",
        "f64",
        "date",
        "cat",
        "bool",
        "object",
        "int64",
        "float64",
    }  # types, below a header
)
_RULE = lazy(r"[-:=+\s]*\Z")
_SERIES = lazy(r"(?m)^Name: (?P<name>.+?)(?:, Length: \d+)?, dtype: .*$")
_SERIES_LINE = lazy(r"(?P<index>\S.*?|) {2,}(?P<value>\S.*?)[ \t]*\Z")
_WRAPPED = lazy(r"(?m)\\(?=[ \t]*$)")
_BOX_CELL = lazy(r"(?<=[│┆])[ \t]*([^│┆]*?)[ \t]*(?=[│┆])")


def scrub_columns(
    notebook: Any, columns: Iterable[str], values: Iterable[str] = ()
) -> tuple[list[LeafEdit], int]:
    """Return the edits after which no output shows what the columns hold, and how many places they change.

    Tables as HTML, as text and as Markdown are read by their headers, a printed series by its name, JSON by
    its keys. What stood there then also goes where it stands on its own. Pictures are not read.

    Parameters
    ----------
    columns
        Names, as the data frame has them.
    values
        More values that are known to be in them, as a scan of the outputs found them.
    """
    names = {name: placeholder_name(name) for name in columns if name.strip()}
    found = [leaf for leaf in leaves(notebook) if _is_output(leaf) and leaf.text and not is_binary(leaf.mime)]
    spots: list[list[Copy]] = [list(_shown(leaf, names)) if leaf.kind != "key" else [] for leaf in found]
    known: dict[str, str] = dict.fromkeys(values, "PERSONAL_DATA")
    for leaf, copies in zip(found, spots, strict=True):
        for copy in copies:
            value = leaf.text[copy.start : copy.end]
            known[html.unescape(value) if leaf.mime == "text/html" else value] = copy.name
    # A word or a small number stands in many places and means nobody there.
    needles = Needles({value: name for value, name in known.items() if _is_telling(value)}, disguised=False)
    others = needles.find_each([leaf.text for leaf in found])
    edits = []
    for leaf, own, more in zip(found, spots, others, strict=True):
        copies = _together(own, more)
        if copies:
            changes = tuple(Change(c.start, c.end, marker(c.name, leaf.mime)) for c in copies)
            edits.append(LeafEdit(leaf.path, leaf.kind, changes, tuple(c.name for c in copies)))
    return edits, sum(len(edit.changes) for edit in edits)


def scrub_file(path: Path, columns: Iterable[str]) -> int:
    """Take columns out of the outputs of a notebook file, and return how many places changed.

    Every byte beside them stays.

    Raises
    ------
    NotEditableError
        It is no notebook of format 4.
    OSError
        It cannot be read or written, or was changed meanwhile; it is then as it was.
    """
    path = path.resolve()  # a link is written through, not replaced
    data = read_regular(path)
    document = read_document(path, data)
    if not document.is_notebook:
        raise NotEditableError("is no notebook, so it has no outputs")
    edits, places = scrub_columns(document.notebook, columns)
    if edits:
        text = edited_text(document, edits)
        replace_file(path, to_bytes(document, text), expected=data, mode=stat.S_IMODE(path.stat().st_mode))
    return places


def placeholder_name(column: str) -> str:
    """Return what stands for a column in ``<REDACTED:…>``."""
    return _NOT_IN_NAME.sub("_", column.upper()).strip("_") or "COLUMN"


def _is_output(leaf: Leaf) -> bool:
    return leaf.path[:1] == ("cells",) and leaf.path[2:3] == ("outputs",) and leaf.path[-1] != "output_type"


def _shown(leaf: Leaf, names: Mapping[str, str]) -> Iterator[Copy]:
    key = next((step for step in reversed(leaf.path) if isinstance(step, str)), "")
    if key in names and len(leaf.path) > 5:  # JSON: records, or a list of the column's values
        yield Copy(0, len(leaf.text), names[key])
        return
    text = _WRAPPED.sub(" ", leaf.text)  # what pandas puts behind the header of a part is none of it
    tables = Tables(text, "html" if leaf.mime == "text/html" else "text")
    for name in names:
        for shown in {name, html.escape(name)}:
            at = text.find(shown)
            while at >= 0:
                tables.at(at)  # reads the table around it
                at = text.find(shown, at + len(shown))
    for column in tables.columns():
        header = html.unescape(column.header).strip()
        if header in names:
            for start, end in column.cells:
                if _tells(text[start:end]):
                    yield Copy(start, end, names[header])
    if leaf.mime != "text/html":
        yield from _series(text, names)
        yield from _boxes(text, names)


def _series(text: str, names: Mapping[str, str]) -> Iterator[Copy]:
    """Yield the values of a printed series: ``0    ann@…`` above ``Name: email, dtype: object``."""
    for found in _SERIES.finditer(text):
        if found["name"] not in names:
            continue
        end = found.start()
        while end > 0:
            start = text.rfind("\n", 0, end - 1) + 1
            line = _SERIES_LINE.match(text[start : end - 1])
            if line is None and not re.match(r"\s*\.\.+", text[start : end - 1]):
                break
            if line is not None and _tells(line["value"]):
                yield Copy(start + line.start("value"), start + line.end("value"), names[found["name"]])
            end = start


def _boxes(text: str, names: Mapping[str, str]) -> Iterator[Copy]:
    """Yield the cells of the tables that Polars and DuckDB draw with lines."""
    if "│" not in text:
        return
    wanted: dict[int, str] | None = None
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.lstrip()
        if bare.startswith("┌"):
            wanted = None
        elif bare.startswith("│"):
            cells = list(_BOX_CELL.finditer(line))
            if wanted is None:
                wanted = {n: names[cell[1]] for n, cell in enumerate(cells) if cell[1] in names}
            else:
                yield from (
                    Copy(start + cells[n].start(1), start + cells[n].end(1), name)
                    for n, name in wanted.items()
                    if n < len(cells) and _tells(cells[n][1])
                )
        start += len(line)


def _tells(cell: str) -> bool:
    bare = cell.strip()
    return bare not in _SHOWS_NOTHING and not _RULE.match(bare)


def _is_telling(value: str) -> bool:
    bare = value.strip()
    return len(bare) >= 6 and (not bare.isalpha() or len(bare) >= 10) and not bare.endswith(("...", "…"))


def _together(own: Sequence[Copy], more: Sequence[Copy]) -> list[Copy]:
    """Return both, none overlapping another."""
    kept: list[Copy] = []
    for copy in sorted({*own, *more}, key=lambda one: (one.start, -one.end)):
        if not kept or copy.start >= kept[-1].end:
            kept.append(copy)
        elif copy.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=copy.end)  # half of either would stay otherwise
    return kept
