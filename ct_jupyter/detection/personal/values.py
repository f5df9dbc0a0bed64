"""A whole value held against a rule: its pattern, then its checks."""

from __future__ import annotations

import re
from functools import cache

from .. import checks
from ..checks import Outcome
from ..engine.patterns import FLAGS
from ..model import Rule


def form_of(rule: Rule) -> re.Pattern[str]:
    """Return the rule's pattern, compiled on first use."""
    return _compiled(rule.pattern)


def outcome_of(rule: Rule, value: str) -> Outcome:
    """Return whether a whole value is of the rule's kind: false, true, or a note on why it is nobody's."""
    return form_of(rule).fullmatch(value) is not None and checks.run(rule.checks, value)


def is_distinctive(rule: Rule, value: str) -> bool:
    """Return whether a whole value is written in the rule's distinctive way."""
    return _compiled(rule.distinctive).fullmatch(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, FLAGS)
