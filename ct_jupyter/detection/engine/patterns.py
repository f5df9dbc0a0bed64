"""What the engines need to know of a pattern: its literals, and a looser form that Hyperscan compiles.

Both are read off the tree that Python's own parser makes, so that a rule is written once. The loose form
matches wherever the pattern does and perhaps elsewhere: look-arounds go, upper bounds of long repeats go,
and a repeat at the end stops at its minimum (one reported end for each start, not one for each character).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from .parser import parser, sre

FLAGS = re.ASCII
"""Every rule is compiled with these: ``\\w`` and ``\\b`` then mean the same to both engines."""

_CATEGORIES = {
    sre.CATEGORY_DIGIT: "0-9",
    sre.CATEGORY_WORD: "0-9A-Za-z_",
    sre.CATEGORY_SPACE: r"\x09-\x0d\x20",
}
_NEGATED = {
    sre.CATEGORY_NOT_DIGIT: r"\x00-\x2f\x3a-\xff",
    sre.CATEGORY_NOT_WORD: r"\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xff",
    sre.CATEGORY_NOT_SPACE: r"\x00-\x08\x0e-\x1f\x21-\xff",
}
_LONG_REPEAT = 24
_MAX_LITERALS = 80
_MAX_BRANCHES = 800
"""Literals of an alternation, each of which is looked for: the names of services."""
_LONG_ALTERNATION = 40
_MAX_CLASS = 4
"""A class of so few characters still counts as literals: ``[eo]`` doubles them."""


def parse(pattern: str) -> tuple[list[Any], bool]:
    """Return the tree of ``pattern`` and whether it ignores case as a whole."""
    tree = parser.parse(pattern, FLAGS)
    return list(tree), bool(tree.state.flags & re.IGNORECASE)


def widths(pattern: re.Pattern[str]) -> range:
    """Return how many characters a match of ``pattern`` may have; what goes on without end is cut short."""
    least, most = parser.parse(pattern.pattern, pattern.flags & FLAGS).getwidth()
    return range(least, min(most, 10_000) + 1)


def first_line(tree: list[Any]) -> list[Any]:
    """Return the front of a multi-line pattern that cannot reach past the first line."""
    front: list[Any] = []
    for node in tree:
        if _may_match_newline(node):
            break
        front.append(node)
    return front


def loosen(pattern: str, lines: int = 1) -> bytes:
    """Return a byte pattern for Hyperscan that matches wherever ``pattern`` does, or more often.

    Raises
    ------
    ValueError
        For a back-reference or another construct without a looser form.
    """
    tree, ignore_case = parse(pattern)
    if lines > 1:
        tree = first_line(tree)
    body = _sequence(_cut_tail(tree))
    return f"(?i:{body})".encode("latin-1") if ignore_case else body.encode("latin-1")


def apart(pattern: str, lines: int = 1) -> list[bytes]:
    """Return what ``loosen`` does, as one pattern for each branch of a long alternation of literals.

    Hyperscan looks for literals faster than it steps through an alternation of hundreds.
    """
    tree, ignore_case = parse(pattern)
    for index, node in enumerate(tree if lines == 1 else []):
        branches = _branches(node)
        if len(branches) >= _LONG_ALTERNATION:
            bodies = [_sequence(_cut_tail([*tree[:index], *one, *tree[index + 1 :]])) for one in branches]
            return [f"(?i:{b})".encode("latin-1") if ignore_case else b.encode("latin-1") for b in bodies]
    return [loosen(pattern, lines)]


def _branches(node: Any) -> list[list[Any]]:
    """Return the nodes that stand for each branch of an alternation, in a group or not; else nothing."""
    op, argument = node
    if op is sre.BRANCH:
        return [list(branch) for branch in argument[1]]
    if op is sre.SUBPATTERN and len(argument[3]) and argument[3][0][0] is sre.BRANCH:
        group, add, remove, items = argument
        return [[(op, (group, add, remove, [*branch, *items[1:]]))] for branch in items[0][1][1]]
    if op is sre.SUBPATTERN and len(argument[3]) == 1:
        group, add, remove, items = argument
        return [[(op, (group, add, remove, one))] for one in _branches(items[0])]
    return []


def _cut_tail(nodes: Sequence[Any]) -> list[Any]:
    """Drop assertions at the end, and bring a repeat there down to its minimum."""
    nodes = list(nodes)
    while nodes and nodes[-1][0] in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        nodes.pop()
    if not nodes:
        return nodes
    op, argument = nodes[-1]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        low, _, item = argument
        if low == 0:
            return _cut_tail(nodes[:-1])
        nodes[-1] = (op, (low, low, item))
    elif op is sre.SUBPATTERN:
        group, add, remove, item = argument
        nodes[-1] = (op, (group, add, remove, _cut_tail(item)))
    return nodes


def _sequence(nodes: Iterable[Any]) -> str:
    return "".join(_write(op, argument) for op, argument in nodes)


def _cases(code: int) -> set[str]:
    """Return a character beyond ASCII in both cases; of ASCII the engines see to it."""
    char = chr(code)
    both = {char, char.lower(), char.upper()} if code > 127 else {char}
    return {form for form in both if len(form) == 1}


def _byte(code: int) -> str:
    return f"\\x{code:02x}"


def _write(op: Any, argument: Any) -> str:
    if op is sre.LITERAL:
        # The engines ignore case in ASCII alone, so both cases of another letter are written out.
        written = ["".join(map(_byte, form.encode())) for form in sorted(_cases(argument))]
        return written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"
    if op is sre.NOT_LITERAL:
        # The bytes of a character beyond ASCII are all above 0x7f, so any of them may stand here.
        return f"[^{_byte(argument)}]" if argument < 128 else r"[\x00-\xff]"
    if op is sre.ANY:
        return r"[^\x0a]"
    if op is sre.IN:
        return _class(argument)
    if op is sre.BRANCH:
        return "(?:" + "|".join(_sequence(_without_assertions(b)) for b in argument[1]) + ")"
    if op is sre.SUBPATTERN:
        _, add, remove, items = argument
        if remove or add & ~re.IGNORECASE:
            raise ValueError("only (?i:…) may change flags inside a pattern")
        return ("(?i:" if add else "(?:") + _sequence(items) + ")"
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeat(*argument)
    if op is sre.AT:
        return {sre.AT_BOUNDARY: r"\b", sre.AT_BEGINNING_STRING: r"\A"}.get(argument, "")
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return ""
    raise ValueError(f"no looser form of {op}")


def _without_assertions(nodes: Iterable[Any]) -> list[Any]:
    return [n for n in nodes if n[0] not in (sre.ASSERT, sre.ASSERT_NOT)]


def _class(items: Sequence[Any]) -> str:
    negate = bool(items) and items[0][0] is sre.NEGATE
    parts: list[str] = []
    beyond_ascii = False
    for op, argument in items[1:] if negate else items:
        if op is sre.LITERAL:
            if argument < 128:
                parts.append(_byte(argument))
            else:
                beyond_ascii = True
        elif op is sre.RANGE:
            low, high = argument
            if low < 128:
                parts.append(f"{_byte(low)}-{_byte(min(high, 127))}")
            beyond_ascii = beyond_ascii or high > 127
        elif op is sre.CATEGORY:
            if argument in _CATEGORIES:
                parts.append(_CATEGORIES[argument])
            elif negate:
                raise ValueError("a negated category inside a negated class")
            else:
                parts.append(_NEGATED[argument])
    if negate:
        return f"[^{''.join(parts)}]" if parts else r"[\x00-\xff]"
    if beyond_ascii:
        parts.append(r"\x80-\xff")
        return f"[{''.join(parts)}]+"
    return f"[{''.join(parts)}]"


def _repeat(low: int, high: int, items: Sequence[Any]) -> str:
    body = _sequence(items)
    if not body:
        return ""
    body = f"(?:{body})"
    # One character may be up to four bytes, so a bound on characters is no bound on bytes.
    if high is sre.MAXREPEAT or high > _LONG_REPEAT or _may_be_beyond_ascii(items):
        return f"{body}{{{low},}}" if low > 1 else body + ("*" if low == 0 else "+")
    return f"{body}{{{low},{high}}}" if low != high else f"{body}{{{low}}}"


def _may_be_beyond_ascii(items: Iterable[Any]) -> bool:
    for op, argument in items:
        if op in (sre.NOT_LITERAL, sre.ANY):
            return True
        if op is sre.IN and (
            argument[0][0] is sre.NEGATE
            or any(o is sre.CATEGORY and a in _NEGATED for o, a in argument)
            or any(o is sre.RANGE and a[1] > 127 for o, a in argument)
            or any(o is sre.LITERAL and a > 127 for o, a in argument)
        ):
            return True
        if any(_may_be_beyond_ascii(child) for child in _children(op, argument)):
            return True
    return False


def _children(op: Any, argument: Any) -> list[Any]:
    if op is sre.BRANCH:
        return list(argument[1])
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return [argument[2]]
    return []


def _may_match_newline(node: Any) -> bool:
    op, argument = node
    if op is sre.LITERAL:
        return bool(argument == 10)
    if op is sre.NOT_LITERAL:
        return bool(argument != 10)
    if op is sre.IN:
        return re.fullmatch(_class(argument).encode("latin-1"), b"\n") is not None
    return any(_may_match_newline(n) for child in _children(op, argument) for n in child)


def literals(pattern: str, lines: int = 1) -> frozenset[bytes]:
    """Return lower-case byte strings, at least one of which is in every match, lower-cased.

    Of all such sets in the pattern the one is taken whose shortest string is longest. It is empty where
    the pattern has none.
    """
    tree, _ = parse(pattern)
    if lines > 1:
        tree = first_line(tree)
    found = max((s for s in _required(tree) if s), key=_rank, default=frozenset())
    # Where a string is, those inside it are too.
    return frozenset(a for a in found if not any(b != a and b in a for b in found))


def _rank(strings: frozenset[bytes]) -> tuple[int, int]:
    return min(min(map(len, strings)), 8), -len(strings)


def _required(nodes: Iterable[Any]) -> list[frozenset[bytes]]:
    """Return sets of strings of which every match has one, for each stretch of the sequence."""
    found: list[frozenset[bytes]] = []
    run: set[bytes] = {b""}
    front: list[Any] = []  # the nodes whose text `run` holds

    def close() -> None:
        nonlocal run
        found.append(frozenset(run) if b"" not in run else frozenset())
        run = {b""}

    for op, argument in nodes:
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue  # of no width, so that a literal goes on behind it
        exact = _exact(op, argument)
        if exact is not None and len(exact) * len(run) <= _MAX_LITERALS:
            run = {a + b for a in run for b in exact}
            front.append((op, argument))
            continue
        close()
        if exact is not None:
            run = set(exact)
        elif op is sre.SUBPATTERN:
            found += _required(argument[3])
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and argument[0] >= 1:
            found += _required(argument[2])
        elif op is sre.BRANCH:
            # The parser moves a common beginning in front of the branches; each needs it back.
            best = [
                max((s for s in _required([*front, *b]) if s), key=_rank, default=None) for b in argument[1]
            ]
            if all(best):
                union = frozenset().union(*(s for s in best if s))
                found.append(union if len(union) <= _MAX_BRANCHES else frozenset())
        front = [(op, argument)] if exact is not None else []
    close()
    return found


def _exact(op: Any, argument: Any) -> set[bytes] | None:  # noqa: C901  # a branch for each node of an expression
    """Return all that the node can match, lower case, where that is a short list."""
    if op is sre.LITERAL:
        return {form.encode().lower() for form in _cases(argument)}
    if op is sre.IN:
        codes: set[int] = set()
        for item, value in argument:
            if item is sre.LITERAL:
                codes.add(value)
            elif item is sre.RANGE and value[1] - value[0] < _MAX_CLASS:
                codes.update(range(value[0], value[1] + 1))
            else:
                return None
        return (
            {form.encode().lower() for c in codes for form in _cases(c)} if len(codes) <= _MAX_CLASS else None
        )
    if op is sre.SUBPATTERN:
        return exact_strings(argument[3])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        low, high, items = argument
        inner = exact_strings(items)
        if inner is None or high is sre.MAXREPEAT or high > 3:
            return None
        result: set[bytes] = {b""} if low == 0 else set()
        power: set[bytes] = {b""}
        for count in range(1, high + 1):
            power = {a + b for a in power for b in inner}
            if count >= low:
                result |= power
        return result if len(result) <= _MAX_LITERALS else None
    if op is sre.BRANCH:
        union: set[bytes] = set()
        for branch in argument[1]:
            inner = exact_strings(branch)
            if inner is None:
                return None
            union |= inner
        return union if len(union) <= _MAX_LITERALS else None
    return None


def exact_strings(nodes: Iterable[Any]) -> set[bytes] | None:
    """Return all that a sequence can match, lower case, where that is a short list; else None."""
    result: set[bytes] = {b""}
    for op, argument in nodes:
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
        exact = _exact(op, argument)
        if exact is None:
            return None
        result = {a + b for a in result for b in exact}
        if len(result) > _MAX_LITERALS:
            return None
    return result
