"""Whether what passes the checks of a kind is of it: one value, a table's column, a data file's column.

The evidence is the same everywhere: what chance would do, what the form says, how many of how many fit, and
what words around announce. ``thresholds.py`` has the units and says how much is enough.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ...text.lazy import lazy
from ..model import Confidence, Rule
from . import phones
from . import thresholds as t
from .personal_kinds import CREDIT_CARD, PASSPORT, PHONE, SSN, VEHICLE_NUMBER
from .surroundings import Surroundings
from .values import is_distinctive

ALONE_NOTE = "only its check digits speak for it"
EXAMPLES_NOTE = "values that are kept for examples, or that only their form speaks for"
TIME = lazy(r"(?:9\d{8}|1\d{9}|2[01]\d{8})(?:\d{3}|\d{6}|\d{9})?")
"""Seconds since 1970, also in fractions: from 1998 to 2038."""
_LENGTHS_OF_CARDS = (15, 16)
_PHONE_WEIGHTS = {phones.STRONG: 0.99, phones.LIKELY: 0.9, phones.POSSIBLE: 0.3}
"""Below 1: of two kinds that a number may be, one that its check digits tell goes first."""


class Weighed(NamedTuple):
    """A number that is of the kind."""

    confidence: Confidence
    note: str | None
    weight: float
    """How much speaks for it, to choose among kinds: from 2 on where words announce it."""


class Counts(NamedTuple):
    """How the values of a data file's column do for one kind."""

    cells: int
    """That hold anything."""
    checked: int
    fits: int
    """Of those checked."""
    sure: int
    """Of those that fit, however few: with more than LOW confidence."""
    strong: int
    """Of those, with HIGH confidence."""
    written: int
    """Checked values that are more than digits."""
    hits: int
    """How many of the cells fit, as far as those checked tell."""


# One number in a text


def number_in_text(rule: Rule, value: str, strength: float, around: Surroundings) -> Weighed | None:
    """Weigh a value that passes the rule's checks, of a kind other than telephone numbers."""
    if strength >= t.LIKELY or (strength and rule.chance <= t.CHECK_DIGIT):
        sure = strength >= t.CERTAIN or rule.chance <= t.TWO_DIGITS
        confidence = rule.confidence if sure else Confidence.MEDIUM
        return Weighed(confidence, None, 2 + strength - rule.chance / 2)
    chance = _chance_as_written(rule, value)
    weight = 1 - chance / 2
    most = most_chance(value, around)
    if rule.id == CREDIT_CARD and value.isdigit() and most < t.FILLS_A_STRING:
        fitting = len(value) in _LENGTHS_OF_CARDS and not around.in_prose
        most = t.FILLS_A_STRING if fitting else 0.0
    if chance <= (most if most < t.ALONE else t.FILLS_A_STRING):
        return Weighed(Confidence.MEDIUM, None, weight)
    if around.alone and not rule.birthday_only and (chance <= t.ALONE or rule.id == PASSPORT):
        return Weighed(Confidence.LOW, ALONE_NOTE, weight)
    return None


def _chance_as_written(rule: Rule, value: str) -> float:
    digits = value.isdigit()
    chance = rule.chance * (1 if digits else t.WRITTEN_WITH_SIGNS)
    if rule.distinctive and is_distinctive(rule, value):
        return min(chance, t.TWO_DIGITS)
    if rule.chance >= t.INSIDE_A_TEXT and not digits and not any(map(str.isalpha, value)):
        return rule.chance * t.WRITTEN_IN_GROUPS
    return chance


def most_chance(value: str, around: Surroundings) -> float:
    """Return the most chance with which a number is told that no words announce."""
    if value.isdigit() and (TIME.fullmatch(value) or (around.name and not around.announced)):
        return t.NAMED_OTHERWISE
    if around.alone:
        return t.ALONE
    if around.in_prose:
        return t.IN_PROSE_APART if around.whole else t.IN_PROSE
    return t.FILLS_A_STRING


def phone_in_text(value: str, strength: float, around: Surroundings) -> Weighed | None:
    """Weigh what may be a telephone number, by the numbering plan and what is around it."""
    grade = phones.grade_of(value)
    if grade == phones.STRONG:
        confidence = Confidence.HIGH
    elif grade == phones.LIKELY:
        confidence = Confidence.HIGH if strength >= t.LIKELY else Confidence.MEDIUM
        if value[0] not in "+(" and not (strength or around.whole or around.alone):
            return None
    elif grade and strength >= t.HINT and (strength >= t.LIKELY or around.whole):
        confidence = Confidence.MEDIUM
    else:
        return None
    weight = 2 + strength if strength >= t.LIKELY else _PHONE_WEIGHTS[grade] + strength / 100
    return Weighed(confidence, None, weight)


# One cell of a data file


