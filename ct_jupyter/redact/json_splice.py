"""Changes to the texts of a JSON file, with every other byte kept: indentation, key order, escapes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ..notebook.json_texts import UNIT, json_texts
from ..rewrite.sites import Change
from .leaves import Path, chunks_of
from .purge import LeafEdit


class Span(NamedTuple):
    """Where a string stands in the file, quotes included; or a list, brackets included."""

    start: int
    end: int


class Splice(NamedTuple):
    """Replace ``start:end`` of the file by ``text``."""

    start: int
    end: int
    text: str


class Spans:
    """The places of strings, names and lists in a JSON text; read in one pass, only those asked for.

    Parameters
    ----------
    text
        The file.
    wanted
        Paths; of a list its items are found as well.
    """

    def __init__(self, text: str, wanted: Collection[Path]) -> None:
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        ends = set(wanted)
        for path, kind, start, end in json_texts(text, ends):
            (self.keys if kind == "key" else self.values)[path] = Span(start, end)


def splices(text: str, edits: Sequence[LeafEdit]) -> list[Splice]:
    """Return what has to be replaced in the file ``text`` for ``edits``.

    Raises
    ------
    KeyError
        A path is not in the file.
    """
    spans = Spans(text, {edit.path for edit in edits})
    found = []
    for edit in edits:
        if edit.drop:
            found.append(_dropped(spans.values[edit.path]))
        elif edit.kind == "key":
            found += _in_string(text, spans.keys[edit.path], edit.changes)
        elif edit.kind == "value":
            found += _in_string(text, spans.values[edit.path], edit.changes)
        else:
            found += _in_list(text, spans, edit)
    return sorted(found)


def apply_splices(text: str, found: Sequence[Splice]) -> str:
    """Return the file with ``found``, which do not overlap, applied."""
    pieces, position = [], 0
    for splice in found:
        pieces += [text[position : splice.start], splice.text]
        position = splice.end
    return "".join([*pieces, text[position:]])


def _dropped(span: Span) -> Splice:
    return Splice(span.start, span.end, '""')


def _in_string(text: str, span: Span, changes: Sequence[Change]) -> Iterator[Splice]:
    """Change a string where it stands; what of it does not change keeps its escapes."""
    raw = text[span.start + 1 : span.end - 1]
    marks = sorted({offset for change in changes for offset in (change.start, change.end)})
    places = _raw_offsets(raw, marks)
    for change in sorted(changes):
        yield Splice(
            span.start + 1 + places[change.start],
            span.start + 1 + places[change.end],
            json.dumps(change.text, ensure_ascii=text.isascii())[1:-1],
        )


def _raw_offsets(raw: str, marks: Sequence[int]) -> dict[int, int]:
    if "\\" not in raw:
        return {mark: mark for mark in marks}
    found: dict[int, int] = {}
    wanted = iter(marks)
    mark = next(wanted, None)
    at = 0
    for count, unit in enumerate(UNIT.finditer(raw)):
        while mark == count:
            found[count] = unit.start()
            mark = next(wanted, None)
        if mark is None:
            return found
        at = unit.end()
    while mark is not None:
        found[mark] = at
        mark = next(wanted, None)
    return found


def _in_list(text: str, spans: Spans, edit: LeafEdit) -> list[Splice]:
    """Change a text that is stored as a list of lines: only the lines that change are written anew."""
    items: list[tuple[Span, str]] = []
    while (span := spans.values.get((*edit.path, len(items)))) is not None:
        items.append((span, json.loads(text[span.start : span.end], strict=False)))
    whole = spans.values[edit.path]
    if not items:  # an empty source that gets an import
        lines = chunks_of("".join(change.text for change in edit.changes))
        return [Splice(whole.start, whole.end, json.dumps(lines, ensure_ascii=text.isascii()))]
    starts, length = [], 0
    for _, string in items:
        starts.append(length)
        length += len(string)
    found: list[Splice] = []
    for first, last, changes in _groups(edit.changes, starts, length):
        local = [Change(c.start - starts[first], c.end - starts[first], c.text) for c in changes]
        new = "".join(string for _, string in items[first : last + 1])
        for change in reversed(local):
            new = new[: change.start] + change.text + new[change.end :]
        if first == last and chunks_of(new) == [new] and (new.endswith("\n") or last + 1 == len(items)):
            found += _in_string(text, items[first][0], local)
            continue
        found.append(_lines(text, whole, [span for span, _ in items], first, last, chunks_of(new)))
    return found


def _groups(
    changes: Sequence[Change], starts: Sequence[int], length: int
) -> Iterator[tuple[int, int, list[Change]]]:
    """Yield the changes by the items of the list that they touch, those that share one together."""
    ends = [*starts[1:], length]
    groups: list[tuple[int, int, list[Change]]] = []
    for change in sorted(changes):
        first = next(i for i in range(len(starts) - 1, -1, -1) if starts[i] <= change.start or i == 0)
        last = first
        while last + 1 < len(starts) and change.end > ends[last]:
            last += 1
        joins = (
            change.end == ends[last]
            and last + 1 < len(starts)
            and not (change.text.endswith("\n") if change.text else change.start == starts[first])
        )
        if joins:  # without its line end the line runs into the next one
            last += 1
        if groups and first <= groups[-1][1]:
            low, high, before = groups[-1]
            groups[-1] = (min(low, first), max(high, last), [*before, change])
        else:
            groups.append((first, last, [change]))
    yield from groups


def _lines(
    text: str, whole: Span, spans: Sequence[Span], first: int, last: int, lines: Sequence[str]
) -> Splice:
    written = [json.dumps(line, ensure_ascii=text.isascii()) for line in lines]
    if written:
        between = text[spans[0].end : spans[1].start] if len(spans) > 1 else _separator(text, whole, spans[0])
        return Splice(spans[first].start, spans[last].end, between.join(written))
    if first == 0 and last + 1 == len(spans):
        return Splice(whole.start, whole.end, "[]")
    if last + 1 < len(spans):
        return Splice(spans[first].start, spans[last + 1].start, "")
    return Splice(spans[first - 1].end, spans[last].end, "")


def _separator(text: str, whole: Span, item: Span) -> str:
    return "," + text[whole.start + 1 : item.start]
