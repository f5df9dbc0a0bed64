"""Files that scripts make from tables of the package: written, or compared with what is there."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # for the scripts, which read the tables of this tree


def keep(made: Mapping[str, str], script: str) -> int:
    """Write the files; with ``--check`` say which are out of date, and return 1 where one is.

    Parameters
    ----------
    made
        Texts by path from the repository's top.
    script
        Name of the script that makes them.
    """
    stale = [path for path, text in made.items() if read(path) != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path} is out of date; run scripts/{script}", file=sys.stderr)
        return int(bool(stale))
    for path in stale:
        (ROOT / path).write_text(made[path], encoding="utf-8")
    return 0


def read(path: str) -> str:
    """Return the text of a file; nothing where it was never made."""
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.exists() else ""
