"""Which files a scan looks at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..datasets.kinds import is_data_file
from ..datasets.partitions import is_data_folder, is_partition

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


def walk(paths: Iterable[Path], root: Path, *, data: bool = True) -> Iterator[Target | Missing]:
    """Yield the notebooks below each folder of ``paths``, and each file of ``paths`` whatever its kind.

    With ``data`` the data files as well. A folder whose parts are one data set is one target.

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
        candidates: Iterable[Path | Missing] = _files(path, root, data) if path.is_dir() else (path,)
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


def _files(folder: Path, root: Path, data: bool) -> Iterator[Path | Missing]:
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if name not in PASSED_OVER)
        here = Path(parent)
        if data and is_data_folder(here.name, folders, files):
            yield here
            folders[:] = [name for name in folders if not is_partition(name)]
            files = [name for name in files if name.lower().endswith(".ipynb")]
        yield from (
            here / name
            for name in sorted(files)
            if name.lower().endswith(".ipynb") or (data and _is_data(here / name))
        )
    for error in refused:
        where = shown_path(Path(str(error.filename)), root)
        yield Missing(where, f"cannot be listed: {error.strerror}; check its permissions")


def _is_data(path: Path) -> bool:
    def head(size_bytes: int) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(size_bytes)
        except OSError:
            return b""  # not ours to tell: nothing says that it is data

    return is_data_file(path.name, head)
