"""Texts made to hurt a rule, read off its own pattern."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from ct_jupyter.detection.engine.patterns import FLAGS, literals

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as parser
else:
    import sre_constants as sre
    import sre_parse as parser

_LONGEST = 300
_ALPHABET = "aA0_-./+=:@'\" \t\\(){}[]<>,;#%&zZ9xéeyJ\n"


def hostile_units(pattern: str, lines: int = 1) -> list[str]:
    """Return texts to repeat: the pattern's beginnings, long runs of what it takes, and near misses."""
    tree = list(parser.parse(pattern, FLAGS))
    fronts = [literal.decode() for literal in sorted(literals(pattern, lines))[:2]] or [""]
    runs = list(dict.fromkeys(_runs(tree)))[:3] or ["a"]
    longest = _long_match(tree)
    units = [
        *fronts,
        *(fronts[0] + run * count for run in runs for count in (1, 40, 4000)),
        *runs,
        longest[:-1],
        longest[:-1] + "\n",
        longest[: len(longest) * 4 // 5],
    ]
    return [unit for unit in dict.fromkeys(units) if unit]


def _runs(nodes: Sequence[Any]) -> Iterator[str]:
    """Yield what each long repeat takes."""
    for op, argument in nodes:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _low, high, item = argument
            if high > 8 or high is sre.MAXREPEAT:
                yield from _taken(item)
            yield from _runs(item)
        elif op is sre.SUBPATTERN:
            yield from _runs(argument[3])
        elif op is sre.BRANCH:
            for branch in argument[1]:
                yield from _runs(branch)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _runs(argument[1])


def _taken(nodes: Sequence[Any]) -> list[str]:
    taken = [_long_match(nodes)]
    if len(nodes) == 1 and nodes[0][0] in (sre.IN, sre.ANY, sre.NOT_LITERAL):
        taken = [character for character in _ALPHABET if _takes(nodes[0], character)][:3]
    return [text[:50] for text in taken if text and text != "\n"]


def _takes(node: Any, character: str) -> bool:
    op, argument = node
    if op is sre.ANY:
        return character != "\n"
    if op is sre.NOT_LITERAL:
        return character != chr(argument)
    negate = bool(argument) and argument[0][0] is sre.NEGATE
    return any(_is_in(item, character) for item in argument if item[0] is not sre.NEGATE) is not negate


def _is_in(item: Any, character: str) -> bool:
    op, argument = item
    if op is sre.LITERAL:
        return ord(character) == argument
    if op is sre.RANGE:
        return bool(argument[0] <= ord(character) <= argument[1])
    category = {
        sre.CATEGORY_DIGIT: r"\d",
        sre.CATEGORY_NOT_DIGIT: r"\D",
        sre.CATEGORY_WORD: r"\w",
        sre.CATEGORY_NOT_WORD: r"\W",
        sre.CATEGORY_SPACE: r"\s",
        sre.CATEGORY_NOT_SPACE: r"\S",
    }[argument]
    return re.match(category, character, FLAGS) is not None


def _long_match(nodes: Sequence[Any]) -> str:
    """Return what the pattern takes with every repeat as long as it may be, within reason."""
    text = ""
    for op, argument in nodes:
        if op is sre.LITERAL:
            text += chr(argument)
        elif op in (sre.IN, sre.ANY, sre.NOT_LITERAL):
            text += next((c for c in _ALPHABET if _takes((op, argument), c)), "")
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            low, high, item = argument
            text += _long_match(item) * max(low, min(int(high), _LONGEST))
        elif op is sre.SUBPATTERN:
            text += _long_match(argument[3])
        elif op is sre.BRANCH:
            text += max(map(_long_match, argument[1]), key=len)
    return text
