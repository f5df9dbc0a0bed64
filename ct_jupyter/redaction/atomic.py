"""Writing a file so that a crash leaves the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LOCK_TIMEOUT_S = 5.0

_IN_PROCESS = threading.Lock()


class ChangedMeanwhileError(OSError):
    """Another program wrote the file between our reading and our writing."""


def read_if_there(path: Path) -> bytes | None:
    """Return the content of ``path``, or None where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replace_file(path: Path, content: bytes, *, expected: bytes | None, mode: int) -> None:
    """Put ``content`` in the place of ``path``, which still has to hold ``expected``.

    Parameters
    ----------
    path : Path
        The target; no symbolic link.
    content : bytes
        All of the new file.
    expected : bytes or None
        What was read before; None where there was no file.
    mode : int
        Permissions of the new file. The owner stays.

    Raises
    ------
    ChangedMeanwhileError
        The file is not as expected any more.
    OSError
        It could not be written; the old file is untouched and no temporary file is left.
    """
    temporary = path.with_name(f"{path.name}.ct-{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), mode)
                _keep_owner(file.fileno(), path)
            os.fsync(file.fileno())
        if read_if_there(path) != expected:
            raise ChangedMeanwhileError("the file was changed by another program")
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers of ours out of ``folder``, in this process and, where the system can, in others.

    The folder itself is locked: no lock file is left lying about. On a file system that cannot lock,
    :func:`replace_file` still sees what changed before it replaces.
    """
    with _IN_PROCESS:
        if sys.platform == "win32":
            yield
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _wait_for_lock(descriptor)
            yield
        finally:
            os.close(descriptor)


def _wait_for_lock(descriptor: int) -> None:
    if sys.platform == "win32":
        return
    deadline = time.monotonic() + LOCK_TIMEOUT_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise ChangedMeanwhileError("another program keeps the folder locked") from None
            time.sleep(0.02)
        except OSError:
            return  # a file system without locks
        else:
            return


def _keep_owner(descriptor: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(FileNotFoundError):
        wanted, made = path.lstat(), os.fstat(descriptor)
        if (wanted.st_uid, wanted.st_gid) != (made.st_uid, made.st_gid):
            os.fchown(descriptor, wanted.st_uid, wanted.st_gid)  # refused: better no write than a lost owner


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
