"""The language that a text file is written in, by its name."""

from __future__ import annotations

from pathlib import PurePath

_LANGUAGES = {
    suffix: language
    for language, suffixes in {
        "bash": ".sh .bash",
        "html": ".html",
        "javascript": ".js .ts",
        "json": ".json .ipynb",
        "julia": ".jl",
        "markdown": ".md",
        "python": ".py",
        "r": ".r",
        "scala": ".scala",
        "sql": ".sql",
        "yaml": ".yaml .yml",
    }.items()
    for suffix in suffixes.split()
}


def language_of_file(path: PurePath) -> str:
    """Return the language that a file is written in, by its name; ``text`` where it does not say."""
    return _LANGUAGES.get(path.suffix.lower(), "text")
