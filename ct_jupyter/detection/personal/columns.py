"""Personal data in the columns of data files: what may be tried on every row, and what a header says.

``triggers`` are for an engine without look-around (Polars); a row that one lets through is judged by
``value_matches``.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...text.lazy import lazy
from ..model import Confidence, Rule
from ..rule_files import rules_by_id
from . import phones
from .evidence import announced_by_name, strength_for
from .personal_kinds import EMAIL, KINDS, NATIONAL, PHONE, personal_kind
from .thresholds import HINT, INSIDE_A_TEXT
from .values import outcome_of
from .weighing import cell


def triggers() -> Mapping[str, str]:
    """Return, by kind, a pattern in the common subset of Rust's and Python's syntax that any value matches.

    Kinds whose values no form gives away are not in it; ``pii.national-id`` stands for all numbers of states.
    """
    rules = rules_by_id()
    return {
        kind.id: kind.trigger or rules[kind.id].pattern
        for kind in KINDS
        if kind.trigger or (kind.id in rules and rules[kind.id].pattern)
    }


def name_evidence(column_name: str) -> Mapping[str, float]:
    """Return how strongly a header speaks for each kind, by weakness id: 1.0 names it, 0.4 is a hint.

    The key ``pii.national-id`` stands for all numbers of states ("identity number").
    """
    return announced_by_name(column_name)


def value_matches(rule_id: str, value: str, column_name: str = "") -> Confidence | None:
    """Return how sure one value is of the kind, or None.

    Parameters
    ----------
    rule_id
        Weakness id: ``pii.email``.
    value
        A whole cell. In a text of several words, values that stand by themselves are looked for.
    column_name
        The header; a kind without check digits needs one that announces it.

    Returns
    -------
    Confidence
        ``LOW`` for what is kept for examples and what only the header could tell from any other number.
    """
    rule = rules_by_id()[rule_id]
    value = value.strip()
    if not value or not rule.pattern:
        return None
    strength = strength_for(rule, announced_by_name(column_name))
    if rule.chance >= 1 and strength < HINT:
        return None
    best: Confidence | None = None
    for candidate in (value, *_inside(rule, value)):
        found = _judge(rule, candidate, strength)
        if found is not None and (best is None or _ORDER[found] < _ORDER[best]):
            best = found
    return best


_ORDER = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


def _judge(rule: Rule, value: str, strength: float) -> Confidence | None:
    outcome = outcome_of(rule, value)
    if outcome is False:
        return None
    return Confidence.LOW if isinstance(outcome, str) else cell(rule, value, strength)


_PIECE = lazy(r"""[^\s"'<>(),;\[\]{}|]{6,80}""")
_PHONE_PIECE = lazy(
    r"(?<![\w.])(?:\+\d{1,3}[ (]|\+\d|\(\d{2,5}\)|0\d|\d{3}[-.]\d{3})[\d ()/.-]{5,18}\d(?![\w])"
)


def _inside(rule: Rule, value: str) -> list[str]:
    """Return pieces of a longer text that may be of the kind by themselves."""
    if len(value) < 12 or (" " not in value and rule.id != EMAIL):
        return []
    if rule.id == PHONE:
        return [piece for piece in _PHONE_PIECE.findall(value) if phones.grade_of(piece) >= phones.LIKELY]
    kind = personal_kind(rule.id)
    if kind.stands_alone or (kind.id == NATIONAL and rule.chance <= INSIDE_A_TEXT):
        return [piece.strip(".:") for piece in _PIECE.findall(value)]
    return []
