"""From what the code names to the files that are there."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from ..datasets.kinds import kind_of
from .model import Reference

State = Literal["found", "missing", "outside", "remote", "unresolved", "unread"]
"""``outside``: it lies beyond the folder that may be looked at, and was not even asked for."""

MOST_FILES = 200
"""Of one pattern."""
_MOST_ENTRIES = 50_000
_PASSED_OVER = frozenset({".git", ".venv", "node_modules", "__pycache__", ".ipynb_checkpoints"})

_ENDING_BY_WORD = {
    "csv": ".csv",
    "table": ".csv",
    "txt": ".csv",
    "fwf": ".csv",
    "delim": ".csv",
    "tsv": ".tsv",
    "fread": ".csv",
    "vroom": ".csv",
    "parquet": ".parquet",
    "parquetfile": ".parquet",
    "feather": ".feather",
    "ipc": ".feather",
    "json": ".json",
    "ndjson": ".jsonl",
    "excel": ".xlsx",
    "excelfile": ".xlsx",
    "workbook": ".xlsx",
    "pickle": ".pkl",
    "joblib": ".pkl",
    "sqlite3": ".sqlite",
    "aiosqlite": ".sqlite",
    "sql": ".sqlite",
}


_READ_FOLDERS = frozenset({"parquet", "dataset", "ipc", "files"})


class Files(msgspec.Struct, frozen=True):
    """The files of one reference."""

    state: State
    paths: tuple[Path, ...] = ()


def files_of(reference: Reference, bases: Sequence[Path], root: Path | None) -> Files:
    """Return the files that a reference names.

    Parameters
    ----------
    bases
        What a relative path may be relative to, the likeliest first: the notebook's folder, the repository.
    root
        The folder that no file may lie outside of, whichever links lead there; None: anywhere.
    """
    if reference.url is not None:
        return Files("remote")
    named = reference.path or reference.glob
    if named is None:
        return Files("unresolved")
    if reference.unread is not None:
        return Files("unread")
    if os.sep == "/" and "/" not in named:
        named = named.replace("\\", "/")
    outside = False
    for base in bases[:1] if _is_absolute(named) else bases:
        try:
            place = Path(os.path.normpath(base / Path(named).expanduser()))
            if root is not None and not place.is_relative_to(root):
                outside = True
                continue
            matches = list(_matches(place, reference.glob is not None))
            inside = tuple(_inside(matches, root))
            found = tuple(path for path in inside if _is_data(path, reference, bases[0]))
        except (OSError, ValueError, RuntimeError):  # no name of a file, or no home folder
            continue
        if inside:
            return Files("found", found) if found else Files("unread")
        outside = outside or (bool(matches) and root is not None)
    return Files("outside" if outside else "missing")


def ending_of(reference: Reference, path: Path) -> str | None:
    """Return what the file's name should end in for what its reader takes it for; None where it does so.

    ``read_csv("people.txt")`` says more than the name of the file.
    """
    if path.is_dir() or kind_of(path.name)[0] is not None:
        return None
    words = reference.reader.lower().replace(".", "_").split("_")
    if reference.library == "duckdb" and words[-1] == "connect":
        return ".duckdb"
    if reference.library == "numpy":
        return ".csv" if words[-1].endswith(("txt", "csv")) else None
    return next((ending for word, ending in _ENDING_BY_WORD.items() if word in words), None)


def _is_data(path: Path, reference: Reference, folder: Path) -> bool:
    """Tell whether it is a file, not a pipe or a device, or a folder that the reader takes for a data set."""
    if path.is_file():
        return True
    if not path.is_dir() or folder.is_relative_to(path):  # the notebook's own folder is no data set
        return False
    words = set(reference.reader.lower().replace(".", "_").split("_"))
    return bool(words & _READ_FOLDERS) or reference.library in ("spark", "dask", "datasets")


def _is_absolute(named: str) -> bool:
    return named.startswith(("/", "~")) or Path(named).is_absolute()


def _matches(place: Path, pattern: bool) -> Iterator[Path]:
    if place.exists():
        yield place
        return
    if not pattern:
        return
    parts = place.parts
    first = next((n for n, part in enumerate(parts) if set(part) & set("*?[")), len(parts))
    walk = _Walk()
    folder, wanted = Path(*parts[:first]), parts[first:]
    if "**" not in parts:
        yield from islice(walk.by_level(folder, wanted), MOST_FILES)
        return
    whole = "/".join(wanted).replace("**/", "*").replace("**", "*")
    # As `glob` in the notebook has it: on Windows `*.CSV` finds `a.csv`, on macOS a wildcard minds the case.
    below = (path for path in walk.below(folder) if fnmatch(path.relative_to(folder).as_posix(), whole))
    yield from islice(below, MOST_FILES)


class _Walk:
    """Looks for the files of one pattern, at so many entries of folders and no more."""

    def __init__(self) -> None:
        self._left = _MOST_ENTRIES

    def by_level(self, folder: Path, wanted: Sequence[str]) -> Iterator[Path]:
        """Yield what a pattern without ``**`` finds, in the order of the names.

        A folder that several links lead to is looked into once on each level: a link to its own folder
        would else lead on and on.
        """
        level = [folder]
        for position, part in enumerate(wanted):
            found = [path for one in level for path in self._named(one, part)]
            if position == len(wanted) - 1:
                yield from sorted(found)
                return
            places: dict[tuple[int, int], Path] = {}
            for path in found:
                with contextlib.suppress(OSError):
                    status = path.stat()
                    if stat.S_ISDIR(status.st_mode):
                        places.setdefault((status.st_dev, status.st_ino), path)
            level = list(places.values())

    def below(self, folder: Path) -> Iterator[Path]:
        """Yield all files below a folder, which no link leads out of."""
        for parent, folders, files in os.walk(folder):
            folders[:] = sorted(set(folders) - _PASSED_OVER)
            for name in sorted(files):
                self._left -= 1
                if self._left < 0:
                    return
                yield Path(parent, name)

    def _named(self, folder: Path, part: str) -> Iterator[Path]:
        """Yield what a folder holds by a name or a pattern of one."""
        if not set(part) & set("*?["):
            if os.path.lexists(folder / part):
                yield folder / part
            return
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                self._left -= 1
                if self._left < 0:
                    return
                if fnmatch(entry.name, part):
                    yield folder / entry.name


def _inside(found: Sequence[Path], root: Path | None) -> Iterator[Path]:
    """Leave out what a link leads outside, and, of several, what is no data."""
    limit = None if root is None else root.resolve()
    for path in found:
        within = limit is None or path.resolve().is_relative_to(limit)
        if within and (len(found) == 1 or kind_of(path.name)[0] is not None):
            yield path
