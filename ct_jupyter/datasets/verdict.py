"""From the tallies of a column to what it holds: hit rates weighed against chance, the header as evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from ..detection import rules_by_id
from ..detection.model import Confidence, Rule
from ..detection.personal.evidence import strength_for
from ..detection.personal.personal_kinds import NATIONAL, PHONE, SSN, VEHICLE_NUMBER
from .tally import ColumnTally, KindTally

CERTAIN, HINT = 1.0, 0.4
_BY_CHANCE = 1e-4
"""A column is looked at for dozens of kinds: once in ten thousand by luck is rare enough."""
_EXCESS = 0.5
"""Share of the values of a kind's form that have to be more than chance, where nothing else speaks for it."""
_COVERAGE = 0.3
"""Share of a column's rows that a kind has to have, which numbers of no meaning fit as well."""
_FEW = 5
_FORM_ALONE = 0.02
"""A kind of which random values pass less often is told by its form; others need a column full."""
_CHECKED_BY_A_DIGIT = 0.1


_OF_ONE_RANGE = 5
"""How much likelier the numbers of one range may pass: all have a birthday, or none has."""
_DASHED = 0.8
"""Share of a column's numbers with the dashes of an SSN that have to be in its ranges."""
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
        if one.hits <= max(_FEW, column.rows - column.texts - explained) or not kept:
            kept.append(one)
            explained += one.hits
    for one in inside:
        if _family(one.rule.id) not in {_family(other.rule.id) for other in kept}:
            kept.append(one)
    return kept


def _whole(column: ColumnTally, rule_id: str, tally: KindTally) -> Verdict | None:
    rule = rules_by_id()[rule_id]
    strength = strength_for(rule, column.announced)
    fits = tally.fits
    if not fits or tally.first_row is None:
        return None
    unsure = tally.found[Confidence.LOW]
    sure = fits - unsure
    chance = min(rule.chance, 0.99)
    excess = (fits / tally.checked - chance) / (1 - chance)
    hits = max(1, round(tally.candidates * fits / tally.checked))
    coverage = hits / max(1, column.rows)
    by_chance = binomial_tail(fits, tally.checked, chance)
    if strength >= CERTAIN:
        accepted = fits / tally.checked >= 0.2 or by_chance < _BY_CHANCE
    elif strength >= HINT:
        accepted = excess >= _EXCESS and (coverage >= _COVERAGE or sure >= _FEW)
    elif rule.id == PHONE:
        strong = tally.found[Confidence.HIGH]
        least = 0.25 if tally.written >= 0.5 * tally.checked else 0.8
        accepted = strong / tally.checked >= 0.2 or (sure / tally.checked >= least and coverage >= 0.5)
    elif rule.id == SSN:
        accepted = tally.checked >= 8 and fits / tally.checked >= _DASHED and coverage >= _EXCESS
    elif rule.chance <= _FORM_ALONE:
        accepted = by_chance < (_BY_CHANCE if tally.checked > _FEW else 0.05) and excess >= 0.2
    else:
        accepted = (
            rule.chance <= _CHECKED_BY_A_DIGIT
            and by_chance < _BY_CHANCE
            and excess >= _EXCESS
            and coverage >= _COVERAGE
            and rule.id != VEHICLE_NUMBER  # number plates have no check digit
        )
    if not accepted:
        return None
    confidence, note = _confidence(rule, tally, strength)
    return Verdict(rule, confidence, min(hits, column.rows), tally.first_row, tally.preview, strength, note)


def _confidence(rule: Rule, tally: KindTally, strength: float) -> tuple[Confidence, str | None]:
    found = tally.found
    if found[Confidence.LOW] > tally.fits * 0.9:
        if strength >= CERTAIN and rule.chance >= _EXCESS:
            return Confidence.MEDIUM, None
        return Confidence.LOW, "values that are kept for examples, or that only their form speaks for"
    if found[Confidence.HIGH] >= tally.fits * 0.5 or strength >= CERTAIN or rule.chance <= _FORM_ALONE:
        return Confidence.HIGH, None
    return Confidence.MEDIUM, None


def _inside(column: ColumnTally) -> Iterator[Verdict]:
    for rule_id, tally in column.inside.items():
        rule = rules_by_id().get(rule_id)
        if rule is None or tally.first_row is None:
            continue
        strength = strength_for(rule, column.announced)
        if not strength and tally.bare > 0.9 * tally.checked:
            # Among so many numbers some pass; more often than by chance where all are of one range.
            chance = min(_OF_ONE_RANGE * rule.chance, 0.99)
            if binomial_tail(tally.checked, column.texts_read, chance) >= _BY_CHANCE:
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
        needed = 3 if announced and rule_id.startswith(NATIONAL) else 8
        if tally.checked < needed or tally.first_row is None:
            continue
        share = tally.fits / tally.checked
        excess = (share - rule.chance) / (1 - rule.chance) if rule.chance < 1 else 0.0
        by_chance = binomial_tail(tally.fits, tally.checked, min(rule.chance, 0.99))
        checked = rule.chance <= _CHECKED_BY_A_DIGIT and excess >= _EXCESS and by_chance < 0.001
        if checked or (rule_id == SSN and share >= _DASHED):
            hits = min(max(1, round(tally.candidates * share)), column.rows)
            confidence = Confidence.MEDIUM if announced or rule.chance <= _FORM_ALONE else Confidence.LOW
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


def _family(rule_id: str) -> str:
    return ".".join(rule_id.split(".")[:2])


def binomial_tail(hits: int, tries: int, chance: float) -> float:
    """Return how likely ``hits`` or more of ``tries`` are by chance."""
    if chance <= 0:
        return 0.0 if hits else 1.0
    if hits <= chance * tries:
        return 1.0
    if tries <= 50:
        return sum(
            math.comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in range(hits, tries + 1)
        )
    # Chernoff's bound: never too small, and exact enough where it decides.
    share = hits / tries
    divergence = share * math.log(share / chance)
    if share < 1:
        divergence += (1 - share) * math.log((1 - share) / (1 - chance))
    return math.exp(-tries * divergence)
