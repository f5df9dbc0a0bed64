"""All kinds of findings by weakness id: secrets and personal data, and code that opens a door."""

from __future__ import annotations

from functools import cache

import msgspec

from ..code import weaknesses
from ..detection.model import Severity
from ..detection.rule_files import rules_by_id


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of finding, as reports and the rule catalogue explain it."""

    id: str
    title: str
    provider: str
    severity: Severity
    why: str
    """What it lets somebody do."""
    remedy: str
    """What to do now."""
    source: str
    """The page that documents it."""
    cwe: int | None = None
    """Number in MITRE's list of weaknesses."""


_SHARED = [name for name in Kind.__struct_fields__ if name != "cwe"]


@cache
def kinds_by_id() -> dict[str, Kind]:
    """Return the kinds of findings by weakness id; an organisation's own rules are not among them."""
    known: dict[str, Kind] = {}
    for rule in rules_by_id().values():
        known[rule.id] = Kind(**{name: getattr(rule, name) for name in _SHARED})
    for weakness in weaknesses().values():
        known[weakness.id] = Kind(**{name: getattr(weakness, name) for name in _SHARED}, cwe=weakness.cwe)
    return known
