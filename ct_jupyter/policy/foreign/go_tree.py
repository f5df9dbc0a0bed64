"""Regular expressions of Go (RE2), read into a tree: https://github.com/google/re2/wiki/Syntax.

They differ from Python's where it matters here: flags count from where they stand to the end of their group,
``\\z`` is the end of the text, ``[[:alnum:]]`` a class, ``(?<name>…)`` a group, ``\\Q…\\E`` a quotation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...text.lazy import lazy

_FLAGS = lazy(r"\(\?(?P<on>[imsU]*)(?:-(?P<off>[imsU]*))?(?P<end>[:)])")
_NAMED = lazy(r"\(\?P?<(?P<name>\w+)>")
_REPEAT = lazy(r"(?:(?P<sign>[*+?])|\{(?P<low>\d{1,4})(?P<comma>,(?P<high>\d{1,4})?)?\})(?P<lazy>\??)")
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": r"0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_DEEPEST = 60


class UntranslatableError(ValueError):
    """An expression, or a part of it, that Python or a glob cannot say; the message says which."""


class Leaf(NamedTuple):
    """One character, class or assertion, as Python writes it."""

    text: str
    """``.`` for any character."""
    ignores_case: bool = False
    literal: str = ""
    """The character itself, where it is one."""
    is_anchor: bool = False
    """Whether it takes no character."""


class Group(NamedTuple):
    """Alternatives in brackets."""

    alternatives: tuple[Sequence, ...]
    number: int = 0
    """From 1, where it captures."""


class Repeat(NamedTuple):
    """How often a node is there."""

    node: Leaf | Group
    low: int
    high: int | None
    lazy: bool


Node = Leaf | Group | Repeat
Sequence = tuple[Node, ...]


def parse_go(pattern: str) -> Group:
    """Return the tree of an expression, as a group that does not capture.

    Raises
    ------
    UntranslatableError
        It is none, or holds what Python cannot say.
    """
    parser = _Parser(pattern)
    tree = Group(parser.alternatives(frozenset(), 0))
    if parser.at < len(pattern):
        raise UntranslatableError("has a closing bracket without an opening one")
    return tree


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self._groups = 0

    def alternatives(self, flags: frozenset[str], depth: int) -> tuple[Sequence, ...]:
        if depth > _DEEPEST:
            raise UntranslatableError("is nested too deeply")
        found: list[Sequence] = []
        nodes: list[Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            char = self.pattern[self.at]
            if char == "|":
                self.at += 1
                found.append(tuple(nodes))
                nodes = []
            elif char == "(":
                inside = _FLAGS.match(self.pattern, self.at)
                if inside is not None and inside["end"] == ")":
                    # From here on, also in the alternatives that follow.
                    flags = _with(flags, inside)
                    self.at = inside.end()
                else:
                    nodes.append(self._repeated(self._group(flags, inside, depth)))
            elif self.pattern.startswith("\\Q", self.at):
                end = self.pattern.find("\\E", self.at)
                end = len(self.pattern) if end < 0 else end
                nodes += [_literal(one, flags) for one in self.pattern[self.at + 2 : end]]
                self.at = end + 2
            else:
                nodes.append(self._repeated(self._leaf(flags)))
        return (*found, tuple(nodes))

    def _group(self, flags: frozenset[str], inside: re.Match[str] | None, depth: int) -> Group:
        number = 0
        if inside is not None:
            flags = _with(flags, inside)
            self.at = inside.end()
        elif named := _NAMED.match(self.pattern, self.at):
            self.at = named.end()
            number = self._groups = self._groups + 1
        elif self.pattern.startswith("(?", self.at):
            raise UntranslatableError(f"has {self.pattern[self.at : self.at + 4]!r}, which Go does not know")
        else:
            self.at += 1
            number = self._groups = self._groups + 1
        group = Group(self.alternatives(flags, depth + 1), number)
        if not self.pattern.startswith(")", self.at):
            raise UntranslatableError("has an opening bracket without a closing one")
        self.at += 1
        return group

    def _repeated(self, node: Leaf | Group) -> Node:
        found = _REPEAT.match(self.pattern, self.at)
        if found is None:
            return node
        if isinstance(node, Leaf) and node.is_anchor:
            raise UntranslatableError("repeats an anchor")
        self.at = found.end()
        if found["sign"]:
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[found["sign"]]
        else:
            low = int(found["low"])
            high = low if not found["comma"] else int(found["high"]) if found["high"] else None
        if _REPEAT.match(self.pattern, self.at):
            raise UntranslatableError("repeats a repeat")
        return Repeat(node, low, high, bool(found["lazy"]))

    def _leaf(self, flags: frozenset[str]) -> Leaf:
        char = self.pattern[self.at]
        if char == "[":
            return Leaf(self._class(), "i" in flags)
        if char == "\\":
            return self._escape(flags)
        self.at += 1
        if char == ".":
            return Leaf(".")  # a match stays on its line, so that the flag s changes nothing
        if char in "^$":
            return Leaf(char, is_anchor=True)
        if char in "*+?":
            raise UntranslatableError("repeats nothing")
        return _literal(char, flags)

    def _escape(self, flags: frozenset[str]) -> Leaf:
        char = self.pattern[self.at + 1 : self.at + 2]
        text = self._escaped()
        if char in "bB":
            return Leaf(text, is_anchor=True)
        if char in "Az":
            return Leaf("^" if char == "A" else "$", is_anchor=True)
        if len(text) == 2 and text[0] == "\\" and not char.isalnum():
            return Leaf(text, literal=char)
        return Leaf(text, "i" in flags)

    def _escaped(self) -> str:
        """Return an escape as Python writes it, and go on behind it."""
        char = self.pattern[self.at + 1 : self.at + 2]
        if not char:
            raise UntranslatableError("ends in a backslash")
        if char == "x":
            found = re.compile(r"\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))").match(self.pattern, self.at)
            if found is None:
                raise UntranslatableError("has an \\x without a number")
            self.at = found.end()
            return re.escape(chr(int(found[1] or found[2], 16)))
        if char in "pPC" or char.isdigit():
            raise UntranslatableError(f"has \\{char}, which the rules here do not know")
        self.at += 2
        if char == "z" or char == "A":
            return ""
        if char.isalnum() and char not in "abBdDfnrsStvwW":
            return re.escape(char)
        return "\\" + char

    def _class(self) -> str:
        self.at += 1
        written = "["
        if self.pattern.startswith("^", self.at):
            written, self.at = "[^", self.at + 1
        first = True
        while first or not self.pattern.startswith("]", self.at):
            if self.at >= len(self.pattern):
                raise UntranslatableError("has a class that does not end")
            first = False
            posix = re.compile(r"\[:(\^?)(\w+):\]").match(self.pattern, self.at)
            if posix is not None:
                if posix[1] or posix[2] not in _POSIX:
                    raise UntranslatableError(f"has {posix[0]}, which the rules here do not know")
                written, self.at = written + _POSIX[posix[2]], posix.end()
            elif self.pattern[self.at] == "\\":
                written += self._escaped()
            else:
                char = self.pattern[self.at]
                # Python reads some of these as the begin of a set of sets, one day.
                written += f"\\{char}" if char in "[]&~|" else char
                self.at += 1
        self.at += 1
        return written + "]"


def _with(flags: frozenset[str], found: re.Match[str]) -> frozenset[str]:
    if "U" in found["on"]:
        raise UntranslatableError("has the flag U, which turns all repeats round")
    return (flags | set(found["on"])) - set(found["off"] or "")


def _literal(char: str, flags: frozenset[str]) -> Leaf:
    return Leaf(re.escape(char), "i" in flags and char.isalpha(), literal=char)
