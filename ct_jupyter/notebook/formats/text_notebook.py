"""A document of another format as a notebook: cells, and each text's way back into the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import msgspec

from ...languages.canonical import language_of
from ...text.lazy import lazy
from ..locate import stored_path
from ..part import Part, Segment
from ..parts import cell_parts, metadata_parts
from ..schema import Cell
from .layout import Layout, LayoutWriter, Place

Path = tuple[str | int, ...]
"""Of a text in a notebook's JSON."""

REST = "rest"
"""Key of the notebook's metadata under which everything stands that is in no cell: markers, options."""

_TAGS = lazy(r"\btags[\"']?\s*[=:]\s*(?:c\(|\[|\()?(?P<tags>[^\])\n}]{1,400})")
_TAG = lazy(r"[\"']([^\"'\n]+)[\"']|([\w.:*-]+)")


class TextNotebook(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A document that was read."""

    text: str
    """The file, without a byte order mark."""
    notebook: dict[str, Any]
    """What it would be as a notebook of format 4, as far as there are texts in it."""
    layouts: dict[Path, Layout]
    """The way back into the file, by the place of a text in ``notebook``."""
    rest_language: str = "text"
    """What is written between the cells."""
    unchangeable: str = ""
    """Why nothing in it can be changed in place; empty where it can."""

    def __repr__(self) -> str:
        return f"TextNotebook({len(self.notebook['cells'])} cells)"

    @property
    def cells(self) -> int:
        """Return the number of cells."""
        return len(self.notebook["cells"])

    def parts(self) -> Iterator[Part]:
        """Yield every part: what stands between the cells, then cell by cell."""
        metadata = self.notebook["metadata"]
        rest = metadata.get(REST)
        if rest is None:
            yield from metadata_parts(metadata)
        elif rest.strip():
            whole = [Segment(0, len(rest), f"/{REST}")]
            yield Part(kind="metadata", text=rest, language=self.rest_language, segments=whole)
        language = language_of(metadata)
        own = {path[1] for path in self.layouts if path[0] == "cells" and path[2] == "metadata"}
        for number, cell in enumerate(self.notebook["cells"], start=1):
            for part in cell_parts(msgspec.convert(cell, Cell[Any]), number, language):
                if part.kind != "metadata" or number - 1 in own:  # else it only says what we made of it
                    yield part

    def line_of(self, part: Part, offset: int, pointer: str | None) -> int | None:
        """Return the line in the file, from 1, of the character at ``offset`` of ``part``."""
        steps = stored_path(part, pointer)
        if part.cell is not None:
            steps = ["cells", str(part.cell - 1), *steps]
        layout = self._by_steps.get(tuple(steps))
        if layout is None:
            first = None if part.cell is None else self._by_steps.get(("cells", str(part.cell - 1), "source"))
            return None if first is None else self._line(first.start_of(0))
        return self._line(layout.start_of(offset))

    def places(self, path: Path, changes: Iterable[tuple[int, int, str]]) -> Iterator[Place]:
        """Yield what to change in the file for changes of the text at ``path``."""
        layout = self.layouts.get(path)
        if layout is not None:  # else it is no text of the file: the name of a language, say
            yield from layout.places(changes)

    @cached_property
    def _by_steps(self) -> dict[tuple[str, ...], Layout]:
        return {tuple(map(str, path)): layout for path, layout in self.layouts.items()}

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in lines_of(self.text)]

    def _line(self, position: int) -> int:
        return bisect_right(self._line_starts, position)


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A line of a file."""

    text: str
    """Without its end."""
    start: int
    stop: int
    """Behind its end."""


def lines_of(text: str) -> list[Line]:
    """Return the lines of ``text``; a last one that is empty is none."""
    lines, start = [], 0
    while start < len(text):
        end = text.find("\n", start)
        stop = len(text) if end < 0 else end + 1
        content = text[start : len(text) if end < 0 else end]
        lines.append(Line(content.removesuffix("\r"), start, stop))
        start = stop
    return lines


def nothing(_line: str) -> int:
    """Cut nothing off a line."""
    return 0


class LineCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that is written as lines."""

    type: str
    first: int
    """Number of its first line, from 0."""
    last: int
    """Number of the line behind its last one."""
    cut: Callable[[str], int] = nothing
    """How many characters in front of a line are none of the cell: ``# MAGIC ``."""
    prefix: str = ""
    """What a new line gets in front."""
    metadata: dict[str, Any] = {}
    tags: tuple[str, ...] = ()


def tags_in(options: str) -> tuple[str, ...]:
    """Return the tags that the options of a cell name: ``tags=["a", "b"]``, ``:tags: [a, b]``."""
    found = _TAGS.search(options)
    return tuple(one[1] or one[2] for one in _TAG.finditer(found["tags"])) if found else ()


def notebook_of_lines(
    text: str,
    lines: Sequence[Line],
    cells: Iterable[LineCell],
    metadata: dict[str, Any],
    *,
    rest_language: str = "text",
) -> TextNotebook:
    """Return the notebook that ``cells`` of the file make up; cells without any text are left out."""
    line_end = "\r\n" if text.count("\r\n") * 2 > len(lines) else "\n"
    used = bytearray(len(lines))
    made: list[dict[str, Any]] = []
    layouts: dict[Path, Layout] = {}
    for cell in cells:
        first, last = _trimmed(lines, cell)
        if first >= last:
            continue
        used[first:last] = b"\1" * (last - first)
        writer = _written(text, lines[first:last], cell.cut)
        layouts["cells", len(made), "source"] = writer.layout(line_end + cell.prefix)
        about = {**cell.metadata, **({"tags": list(cell.tags)} if cell.tags else {})}
        made.append({"cell_type": cell.type, "source": writer.text, "metadata": about, "outputs": []})
    rest = _written(text, [line for line, is_used in zip(lines, used, strict=True) if not is_used], nothing)
    layouts["metadata", REST] = rest.layout(line_end)
    return TextNotebook(
        text=text,
        notebook={"cells": made, "metadata": {**metadata, REST: rest.text}, "nbformat": 4},
        layouts=layouts,
        rest_language=rest_language,
    )


def _trimmed(lines: Sequence[Line], cell: LineCell) -> tuple[int, int]:
    first, last = cell.first, cell.last

    def is_blank(index: int) -> bool:
        line = lines[index].text
        return not line[cell.cut(line) :].strip()

    while first < last and is_blank(first):
        first += 1
    while first < last and is_blank(last - 1):
        last -= 1
    return first, last


def _written(text: str, lines: Sequence[Line], cut: Callable[[str], int]) -> LayoutWriter:
    writer = LayoutWriter()
    if lines:
        start, end = lines[0].start, lines[-1].start + len(lines[-1].text)
        own = end - start == sum(len(line.text) + 1 for line in lines) - 1
        if own and not any(cut(line.text) for line in lines):  # as nearly all are: one stretch of the file
            writer.add(text[start:end], start, end)
            return writer
    for index, line in enumerate(lines):
        start = line.start + cut(line.text)
        end = line.start + len(line.text)
        writer.add(line.text[start - line.start :], start, end)
        if index + 1 < len(lines) and line.stop > end:
            writer.add("\n", end, line.stop)
    return writer
