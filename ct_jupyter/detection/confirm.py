"""A candidate, confirmed: the pattern of its rule matches there, and the checks let the value pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import checks, expiry
from .engine.windows import Window
from .model import Confidence, Match, Rule
from .secrets import name_before
from .secrets.placeholders import is_placeholder


def confirmed(pattern: re.Pattern[str], rule: Rule, text: str, window: Window) -> Iterator[Match]:
    """Yield what ``pattern``, which is that of ``rule``, matches in a window and the checks let pass."""
    at = window.start
    while (match := pattern.search(text, at, window.limit)) and match.start() < window.stop:
        found = _judged(rule, text, match)
        # A match of several lines that is none may hold one that begins on a later line.
        line_end = -1 if found else text.find("\n", match.start(), match.end())
        at = line_end + 1 if line_end >= 0 else max(match.end(), match.start() + 1)
        if found:
            yield found


def _judged(rule: Rule, text: str, match: re.Match[str]) -> Match | None:
    groups = match.re.groupindex
    start, end = match.span("value" if "value" in groups else 0)
    if start < 0:
        start, end = match.span()  # another branch of the pattern matched
    inner = match.span("secret") if "secret" in groups else None
    if inner == (-1, -1):
        inner = None  # another branch of the pattern matched
    value = text[slice(*inner)] if inner else text[start:end]
    if is_placeholder(value) and "pem" not in rule.checks:
        return None
    outcome = checks.run(rule.checks, value)
    if outcome is True and "host" in groups:
        outcome = checks.login(match["user"], value, match["host"])
    if outcome is False:
        return None
    name = match["name"] if "name" in groups else name_before(text, match.start())
    note = outcome if isinstance(outcome, str) else expiry.note(rule.id, text, start, end)
    confidence = Confidence.LOW if note else rule.confidence
    return Match(rule, start, end, confidence, name, note, *(inner or ()))
