"""The language that a text file is written in, by its name."""

from __future__ import annotations

from pathlib import PurePath

from .table import TABLE

_LANGUAGES = {suffix: language.id for language in TABLE for suffix in language.suffixes.split()}


def language_of_file(path: PurePath) -> str:
    """Return the language that a file is written in, by its name; ``text`` where it does not say."""
    return _LANGUAGES.get(path.suffix.lower(), "text")
