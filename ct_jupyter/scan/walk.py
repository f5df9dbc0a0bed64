"""Which files a scan looks at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

PASSED_OVER = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".tox", ".nox"}
    | {".ipynb_checkpoints", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".virtual_documents"}
)
"""Folders that hold no notebook of the user's own. Name one as an argument to have it scanned."""


class Target(NamedTuple):
    """A file to scan."""

    path: Path
    shown: str
    """As reports name it: POSIX, relative to the scanned root."""


class Missing(NamedTuple):
    """A path that cannot be scanned."""

    shown: str
    message: str


def walk(paths: Iterable[Path], root: Path) -> Iterator[Target | Missing]:
    """Yield the notebooks below each folder of ``paths``, and each file of ``paths`` whatever its kind.

    Files come in the order of their names, each once. Links to folders are not followed: they may lead
    in circles.

    Parameters
    ----------
    root
        What ``shown`` is relative to; a file outside it is shown with its absolute path.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            yield Missing(path.as_posix(), "does not exist; check the path")
            continue
        candidates: Iterable[Path | Missing] = _notebooks(path, root) if path.is_dir() else (path,)
        for candidate in candidates:
            if isinstance(candidate, Missing):
                yield candidate
            elif (identity := candidate.absolute()) not in seen:
                seen.add(identity)
                yield Target(candidate, shown_path(candidate, root))


def shown_path(path: Path, root: Path) -> str:
    """Return ``path`` as reports name it."""
    absolute = Path(os.path.normpath(path.absolute()))
    try:
        return absolute.relative_to(root.absolute()).as_posix()
    except ValueError:
        return absolute.as_posix()


def _notebooks(folder: Path, root: Path) -> Iterator[Path | Missing]:
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if name not in PASSED_OVER)
        yield from (Path(parent, name) for name in sorted(files) if name.lower().endswith(".ipynb"))
    for error in refused:
        where = shown_path(Path(str(error.filename)), root)
        yield Missing(where, f"cannot be listed: {error.strerror}; check its permissions")
