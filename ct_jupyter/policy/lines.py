"""On which line of its file a rule of the policy stands, so that somebody can go there and change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..text.lazy import lazy

_HEADER = lazy(r"^[ \t]*\[\[(?P<name>[^\]\n]+)\]\]")
_KEY = lazy(r"^[ \t]*[\"']?(?P<name>ignore|allow)[\"']?[ \t]*=")
_RULES = ("ignore", "allow")


def with_lines(values: Mapping[str, Any], text: str, file: str) -> dict[str, Any]:
    """Return settings whose rules know where they stand.

    Parameters
    ----------
    values
        As :func:`~ct_jupyter.policy.settings.read_all` gave them.
    text, file
        The file that they were read from, and its name.
    """
    placed = dict(values)
    for key in _RULES:
        lines = _lines_of(key, text)
        rules = placed.get(key, ())
        if len(lines) == 1:  # one list in brackets
            lines *= len(rules)
        if len(lines) == len(rules):
            placed[key] = tuple(
                rule._replace(at=f"{file}:{line}") for rule, line in zip(rules, lines, strict=True)
            )
    return placed


def _lines_of(key: str, text: str) -> list[int]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line) or _KEY.match(line)
        if header and header["name"].strip().rpartition(".")[2].strip(" \t\"'") == key:
            found.append(number)
    return found
