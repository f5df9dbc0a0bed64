"""The file beside a notebook whose kernel has no ``ct_jupyter``: what its cells call, and nothing else."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from .. import pseudonyms as frames
from ..files.atomic import locked, read_if_there, replace_file
from ..stores.refusal import Refusal
from . import pseudonyms as values

FILE_MODULE = "ct_pseudonyms"
FILE_NAME = f"{FILE_MODULE}.py"
_FIRST_LINE = "# Made by ct_jupyter: pseudonyms for the cells of the notebooks in this folder.\n"
_RULE = re.compile(r"^# -{20,}\n", re.MULTILINE)


class Placed(msgspec.Struct, frozen=True):
    """Where the file is now."""

    path: str
    """POSIX, relative to the server's root."""
    state: Literal["created", "updated", "present"]


def place_file(folder: Path, root: Path) -> Placed:
    """Put the file into ``folder``, resolved and in the root; one of another version is replaced.

    Raises
    ------
    Refusal
        ``helper-unwritable``: it cannot be written, or a file of that name is somebody else's.
    """
    path = folder / FILE_NAME
    wanted = file_text().encode()
    shown = path.relative_to(root).as_posix()
    try:
        with locked(folder):
            if path.is_symlink() or (path.exists() and not path.is_file()):
                raise Refusal(
                    "helper-unwritable", f"What is called {FILE_NAME} beside the notebook is no file."
                )
            there = read_if_there(path)
            if there == wanted:
                return Placed(path=shown, state="present")
            if there is not None and not there.startswith(_FIRST_LINE.encode()):
                raise Refusal(
                    "helper-unwritable",
                    f"A file of another kind is called {FILE_NAME}. Rename it, or install ct_jupyter in the "
                    "environment of the kernel.",
                )
            replace_file(path, wanted, expected=there, mode=0o644)
    except OSError:
        raise Refusal(
            "helper-unwritable",
            f"This kernel has no ct_jupyter, and {FILE_NAME} cannot be written beside the notebook. "
            "Install ct_jupyter in the environment of the kernel.",
        ) from None
    return Placed(path=shown, state="created" if there is None else "updated")


@lru_cache(maxsize=1)
def file_text() -> str:
    """Return the file's text: both modules in one, which imports the standard library only."""
    head, functions, kinds = _RULE.split(inspect.getsource(values))
    own = _RULE.split(inspect.getsource(frames))[1]
    docstring = (
        '"""Pseudonyms: what takes the place of personal data, the same under the same key everywhere.\n'
    )
    imports = head.partition('"""\n\n')[2]
    imports = imports.replace("import re\n", "import os\nimport re\nimport weakref\n", 1)
    imports = imports.replace(
        "import Callable\n", "import Callable, Mapping\nfrom functools import partial\n", 1
    )
    notice = '\nIt was put here because the kernel has no ct_jupyter: commit it with the notebook.\n"""\n\n'
    parts = [f"{docstring}{notice}{imports}", functions, kinds, own]
    return _FIRST_LINE + "\n\n\n".join(part.strip() for part in parts) + "\n"
