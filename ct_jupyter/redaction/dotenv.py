"""The text of a ``.env`` file: what it holds, and lines that python-dotenv reads back exactly."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from dotenv import dotenv_values

# What python-dotenv, a shell and other readers all take as it stands.
_BARE = re.compile(r"[A-Za-z0-9_./:@%+=,~\-\\]+\Z")
_VARIABLE = re.compile(r"\$\{([^}:]*)(?::-([^}]*))?\}")

LITERAL_DOLLAR = "${:-$}"
"""python-dotenv expands ``${NAME:-default}`` in every value, single-quoted or not, and knows no escape.
A variable cannot have the empty name, so this one is always its default: a dollar sign."""


class UnreadableEnvError(ValueError):
    """The content is no ``.env`` file that can be added to."""


def held_values(content: bytes) -> dict[str, str | None]:
    """Return the variables in ``content``, as the default ``load_dotenv()`` sets them.

    A value that refers to other variables is None: it depends on where it is read.

    Raises
    ------
    UnreadableEnvError
        It is not UTF-8.
    """
    values = _parse(content, interpolate=False)
    return {name: _expanded(value) for name, value in values.items() if value}


def with_variable(content: bytes, name: str, value: str) -> bytes:
    """Return ``content``, byte for byte, with a line for ``name`` behind it.

    Raises
    ------
    UnreadableEnvError
        The line would not be read back as ``value``, or would change what the file holds: its last
        line is an unclosed quote, for one.
    """
    newline = "\r\n" if b"\r\n" in content else "\n"
    lead = newline if content and not content.endswith((b"\n", b"\r")) else ""
    added = content + f"{lead}{name}={quoted(value)}{newline}".encode()
    before, after = held_values(content), held_values(added)
    if after != {**before, name: value} or _parse(added, interpolate=True).get(name) != value:
        raise UnreadableEnvError("a line added at its end would not be read back")
    return added


def quoted(value: str) -> str:
    """Return ``value`` as python-dotenv reads it back, with and without a shell's help."""
    if _BARE.match(value):
        return value
    text = value.replace("${", LITERAL_DOLLAR + "{")
    if re.search(r"[\r\n\t\v\f\x07\x08]", text):
        # A line break inside quotes is translated when the file is read as text; an escape is not.
        return f'"{_escaped(text)}"'
    backslashed = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{backslashed}'"


def _escaped(text: str) -> str:
    table: Mapping[str, str] = {
        "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t",
        "\v": "\\v", "\f": "\\f", "\a": "\\a", "\b": "\\b",
    }  # fmt: skip
    return "".join(table.get(character, character) for character in text)


def _expanded(value: str) -> str | None:
    plain = value.replace(LITERAL_DOLLAR, "$")
    others = _VARIABLE.search(value.replace(LITERAL_DOLLAR, "\0"))
    return None if others else plain


def _parse(content: bytes, *, interpolate: bool) -> dict[str, str | None]:
    try:
        # As python-dotenv opens a file: UTF-8, line ends translated.
        text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()
    except UnicodeDecodeError:
        raise UnreadableEnvError("it is not UTF-8 text") from None
    return dotenv_values(stream=io.StringIO(text), interpolate=interpolate)
