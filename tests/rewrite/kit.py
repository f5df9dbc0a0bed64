"""Cells with a value between guillemets: ``password = "«value»"``."""

from __future__ import annotations

from ct_jupyter.detection import Confidence, Match, load_rules

PASSWORD = next(rule for rule in load_rules() if rule.id == "secret.generic.password")


def marked(text: str) -> tuple[str, int, int]:
    """Return the source without the marks, and the span that they held."""
    before, _, rest = text.partition("«")
    value, _, after = rest.partition("»")
    return before + value + after, len(before), len(before) + len(value)


def match_at(start: int, end: int, name: str | None = "password") -> Match:
    """Return what the detector says of a password there."""
    return Match(PASSWORD, start, end, Confidence.HIGH, name)
