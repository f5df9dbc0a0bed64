"""Which of eighty kinds a number is, by its form, its check digits and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...text.lazy import lazy
from .. import checks
from ..checks import Outcome
from ..engine.patterns import widths
from ..model import Confidence, Rule
from . import phones
from .evidence import HINT, LIKELY, strength_for
from .personal_kinds import CREDIT_CARD, PASSPORT, PHONE, is_personal, personal_kind
from .surroundings import Surroundings
from .values import form_of, is_distinctive, outcome_of

ALONE_NOTE = "only its check digits speak for it"


class Verdict(NamedTuple):
    """What a number is."""

    rule: Rule
    confidence: Confidence
    note: str | None
    weight: float
    """How much speaks for it, to choose among kinds."""


class NumberRules:
    """The rules of a set for values that are mostly digits."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = [rule for rule in rules if is_personal(rule.id) and personal_kind(rule.id).weighed]
        self._of_length: dict[int, Sequence[tuple[Rule, re.Pattern[str]]]] = {}

    def judge(self, text: str, start: int, end: int, around: Surroundings) -> Verdict | None:
        """Return what the number ``text[start:end]`` most likely is, or None."""
        value = text[start:end]
        best: Verdict | None = None
        plain = value.isdigit()
        most = _most_odds(value, around)
        announced = around.announced
        for rule, pattern in self._of(len(value)):
            strength = strength_for(rule, announced) if announced else 0.0
            if not strength and plain and rule.chance > most and rule.id not in _ODDS_OF_THEIR_OWN:
                continue  # most numbers, most kinds: no need to look at them
            by_itself = around.alone and rule.id == PASSPORT and _PASSPORT.fullmatch(value)
            if rule.chance >= 1 and strength < LIKELY and not by_itself:
                continue
            if not pattern.fullmatch(value):
                continue
            outcome: Outcome
            if rule.id == PHONE:
                # Graded once: what phonenumbers takes for it is most of what a number costs.
                verdict = _phone(rule, value, strength, around, (text, start, end))
                outcome = verdict is not None and (phones.note_of(value) or True)
            else:
                outcome = checks.run(rule.checks, value)
                verdict = None if outcome is False else _national(rule, value, strength, around)
            if verdict is None:
                continue
            if isinstance(outcome, str):
                verdict = verdict._replace(confidence=Confidence.LOW, note=outcome)
            if best is None or verdict.weight > best.weight:
                best = verdict
        return best if best is None or best.weight >= 1 or _stands_out(best.rule, text, start, end) else None

    def _of(self, length: int) -> Sequence[tuple[Rule, re.Pattern[str]]]:
        """Return the rules that so many characters may fit, with their patterns."""
        fitting = self._of_length.get(length)
        if fitting is None:
            fitting = [(rule, form_of(rule)) for rule in self.rules if length in widths(form_of(rule))]
            self._of_length[length] = fitting
        return fitting


def _stands_out(rule: Rule, text: str, start: int, end: int) -> bool:
    """Return False where numbers of one shape stand around and most of them fail: ids, then."""
    value = text[start:end]
    if not value.isdigit():
        return True
    nearby = text[max(0, start - 1500) : start] + " " + text[end : end + 1500]
    others = [n for n in _DIGITS.findall(nearby) if len(n) == len(value) and n != value][:20]
    if len(others) < 3:
        return True
    fits = sum(outcome_of(rule, other) is not False for other in others)
    return fits > 0.6 * len(others)


def _phone(
    rule: Rule, value: str, strength: float, around: Surroundings, place: tuple[str, int, int]
) -> Verdict | None:
    grade = phones.grade_of(value)
    if not grade:
        return None
    if grade == phones.STRONG:
        confidence = Confidence.HIGH
    elif grade == phones.LIKELY:
        confidence = Confidence.HIGH if strength >= LIKELY else Confidence.MEDIUM
        if value[0] not in "+(" and not (strength or around.whole or around.alone):
            return None
    elif strength >= HINT and (strength >= LIKELY or around.whole):
        confidence = Confidence.MEDIUM
    else:
        return None
    if not strength and between_numbers(*place):
        return None
    weight = 2 + strength if strength >= LIKELY else _PHONE_WEIGHTS[grade] + strength / 100
    return Verdict(rule, confidence, None, weight)


def between_numbers(text: str, start: int, end: int) -> bool:
    """Return whether numbers stand right before or behind, as in an array."""
    if text[start] in "+(":
        return False
    return bool(_NUMBER_BEFORE.search(text[max(0, start - 12) : start]) or _NUMBER_BEHIND.match(text, end))


_DIGITS = lazy(r"(?<![\w.])\d{6,19}(?![\w.])")
_NUMBER_BEFORE = lazy(r"\d,? ?$")
_NUMBER_BEHIND = lazy(r",? -?\d+(?:[\s,.\]]|$)")


def _national(rule: Rule, value: str, strength: float, around: Surroundings) -> Verdict | None:
    """Judge a value that its checks passed, by its form and what stands around it."""
    if strength >= LIKELY or (strength and rule.chance <= 0.1):
        sure = strength >= 1 or rule.chance <= 0.01
        confidence = rule.confidence if sure else Confidence.MEDIUM
        return Verdict(rule, confidence, None, 2 + strength - rule.chance / 2)
    odds = rule.chance * (1 if value.isdigit() else 0.1)
    if rule.distinctive and is_distinctive(rule, value):
        odds = min(odds, 0.01)
    elif rule.chance >= 0.05 and not value.isdigit() and not any(map(str.isalpha, value)):
        odds = rule.chance * 0.5  # groups that telephone numbers have too
    weight = 1 - odds / 2
    most = _most_odds(value, around)
    if rule.id == CREDIT_CARD and value.isdigit() and most < 0.03:
        most = 0.03 if len(value) in (15, 16) and not around.in_prose else 0.0
    if odds <= (most if most < _MOST_ALONE else _MOST_WHOLE):
        return Verdict(rule, Confidence.MEDIUM, None, weight)
    if around.alone and not rule.birthday_only and (odds <= _MOST_ALONE or rule.id == PASSPORT):
        return Verdict(rule, Confidence.LOW, ALONE_NOTE, weight)
    return None


def _most_odds(value: str, around: Surroundings) -> float:
    """Return how likely a value may be to pass by chance and still be told without a name for it."""
    if value.isdigit() and (TIME.fullmatch(value) or (around.name and not around.announced)):
        return 0.0005  # a time, or given to a name that says it is something else
    if around.alone:
        return _MOST_ALONE
    if around.in_prose:
        return 0.01 if around.whole else 0.002
    return _MOST_WHOLE


_MOST_ALONE, _MOST_WHOLE = 0.08, 0.03
_ODDS_OF_THEIR_OWN = frozenset({CREDIT_CARD, PHONE, PASSPORT})
_PASSPORT = lazy(r"[A-Z]\d{8}|[A-Z]{2}\d{7}")
"""What many states number passports with; said of a value that stands alone."""
TIME = lazy(r"(?:9\d{8}|1\d{9}|2[01]\d{8})(?:\d{3}|\d{6}|\d{9})?")
"""Seconds since 1970, also in fractions: from 1998 to 2038."""
_PHONE_WEIGHTS = {phones.STRONG: 0.99, phones.LIKELY: 0.9, phones.POSSIBLE: 0.3}
