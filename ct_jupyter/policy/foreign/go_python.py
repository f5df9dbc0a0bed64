"""A tree of Go's syntax, written as an expression of Python's that a policy takes."""

from __future__ import annotations

from collections.abc import Iterator

from ...detection.own.fitness import check_pattern
from .go_tree import Group, Leaf, Node, Repeat, Sequence, UntranslatableError, parse_go

_BOUNDS = (200, 80, 40, 20, 10)
"""What repeats without an end are bounded at, where they could take too long otherwise."""


def to_python(pattern: str, group: int | None = None) -> tuple[str, str]:
    """Return an expression of Go in Python's syntax, and what had to be changed of it.

    Parameters
    ----------
    group
        The number of the group that is the secret; None for the first that there is, 0 for all of it.

    Raises
    ------
    UntranslatableError
        Python cannot say it, or it could take too long whatever is done; the message goes on after
        "the pattern".
    """
    tree = parse_go(pattern)
    numbers = sorted(_numbers(tree))
    value = next(iter(numbers), 0) if group is None else group
    if value and value not in numbers:
        raise UntranslatableError(f"has no group {value}")
    written = _written(tree, value, None)
    try:
        check_pattern(written)
        return written, ""
    except ValueError as error:
        problem = str(error)
    if "could take" not in problem:
        raise UntranslatableError(problem)
    trimmed = _trimmed(tree)
    for bound in (None, *_BOUNDS):
        written = _written(trimmed, value, bound)
        try:
            check_pattern(written)
        except ValueError:
            continue
        return written, f"repeats without an end are bounded at {bound}" if bound else ""
    raise UntranslatableError(problem)


def _numbers(node: Node) -> Iterator[int]:
    if isinstance(node, Repeat):
        yield from _numbers(node.node)
    elif isinstance(node, Group):
        if node.number:
            yield node.number
        for sequence in node.alternatives:
            for one in sequence:
                yield from _numbers(one)


def _trimmed(tree: Group) -> Group:
    """Return the tree without ``.*`` at both ends, which a search needs not."""
    return tree._replace(alternatives=tuple(map(_cut, tree.alternatives)))


def _cut(nodes: Sequence) -> Sequence:
    while nodes and _is_anything(nodes[0]):
        nodes = nodes[1:]
    while nodes and _is_anything(nodes[-1]):
        nodes = nodes[:-1]
    return nodes


def _is_anything(node: Node) -> bool:
    while isinstance(node, Group) and len(node.alternatives) == 1 and len(node.alternatives[0]) == 1:
        node = node.alternatives[0][0]
    return (
        isinstance(node, Repeat) and node.low == 0 and isinstance(node.node, Leaf) and node.node.text == "."
    )


def _written(tree: Group, value: int, bound: int | None) -> str:
    cases = {leaf.ignores_case for leaf in _leaves(tree) if leaf.literal.isalpha() or leaf.text[:1] == "["}
    # One flag for all of it where it can be, as people write it.
    everywhere = cases == {True}
    body = _alternatives(tree, value, bound, marks_case=not everywhere)
    return f"(?i){body}" if everywhere else body


def _leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Repeat):
        yield from _leaves(node.node)
    else:
        for sequence in node.alternatives:
            for one in sequence:
                yield from _leaves(one)


def _alternatives(group: Group, value: int, bound: int | None, *, marks_case: bool) -> str:
    return "|".join(_sequence(one, value, bound, marks_case=marks_case) for one in group.alternatives)


def _sequence(nodes: Sequence, value: int, bound: int | None, *, marks_case: bool) -> str:
    pieces: list[str] = []
    run: list[str] = []
    for node in (*nodes, None):
        plain = node.node if isinstance(node, Repeat) else node
        if marks_case and isinstance(plain, Leaf) and plain.ignores_case and node is not None:
            run.append(_node(node, value, bound, marks_case=False))
            continue
        if run:
            pieces.append(f"(?i:{''.join(run)})")
            run = []
        if node is not None:
            pieces.append(_node(node, value, bound, marks_case=marks_case))
    return "".join(pieces)


def _node(node: Node, value: int, bound: int | None, *, marks_case: bool) -> str:
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, Group):
        opening = "(?P<value>" if node.number and node.number == value else "(?:"
        return f"{opening}{_alternatives(node, value, bound, marks_case=marks_case)})"
    body = _node(node.node, value, bound, marks_case=marks_case)
    high = node.low + bound if node.high is None and bound is not None else node.high
    return f"{body}{_times(node.low, high)}{'?' if node.lazy else ''}"


def _times(low: int, high: int | None) -> str:
    if high is None:
        return {0: "*", 1: "+"}.get(low, f"{{{low},}}")
    if (low, high) == (0, 1):
        return "?"
    return f"{{{low}}}" if low == high else f"{{{low},{high}}}"
