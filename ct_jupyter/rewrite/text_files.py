"""Text files: which of them are code, which only hold values, and whether one still reads after an edit."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

from ..languages.table import SHELLS, WITH_LOOKUP
from ..text.lazy import lazy

Kind = Literal["code", "raw"]

_SETTINGS = frozenset(
    {
        ".yml",
        ".yaml",
        ".json",
        ".jsonc",
        ".json5",
        ".toml",
        ".ini",
        ".cfg",
        ".conf",
        ".properties",
        ".sql",
        ".xml",
        ".env",
    }
)
_PLACEHOLDER = lazy(r"<REDACTED:(\w{1,256})>")

ENV_FILE_NOTE = (
    "is where values belong, so nothing is replaced in it. List it in .gitignore, and keep it out of what "
    "you share."
)
WOULD_NOT_READ = (
    "could not be read any more with a placeholder there, so it was left as it is. Take the value out by "
    "hand, and have the program read it from the environment."
)


def kind_of_text(language: str) -> Kind:
    """Return ``code`` for a language in which a lookup can take the place of a value, else ``raw``."""
    return "code" if language in {"python", *SHELLS, *WITH_LOOKUP} else "raw"


def is_env_file(path: PurePath) -> bool:
    """Return whether a file is where values belong: ``.env``, ``.env.local``, ``prod.env``."""
    return path.name == ".env" or path.name.startswith(".env.") or path.suffix == ".env"


def placeholder_notes(path: PurePath, before: str, after: str) -> list[str]:
    """Return what to say of placeholders that an edit puts into settings, where no lookup can stand.

    Of a file of code, and of prose, nothing.
    """
    if path.suffix.lower() not in _SETTINGS:
        return []
    there = set(_PLACEHOLDER.findall(before))
    names = [name for name in dict.fromkeys(_PLACEHOLDER.findall(after)) if name not in there]
    if not names:
        return []
    if len(names) == 1:
        what, them, variables = f"{names[0]} is replaced by a placeholder", "it", "the variable"
    else:
        what, them, variables = f"{', '.join(names)} are replaced by placeholders", "them", "the variables"
    return [
        f"{what}: {path.name} will not work until what reads it takes {them} from the environment. "
        f"Change that program to look up {', '.join(names)}, and set {variables}."
    ]


def still_reads(path: PurePath, before: str, after: str) -> bool:
    """Return whether a file of settings that could be read before can be read after an edit.

    Files of other kinds, and those that could not be read before, count as readable.
    """
    read = _reader(path.suffix.lower())
    return read is None or not _reads(read, before) or _reads(read, after)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Exception:  # each format has errors of its own, and deep nesting ends in a RecursionError
        return False
    return True


def _reader(suffix: str) -> Callable[[str], object] | None:
    if suffix == ".json":
        return json.loads
    if suffix == ".toml" and sys.version_info >= (3, 11):
        import tomllib

        return tomllib.loads
    if suffix in (".yaml", ".yml"):
        import yaml  # only events are made of it: nothing that a document names is built

        return lambda text: list(yaml.parse(text, Loader=yaml.SafeLoader))
    return None
