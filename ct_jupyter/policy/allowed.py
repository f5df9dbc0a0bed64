"""What a value looks like that is let through: ``[[allow]]`` with a pattern in place of a fingerprint."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

from ..detection.own.fitness import check_pattern, compiled
from ..text.lazy import lazy
from .kinds import named
from .paths import path_matches
from .values import texts_of

MOST_VALUE = 4096
"""Characters of a value, and of its line around it, that a pattern is tried on."""


class Looks(NamedTuple):
    """All conditions that are there have to hold."""

    value: re.Pattern[str] | None
    """Searched in the secret itself."""
    line: re.Pattern[str] | None
    """Searched in the line that it stands on."""
    words: tuple[str, ...]
    """One of them is in the secret, in any case."""
    paths: tuple[str, ...]
    weakness: tuple[str, ...]
    sha1: frozenset[str] = frozenset()
    """The secret is one of these, by the hash that detect-secrets writes into its baselines."""

    def covers(self, weakness_id: str, text: str, span: tuple[int, int]) -> bool:
        """Whether a secret at ``span`` of ``text`` looks so; where it stands is asked apart."""
        value = text[span[0] : span[1]][:MOST_VALUE]
        if not named(weakness_id, self.weakness):
            return False
        if self.value is not None and not self.value.search(value):
            return False
        if self.sha1 and _sha1(text[span[0] : span[1]]) not in self.sha1:
            return False
        lowered = value.lower()
        if self.words and not any(word.lower() in lowered for word in self.words):
            return False
        return self.line is None or self.line.search(_line(text, *span)) is not None

    def holds_at(self, place: str | None) -> bool:
        """Whether it is meant for the file at ``place``; a file outside of the repository is none of its."""
        return not self.paths or (place is not None and path_matches(place, self.paths))


def looks_like(value: Any) -> re.Pattern[str]:
    """Read a pattern.

    Raises
    ------
    ValueError
        It is none, or not fit to be tried.
    """
    if not isinstance(value, str) or not value.strip():
        raise ValueError("has to be a regular expression, in '''…'''")
    check_pattern(value)
    return compiled(value)


_SHA1 = lazy(r"[0-9a-f]{40}\Z")


def sha1_of(value: Any) -> frozenset[str]:
    """Read hashes.

    Raises
    ------
    ValueError
        One is none.
    """
    hashes = frozenset(text.lower() for text in texts_of(value))
    if not all(_SHA1.match(text) for text in hashes):
        raise ValueError("has to be a list of SHA-1 hashes, 40 hexadecimal digits each")
    return hashes


def _sha1(value: str) -> str:
    return hashlib.sha1(value.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _line(text: str, start: int, end: int) -> str:
    first = max(text.rfind("\n", 0, start) + 1, start - MOST_VALUE)
    last = text.find("\n", end)
    return text[first : min(len(text) if last < 0 else last, end + MOST_VALUE)]
