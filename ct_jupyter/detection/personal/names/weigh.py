"""What speaks for a name or an address, weighed: its shape, what it is given to, and what the model says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ....text.lazy import lazy
from ...model import Confidence
from ..made import is_made_text
from ..personal_kinds import ADDRESS, PERSON
from ..thresholds import CERTAIN, HINT, MODELLED
from .addresses import address_form
from .headers import address_strength, person_strength
from .persons import person_shape
from .spans import NameSpan

MODEL_NOTE = "only the model speaks for it"
FORM_NOTE = "only its form speaks for it"
_LETTER_AND_DIGIT = lazy(r"(?=.*[^\W\d_]{3})(?=.*\d)[\w\s.,'’/#°ºª()-]+\Z")
_NO_ADDRESS = lazy(r"(?i)0x[0-9a-f]+\Z|[0-9a-f:.\-]+\Z|\S+\Z|.*(?:\d{4}-\d\d-\d\d|\d\d:\d\d)")


class Weighed(NamedTuple):
    """A verdict on one value."""

    rule_id: str
    confidence: Confidence
    note: str | None = None


def weigh(value: str, name: str | None, spans: Sequence[NameSpan] | None = None) -> Weighed | None:  # noqa: C901  # the evidence, one piece after the other
    """Return what ``value`` is: a whole string, field or cell.

    Parameters
    ----------
    name
        Variable, key or header that it is given to.
    spans
        What the model found in it; None where it was not asked.
    """
    if is_made_text(value):
        return None
    form = address_form(value)
    if form == "certain":
        return Weighed(ADDRESS, Confidence.HIGH if name and address_strength(name) else Confidence.MEDIUM)
    shape = person_shape(value)
    strength = person_strength(name) if name and shape else 0.0
    living = address_strength(name) if name else 0.0
    modelled = share_of(value, spans, "person") if spans is not None else 0.0
    if form == "likely" or (form == "street" and living):
        if living:
            return Weighed(ADDRESS, Confidence.MEDIUM)
        return Weighed(ADDRESS, Confidence.LOW, FORM_NOTE)
    if spans is not None and share_of(value, spans, "address") >= MODELLED and any(map(str.isdigit, value)):
        if living:
            return Weighed(ADDRESS, Confidence.MEDIUM)
        return Weighed(ADDRESS, Confidence.LOW, MODEL_NOTE)
    if living >= CERTAIN and len(value) >= 6 and _is_place_like(value):
        return Weighed(ADDRESS, Confidence.MEDIUM)
    if shape is None or living:
        return None
    if strength >= CERTAIN:
        return Weighed(PERSON, Confidence.HIGH if modelled >= MODELLED else Confidence.MEDIUM)
    if shape == "titled":
        return Weighed(PERSON, Confidence.MEDIUM)
    if shape == "single":
        return (
            Weighed(PERSON, Confidence.LOW, MODEL_NOTE) if strength >= HINT and modelled >= MODELLED else None
        )
    if modelled >= MODELLED:
        return (
            Weighed(PERSON, Confidence.MEDIUM)
            if strength >= HINT
            else Weighed(PERSON, Confidence.LOW, MODEL_NOTE)
        )
    if strength >= HINT:
        return Weighed(PERSON, Confidence.LOW, FORM_NOTE)
    return None


def share_of(value: str, spans: Sequence[NameSpan], kind: str) -> float:
    """Return how much of the letters and digits of ``value`` the model takes for the kind."""
    own = sum(map(str.isalnum, value))
    covered = sum(sum(map(str.isalnum, value[s.start : s.end])) for s in spans if s.kind == kind)
    return covered / own if own else 0.0


def _is_place_like(value: str) -> bool:
    return _LETTER_AND_DIGIT.match(value) is not None and _NO_ADDRESS.match(value) is None
