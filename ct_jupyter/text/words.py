"""Word lists, written as text so that they stay readable."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text`` that white space separates."""
    return frozenset(text.split())
