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
from .evidence import strength_for
from .personal_kinds import CREDIT_CARD, PASSPORT, PHONE, is_personal, personal_kind
from .surroundings import Surroundings
from .thresholds import LIKELY, NEIGHBOURS
from .values import form_of, outcome_of
from .weighing import most_chance, number_in_text, phone_in_text


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
        most = most_chance(value, around)
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
                weighed = phone_in_text(value, strength, around)
                if weighed is not None and not strength and between_numbers(text, start, end):
                    continue
                outcome = weighed is not None and (phones.note_of(value) or True)
            else:
                outcome = checks.run(rule.checks, value)
                weighed = None if outcome is False else number_in_text(rule, value, strength, around)
            if weighed is None:
                continue
            if isinstance(outcome, str):
                weighed = weighed._replace(confidence=Confidence.LOW, note=outcome)
            if best is None or weighed.weight > best.weight:
                best = Verdict(rule, *weighed)
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
    return fits > NEIGHBOURS * len(others)


def between_numbers(text: str, start: int, end: int) -> bool:
    """Return whether numbers stand right before or behind, as in an array."""
    if text[start] in "+(":
        return False
    return bool(_NUMBER_BEFORE.search(text[max(0, start - 12) : start]) or _NUMBER_BEHIND.match(text, end))


_DIGITS = lazy(r"(?<![\w.])\d{6,19}(?![\w.])")
_NUMBER_BEFORE = lazy(r"\d,? ?$")
_NUMBER_BEHIND = lazy(r",? -?\d+(?:[\s,.\]]|$)")
_ODDS_OF_THEIR_OWN = frozenset({CREDIT_CARD, PHONE, PASSPORT})
_PASSPORT = lazy(r"[A-Z]\d{8}|[A-Z]{2}\d{7}")
"""What many states number passports with; said of a value that stands alone."""
