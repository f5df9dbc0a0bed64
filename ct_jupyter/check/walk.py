"""Which files a scan looks at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..datasets.kinds import is_data_file, is_notebook
from ..datasets.partitions import is_data_folder, is_partition
from ..findings.passed_over import FOLDER, HEAD_BYTES, PassedOver, ending_of, reason_for
from ..notebook.formats import format_of

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
    plain: bool = False
    """Whether it is text although its name is a notebook's."""


class Missing(NamedTuple):
    """A path that cannot be scanned."""

    shown: str
    message: str


def walk(
    paths: Iterable[Path],
    root: Path,
    *,
    data: bool = True,
    text: bool = False,
    tell: Callable[[PassedOver], object] = lambda _: None,
) -> Iterator[Target | Missing]:
    """Yield the notebooks below each folder of ``paths``, of whatever format, and each file of ``paths``.

    With ``data`` the data files as well. A folder whose parts are one data set is one target. With ``text``
    every other text file as well.

    Files come in the order of their names, each once. Links to folders are not followed: they may lead
    in circles.

    Parameters
    ----------
    root
        What ``shown`` is relative to; a file outside it is shown with its absolute path.
    tell
        Gets each file and folder that is passed over.
    """
    select = _Selection(root, data, text, tell)
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            yield Missing(path.as_posix(), "does not exist; check the path")
            continue
        candidates: Iterable[Path | Missing] = _files(path, select) if path.is_dir() else (path,)
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


class _Selection(NamedTuple):
    """What a walk takes."""

    root: Path
    data: bool
    text: bool
    tell: Callable[[PassedOver], object]

    def takes(self, path: Path) -> bool:
        """Whether the walk takes a file that nobody named; tells of one that it passes over."""
        if is_notebook(path.name) or is_notebook_file(path) or (self.data and _is_data(path)):
            return True
        why: str | None = ending_of(path)
        if self.text:
            why = _why_not_text(path)
        if why is not None:
            self.tell(PassedOver(shown_path(path, self.root), why))
        return why is None


def _files(folder: Path, select: _Selection) -> Iterator[Path | Missing]:
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        here = Path(parent)
        for name in sorted(PASSED_OVER.intersection(folders) - {".git"}):
            select.tell(PassedOver(shown_path(here / name, select.root), FOLDER))
        folders[:] = sorted(name for name in folders if name not in PASSED_OVER)
        if select.data and is_data_folder(here.name, folders, files):
            yield here
            folders[:] = [name for name in folders if not is_partition(name)]
            files = [name for name in files if is_notebook(name)]
        yield from (here / name for name in sorted(files) if select.takes(here / name))
    for error in refused:
        where = shown_path(Path(str(error.filename)), select.root)
        yield Missing(where, f"cannot be listed: {error.strerror}; check its permissions")


def _why_not_text(path: Path) -> str | None:
    try:
        if not path.is_file():  # a pipe would keep us waiting, a link may lead nowhere
            return "not a regular file"
        with path.open("rb") as file:
            return reason_for(path.stat().st_size, file.read(HEAD_BYTES))
    except OSError:
        return None  # whoever reads it says so


def is_notebook_file(path: Path) -> bool:
    """Tell whether a file is a notebook of another format than ``.ipynb``."""
    return format_of(path, partial(_head, path)) is not None


def _is_data(path: Path) -> bool:
    return is_data_file(path.name, partial(_head, path))


def _head(path: Path, size_bytes: int) -> bytes:
    """Return the first bytes of a file; none where it cannot be read, which whoever reads it says."""
    try:
        if not path.is_file():  # a pipe would keep us waiting
            return b""
        with path.open("rb") as file:
            return file.read(size_bytes)
    except OSError:
        return b""