def cell(rule: Rule, value: str, strength: float) -> Confidence:
    """Return how sure a cell is of a kind whose checks it passes."""
    if rule.id == PHONE:
        grade = phones.grade_of(value)
        if grade == phones.POSSIBLE and not strength:
            return Confidence.LOW
        sure = grade == phones.STRONG or strength >= t.CERTAIN
        return Confidence.HIGH if sure else Confidence.MEDIUM
    if rule.chance <= t.TWO_DIGITS or strength >= t.CERTAIN:
        return rule.confidence
    return Confidence.MEDIUM if rule.chance <= t.CHECK_DIGIT or strength else Confidence.LOW


# A table's column in a text


def asked_of_table(rule: Rule, found: int, strength: float) -> float | None:
    """Return the share of a table's cells that have to fit, or None where the kind need not be tried.

    Parameters
    ----------
    found
        Cells that were found to be of the kind one by one.
    """
    if found or strength >= t.HINT:
        announced = strength >= t.LIKELY and rule.id != PHONE
        return t.MOST_CELLS_ANNOUNCED if announced else t.MOST_CELLS
    # Any digits may be a telephone number; of a kind without check digits all cells pass.
    return t.NEARLY_ALL_CELLS if rule.chance <= t.CHECK_DIGIT and rule.id != PHONE else None


def table_by_luck(rule: Rule, different: int) -> bool:
    """Return whether so many different values may all pass by luck."""
    return different < 2 or luck(different, different, rule.chance) > t.LUCK_OF_A_TABLE


# A data file's column


def column(rule: Rule, counts: Counts, strength: float) -> bool:
    """Return whether a column whose cells are one value each holds the kind."""
    share = counts.fits / counts.checked
    coverage = counts.hits / max(1, counts.cells)
    by_luck = luck(counts.fits, counts.checked, rule.chance)
    beyond = excess(share, rule.chance)
    if strength >= t.CERTAIN:
        return share >= t.ANNOUNCED_SHARE or by_luck < t.LUCK_OF_A_COLUMN
    if strength >= t.HINT:
        return beyond >= t.HALF and (coverage >= t.COVERAGE or counts.sure >= t.FEW)
    if rule.id == PHONE:
        least = t.WRITTEN_PHONES if counts.written >= t.HALF * counts.checked else t.BARE_PHONES
        international = counts.strong / counts.checked >= t.INTERNATIONAL
        return international or (counts.sure / counts.checked >= least and coverage >= t.HALF)
    if rule.id == SSN:
        return counts.checked >= t.ENOUGH_NUMBERS and share >= t.DASHED and coverage >= t.HALF
    if rule.chance <= t.TOLD_BY_FORM:
        most = t.LUCK_OF_A_COLUMN if counts.checked > t.FEW else t.LUCK_OF_FEW
        return by_luck < most and beyond >= t.SOME_EXCESS
    return (
        rule.chance <= t.CHECK_DIGIT
        and by_luck < t.LUCK_OF_A_COLUMN
        and beyond >= t.HALF
        and coverage >= t.COVERAGE
        and rule.id != VEHICLE_NUMBER  # number plates have no check digit
    )


def column_confidence(rule: Rule, counts: Counts, strength: float) -> tuple[Confidence, str | None]:
    """Return how sure a column is of the kind that it holds, and why that is little."""
    if counts.fits - counts.sure > t.LOW_ONLY * counts.fits:
        if strength >= t.CERTAIN and rule.chance >= t.HALF:
            return Confidence.MEDIUM, None
        return Confidence.LOW, EXAMPLES_NOTE
    if counts.strong >= t.HALF * counts.fits or strength >= t.CERTAIN or rule.chance <= t.TOLD_BY_FORM:
        return Confidence.HIGH, None
    return Confidence.MEDIUM, None


def texts_by_luck(rule: Rule, found: int, texts: int) -> bool:
    """Return whether so many numbers without a sign, in so many texts of a column, may pass by luck."""
    return luck(found, texts, t.ONE_RANGE * rule.chance) >= t.LUCK_OF_A_COLUMN


def numbers_of_texts(rule: Rule, fits: int, checked: int) -> bool:
    """Return whether the numbers in the texts of a column are of the kind, by how many of them pass."""
    share = fits / checked
    beyond_luck = luck(fits, checked, rule.chance) < t.LUCK_OF_TEXTS
    by_digits = rule.chance <= t.CHECK_DIGIT and excess(share, rule.chance) >= t.HALF and beyond_luck
    return by_digits or (rule.id == SSN and share >= t.DASHED)


# What chance does


def excess(share: float, chance: float) -> float:
    """Return the share beyond chance: 0 for random values, 1 where all fit."""
    chance = min(chance, 0.99)
    return (share - chance) / (1 - chance)


def luck(hits: int, tries: int, chance: float) -> float:
    """Return the probability of ``hits`` or more in ``tries`` by chance alone; of many an upper bound."""
    chance = min(chance, 0.99)
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
