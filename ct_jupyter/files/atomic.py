"""Writing a file so that a crash leaves the old one or the new one, whole; on every system.

What differs on Windows and macOS is here and nowhere else: who may read a file, how long a file is held open
by others, how a folder is locked, and when a disk has written.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

SYSTEM = sys.platform
"""Which system's way is taken; tests put another's in its place."""

LOCK_TIMEOUT_S = 5.0
HELD_OPEN_S = 1.0
"""How long Windows is asked again for a file that another program has open: a virus scanner soon lets go."""

_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION = 5, 32, 33
"""Windows' own numbers for why a file cannot be replaced."""

_IN_PROCESS = threading.Lock()


class ChangedMeanwhileError(OSError):
    """Another program wrote the file between our reading and our writing."""


class RefusedError(PermissionError):
    """Nothing was written, for a reason of ours."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EACCES, why)


def reason_of(error: OSError, otherwise: str = "the system refused") -> str:
    """Return why a file was not written, in words that say what to do, without its path."""
    if isinstance(error, RefusedError):
        return str(error.strerror)
    code = getattr(error, "winerror", None)
    if code in (_SHARING_VIOLATION, _LOCK_VIOLATION):
        return "another program has it open; close it there"
    if code == _ACCESS_DENIED:
        return "access is denied: it may be read-only, or open in another program"
    return os.strerror(error.errno) if error.errno else otherwise


def has_modes() -> bool:
    """Tell whether a file's mode says who may read it."""
    return SYSTEM != "win32"


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
        Permissions of the new file. The owner stays. On Windows, where a mode says nothing, one that is for
        the owner alone becomes an access list of the user and the administrators.

    Raises
    ------
    ChangedMeanwhileError
        The file is not as expected any more.
    OSError
        It could not be written; the old file is untouched and no temporary file is left.
    """
    if SYSTEM == "win32" and _is_read_only(path):
        # Found out before anything is written; elsewhere the folder decides, and the mode is kept.
        raise RefusedError("it is read-only")
    temporary = path.with_name(f"{path.name}.ct-{secrets.token_hex(6)}.tmp")
    nameless = _open_nameless(path.parent)
    descriptor = _open_new(temporary) if nameless is None else nameless
    try:
        with os.fdopen(descriptor, "wb") as file:
            if SYSTEM == "win32" and not mode & 0o077:
                _for_the_user_alone(temporary)  # before anything is in it
            file.write(content)
            file.flush()
            if SYSTEM != "win32":
                os.fchmod(file.fileno(), mode)
                _keep_owner(file.fileno(), path)
            on_disk(file.fileno())
            if read_if_there(path) != expected:
                raise ChangedMeanwhileError("the file was changed by another program")
            if nameless is not None:
                _give_name(nameless, path if expected is None else temporary)
        if nameless is None or expected is not None:
            swap(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write ``path`` so that a reader sees the old content or the new, never a part of it.

    Raises
    ------
    OSError
        The folder is missing or cannot be written to; ``path`` is then as it was.
    """
    if path.exists() and not path.is_file():  # /dev/null, a pipe: to be written to, not to be replaced
        path.write_bytes(data)
        return
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            on_disk(file.fileno())
        swap(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _open_new(temporary: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.open(temporary, flags, 0o600)


def _open_nameless(folder: Path) -> int | None:
    """Return a new file that has no name yet; None where the system has no such files.

    A crash leaves nothing of it, where a temporary file would stay and ``git add`` would take it.
    """
    if SYSTEM != "linux" or not hasattr(os, "O_TMPFILE"):
        return None
    try:
        return os.open(folder, os.O_WRONLY | os.O_TMPFILE, 0o600)
    except OSError:  # not every file system has them: then `_open_new` says what is wrong, if anything is
        return None


def _give_name(descriptor: int, path: Path) -> None:
    """Give a nameless file its name, which must not be there.

    Raises
    ------
    ChangedMeanwhileError
        It is there.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # With a folder given, Python calls `linkat`, which follows the link in /proc to the open file.
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=folder, follow_symlinks=True)
    except FileExistsError:
        raise ChangedMeanwhileError("the file was changed by another program") from None
    finally:
        os.close(folder)


def swap(temporary: Path, path: Path) -> None:
    """Put ``temporary`` in the place of ``path``; on Windows as soon as no other program has it open.

    Raises
    ------
    OSError
        It could not be replaced; :func:`reason_of` says why.
    """
    deadline = time.monotonic() + HELD_OPEN_S
    while True:
        try:
            temporary.replace(path)
        except PermissionError as error:
            held = getattr(error, "winerror", None) in (_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION)
            if not held or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def on_disk(descriptor: int) -> None:
    """Wait until what was written is on the disk; on macOS `fsync` alone leaves it in the disk's cache."""
    full = getattr(fcntl, "F_FULLFSYNC", None) if SYSTEM == "darwin" else None
    if full is not None:
        with contextlib.suppress(OSError):  # a network drive has no such thing
            fcntl.fcntl(descriptor, full)
            return
    os.fsync(descriptor)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers of ours out of ``folder``, in this process and, where the system can, in others.

    The folder itself is locked: no lock file is left lying about. Windows locks no folders; there a file in
    the user's own cache stands for it. On a file system that cannot lock, :func:`replace_file` still sees
    what changed before it replaces.

    Raises
    ------
    ChangedMeanwhileError
        Another program keeps it locked.
    """
    with _IN_PROCESS:
        if SYSTEM == "win32":
            with _locked_by_file(folder):
                yield
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _wait_for_lock(descriptor)
            yield
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _locked_by_file(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout
    from platformdirs import user_cache_path

    key = hashlib.blake2b(os.path.normcase(folder.resolve()).encode(), digest_size=16).hexdigest()
    place = user_cache_path("ct_jupyter", appauthor=False) / "locks"
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / f"{key}.lock")
    try:
        lock.acquire(timeout=LOCK_TIMEOUT_S)
    except Timeout:
        raise ChangedMeanwhileError("another program keeps the folder locked") from None
    try:
        yield
    finally:
        lock.release()


def _wait_for_lock(descriptor: int) -> None:
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


def _is_read_only(path: Path) -> bool:
    try:
        return not path.stat().st_mode & 0o200
    except OSError:
        return False


def _for_the_user_alone(path: Path) -> None:
    """Give a file an access list of the user and the administrators, and nothing from its folder."""
    from jupyter_core.paths import win32_restrict_file_to_user

    try:
        win32_restrict_file_to_user(str(path))
    except OSError:
        raise
    except Exception as error:  # pywin32 has errors of its own; a file that others can read is not written
        raise RefusedError(f"others could not be kept from reading it ({type(error).__name__})") from None


def _keep_owner(descriptor: int, path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        wanted, made = path.lstat(), os.fstat(descriptor)
        if (wanted.st_uid, wanted.st_gid) != (made.st_uid, made.st_gid):
            os.fchown(descriptor, wanted.st_uid, wanted.st_gid)  # refused: better no write than a lost owner


def _sync_folder(folder: Path) -> None:
    if SYSTEM == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            on_disk(descriptor)
        finally:
            os.close(descriptor)
