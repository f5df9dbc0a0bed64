"""What is costly to make and the same for every run, kept between runs: compiled patterns, parsed rules.

A compiled database is machine code in all but name, so a file is read only from a folder that nobody else
can write to, and only if its hash is the one stored with it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import platformdirs

FOLDER_VARIABLE = "CT_JUPYTER_CACHE_DIR"

_HASH_BYTES = hashlib.sha256().digest_size
_KEEP = 4
"""Files kept of each kind, newest first: those of other versions and rule sets are removed."""


def default_folder() -> Path:
    """Return the folder of this user; ``CT_JUPYTER_CACHE_DIR`` names another."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named or platformdirs.user_cache_dir("ct_jupyter", appauthor=False)) / "matcher"


class PrivateCache:
    """Files ``<hash of the key><suffix>`` in one private folder. Every failure means: make it, and go on."""

    def __init__(self, suffix: str, folder: Path | None = None) -> None:
        """Use ``folder``, or the user's cache folder."""
        self.suffix = suffix
        self.folder = folder or default_folder()

    def path(self, key: bytes) -> Path:
        """Return where what was made from ``key`` belongs."""
        return self.folder / f"{hashlib.sha256(key).hexdigest()[:32]}{self.suffix}"

    def load(self, key: bytes) -> bytes | None:
        """Return what is stored, or None where there is nothing that can be trusted."""
        try:
            if not self._is_private():
                return None
            content = self.path(key).read_bytes()
        except OSError:
            return None
        digest, data = content[:_HASH_BYTES], content[_HASH_BYTES:]
        return data if hashlib.sha256(data).digest() == digest else None

    def store(self, key: bytes, data: bytes) -> None:
        """Keep ``data``; where that fails the next run makes it again."""
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_private():
                return
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(data).digest() + data)
                Path(name).replace(self.path(key))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._drop_old()

    def _is_private(self) -> bool:
        status = self.folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return False
        if os.name == "nt":
            return True  # the user's profile is closed to others by its access list
        return status.st_uid == os.geteuid() and not status.st_mode & 0o022

    def _drop_old(self) -> None:
        kept = sorted(self.folder.glob(f"*{self.suffix}"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in kept[_KEEP:]:
            path.unlink(missing_ok=True)
