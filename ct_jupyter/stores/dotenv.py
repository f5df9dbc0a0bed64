"""The text of a ``.env`` file: what it holds, and lines that python-dotenv reads back exactly."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Literal

from dotenv import dotenv_values

# What python-dotenv, a shell, `docker --env-file` and Node's dotenv all take as it stands.
_BARE = re.compile(r"[A-Za-z0-9_./:@%+=,^\-]+\Z")
# In single quotes python-dotenv reads `\\` and `\'` as escapes, which a shell does not.
_NOT_SINGLE = re.compile(r"'|\\(?:[\\']|\Z)|\$\{|\r")
_NOT_DOUBLE = re.compile(r"[$`\r]")
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


def loaded_values(content: bytes) -> dict[str, str]:
    """Return the variables in ``content`` as ``load_dotenv()`` sets them here, references expanded.

    Raises
    ------
    UnreadableEnvError
        It is not UTF-8.
    """
    values = _parse(content, interpolate=True)
    return {name: value for name, value in values.items() if value is not None}


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


Form = Literal["bare", "single", "double", "python"]
"""How a value is written. ``bare``: every reader takes it as it stands. ``single`` and ``double``: in quotes,
which python-dotenv and shells read alike, and Node where no backslash is in the double ones. ``python``: only
python-dotenv reads it back; a shell fails on it, or reads something else, but runs nothing of it."""


def form_of(value: str) -> Form | None:
    """Return how ``value`` is written; None where a shell that reads the file would run a part of it."""
    if _BARE.match(value):
        return "bare"
    if not _NOT_SINGLE.search(value):
        return "single"
    if not _NOT_DOUBLE.search(value):
        return "double"
    single = _NOT_SINGLE.search(value.replace("${", "$"))
    return None if "`" in value and single else "python"


def quoted(value: str) -> str:
    """Return ``value`` as python-dotenv reads it back, and wherever there is such a form as a shell does.

    Raises
    ------
    UnreadableEnvError
        A shell that reads the file would run a part of the value.
    """
    form = form_of(value)
    if form is None:
        raise UnreadableEnvError("a shell that reads it would run a part of the value")
    if form == "bare":
        return value
    if form == "single":
        return f"'{value}'"
    if form == "double":
        backslashed = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{backslashed}"'
    if not _NOT_SINGLE.search(value.replace("${", "$")):
        return "'" + value.replace("${", LITERAL_DOLLAR + "{") + "'"
    # To a shell the dollar is a substitution that it refuses, before it would come to run a command.
    return f'"{_escaped(value).replace("$", LITERAL_DOLLAR)}"'


_SHARED_LINE = re.compile(
    r"""[ \t]*(?:\#[^\n]*)?(?:\n|\Z)
      | (?:export[ \t]+)?[A-Za-z_]\w*=
        (?: [A-Za-z0-9_./:@%+=,^\-]* | '[^']*' | "(?:[^"\\$`]|\\["\\])*" )
        [ \t]*(?:[ \t]\#[^\n]*)?(?:\n|\Z)""",
    re.VERBOSE,
)


def first_line_no_shell_reads(content: bytes) -> int | None:
    """Return the number of the first line of ``content`` that a shell would run or misread, from 1."""
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    position = 0
    while position < len(text):
        line = _SHARED_LINE.match(text, position)
        if line is None or line.end() == position:
            return text.count("\n", 0, position) + 1
        position = line.end()
    return None


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
