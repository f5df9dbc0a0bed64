"""Names and addresses in texts, with the model: what the background and the command line ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

from ....text.lazy import lazy
from ....text.text_tables import Column, Tables
from ...model import Confidence, Match
from ...rule_files import rules_by_id
from ..personal_kinds import ADDRESS, PERSON
from ..thresholds import CERTAIN, HINT
from .columns import AMONG_NOTE, column_names
from .find import find_names
from .headers import address_strength, person_strength
from .numbers_by_form import numbers_by_form
from .persons import person_shape
from .sentences import told_in
from .slots import Slot, columns_of, slots_of, words_of_texts
from .spans import NameSpan
from .weigh import MODEL_NOTE, weigh

BATCH = 256
"""Values that the model is asked about at once, between two looks at the budget."""
_LONG_CELL = 120
_FEW = 5
_DIGIT = lazy(r"\d")
_WORD = lazy(r"[^\W\d_a-z][^\W\d_]+")
_MOST_SPACES = 10
_CODE = lazy(r"[=\"{}<>]")
_SMALL = lazy(r"(?<![\w.])[a-zß-ÿ]{2,24}(?![\w.=(])")
_FEW_WORDS = 3
"""Words without capitals that a cell of sentences has at least."""
_OUTPUTS = ("text", "html", "json")
_SURENESS = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}

Known = Sequence[tuple[int, int]]
"""Spans that other kinds have: what is an e-mail address is no name."""


class Budget(NamedTuple):
    """What a scan may cost."""

    values: int | None = 60_000
    """Distinct values that the model reads; None: all."""
    stop: Callable[[], bool] | None = None
    """Asked between batches; once it says so, what is left is not read."""


class NamesFound(NamedTuple):
    """What the names are in each text."""

    matches: list[list[Match]]
    left_out: int
    """Values that the budget did not reach."""


def names_in_texts(
    texts: Sequence[tuple[str, str]], known: Sequence[Known] | None = None, budget: Budget | None = None
) -> NamesFound:
    """Return the names and addresses in each (text, language), by their place.

    Raises
    ------
    ModelError
        If the extra is not installed.
    """
    budget = budget or Budget()
    found: list[list[Match]] = [[] for _ in texts]
    waiting: list[tuple[int, Slot]] = []
    words = words_of_texts(text for text, _ in texts)
    for index, (text, language) in enumerate(texts):
        taken = _Taken(known[index] if known else ())
        tables = Tables(text, language)
        for column in columns_of(text, language, tables):
            if _is_prose(text, column):
                waiting += [(index, Slot(*cell, None, whole=False)) for cell in column.cells]
            else:
                found[index] += _of_column(text, column, taken)
        waiting += [
            (index, slot)
            for slot in slots_of(text, language, tables, words)
            if not slot.whole or (taken.is_free(slot.start, slot.end) and _could_be(text, slot))
        ]
    spans, left_out = _ask({_value(texts, index, slot) for index, slot in waiting}, budget)
    for index, slot in waiting:
        value = _value(texts, index, slot)
        if value in spans:
            output = texts[index][1] in _OUTPUTS
            found[index] += _of_slot(value, slot, spans[value], output=output, words=words)
    for index, own in enumerate(found):
        taken = _Taken(known[index] if known else ())
        # An address may have somebody's name. Of a value read alone and in its sentence the surer counts.
        own.sort(key=lambda match: (match.start - match.end, _SURENESS[match.confidence]))
        found[index] = [match for match in own if taken.add(match.start, match.end)]
    for index, (text, _) in enumerate(texts):
        taken = _Taken([*(known[index] if known else ()), *((one.start, one.end) for one in found[index])])
        found[index] += [one for one in numbers_by_form(text) if taken.add(one.start, one.end)]
    for own in found:
        own.sort(key=lambda match: (match.start, match.end))
    return NamesFound(found, left_out)


def _value(texts: Sequence[tuple[str, str]], index: int, slot: Slot) -> str:
    return texts[index][0][slot.start : slot.end]


def _ask(values: set[str], budget: Budget) -> tuple[dict[str, list[NameSpan]], int]:
    """Ask the model, for the short values first: what names and addresses mostly are."""
    ordered = sorted(values, key=lambda value: (len(value), value))
    spans: dict[str, list[NameSpan]] = {}
    most = len(ordered) if budget.values is None else budget.values
    for first in range(0, min(len(ordered), most), BATCH):
        if budget.stop is not None and budget.stop():
            break
        batch = ordered[first : min(first + BATCH, most)]
        spans.update(zip(batch, find_names(batch), strict=True))
    return spans, len(ordered) - len(spans)


def _could_be(text: str, slot: Slot) -> bool:
    """Return whether there is an answer of the model that would make a name or an address of the value."""
    value = text[slot.start : slot.end]
    spaces = value.count(" ")
    if _DIGIT.search(value):
        return 1 <= spaces <= _MOST_SPACES and _WORD.search(value) is not None
    shape = person_shape(value)
    if shape is None:
        return slot.name is not None and spaces > 0 and address_strength(slot.name) > 0
    return shape != "single" or (slot.name is not None and person_strength(slot.name) >= HINT)


def _of_slot(
    value: str, slot: Slot, spans: Sequence[NameSpan], *, output: bool, words: Set[str]
) -> list[Match]:
    if slot.whole:
        weighed = weigh(value, slot.name, spans)
        if weighed is not None:
            return [
                _match(weighed.rule_id, slot.start, slot.end, weighed.confidence, slot.name, weighed.note)
            ]
        if value.count(" ") < 4:
            return []
    return [
        _match(
            PERSON if told.kind == "person" else ADDRESS,
            slot.start + told.start,
            slot.start + told.end,
            told.confidence,
            None,
            MODEL_NOTE,
        )
        for told in told_in(value, spans, output=output, words=words)
    ]


def _is_prose(text: str, column: Column) -> bool:
    """Return whether the cells of a column are sentences, each read by itself."""
    if address_strength(column.header) or person_strength(column.header) >= CERTAIN:
        return False
    prose = sum(len(_SMALL.findall(text, *cell)) >= _FEW_WORDS for cell in column.cells)
    return 2 * prose >= len(column.cells) > 0


def _of_column(text: str, column: Column, taken: _Taken) -> list[Match]:
    """Judge a column of a table as a whole."""
    cells = [
        span
        for span in column.cells
        if span[1] - span[0] <= _LONG_CELL and taken.is_free(*span) and not _CODE.search(text, *span)
    ]
    if 2 * len(cells) < len(column.cells):
        return []
    values = [text[slice(*span)] for span in cells]
    judged = [one for one in column_names(column.header, values) if one.rule_id in (PERSON, ADDRESS)]
    found: list[Match] = []
    if judged and judged[0].note != AMONG_NOTE:
        one = judged[0]
        for span, value in zip(cells, values, strict=True):
            if not any(map(str.isalpha, value)) or (one.rule_id == PERSON and person_shape(value) is None):
                continue
            if taken.add(*span):
                found.append(_match(one.rule_id, *span, one.confidence, column.header or None, one.note))
        return found
    if len(cells) >= _FEW:
        return []
    # Too few to be judged together; each by itself, unless most are something else.
    for span, value, spans in zip(cells, values, find_names(values), strict=True):
        weighed = weigh(value, column.header, spans)
        if weighed is not None:
            name = column.header or None
            found.append(_match(weighed.rule_id, *span, weighed.confidence, name, weighed.note))
    return [m for m in found if taken.add(m.start, m.end)] if 2 * len(found) >= len(cells) else []


def _match(
    rule_id: str, start: int, end: int, confidence: Confidence, name: str | None, note: str | None
) -> Match:
    return Match(rules_by_id()[rule_id], start, end, confidence, name, note)


class _Taken:
    """Spans that are something already."""

    def __init__(self, spans: Known) -> None:
        self._spans = sorted(spans)

    def is_free(self, start: int, end: int) -> bool:
        return not any(first < end and start < last for first, last in self._spans)

    def add(self, start: int, end: int) -> bool:
        if not self.is_free(start, end):
            return False
        self._spans.append((start, end))
        return True
