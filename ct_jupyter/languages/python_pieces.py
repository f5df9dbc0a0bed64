"""A cell's Python as trees with places, also where it is half typed or meant for IPython in part."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from ..text.lazy import lazy
from .python_lexer import CommentToken, python_tokens

_LINE = lazy(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_TIMED = lazy(r"([ \t]*)%(?:time|prun|memit)[ \t]+(?!-)")
_FOR_IPYTHON = lazy(r"[ \t]*[%!?]|[ \t]*[\w.]+\?{1,2}[ \t]*$|[\w \t.,]*=[ \t]*[!%]")
_BEGINS = lazy(r"[^\s#)\]},]")
_CONTINUES = lazy(r"(?:else|elif|except|finally|case)\b")
_BRACKET = lazy(r"[()\[\]{}]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


_REST_OF_LINE = lazy(r"[ \t]*;?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)|[ \t]*;[ \t]*")
_CODE = lazy(r"(?m)^[ \t]*[^\s#]")
_LINES_TO_DROP = 5


class Piece(NamedTuple):
    """Statements that parsed, and where in the cell they begin."""

    tree: ast.Module
    places: Places


class Places:
    """From the lines and bytes that ``ast`` counts to code points of the cell."""

    def __init__(self, text: str, origin: int) -> None:
        self._lines: list[str] = _LINE.findall(text)
        self._starts = [origin]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where ``node`` begins and ends."""
        return self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)

    def _at(self, line: int | None, column: int | None) -> int:
        index = min((line or 1) - 1, len(self._lines) - 1)
        text = self._lines[index]
        column = column or 0
        if not text.isascii():
            column = len(text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))
        return self._starts[index] + min(column, len(text))


def pieces(source: str) -> Iterator[Piece]:
    """Yield what of ``source`` parses: all of it at best, else statement by statement."""
    tree = _parsed(source)
    if tree is None and ("%" in source or "!" in source or "?" in source):
        source = without_ipython(source)
        tree = _parsed(source)
    if tree is not None:
        if tree.body:
            yield Piece(tree, Places(source, 0))
        return
    for start, text in _statements(source):
        tree = _parsed(text) or _parsed(_completed(text)) or _without_end(text)
        if tree is not None and tree.body:
            yield Piece(tree, Places(text, start))


def statement_end(source: str, offset: int) -> int | None:
    """Return where the statement of the outermost level that holds ``offset`` ends, with its line.

    None where it does not parse, or where nothing but blank space and comments is behind it.
    """
    for piece in pieces(source):
        for statement in piece.tree.body:
            start, end = piece.places.span(statement)
            if start <= offset < end:
                rest = _REST_OF_LINE.match(source, end)
                end = rest.end() if rest else end
                return end if _CODE.search(source[end:]) else None
    return None


def without_ipython(source: str, command: str = " ") -> str:
    """Blank the lines that are for IPython, keeping every offset; what ``%time`` times is Python.

    Parameters
    ----------
    command
        One character of Python that stands where each of them begins, so that a tree has its place.
    """
    lines, offset = [], 0
    for start, end, timed in ipython_lines(source):
        lines.append(source[offset:start])
        offset = end
        line = source[start:end]
        if timed:
            # `%time x = 1` is as long as `0;    x = 1` with its blanks in front of the semicolon.
            lines.append(f"0{' ' * (len(line) - 2)};")
        else:
            lines.append(command + re.sub(r"[^\r\n]", " ", line)[1:])
    return "".join([*lines, source[offset:]])


def ipython_lines(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each command of IPython begins and ends, and whether it is only the name of a timer.

    The blanks in front and the end of the line are not part of it, the lines that it goes on over are. Of
    ``files = !ls`` all is the command.
    """
    inside = [
        (token.start, token.end) for token in python_tokens(source) if not isinstance(token, CommentToken)
    ]
    at, offset, begun = 0, 0, -1
    for line in _LINE.findall(source):
        here = offset
        offset += len(line)
        text = line.rstrip("\r\n")
        if begun >= 0:
            if not text.endswith("\\"):
                yield begun, here + len(text), False
                begun = -1
            continue
        while at < len(inside) and inside[at][1] <= here:
            at += 1
        if at < len(inside) and inside[at][0] < here:
            continue
        start = here + len(text) - len(text.lstrip(" \t"))
        if timed := _TIMED.match(line):
            yield start, here + timed.end(), True
        elif _FOR_IPYTHON.match(text):
            if text.endswith("\\"):
                begun = start
            else:
                yield start, here + len(text), False
    if begun >= 0:
        yield begun, len(source), False


def _parsed(text: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning would quote the line
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None


def _statements(source: str) -> Iterator[tuple[int, str]]:
    """Yield the statements of the outermost level, each with its offset: what begins at the margin."""
    start, offset, inside = 0, 0, _in_strings(source)
    decorated = False
    for line in _LINE.findall(source):
        begins = _BEGINS.match(line) and not _CONTINUES.match(line) and not decorated
        decorated = line.startswith("@")
        if begins and offset > start and not any(low < offset < high for low, high in inside):
            yield start, source[start:offset]
            start = offset
        offset += len(line)
    yield start, source[start:]


def _without_end(text: str) -> ast.Module | None:
    """Return a statement without its last lines: an ``else`` that nobody has finished."""
    lines: list[str] = _LINE.findall(text)
    for count in range(len(lines) - 1, max(0, len(lines) - 1 - _LINES_TO_DROP), -1):
        tree = _parsed("".join(lines[:count]))
        if tree is not None:
            return tree
    return None


def _in_strings(source: str) -> list[tuple[int, int]]:
    # An open triple quote would swallow all that is behind it.
    return [
        (token.start, token.end)
        for token in python_tokens(source)
        if not isinstance(token, CommentToken) and token.closed and len(token.quote) == 3
    ]


def _completed(text: str) -> str:
    """Return a half-typed statement with its quotes and brackets closed, and what hangs at its end cut."""
    opened: list[str] = []
    position, tail = 0, ""
    for token in python_tokens(text):
        opened = _open(text[position : token.start], opened)
        position = token.end
        if not isinstance(token, CommentToken) and not token.closed:
            body = text[token.body_start : token.body_end].rstrip("\\")
            text = text[: token.body_start] + body + token.quote + text[token.body_end :]
            position = token.body_start + len(body) + len(token.quote)
            break
    opened = _open(text[position:], opened)
    # From the end: forwards each run of blanks would be tried from each of its places.
    dangling = re.match(r"[\s,.=+\-/*%]*" if opened else r"[\s,.=+\-/*%(\[{]*", text[::-1])
    assert dangling is not None  # it matches the empty text
    text = text[: len(text) - dangling.end()]
    block = text.rstrip().endswith(":") and not opened
    tail = " pass" if block else ""
    return text + "".join(_CLOSING[bracket] for bracket in reversed(opened)) + tail


def _open(text: str, opened: list[str]) -> list[str]:
    opened = list(opened)
    for bracket in _BRACKET.findall(text):
        if bracket in _CLOSING:
            opened.append(bracket)
        elif opened and _CLOSING[opened[-1]] == bracket:
            opened.pop()
    return opened
