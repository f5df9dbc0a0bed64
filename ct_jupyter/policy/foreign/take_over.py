"""Which scanner a configuration is of, told from its content, and what becomes of it."""

from __future__ import annotations

import json
import sys
from pathlib import PurePath
from typing import Any

from .detect_secrets import from_detect_secrets, is_detect_secrets
from .gitleaks import from_gitleaks, is_gitleaks
from .taken import Taken

TOOLS = ("gitleaks", "detect-secrets")


class ForeignError(ValueError):
    """A file that is no configuration that is known; the message goes on after its name."""


def take_over(data: bytes, path: PurePath) -> tuple[str, Taken]:
    """Return the name of the scanner, and what its configuration becomes.

    Raises
    ------
    ForeignError
        It is of none that is known.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ForeignError("is not text in UTF-8") from None
    document = _json(text)
    if is_detect_secrets(document):
        return "detect-secrets", from_detect_secrets(document, path.name)
    if document is None:
        table = _toml(text)
        if table is not None and is_gitleaks(table):
            return "gitleaks", from_gitleaks(table, path.name)
        if table is None and _is_gitleaksignore(text):
            return "gitleaks", _from_gitleaksignore(text, path.name)
    raise ForeignError(
        "is neither a configuration of gitleaks (.gitleaks.toml, .gitleaksignore) nor a baseline of "
        "detect-secrets (.secrets.baseline)"
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _toml(text: str) -> dict[str, Any] | None:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _lines(text: str) -> list[str]:
    return [line for line in (line.strip() for line in text.splitlines()) if line and line[0] != "#"]


def _is_gitleaksignore(text: str) -> bool:
    lines = _lines(text)
    return bool(lines) and all(line.rpartition(":")[2].isdigit() and line.count(":") >= 2 for line in lines)


def _from_gitleaksignore(text: str, source: str) -> Taken:
    taken = Taken(source)
    for line in _lines(text):
        taken.leave("allow", line, "names a line, which moves; take what is there now into the baseline")
    return taken
