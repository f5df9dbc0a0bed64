"""Writing on Windows and macOS: the real code, with what those systems alone have put in its place."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jupyter_core.paths
import pytest

from ct_jupyter.files import atomic
from ct_jupyter.files.atomic import ChangedMeanwhileError, locked, reason_of, replace_file, write_whole
from ct_jupyter.stores.refusal import Refusal
from ct_jupyter.stores.store import EnvFile


class Windows:
    """What replaces the system's own: who was given access, and which files another program holds."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.restricted: list[tuple[str, bytes]] = []
        self.held = 0
        """How often a file is still held when it is to be replaced."""
        self.code = 32

    def restrict(self, name: str) -> None:
        self.restricted.append((Path(name).name, Path(name).read_bytes()))


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Windows:
    system = Windows(tmp_path / "cache")
    real = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if system.held:
            system.held -= 1
            error = PermissionError(errno.EACCES, "Access is denied", str(target))
            error.winerror = system.code  # type: ignore[attr-defined]
            raise error
        return real(path, target)

    def no_modes(*_: Any) -> None:
        raise AssertionError("Windows has none")

    monkeypatch.setattr(atomic, "SYSTEM", "win32")
    monkeypatch.setattr(atomic, "HELD_OPEN_S", 0.3)
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(os, "fchmod", no_modes)
    monkeypatch.setattr(os, "fchown", no_modes)
    monkeypatch.setattr(fcntl, "flock", no_modes, raising=True)
    monkeypatch.setattr(jupyter_core.paths, "win32_restrict_file_to_user", system.restrict)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: system.cache)
    # filelock's own for this system: its lock is what is tested, not how a file is locked.
    monkeypatch.setattr("filelock.FileLock", SoftLock)
    return system


def SoftLock(path: Path) -> Any:  # noqa: N802
    import filelock

    return filelock.SoftFileLock(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_on_windows_env_gets_an_access_list_before_a_value_is_in_it(windows: Windows, folder: Path) -> None:
    env = EnvFile(folder, folder)
    assert env.add("TOKEN", "one-value").state == "created"
    assert env.add("OTHER", "two-value").tightened is False
    private = [(name, content) for name, content in windows.restricted if name.startswith(".env.")]
    assert [content for _, content in private] == [b"", b""]
    assert env.read() == {"TOKEN": "one-value", "OTHER": "two-value"}


def test_on_windows_only_what_is_for_the_user_alone_gets_one(windows: Windows, folder: Path) -> None:
    replace_file(folder / "a.ipynb", b"{}", expected=None, mode=0o644)
    assert windows.restricted == []


@pytest.mark.parametrize("error", [RuntimeError("secret detail"), OSError(errno.EIO, "x")])
def test_what_others_could_read_is_not_written(
    windows: Windows, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(_: str) -> None:
        raise error

    monkeypatch.setattr(jupyter_core.paths, "win32_restrict_file_to_user", refuse)
    with pytest.raises(OSError) as caught:  # noqa: PT011  # of whatever the system said
        replace_file(folder / ".env", b"TOKEN=x", expected=None, mode=0o600)
    assert "secret detail" not in reason_of(caught.value)
    assert left(folder) == []


def test_a_file_that_is_soon_let_go_is_replaced(windows: Windows, folder: Path) -> None:
    windows.held = 2
    replace_file(folder / "a", b"new", expected=None, mode=0o644)
    assert (folder / "a").read_bytes() == b"new"
    windows.held = 2
    write_whole(folder / "a", b"newer")
    assert (folder / "a").read_bytes() == b"newer"


@pytest.mark.parametrize(
    ("code", "said"), [(32, "another program has it open"), (33, "has it open"), (5, "may be read-only")]
)
def test_a_file_that_stays_open_is_left_with_a_clear_error(
    windows: Windows, folder: Path, code: int, said: str
) -> None:
    (folder / ".env").write_bytes(b"A=1\n")
    windows.code, windows.held = code, 10_000
    with pytest.raises(Refusal) as caught:
        EnvFile(folder, folder).add("TOKEN", "value")
    assert caught.value.reason == "env-unwritable"
    assert said in caught.value.message
    assert (folder / ".env").read_bytes() == b"A=1\n"
    assert not [name for name in left(folder) if name.endswith(".tmp")]
    with pytest.raises(PermissionError):
        write_whole(folder / ".env", b"B=2\n")
    assert not [name for name in left(folder) if name not in (".env", ".gitignore")]


def test_a_read_only_file_is_refused_on_windows_before_anything_is_written(
    windows: Windows, folder: Path
) -> None:
    (folder / ".env").write_bytes(b"A=1\n")
    (folder / ".env").chmod(0o444)
    with pytest.raises(Refusal, match="it is read-only"):
        EnvFile(folder, folder).add("TOKEN", "value")
    assert windows.restricted == []
    assert (folder / ".env").read_bytes() == b"A=1\n"


def test_another_error_is_not_waited_for(
    windows: Windows, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "HELD_OPEN_S", 3600.0)
    windows.code, windows.held = 1, 1
    with pytest.raises(PermissionError):
        replace_file(folder / "a", b"new", expected=None, mode=0o644)
    assert left(folder) == []


def test_on_windows_a_folder_is_locked_by_a_file_in_the_users_cache(
    windows: Windows, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "LOCK_TIMEOUT_S", 0.1)
    with locked(folder):
        assert left(folder) == []
        [lock] = (windows.cache / "locks").iterdir()
    assert list((windows.cache / "locks").iterdir()) == []
    lock.touch()
    with pytest.raises(ChangedMeanwhileError), locked(folder):
        raise AssertionError("it is locked")
    lock.unlink()
    with locked(folder / ".." / folder.name):
        assert [path.name for path in (windows.cache / "locks").iterdir()] == [lock.name]


WRITER = """
import sys
from pathlib import Path
from unittest import mock
import platformdirs
from ct_jupyter.files import atomic
from ct_jupyter.stores.store import EnvFile
atomic.LOCK_TIMEOUT_S = 60
folder, who = Path(sys.argv[1]), sys.argv[2]
with mock.patch.object(platformdirs, "user_cache_path", lambda *_, **__: folder.parent / "cache"), \\
     mock.patch.object(atomic, "SYSTEM", sys.argv[3]), \\
     mock.patch("jupyter_core.paths.win32_restrict_file_to_user", lambda _: None):
    for number in range(8):
        EnvFile(folder, folder).add(f"{who}_{number}", f"value-{number}")
"""


@pytest.mark.parametrize("system", ["win32", sys.platform])
def test_two_processes_lose_nothing_of_each_other(folder: Path, system: str) -> None:
    command = [sys.executable, "-c", WRITER, str(folder)]
    running = [subprocess.Popen([*command, who, system]) for who in ("ANN", "BEN")]
    assert [one.wait(120) for one in running] == [0, 0]
    assert len(EnvFile(folder, folder).read()) == 16


def test_on_macos_the_disk_itself_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(atomic, "SYSTEM", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda _, command: asked.append(command))
    replace_file(folder / "a", b"new", expected=None, mode=0o644)
    write_whole(folder / "b", b"new")
    assert asked == [51, 51, 51]  # the file, its folder, the report


def test_on_a_drive_without_that_macos_does_what_it_can(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    synced: list[int] = []
    monkeypatch.setattr(atomic, "SYSTEM", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", refuse)
    monkeypatch.setattr(os, "fsync", synced.append)
    replace_file(folder / "a", b"new", expected=None, mode=0o644)
    assert len(synced) == 2
