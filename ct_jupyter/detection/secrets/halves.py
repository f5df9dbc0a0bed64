"""A secret that has neither a name nor a form of its own, known by the other half of its pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .. import checks
from ..engine.patterns import FLAGS
from ..model import Confidence, Match, Rule
from . import name_before
from .placeholders import is_placeholder

_compile = cache(re.compile)


def half_in(text: str, rule: Rule) -> Iterator[Match]:
    """Yield what ``rule.half`` finds in ``text``; asked only where the other half is in the document."""
    for found in _compile(rule.half, FLAGS).finditer(text):
        value = found[0]
        if is_placeholder(value) or checks.run(rule.checks, value) is not True:
            continue
        name = name_before(text, found.start())
        yield Match(rule, found.start(), found.end(), Confidence.MEDIUM, name)
