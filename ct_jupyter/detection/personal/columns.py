"""Personal data in the columns of data files: what may be tried on every row, and what a header says.

``TRIGGERS`` are for an engine without look-around (Polars); a row that one lets through is judged by
``value_matches``.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...text.lazy import lazy
from ..model import Confidence, Rule
from ..rule_files import load_rules, rules_by_id
from . import phones
from .evidence import announced_by_name, strength_for
from .values import outcome_of

_SHORTEST_HINT = 0.4

TRIGGERS: Mapping[str, str] = {
    "pii.email": r"[A-Za-z0-9_]@[A-Za-z0-9-]+\.[A-Za-z]",
    "pii.phone": r"\d[\d ()./-]{5,}\d",
    "pii.credit-card": r"(?:\d[ -]?){11,18}\d",
    "pii.iban": r"[A-Z]{2}\d{2}[ -]?[A-Z0-9]{4}[ -]?[A-Z0-9]{4}",
    "pii.bank-account": r"\d{4,}",
    "pii.ip-address": r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:",
    "pii.mac-address": r"(?:[0-9A-Fa-f]{2}[:-]){3}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.",
    "pii.passport": r"\d{4}",
    "pii.driver-license": r"\d{4}",
    "pii.crypto-wallet": r"[A-Za-z0-9]{26}",
    "pii.date-of-birth": r"\d{4}",
    "pii.vehicle-number": r"\d",
    "pii.health-id": r"\d{4}",
    "pii.coordinates": r"\d\.\d{4}",
    "pii.username": r"[A-Za-z]",
    "pii.cookie": r"[A-Za-z0-9]{8}",
    "pii.national-id": r"(?:\d[ ./-]?[A-Za-z]?[ -]?){6}",
}
"""By weakness id, a pattern in the common subset of Rust's and Python's syntax that any value of the kind
contains; ``pii.national-id`` stands for all numbers of states."""


def text_rules() -> tuple[Rule, ...]:
    """Return the rules of personal data that know a value by its form."""
    return tuple(rule for rule in load_rules() if rule.id.startswith("pii.") and rule.pattern)


def chance_of(rule_id: str) -> float:
    """Return the share of random values of the shape that pass: 0.1 for one check digit, 1 for none."""
    return rules_by_id()[rule_id].chance


def name_evidence(column_name: str) -> Mapping[str, float]:
    """Return how strongly a header speaks for each kind, by weakness id: 1.0 names it, 0.4 is a hint.

    The key ``pii.national-id.`` stands for all numbers of states ("identity number").
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
    if rule.chance >= 1 and strength < _SHORTEST_HINT:
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
    if isinstance(outcome, str):
        return Confidence.LOW
    if rule.id == "pii.phone":
        grade = phones.grade_of(value)
        if grade == phones.POSSIBLE and not strength:
            return Confidence.LOW
        return Confidence.HIGH if grade == phones.STRONG or strength >= 1 else Confidence.MEDIUM
    if rule.chance <= 0.01 or strength >= 1:
        return rule.confidence
    return Confidence.MEDIUM if rule.chance <= 0.1 or strength else Confidence.LOW


_STANDS_ALONE = frozenset(
    {"pii.email", "pii.iban", "pii.ip-address", "pii.mac-address", "pii.crypto-wallet", "pii.credit-card"}
)
_PIECE = lazy(r"""[^\s"'<>(),;\[\]{}|]{6,80}""")
_PHONE_PIECE = lazy(
    r"(?<![\w.])(?:\+\d{1,3}[ (]|\+\d|\(\d{2,5}\)|0\d|\d{3}[-.]\d{3})[\d ()/.-]{5,18}\d(?![\w])"
)


def _inside(rule: Rule, value: str) -> list[str]:
    """Return pieces of a longer text that may be of the kind by themselves."""
    if len(value) < 12 or (" " not in value and rule.id != "pii.email"):
        return []
    if rule.id == "pii.phone":
        return [piece for piece in _PHONE_PIECE.findall(value) if phones.grade_of(piece) >= phones.LIKELY]
    if rule.id in _STANDS_ALONE or (rule.id.startswith("pii.national-id.") and rule.chance <= 0.05):
        return [piece.strip(".:") for piece in _PIECE.findall(value)]
    return []
