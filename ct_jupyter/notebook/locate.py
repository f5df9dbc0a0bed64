"""The way back: from a span of a part to the line of the ``.ipynb`` file.

Decoding throws positions away, and few notebooks have findings, so this reads the JSON a second time only
where there is something to locate: each cell that holds a finding once, however many it holds.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Protocol

import msgspec

from ..text.lazy import lazy
from .part import Part
from .parts import ERROR, STDERR, STDOUT, without_ansi

_WHITESPACE = lazy(r"[ \t\r\n\ufeff]*")
_STRING = lazy(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = lazy(r"[^,\]}\s]+")
_BRACKETS = lazy(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_TOKEN = lazy(r'"(?:[^"\\]|\\.)*"|[\[\]{},]|[^\s\[\]{},:"]+', re.DOTALL)
_BLOCK = 1 << 16


class _Cells(msgspec.Struct):
    cells: list[msgspec.Raw]


_CELLS = msgspec.json.Decoder(_Cells)


class PartLines(Protocol):
    """Tells the line of the file in which something of a part stands."""

    def line_of(self, part: Part, offset: int, pointer: str | None) -> int | None:
        """Return the line in the file, from 1, of the character at ``offset`` of ``part``, or None."""


class FileLines:
    """Lines of one notebook file, looked up by part and offset.

    Parameters
    ----------
    text
        The whole file, or what returns it: few files have something to locate.
    """

    def __init__(self, text: str | Callable[[], str]) -> None:
        self._given = text
        self._cells: list[int] | None = None
        self._roots: dict[str, int | None] = {}
        self._inside: dict[int, dict[str, int]] = {}
        """Where the values of the objects and arrays are that were read, by where those begin."""
        self._chunks: dict[tuple[int, str], tuple[list[int], list[int]]] = {}

    @cached_property
    def _text(self) -> str:
        return self._given if isinstance(self._given, str) else self._given()

    def line_of(self, part: Part, offset: int, pointer: str | None) -> int | None:
        """Return the line in the file, from 1, of the character at ``offset`` of ``part``.

        Where the exact string cannot be told (an upgraded notebook, an odd shape) it is the line of the
        cell; without one, None. ``offset`` is relative to the string at ``pointer`` where one is given.
        """
        path = stored_path(part, pointer)
        # What is in no cell stands in the notebook's own metadata.
        at = self._root(path.pop(0)) if part.cell is None else self._cell_position(part.cell)
        if at is None:
            return None
        for step in path:
            inner = self._child(at, step)
            if inner is None:
                return self._line(at) if part.cell is not None else None
            at = inner
        return self._line(self._chunk(at, offset, "\n" if part.mime == ERROR else ""))

    def _root(self, name: str) -> int | None:
        """Return where the value of a key of the notebook begins; of one that is there twice, the last."""
        if name not in self._roots:
            self._roots[name] = None
            for key, at in self._children(0):
                if key == name:
                    self._roots[name] = at
                    if self._text.find(f'"{name}"', at) < 0:
                        break
        return self._roots[name]

    @cached_property
    def _lines_before(self) -> list[int]:
        """Number of line ends before each block of the text."""
        counts = [0]
        for start in range(0, len(self._text), _BLOCK):
            counts.append(counts[-1] + self._text.count("\n", start, start + _BLOCK))
        return counts

    def _line(self, position: int) -> int:
        block = position // _BLOCK
        return 1 + self._lines_before[block] + self._text.count("\n", block * _BLOCK, position)

    def _cell_position(self, number: int) -> int | None:
        if self._cells is None:
            at = self._root("cells")
            self._cells = [] if at is None else self._cell_positions(at)
        return self._cells[number - 1] if 0 < number <= len(self._cells) else None

    def _cell_positions(self, at: int) -> list[int]:
        """Return where the cells of the list at ``at`` begin.

        The decoder says how long each is, at a hundred times the speed of the walk below.
        """
        try:
            stored = _CELLS.decode(self._text).cells
        except (msgspec.MsgspecError, RecursionError):
            return [position for _, position in self._children(at)]
        positions = []
        for raw in stored:
            cell = bytes(raw).decode()
            at = self._text.index(cell, at + 1)
            positions.append(at)
            at += len(cell) - 1
        return positions

    def _chunk(self, at: int, offset: int, separator: str) -> int:
        """Return where, in the string or list of strings at ``at``, the character at ``offset`` is stored."""
        if self._text[at] != "[":
            return at
        known = self._chunks.get((at, separator))
        if known is None:
            known = self._chunks[at, separator] = self._measured(at, len(separator))
        ends, positions = known
        return positions[min(bisect_right(ends, offset), len(positions) - 1)] if positions else at

    def _measured(self, at: int, between: int) -> tuple[list[int], list[int]]:
        """Return where each string of a list ends in their text, and where it is stored."""
        ends: list[int] = []
        positions: list[int] = []
        length = 0
        for _, position in self._children(at):
            string = self._string(position)
            if string is None:
                return [], []
            length += len(without_ansi(string)) + between
            ends.append(length)
            positions.append(position)
        return ends, positions

    def _string(self, at: int) -> str | None:
        found = _STRING.match(self._text, at)
        return json.loads(found[0], strict=False) if found else None

    def _child(self, at: int, step: str) -> int | None:
        if at not in self._inside:
            self._read(at)
        return self._inside.get(at, {}).get(step)

    def _read(self, at: int) -> None:
        """Take note of where all values are inside the object or array at ``at``, in one pass."""
        open_now: list[tuple[dict[str, int], bool]] = []
        name: str | None = None
        for token in _TOKEN.finditer(self._text, at):
            kind = token[0][0]
            if kind in "]}":
                open_now.pop()
                if not open_now:
                    return
            elif kind == ",":
                name = None
            else:
                if open_now:
                    values, named = open_now[-1]
                    if named and name is None:
                        name = json.loads(token[0], strict=False) if kind == '"' else token[0]
                        continue
                    values[name if named and name is not None else str(len(values))] = token.start()
                if kind in "[{":
                    self._inside[token.start()] = {}
                    open_now.append((self._inside[token.start()], kind == "{"))
                    name = None
                elif not open_now:
                    return

    def _children(self, at: int) -> Iterator[tuple[str | int, int]]:
        """Yield name or index, and position, of each value of the object or array at ``at``."""
        text = self._text
        at = self._skip(at)
        if text[at : at + 1] not in ("{", "["):
            return
        named = text[at] == "{"
        index = 0
        at = self._skip(at + 1)
        while at < len(text) and text[at] not in "]}":
            name: str | int = index
            if named:
                key = _STRING.match(text, at)
                if key is None:
                    return
                name = json.loads(key[0], strict=False)
                at = self._skip(self._skip(key.end()) + 1)
            yield name, at
            index += 1
            at = self._skip(self._value_end(at))
            if text[at : at + 1] == ",":
                at = self._skip(at + 1)

    def _skip(self, at: int) -> int:
        found = _WHITESPACE.match(self._text, at)
        return found.end() if found else at

    def _value_end(self, at: int) -> int:
        first = self._text[at]
        if first == '"':
            found = _STRING.match(self._text, at)
            return found.end() if found else len(self._text)
        if first not in "[{":
            found = _SCALAR.match(self._text, at)
            return found.end() if found else at + 1
        depth = 0
        for found in _BRACKETS.finditer(self._text, at):
            if (bracket := found[0]) in "[{":
                depth += 1
            elif bracket in "]}":
                depth -= 1
                if depth == 0:
                    return found.end()
        return len(self._text)


def stored_path(part: Part, pointer: str | None) -> list[str]:
    """Return the steps from the cell (or the root) to the stored text of ``part``."""
    inner = [step.replace("~1", "/").replace("~0", "~") for step in (pointer or "").split("/")[1:]]
    if part.kind == "source":
        return ["source"]
    if part.kind == "metadata":
        return ["metadata", *inner]
    if part.kind == "output" and part.output is not None:
        stored: list[str] = {ERROR: ["traceback"], STDOUT: ["text"], STDERR: ["text"]}.get(
            part.mime or "", ["data", part.mime or ""]
        )
        return ["outputs", str(part.output - 1), *stored, *inner]
    return ["attachments"]
