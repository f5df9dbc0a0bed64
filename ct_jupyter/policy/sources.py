"""Files that a policy stands in, in the work tree or in a commit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..files.regular import read_regular
from .settings import ConfigError

MOST_BYTES = 64 << 20
"""Of settings and of a baseline."""

Read = Callable[[Path], bytes | None]
"""Returns the content of a file, or None where there is none; raises :exc:`ConfigError`."""


def read_file(path: Path) -> bytes | None:
    """Return the content of a settings file in the work tree; None where there is none.

    Raises
    ------
    ConfigError
        It is there and cannot be read.
    """
    try:
        return read_regular(path, MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None


def toml_of(path: Path, data: bytes) -> dict[str, Any]:
    """Return what a file in TOML says.

    Raises
    ------
    ConfigError
        It is none.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from None
