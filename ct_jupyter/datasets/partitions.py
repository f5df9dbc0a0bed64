"""Folders that are one data set: Hive's ``year=2024/part-0.parquet``, and what Spark writes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from .kinds import Kind, kind_of

_KEY = re.compile(r"([A-Za-z_][\w .-]*)=(.*)", re.DOTALL)
_NULL = "__HIVE_DEFAULT_PARTITION__"
_FOLDER_KINDS: tuple[Kind, ...] = ("parquet", "csv", "tsv", "json", "jsonl", "arrow")


def is_partition(name: str) -> bool:
    """Whether a folder of that name is a part of a data set: ``year=2024``."""
    return _KEY.fullmatch(name) is not None


def is_data_folder(name: str, folders: list[str], files: list[str]) -> bool:
    """Whether a folder is one data set.

    Parameters
    ----------
    name, folders, files
        Its name, and the names of what lies in it.
    """
    if any(map(is_partition, folders)):
        return True
    # Spark's own: `users.csv/` with `part-00000-….csv` in it.
    return kind_of(name)[0] in _FOLDER_KINDS and any(one.startswith("part-") for one in files)


def parts_of(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield the data files of a data set in order, each with the columns that its folders' names are.

    Names that begin with a dot or an underscore are notes of whoever wrote it.
    """
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        keys = {}
        for step in Path(parent).relative_to(folder).parts:
            if (found := _KEY.fullmatch(step)) and found[2] != _NULL:
                keys[found[1]] = unquote(found[2])
        for name in sorted(files):
            if not name.startswith((".", "_")) and kind_of(name)[0] is not None:
                yield Path(parent, name), keys
