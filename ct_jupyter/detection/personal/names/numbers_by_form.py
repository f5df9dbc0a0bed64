"""National numbers in running text that nothing announces: those whose form says what they are.

A scan passes over such a number without a word like "SSN" beside it. Who asks for a look wants to see it, and
judges by eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...model import Confidence, Match, Rule
from ...rule_files import load_rules
from ..personal_kinds import NATIONAL, personal_kind
from ..values import outcome_of
from .weigh import FORM_NOTE


def numbers_by_form(text: str) -> Iterator[Match]:
    """Yield the numbers in ``text`` that are written in a form of one country and pass its checks."""
    for rule, pattern in _patterns():
        for found in pattern.finditer(text):
            if outcome_of(rule, found[0]) is True:
                yield Match(rule, found.start(), found.end(), Confidence.LOW, None, FORM_NOTE)


@cache
def _patterns() -> list[tuple[Rule, re.Pattern[str]]]:
    return [
        (rule, re.compile(rf"(?<![\w.\-/])(?:{rule.distinctive})(?![\w\-/]|\.\d)"))
        for rule in load_rules()
        if rule.distinctive and personal_kind(rule.id).id == NATIONAL
    ]
