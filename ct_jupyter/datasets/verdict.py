"""From the tallies of a column to what it holds: hit rates weighed against chance, the header as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..detection import rules_by_id
from ..detection.model import Confidence, Rule
from ..detection.personal import weighing
from ..detection.personal.evidence import strength_for
from ..detection.personal.personal_kinds import NATIONAL, kind_of
from ..detection.personal.thresholds import ENOUGH_ANNOUNCED, ENOUGH_NUMBERS, FEW, LOW_ONLY, TOLD_BY_FORM
from ..detection.personal.weighing import Counts
from .tally import ColumnTally, KindTally

_BY_RATE = "told by the form of all its numbers, or by how many have right check digits"


class Verdict(NamedTuple):
    """One kind that a column holds."""

    rule: Rule
    confidence: Confidence
    hits: int
    first_row: int
    preview: str
    strength: float
    note: str | None = None
    sampled: bool = False
    """Whether only a sample of the rows was looked at for it."""


def verdicts(column: ColumnTally) -> list[Verdict]:
    """Return what a column holds by pattern, surest first; of kinds that explain the same cells one."""
    judged = [_whole(column, rule_id, tally) for rule_id, tally in column.whole.items()]
    whole = [one for one in judged if one is not None]
    whole.sort(key=lambda one: _rank(one, column))
    inside = [*_inside(column), *_numbers(column)]
    kept: list[Verdict] = []
    explained = 0
    for one in whole:
        # Cells that are one value are of one kind: what the best leaves over may be another.
        if one.hits <= max(FEW, column.rows - column.texts - explained) or not kept:
            kept.append(one)
            explained += one.hits
    for one in inside:
        if kind_of(one.rule.id) not in {kind_of(other.rule.id) for other in kept}:
            kept.append(one)
    return kept


def _whole(column: ColumnTally, rule_id: str, tally: KindTally) -> Verdict | None:
    rule = rules_by_id()[rule_id]
    if not tally.fits or tally.first_row is None:
        return None
    strength = strength_for(rule, column.announced)
    counts = Counts(
        cells=column.rows,
        checked=tally.checked,
        fits=tally.fits,
        sure=tally.fits - tally.found[Confidence.LOW],
        strong=tally.found[Confidence.HIGH],
        written=tally.written,
        hits=max(1, round(tally.candidates * tally.fits / tally.checked)),
    )
    if not weighing.column(rule, counts, strength):
        return None
    confidence, note = weighing.column_confidence(rule, counts, strength)
    hits = min(counts.hits, column.rows)
    return Verdict(rule, confidence, hits, tally.first_row, tally.preview, strength, note)


def _inside(column: ColumnTally) -> Iterator[Verdict]:
    for rule_id, tally in column.inside.items():
        rule = rules_by_id().get(rule_id)
        if rule is None or tally.first_row is None:
            continue
        strength = strength_for(rule, column.announced)
        bare = not strength and tally.bare > LOW_ONLY * tally.checked
        if bare and weighing.texts_by_luck(rule, tally.checked, column.texts_read):
            continue
        confidence = min(tally.found, key=list(Confidence).index)
        hits = min(round(tally.candidates), column.rows)
        yield Verdict(rule, confidence, hits, tally.first_row, tally.preview, strength)


def _numbers(column: ColumnTally) -> Iterator[Verdict]:
    """Yield the one kind that the numbers in a column's texts are, where they are of one."""
    announced = any(kind.startswith(NATIONAL) for kind in column.announced)
    found = []
    for rule_id, tally in column.numbers.items():
        rule = rules_by_id()[rule_id]
        needed = ENOUGH_ANNOUNCED if announced and rule_id.startswith(NATIONAL) else ENOUGH_NUMBERS
        if tally.checked < needed or tally.first_row is None:
            continue
        if weighing.numbers_of_texts(rule, tally.fits, tally.checked):
            hits = min(max(1, round(tally.candidates * tally.fits / tally.checked)), column.rows)
            confidence = Confidence.MEDIUM if announced or rule.chance <= TOLD_BY_FORM else Confidence.LOW
            found.append(
                (
                    rule.chance,
                    Verdict(rule, confidence, hits, tally.first_row, tally.preview, 0.0, _BY_RATE),
                )
            )
    if found:
        yield min(found, key=lambda one: one[0])[1]


def _rank(one: Verdict, column: ColumnTally) -> tuple[object, ...]:
    coverage = one.hits / max(1, column.rows)
    return (-one.strength, list(Confidence).index(one.confidence), -round(coverage, 1), one.rule.chance)
