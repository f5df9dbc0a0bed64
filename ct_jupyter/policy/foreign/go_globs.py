"""A tree of Go's syntax for a path, written as globs that name the same files."""

from __future__ import annotations

from itertools import product

from .go_tree import Group, Leaf, Node, Repeat, Sequence, UntranslatableError, parse_go

_MOST = 200
_FEW = 4
"""Characters of a class, each of which makes a glob of its own."""
_START, _END = "\0", "\1"
"""Anchors among the pieces."""


def to_globs(pattern: str) -> tuple[str, ...]:
    """Return globs, as :func:`~ct_jupyter.policy.paths.path_matches` takes them.

    Raises
    ------
    UntranslatableError
        No globs name the same files; the message goes on after "the path".
    """
    globs = dict.fromkeys(_glob(one) for one in _group(parse_go(pattern)))
    if "**" in globs:
        raise UntranslatableError("names every file")
    return tuple(globs)


def _glob(text: str) -> str:
    body = text.strip(_START + _END)
    if _START in body or _END in body:
        raise UntranslatableError("has an anchor in its middle")
    if not text.startswith(_START):
        body = f"**{body}"
    elif "/" in body:
        body = f"/{body.removeprefix('/')}"
    elif not body.startswith("**"):
        body = f"/{body}"
    if not text.endswith(_END):
        body = f"{body}**"
    while "***" in body:
        body = body.replace("***", "**")
    return body


def _group(group: Group) -> list[str]:
    return _capped([text for one in group.alternatives for text in _sequence(one)])


def _sequence(nodes: Sequence) -> list[str]:
    found = [""]
    for node in nodes:
        found = _capped(["".join(both) for both in product(found, _node(node))])
    return found


def _node(node: Node) -> list[str]:
    if isinstance(node, Group):
        return _group(node)
    if isinstance(node, Repeat):
        return _repeat(node)
    if node.is_anchor:
        if node.text not in ("^", "$"):
            return [""]  # the end of a word: a glob that is a little wider
        return [_START if node.text == "^" else _END]
    if node.literal:
        if node.literal in "*?":
            raise UntranslatableError("has a star or a question mark, which a glob cannot say")
        return [node.literal]
    if node.text in (".", "[^/]"):
        return ["?"]
    chars = node.text[1:-1].replace("\\", "")
    if (
        node.text[:1] == "["
        and node.text[1:2] != "^"
        and len(chars) <= 4
        and chars.find("-") in (-1, 0, len(chars) - 1)
    ):
        return list(chars)
    raise UntranslatableError(f"has {node.text}, which a glob cannot say")


def _repeat(node: Repeat) -> list[str]:
    inner = node.node
    while isinstance(inner, Group) and len(inner.alternatives) == 1 and len(inner.alternatives[0]) == 1:
        (only,) = inner.alternatives[0]
        if isinstance(only, Repeat):
            break
        inner = only
    if isinstance(inner, Leaf) and inner.text == "." and node.high is None:
        return ["**" if node.low == 0 else "?**"]
    if isinstance(inner, Leaf) and inner.text == "[^/]" and node.high is None:
        return ["*" if node.low == 0 else "?*"]
    if node.high is not None and node.high <= 2:
        texts, counts = _node(node.node), range(node.low, node.high + 1)
        return _capped(["".join(one) for count in counts for one in product(texts, repeat=count)])
    if isinstance(node.node, Group) and node.high is None and node.low == 0:
        folders = _node(node.node)
        if folders in (["?**/"], ["**/"], ["*/"], ["?*/"]):
            return ["", "**/"]
    raise UntranslatableError("repeats what a glob cannot say")


def _capped(texts: list[str]) -> list[str]:
    if len(texts) > _MOST:
        raise UntranslatableError(f"stands for more than {_MOST} globs")
    return texts
