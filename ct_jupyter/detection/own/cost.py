"""What a pattern of others may cost at worst, told from the pattern alone.

``re`` goes back and tries again: ``(a+)+$`` takes twice as long for each further ``a``. Nothing can stop it
once it has begun, so what could take long is refused before it runs. The bound is on the steps that a search
takes from one character at worst: windows are bounded, so that the whole then grows as the text does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..engine.parser import sre
from ..engine.patterns import exact_strings, parse
from ..engine.windows import OVERLAP, STEP

MOST_STEPS = 25_000
"""From one character: some 50 µs in a text that is made to be slow. Half of all rules take some hundreds."""
_LONGEST = STEP + OVERLAP
"""Characters of a window: what a repeat without an end may take."""
_ROUND = 3
"""Steps of going once more round a repeat of several characters, for each of them."""
_RUN = 8
"""Characters of a class that are run over in about the time of one step."""
_HUGE = 10**12
_MOST_LEADING = 24
"""Texts, and nodes, that are looked at for what a match begins with."""
_PER = 1000
"""Characters that the places of a text are counted in."""
_ALL = (1 << 129) - 1
"""A set of characters, as bits: 128 of ASCII, and one for all others."""


class TooCostlyError(ValueError):
    """A pattern that might take long; the message says which part and what to do."""


class _After(NamedTuple):
    """What follows a part of a pattern."""

    chars: int
    """That it may begin with."""
    empty: bool
    """Whether it may match nothing at all."""
    checked: bool = False
    """Whether an assertion stands in it, so that it may fail where it matches nothing."""
    nodes: tuple[Any, ...] = ()
    """The first of its nodes, as far as they are there in every match."""


class _Cost(NamedTuple):
    ways: int
    """In which one stretch of text can be read by the part: each is tried where the rest fails."""
    steps: int


_END = _After(0, True)


def steps_from_one_character(pattern: str) -> int:
    """Return the steps that searching ``pattern`` takes from one character, at worst.

    Raises
    ------
    TooCostlyError
        A repeat inside a repeat can read one text in many ways.
    ValueError
        It holds what the estimate does not know: a back-reference, an atomic group.
    """
    tree, _ = parse(pattern)
    cost = _sequence(tree, _END)
    # Where every match begins with so many letters, a search starts only where they stand.
    return cost.steps * _places(_PER, _leading(tree)) // _PER


def states_of(pattern: str) -> int:
    """Return about how many states an automaton of ``pattern`` has: what compiling it costs."""
    tree, _ = parse(pattern)
    return sum(map(_states, tree))


def _states(node: Any) -> int:
    op, argument = node
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        low, high, items = argument
        # Repeats that are longer than this are left open at their end (engine/patterns.py).
        times = low + 1 if high is sre.MAXREPEAT or high > 24 else high
        return min(int(times) * sum(map(_states, items)), _HUGE)
    return max(sum(_states(n) for child in children(node) for n in child), 1)


def children(node: Any) -> list[Any]:
    """Return the sequences inside a node of a pattern's tree."""
    op, argument = node
    if op is sre.BRANCH:
        return list(argument[1])
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return [argument[2]]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    return []


def _sequence(nodes: Sequence[Any], after: _After) -> _Cost:
    nodes = list(nodes)
    behind = [after]
    for node in reversed(nodes[1:]):
        behind.append(_with_front(node, behind[-1]))
    ways, steps = 1, 0
    for node, follows in zip(nodes, reversed(behind), strict=False):
        cost = _node(node, follows)
        steps = min(steps + ways * cost.steps, _HUGE)
        ways = min(ways * cost.ways, _HUGE)
    return _Cost(ways, max(steps, 1))


def _node(node: Any, after: _After) -> _Cost:
    op, argument = node
    if op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN, sre.AT):
        return _Cost(1, 1)
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return _Cost(1, _sequence(argument[1], _After(_ALL, False)).steps)
    if op is sre.SUBPATTERN:
        return _sequence(argument[3], after)
    if op is sre.BRANCH:
        return _branch(argument[1], after)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeat(argument, after)
    raise ValueError(f"has {str(op).lower().replace('_', ' ')}, which rules of a policy cannot have")


def _branch(branches: Sequence[Any], after: _After) -> _Cost:
    costs = [_sequence(branch, after) for branch in branches]
    steps = sum(cost.steps for cost in costs)
    exact = [exact_strings(branch) for branch in branches]
    strings = [string for one in exact for string in one or ()]
    if None not in exact:
        # At one place those match of which each begins the next: `key|keys|keyset`.
        ways = max(sum(other.startswith(one) for one in strings) for other in strings)
        return _Cost(ways, min(steps, len(branches) + max(map(len, strings))))
    firsts = [_first(branch) for branch in branches]
    apart = all(
        not one.empty and not one.chars & other.chars
        for index, one in enumerate(firsts)
        for other in firsts[index + 1 :]
    )
    ways = max(cost.ways for cost in costs) if apart else sum(cost.ways for cost in costs)
    return _Cost(ways, steps)


