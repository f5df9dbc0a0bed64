"""Whether a pattern that others wrote is fit to be looked for: small, bounded, and found by a literal."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from typing import Any

from .. import checks
from ..engine.parser import sre
from ..engine.patterns import FLAGS, parse, widths
from .cost import MOST_STEPS, TooCostlyError, children, steps_from_one_character

MOST_CHARACTERS = 4_000
"""Of a pattern."""
MOST_IN_ASSERTION = 256
"""Characters that a look-ahead may look at."""
_BOUND_IT = "bound its repeats ({0,80} in place of *), and let two of them that follow each other differ"
_FLAGS = "sets flags; only (?i) at the beginning and (?i:…) may stand in it"
_SAMPLES = ("", "a", "a1B2c3D4e5F6g7H8")


def compiled(pattern: str) -> re.Pattern[str]:
    """Return ``pattern`` compiled: ``^`` and ``$`` are the ends of a line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a bracket in a class may mean more one day
        return re.compile(pattern, FLAGS | re.MULTILINE)


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that might hang a scan, or that means less here than it says.

    Raises
    ------
    ValueError
        Says which, and what to do.
    """
    if len(pattern) > MOST_CHARACTERS:
        raise ValueError(
            f"has {len(pattern):,} characters, of at most {MOST_CHARACTERS:,}; make two rules of it"
        )
    try:
        flags = compiled(pattern).flags
        tree, _ = parse(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression of Python: {error}") from None
    except (RecursionError, OverflowError):
        raise ValueError("is nested too deeply, or repeats too often; make it simpler") from None
    try:
        if flags & ~(FLAGS | re.MULTILINE | re.IGNORECASE):
            raise ValueError(_FLAGS)
        _check_nodes(tree)
        steps = steps_from_one_character(pattern)
    except TooCostlyError as error:
        raise ValueError(f"could take for ever: it {error}") from None
    except RecursionError:
        raise ValueError("is nested too deeply; make it simpler") from None
    if steps > MOST_STEPS:
        raise ValueError(
            f"could take too long: it tries some {steps:,} ways to match at each character; {_BOUND_IT}"
        )
    if widths(re.compile(pattern, FLAGS)).start == 0:
        raise ValueError("matches what is empty; let it match something")


def _check_nodes(nodes: Sequence[Any]) -> None:
    for node in nodes:
        op, argument = node
        if op is sre.AT and argument in (sre.AT_BEGINNING_STRING, sre.AT_END_STRING):
            raise ValueError("has \\A or \\Z, and a rule matches on one line; use ^ and $")
        if op is sre.SUBPATTERN and (argument[2] or argument[1] & ~re.IGNORECASE):
            raise ValueError(_FLAGS)
        if op in (sre.ASSERT, sre.ASSERT_NOT) and argument[1].getwidth()[1] > MOST_IN_ASSERTION:
            raise ValueError(
                f"looks ahead further than {MOST_IN_ASSERTION} characters; bound the repeat in it"
            )
        for child in children(node):
            _check_nodes(child)


def check_names(names: Sequence[str]) -> None:
    """Refuse names of checks that there are none of, or with an argument that they cannot take.

    Raises
    ------
    ValueError
        Names the check.
    """
    for name in names:
        key, _, argument = name.partition(":")
        if key not in checks.CHECKS:
            raise ValueError(
                f"names {key!r}, which is no check; there are {', '.join(sorted(checks.CHECKS))}"
            )
        try:
            for sample in _SAMPLES:
                checks.CHECKS[key](sample, argument)
        except (ValueError, IndexError, ZeroDivisionError):
            raise ValueError(f"has {name!r}, which does not take {argument or 'nothing'!r}") from None
