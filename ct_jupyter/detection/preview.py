"""What of a value may be shown."""

from __future__ import annotations

from .model import Rule
from .personal.personal_kinds import is_personal, personal_kind

_SHOWN = 4
_ENOUGH = 8
"""Characters of a value, of which the last four say little."""


def preview(rule: Rule, value: str) -> str:
    """Return what of ``value`` may be shown: its public prefix, at most four characters.

    Of personal data what its owner would know it by and nobody else: ``j…@…``, ``…4242``; of names and of
    what the state gives, nothing.
    """
    if is_personal(rule.id):
        shown = personal_kind(rule.id).preview
        if shown == "initial":
            return f"{value[0]}…@…" if value[:1].isalnum() else "…@…"
        if shown == "last-characters":
            characters = [character for character in value if character.isalnum()]
            return f"…{''.join(characters[-_SHOWN:])}" if len(characters) >= _ENOUGH else "…"
    prefix = rule.public_prefix[:_SHOWN]
    return f"{prefix}…" if prefix and value.startswith(prefix) else "…"