def _repeat(argument: Any, after: _After) -> _Cost:
    low, high, items = argument
    most = _LONGEST if high is sre.MAXREPEAT else min(int(high), _LONGEST)
    low = min(low, most)
    first = _first(items)
    tries = most - low + 1
    if after.empty and not after.checked:
        taken = 1  # nothing behind it can fail
    elif first.chars & after.chars or after.empty:
        taken = _places(tries, _leading(after.nodes))
    else:
        taken = 1
    if _is_one_character(items):
        steps = max(most // _RUN, 1)
        return _Cost(1 if low == most else taken, steps if taken == 1 else steps + taken)
    inner = _sequence(items, _After(first.chars | after.chars, False))
    if most <= 1:
        return _Cost(inner.ways + (taken > 1), inner.steps)
    if first.empty:
        raise TooCostlyError("repeats what may be empty, as in (a*)*; let what is repeated match something")
    if inner.ways > 1:
        if inner.ways ** min(most, 40) > MOST_STEPS:
            raise TooCostlyError(
                "repeats a repeat that can read the same text in many ways, as in (a+)+; "
                "bound the inner one, or let what stands between two of them be a character of its own"
            )
        return _Cost(inner.ways**most, inner.steps * inner.ways**most)
    # Each step of a body that reads a text in one way takes a character.
    return _Cost(1 if low == most else taken, _ROUND * min(inner.steps * most, _LONGEST) + taken)


def _with_front(node: Any, after: _After) -> _After:
    """Return what a node and what is behind it begin with."""
    if node[0] in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return after._replace(checked=True)
    chars, empty = _begins(*node)
    nodes = (node, *after.nodes)[:_MOST_LEADING]
    if empty:
        return _After(chars | after.chars, after.empty, after.checked, nodes)
    return _After(chars, False, False, nodes)


def _first(nodes: Sequence[Any]) -> _After:
    first = _END
    for node in reversed(list(nodes)):
        first = _with_front(node, first)
    return first


def _begins(op: Any, argument: Any) -> tuple[int, bool]:
    if op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
        return _chars(op, argument), False
    if op is sre.SUBPATTERN:
        first = _first(argument[3])
        return first.chars, first.empty
    if op is sre.BRANCH:
        firsts = [_first(branch) for branch in argument[1]]
        return _union(first.chars for first in firsts), any(first.empty for first in firsts)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        first = _first(argument[2])
        return first.chars, first.empty or argument[0] == 0
    return _ALL, True


def _chars(op: Any, argument: Any) -> int:
    """Return the characters that a node of one character takes, in both cases."""
    if op is sre.LITERAL:
        return _both_cases(_bit(argument))
    if op is sre.NOT_LITERAL:
        return _ALL & ~_bit(argument) | 1 << 128
    if op is sre.ANY:
        return _ALL & ~_bit(10)
    taken, negate = 0, False
    for item, value in argument:
        if item is sre.NEGATE:
            negate = True
        elif item is sre.LITERAL:
            taken |= _bit(value)
        elif item is sre.RANGE:
            taken |= _union(map(_bit, range(value[0], min(value[1], 128) + 1)))
        elif item is sre.CATEGORY:
            taken |= _category(value)
    # A pattern may ignore case: of what a class leaves out, a letter goes only with its other case.
    return _ALL & ~(taken & ~(1 << 128)) if negate else _both_cases(taken)


def _category(value: Any) -> int:
    for category, opposite, holds in (
        (sre.CATEGORY_DIGIT, sre.CATEGORY_NOT_DIGIT, str.isdigit),
        (sre.CATEGORY_WORD, sre.CATEGORY_NOT_WORD, _is_of_word),
        (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_SPACE, str.isspace),
    ):
        if value in (category, opposite):
            chars = _union(1 << code for code in range(128) if holds(chr(code)))
            return chars if value is category else _ALL & ~chars
    return _ALL


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _both_cases(chars: int) -> int:
    for low in range(ord("a"), ord("z") + 1):
        both = 1 << low | 1 << (low - 32)
        if chars & both:
            chars |= both
    return chars


def _bit(code: int) -> int:
    return 1 << min(code, 128)


def _union(sets: Any) -> int:
    union = 0
    for one in sets:
        union |= one
    return union


def _is_one_character(items: Any) -> bool:
    nodes = list(items)
    while len(nodes) == 1 and nodes[0][0] is sre.SUBPATTERN:
        nodes = list(nodes[0][1][3])
    return len(nodes) == 1 and nodes[0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)


def _leading(nodes: Sequence[Any]) -> tuple[str, ...]:
    """Return the texts of which every match of a sequence begins with one, in lower case."""
    nodes = list(nodes)
    while len(nodes) and nodes[0][0] is sre.SUBPATTERN:
        nodes[:1] = nodes[0][1][3]
    found: set[bytes] = set()
    strings = {b""}
    for node in nodes[:_MOST_LEADING]:
        more = exact_strings([node])
        if more is None or len(strings) * len(more) > _MOST_LEADING:
            break
        strings = {one + other for one in strings for other in more}
        if b"" not in strings:
            found = strings
    return tuple(sorted(string.decode("utf-8", "replace") for string in found))


def _places(tries: int, texts: Sequence[str]) -> int:
    """Return at how many of ``tries`` places one of ``texts`` may stand at most; of none it is any place."""
    if not texts:
        return tries
    return min(tries, sum(-(-tries // _period(text)) for text in texts))


def _period(text: str) -> int:
    """Return how far apart two places of ``text`` are at least: 1 for ``aaa``."""
    return next((n for n in range(1, len(text)) if text.startswith(text[n:])), len(text))
