"""Where a text of a notebook stands in its file, and what to change there when the text changes.

jupytext and nbconvert read the same formats, but forget where each line came from. A redaction has to change
the bytes of a value and no others, so the formats here are read line by line, and every text keeps its way
back into the file.
"""

from __future__ import annotations

import html
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec


class Run(NamedTuple):
    """A stretch of a text and the stretch of the file that it was read from.

    Of one length they go in parallel. Otherwise they are what one character is written as: ``&amp;``.
    """

    at: int
    """Code points from 0, in the text."""
    length: int
    start: int
    """Code points from 0, in the file."""
    end: int


class Place(NamedTuple):
    """Replace ``start:end`` of the file by ``text``."""

    start: int
    end: int
    text: str


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """The way from one text back into its file."""

    runs: list[Run]
    line_end: str = "\n"
    """What a new line of the text begins with in the file: its line end, and what each line has in front."""
    write: Callable[[str], str] = str
    """How a text is written in the file: ``&`` as ``&amp;``."""
    keeps_between: bool = False
    """Whether what stands between the runs stays, as tags do; else it goes with the text on both sides."""

    def start_of(self, offset: int) -> int:
        """Return where the character at ``offset`` begins in the file; of the text's end, where that is."""
        if not self.runs:
            return 0
        index = max(0, bisect_right(self.runs, offset, key=_at) - 1)
        run = self.runs[index]
        return run.start + offset - run.at if _is_parallel(run) else _edge(run, offset)

    def places(self, changes: Iterable[tuple[int, int, str]]) -> Iterator[Place]:
        """Yield what to change in the file for ``changes``: begin, end, and what takes their place."""
        for start, end, text in changes:
            new = self.write(text).replace("\n", self.line_end)
            if start == end or not self.runs:
                at = self.start_of(start)
                yield Place(at, at, new)
            elif self.keeps_between:
                yield from self._around(start, end, new)
            else:
                yield Place(self.start_of(start), self._end_of(end), new)

    def _end_of(self, offset: int) -> int:
        """Return where a span that ends at ``offset`` ends in the file.

        Behind a line end that is where the next line's own text begins: what it has in front goes, as the new
        text comes with it.
        """
        index = bisect_right(self.runs, offset - 1, key=_at) - 1
        run = self.runs[index]
        if offset == run.at + run.length and index + 1 < len(self.runs):
            return self.runs[index + 1].start
        return run.start + offset - run.at if _is_parallel(run) else run.end

    def _around(self, start: int, end: int, new: str) -> Iterator[Place]:
        index = max(0, bisect_right(self.runs, start, key=_at) - 1)
        while index < len(self.runs) and self.runs[index].at < end:
            run = self.runs[index]
            low, high = max(start, run.at), min(end, run.at + run.length)
            if low < high:
                parallel = _is_parallel(run)
                first = run.start + low - run.at if parallel else run.start
                last = run.start + high - run.at if parallel else run.end
                yield Place(first, last, new)
                new = ""
            index += 1


class LayoutWriter:
    """Puts a text together from pieces of its file."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    def add(self, text: str, start: int, end: int) -> None:
        """Add ``text``, which ``start:end`` of the file stands for."""
        if not text:
            return
        last = self._runs[-1] if self._runs else None
        if len(text) == end - start and last and _is_parallel(last) and last.end == start:
            self._runs[-1] = Run(last.at, last.length + len(text), last.start, end)
        else:
            self._runs.append(Run(self._length, len(text), start, end))
        self._pieces.append(text)
        self._length += len(text)

    @property
    def text(self) -> str:
        """What was put together."""
        return "".join(self._pieces)

    def layout(
        self, line_end: str = "\n", write: Callable[[str], str] = str, *, keeps_between: bool = False
    ) -> Layout:
        """Return the way back."""
        return Layout(runs=self._runs, line_end=line_end, write=write, keeps_between=keeps_between)


def as_json(text: str) -> str:
    """Write ``text`` as the inside of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def as_html(text: str) -> str:
    """Write ``text`` as text of an HTML page."""
    return html.escape(text, quote=False)


def _at(run: Run) -> int:
    return run.at


def _is_parallel(run: Run) -> bool:
    return run.length == run.end - run.start


def _edge(run: Run, offset: int) -> int:
    return run.start if offset <= run.at else run.end
