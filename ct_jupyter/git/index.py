"""Whether git tracks a file, read from the index, for where git itself cannot be asked.

Format: https://git-scm.com/docs/index-format
"""

from __future__ import annotations

from pathlib import Path

_NAME_LENGTH = 0xFFF
_READABLE_VERSIONS = (2, 3)
"""Version 4 shares the beginnings of names between entries; it is not read."""


def is_in_index(top: Path, name: str) -> bool:
    """Tell whether the index of the work tree at ``top`` lists ``name``; False where it cannot be read."""
    try:
        content = (_git_folder(top) / "index").read_bytes()
    except OSError:
        return False
    if content[:4] != b"DIRC" or int.from_bytes(content[4:8], "big") not in _READABLE_VERSIONS:
        return False
    entry = name.encode() + b"\0"
    at = content.find(entry)
    while at >= 0:
        # The flags before a name hold its length, which tells `.env` from the end of `a/.env`. An entry
        # of version 3 may have two more bytes in between.
        for flags_at in (at - 2, at - 4):
            flags = int.from_bytes(content[flags_at : flags_at + 2], "big")
            if flags & _NAME_LENGTH == min(len(name.encode()), _NAME_LENGTH):
                return True
        at = content.find(entry, at + 1)
    return False


def _git_folder(top: Path) -> Path:
    marker = top / ".git"
    if marker.is_file():  # a linked work tree or a submodule
        _, _, place = marker.read_text(encoding="utf-8", errors="replace").partition("gitdir: ")
        return (top / place.strip()).resolve()
    return marker
