"""Where the strings and lists of a JSON text stand."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
"""A character of a string that is not written as itself."""
UNIT = re.compile(rf"{ESCAPE.pattern}|[^\\]", re.DOTALL)
"""What one character of a string is written as."""


def json_texts(
    text: str, ends: Container[tuple[str | int, ...]]
) -> Iterator[tuple[tuple[str | int, ...], str, int, int]]:
    """Yield the strings and lists at ``ends``, and the items of those lists, with their places."""
    path: list[str | int] = []
    opened: list[tuple[str, int]] = []
    expects_key = False
    for token in _TOKEN.finditer(text):
        first = text[token.start()]
        if first in "{[":
            opened.append((first, token.start()))
            path.append(0 if first == "[" else "")
            expects_key = first == "{"
        elif first in "}]":
            _, start = opened.pop()
            path.pop()
            if first == "]" and tuple(path) in ends:
                yield tuple(path), "value", start, token.end()
            expects_key = False
        elif first == ",":
            if opened and opened[-1][0] == "[":
                index = path[-1]
                assert isinstance(index, int)
                path[-1] = index + 1
            else:
                expects_key = True
        elif first == ":":
            expects_key = False
        elif first == '"':
            if expects_key and opened and opened[-1][0] == "{":
                path[-1] = json.loads(token[0], strict=False)
                here = tuple(path)
                if here in ends:
                    yield here, "key", token.start(), token.end()
            else:
                here = tuple(path)
                if here in ends or (here[:-1] in ends and isinstance(here[-1], int)):
                    yield here, "value", token.start(), token.end()
