"""The part: one decoded text of a document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec


class Segment(NamedTuple):
    """A string of a JSON value, where it stands in the part's text."""

    start: int
    """Code points from 0, in the part's text."""
    end: int
    pointer: str
    """JSON pointer from the root of the metadata, or of the output's value."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One decoded text: the source of cell 3, ``text/html`` of output 1 of cell 3, metadata …"""

    kind: Literal["source", "output", "metadata", "attachment", "data"]
    text: str
    language: str
    """What the text is written in, as the detector names it: ``python``, ``html``, ``json``, ``text`` …"""
    cell: int | None = None
    """From 1, all cell types counted."""
    cell_id: str | None = None
    cell_type: str | None = None
    output: int | None = None
    """From 1."""
    mime: str | None = None
    tags: tuple[str, ...] = ()
    """Of the cell."""
    segments: Sequence[Segment] | None = None
    """For JSON values: their strings, each on a line of its own behind its key. Spans are then reported
    inside one string, with its pointer."""

    joint: int | None = None
    """Where two outputs meet that are shown as one text: only what lies over it is of this part."""

    def segment_at(self, start: int, end: int) -> Segment | None:
        """Return the segment that holds the span ``start`` to ``end``, if one does."""
        assert self.segments is not None
        index = bisect_right(self.segments, start, key=lambda segment: segment.start) - 1
        if index < 0 or self.segments[index].end < end:
            return None
        return self.segments[index]
