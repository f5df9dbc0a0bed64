"""Where a compiled database is kept between runs: loading takes a millisecond, compiling a second.

A database is machine code in all but name, so it is read only from a folder that nobody else can write
to, and only if its hash is the one stored with it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import hyperscan
import platformdirs

from . import Pattern
from . import patterns as loosening

_HASH_BYTES = hashlib.sha256().digest_size
_KEEP = 4
"""Databases kept, newest first: those of other versions and rule sets are removed."""


def default_folder() -> Path:
    """Return the folder of this user's databases; ``CT_JUPYTER_CACHE_DIR`` names another."""
    named = os.environ.get("CT_JUPYTER_CACHE_DIR")
    return Path(named or platformdirs.user_cache_dir("ct_jupyter", appauthor=False)) / "matcher"


def _cpu() -> str:
    """Return what the compiled code depends on beside its input."""
    flags = ""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(("flags", "Features")):
                flags = line
                break
    return f"{platform.machine()} {platform.processor()} {flags}"


class DatabaseCache:
    """Files ``<key>.hsdb`` in one private folder. Every failure means: compile, and go on."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use ``folder``, or the user's cache folder."""
        self.folder = folder or default_folder()

    def path(self, patterns: Sequence[Pattern]) -> Path:
        """Return where the database of ``patterns`` belongs on this machine."""
        key = hashlib.sha256(f"{getattr(hyperscan, '__version__', '')} {_cpu()}".encode())
        # How patterns are loosened decides what is compiled, so a change there must not find old files.
        key.update(Path(loosening.__file__).read_bytes())
        key.update(repr(list(patterns)).encode())
        return self.folder / f"{key.hexdigest()[:32]}.hsdb"

    def load(self, patterns: Sequence[Pattern]) -> bytes | None:
        """Return the stored database, or None where there is none that can be trusted."""
        try:
            if not self._is_private():
                return None
            content = self.path(patterns).read_bytes()
        except OSError:
            return None
        digest, database = content[:_HASH_BYTES], content[_HASH_BYTES:]
        return database if hashlib.sha256(database).digest() == digest else None

    def store(self, patterns: Sequence[Pattern], database: bytes) -> None:
        """Keep ``database``; where that fails the next run compiles again."""
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_private():
                return
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(database).digest() + database)
                Path(name).replace(self.path(patterns))
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
        kept = sorted(self.folder.glob("*.hsdb"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in kept[_KEEP:]:
            path.unlink(missing_ok=True)
