"""Every other copy of a value in a text, plain or encoded, and where it stands."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from ...text.lazy import lazy
from .disguises import Disguises
from .encodings import MIN_LENGTH, base64_forms, is_distinctive, plain_forms

_MIN_RUN = 8
_WRAPPED = lazy(r"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]{4,76}={0,2}")
_MAYBE_WRAPPED = lazy(r"\n(?:(?<=[A-Za-z0-9+/]{60}\n)|(?<=[A-Za-z0-9+/]{60}\r\n))")
_ANSI = lazy(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_SEPARATOR = "\n\0\n"
"""Between two texts that are searched together: no value holds it."""
_MARKER = lazy(r"<REDACTED:[A-Z0-9_]+>")


class Copy(NamedTuple):
    """A copy of a value; offsets in code points of the text."""

    start: int
    end: int
    name: str
    encoded: bool = False
    """Whether it is base64 that holds the value, or the value written in another way."""


class Needles:
    """The values to look for, in all their forms.

    Parameters
    ----------
    names
        Variables by value.
    disguised
        Whether copies count that are written in another way; see :mod:`.disguises`.
    """

    def __init__(self, names: Mapping[str, str], *, disguised: bool = True) -> None:
        self._disguises = Disguises(names if disguised else {})
        self._plain: list[tuple[str, str, bool]] = []
        self._encoded: list[tuple[str, str]] = []
        self._bytes: list[tuple[bytes, str]] = []
        for value, name in sorted(names.items(), key=lambda item: -len(item[0])):
            if len(value.strip()) < MIN_LENGTH:
                continue
            anywhere = is_distinctive(value)
            self._plain += [(form, name, anywhere) for form in plain_forms(value)]
            self._encoded += [(form, name) for form in base64_forms(value)]
            if anywhere:
                self._bytes.append((value.encode("utf-8", "surrogatepass"), name))

        shortest = min((len(form) for form, _ in self._encoded), default=_MIN_RUN)
        self._run = re.compile(rf"[A-Za-z0-9+/_\-]{{{max(shortest, _MIN_RUN)},}}={{0,2}}")

    def find(self, text: str) -> list[Copy]:
        """Return the copies in ``text``, by their place; none overlap, the longest win."""
        clean, offsets = _without_ansi(text)
        found = [Copy(at, at + len(form), name) for form, name, at in self._plain_in(clean)]
        found += self._encoded_in(clean)
        found += (
            Copy(start, end, name, True)
            for start, end, name in self._disguises.find(clean)
            if not _in_marker(clean, start, end)
        )
        kept = _longest(found)
        if offsets is None:
            return kept
        return [Copy(offsets.start(c.start), offsets.end(c.end), c.name, c.encoded) for c in kept]

    def find_each(self, texts: Sequence[str]) -> list[list[Copy]]:
        """Return the copies in each text: searching them as one costs the same for many as for few."""
        found: list[list[Copy]] = []
        copies = iter(self.find(_SEPARATOR.join(texts)))
        copy = next(copies, None)
        start = 0
        for text in texts:
            end = start + len(text)
            inside: list[Copy] = []
            while copy is not None and copy.start < end + len(_SEPARATOR):
                if copy.start < end:
                    inside.append(copy._replace(start=copy.start - start, end=min(copy.end, end) - start))
                copy = next(copies, None)
            found.append(inside)
            start = end + len(_SEPARATOR)
        return found

    def find_encoded(self, text: str) -> list[Copy]:
        """Return the copies in ``text`` that are base64, which shows nothing of the value itself."""
        clean, offsets = _without_ansi(text)
        return [
            copy
            if offsets is None
            else copy._replace(start=offsets.start(copy.start), end=offsets.end(copy.end))
            for copy in _longest(self._encoded_in(clean))
        ]

    def in_binary(self, payload: str) -> bool:
        """Tell whether base64 of an image or a file holds a value as it is."""
        if not self._bytes:
            return False
        try:
            data = base64.b64decode(payload)
        except (binascii.Error, ValueError):
            return False
        return any(value in data for value, _ in self._bytes)

    def _plain_in(self, text: str) -> Iterator[tuple[str, str, int]]:
        for form, name, anywhere in self._plain:
            at = text.find(form)
            while at >= 0:
                if (anywhere or _apart(text, at, at + len(form))) and not _in_marker(
                    text, at, at + len(form)
                ):
                    yield form, name, at
                at = text.find(form, at + 1)

    def _encoded_in(self, text: str) -> Iterator[Copy]:
        if not self._encoded:
            return
        # Few words are as long as base64 is: looking in those alone costs a fraction.
        joined = "\n".join(self._run.findall(text))
        hits = [(form, name) for form, name in self._encoded if form in joined]
        runs = list(self._run.finditer(text)) if hits else []
        starts = list(accumulate((len(run[0]) + 1 for run in runs), initial=0))
        for form, name in hits:
            at = joined.find(form)
            while at >= 0:
                run = runs[bisect_right(starts, at) - 1]
                yield Copy(run.start(), run.end(), name, True)
                at = joined.find(form, at + len(form))
        for found in _WRAPPED.finditer(text) if _MAYBE_WRAPPED.search(text) else ():
            unwrapped = re.sub(r"\s", "", found[0])
            for form, name in self._encoded:
                if form in unwrapped:
                    yield Copy(found.start(), found.end(), name, True)


class _Offsets:
    """Back from a text without terminal colours to the text with them."""

    def __init__(self, cuts: Sequence[tuple[int, int]]) -> None:
        # (offset in the clean text, how many characters were cut before it)
        self._at = [at for at, _ in cuts]
        self._by = [by for _, by in cuts]

    def start(self, offset: int) -> int:
        index = bisect_right(self._at, offset) - 1
        return offset + (self._by[index] if index >= 0 else 0)

    def end(self, offset: int) -> int:
        index = bisect_right(self._at, offset - 1) - 1
        return offset + (self._by[index] if index >= 0 else 0)


def _without_ansi(text: str) -> tuple[str, _Offsets | None]:
    if "\x1b" not in text:
        return text, None
    pieces, cuts, position, removed = [], [], 0, 0
    for found in _ANSI.finditer(text):
        pieces.append(text[position : found.start()])
        position = found.end()
        at = found.start() - removed
        removed += len(found[0])
        cuts.append((at, removed))
    pieces.append(text[position:])
    return "".join(pieces), _Offsets(cuts)


def _apart(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")


def _in_marker(text: str, start: int, end: int) -> bool:
    """A value that is a part of ``<REDACTED:NAME>`` itself would be replaced for ever."""
    low = max(0, start - 80)
    return any(
        low + found.start() <= start and end <= low + found.end()
        for found in _MARKER.finditer(text[low : end + 80])
    )


def _longest(found: Iterable[Copy]) -> list[Copy]:
    kept: list[Copy] = []
    for copy in sorted(found, key=lambda c: (c.start, -(c.end - c.start))):
        if not kept or copy.start >= kept[-1].end:
            kept.append(copy)
        elif copy.end > kept[-1].end:
            # Two that overlap go together: half of either would stay otherwise.
            kept[-1] = kept[-1]._replace(end=copy.end)
    return kept


def without_ansi(text: str) -> str:
    """Return ``text`` without terminal codes, as a person sees it."""
    return _without_ansi(text)[0]


def ansi_in(text: str) -> str:
    """Return the terminal codes of ``text``, so that what follows keeps its colours."""
    return "".join(_ANSI.findall(text)) if "\x1b" in text else ""
