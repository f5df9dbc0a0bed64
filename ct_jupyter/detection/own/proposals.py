"""Where a rule of an organisation could match: patterns that are quick to compile and to look for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from ...files.private_cache import PrivateCache
from ..engine import EngineName, Matcher, Pattern
from ..engine.fallback import FallbackMatcher
from ..engine.patterns import literals, loosen
from .cost import states_of
from .own_rules import OwnRule

SHORTEST_LITERAL = 3
_SUFFIX = ".own"
_MOST_STATES = 600
"""Of an automaton: a larger one takes long to compile, and its literals are quick to look for as well."""


def proposal(rule: OwnRule) -> str:
    """Return a pattern that matches on every line that the rule matches on.

    Raises
    ------
    ValueError
        There is neither a keyword nor a text of three characters in all that the pattern matches.
    """
    if rule.keywords:
        return any_of(rule.keywords)
    pattern = rule.rule.pattern
    strings = literals(pattern)
    if not strings or min(map(len, strings)) < SHORTEST_LITERAL:
        raise ValueError(
            f"has no text of {SHORTEST_LITERAL} characters that every match contains, so that every line "
            'would have to be tried; add keywords = ["…"], one of which stands on the same line'
        )
    with suppress(ValueError):
        if states_of(pattern) <= _MOST_STATES:
            loosen(pattern)
            return pattern
    return any_of(sorted(string.decode("utf-8") for string in strings))


def any_of(words: Sequence[str]) -> str:
    """Return a pattern for any of ``words``, in any case."""
    return f"(?i:{'|'.join(map(re.escape, words))})"


def matcher_of(patterns: Sequence[str], engine: EngineName | None) -> Matcher:
    """Return what looks for ``patterns``: by Hyperscan unless ``engine`` is ``re`` or it has no wheel."""
    wanted: list[Pattern] = [(pattern, 1) for pattern in patterns]
    if engine != "re":
        with suppress(ImportError):
            from ..engine.hyperscan import HyperscanMatcher

            # A file of its own: a changed rule leaves the large database as it is.
            cache = PrivateCache(_SUFFIX)
            return HyperscanMatcher.load(wanted, cache) or HyperscanMatcher.compile(wanted, cache)
    return FallbackMatcher(wanted)
