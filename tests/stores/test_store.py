from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.files.atomic import ChangedMeanwhileError, replace_file
from ct_jupyter.git import work_tree as git
from ct_jupyter.stores.dotenv import with_variable
from ct_jupyter.stores.refusal import Refusal
from ct_jupyter.stores.store import EnvFile

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "root" / "work"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def env(folder: Path) -> EnvFile:
    return EnvFile(folder, folder.parent)


def run_git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(folder: Path) -> Path:
    run_git(folder.parent, "init", "-q")
    return folder.parent


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refusal(env: EnvFile, name: str = "NAME", value: str = "v4lue") -> Refusal:
    with pytest.raises(Refusal) as caught:
        env.add(name, value)
    assert value not in caught.value.message
    return caught.value


def test_a_new_file_is_for_the_owner_only(env: EnvFile, folder: Path) -> None:
    stored = env.add("NAME", "v4lue")
    assert (stored.path, stored.state, stored.gitignore) == ("work/.env", "created", "no-repository")
    assert (folder / ".env").read_bytes() == b"NAME=v4lue\n"
    assert mode(folder / ".env") == 0o600
    assert names_in(folder) == [".env"]


def test_a_second_value_is_added_and_the_same_one_is_not(env: EnvFile, folder: Path) -> None:
    env.add("NAME", "v4lue")
    assert env.add("OTHER", "w").state == "added"
    assert env.add("NAME", "v4lue").state == "present"
    assert (folder / ".env").read_bytes() == b"NAME=v4lue\nOTHER=w\n"
    assert env.read() == {"NAME": "v4lue", "OTHER": "w"}


def test_another_value_is_never_overwritten(env: EnvFile, folder: Path) -> None:
    (folder / ".env").write_text("NAME=old\n")
    assert refusal(env).reason == "name-taken"
    assert (folder / ".env").read_text() == "NAME=old\n"


def test_a_file_that_others_could_read_is_tightened(env: EnvFile, folder: Path) -> None:
    (folder / ".env").write_text("# mine\nNAME=v4lue")
    (folder / ".env").chmod(0o644)
    stored = env.add("NAME", "v4lue")
    assert (stored.state, stored.tightened, mode(folder / ".env")) == ("present", True, 0o600)
    assert (folder / ".env").read_text() == "# mine\nNAME=v4lue"
    assert not env.add("NAME", "v4lue").tightened


def test_a_link_is_not_written_through(env: EnvFile, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("A=1\n")
    (folder / ".env").symlink_to(outside)
    assert refusal(env).reason == "outside-root"
    assert outside.read_text() == "A=1\n"


def test_what_is_no_file_or_no_text_is_refused(env: EnvFile, folder: Path) -> None:
    (folder / ".env").mkdir()
    assert refusal(env).reason == "env-unreadable"
    (folder / ".env").rmdir()
    (folder / ".env").write_bytes(b"A=\xff")
    assert refusal(env).reason == "env-unreadable"


def test_a_read_only_file_is_left_alone(env: EnvFile, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("A=1\n")
    # Permissions would not stop root, as which CI may run.
    monkeypatch.setattr("ct_jupyter.stores.store.os.access", lambda *_: False)
    assert refusal(env).reason == "env-unwritable"


def test_writers_at_the_same_time_all_get_their_value_in(env: EnvFile) -> None:
    names = [f"NAME_{index}" for index in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: env.add(name, f"value of {name}"), names))
    assert env.read() == {name: f"value of {name}" for name in names}


def test_a_file_that_another_program_wrote_meanwhile_is_not_overwritten(
    env: EnvFile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("A=1\n")

    def slowly(content: bytes, name: str, value: str) -> bytes:
        (folder / ".env").write_text("A=2\n")
        return with_variable(content, name, value)

    monkeypatch.setattr("ct_jupyter.stores.store.with_variable", slowly)
    assert refusal(env).reason == "env-unwritable"
    assert (folder / ".env").read_text() == "A=2\n"
    assert names_in(folder) == [".env"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")
@pytest.mark.parametrize("step", ["os.fsync", "os.fchmod", "os.link"])
def test_who_is_killed_before_a_new_file_has_its_name_leaves_nothing(folder: Path, step: str) -> None:
    killed(folder, step, "None")
    assert names_in(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")
@pytest.mark.parametrize("step", ["os.fsync", "os.fchmod", "os.link"])
def test_who_is_killed_while_a_file_is_replaced_leaves_the_old_one_alone(folder: Path, step: str) -> None:
    (folder / "x").write_bytes(b"old")
    killed(folder, step, "b'old'")
    assert names_in(folder) == ["x"]
    assert (folder / "x").read_bytes() == b"old"


def killed(folder: Path, step: str, expected: str) -> None:
    """Replace ``x`` in another process, which ends at once where it comes to ``step``."""
    program = (
        "import os, pathlib\n"
        "from ct_jupyter.files.atomic import replace_file\n"
        f"{step} = lambda *_, **__: os._exit(9)\n"
        f"replace_file(pathlib.Path({str(folder / 'x')!r}), b'new', expected={expected}, mode=0o600)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9


def test_without_such_files_a_temporary_one_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    replace_file(folder / "x", b"one", expected=None, mode=0o600)
    replace_file(folder / "x", b"two", expected=b"one", mode=0o640)
    assert (folder / "x").read_bytes() == b"two"
    assert (folder / "x").stat().st_mode & 0o777 == 0o640
    assert names_in(folder) == ["x"]


@pytest.mark.parametrize("call", ["fsync", "fchmod", "replace"])
def test_a_crash_at_any_write_leaves_the_old_file_whole_and_nothing_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = folder / "x"
    target.write_bytes(b"old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"pathlib.Path.{call}" if call == "replace" else f"os.{call}", fail)
    with pytest.raises(OSError, match="No space"):
        replace_file(target, b"new", expected=b"old", mode=0o600)
    assert target.read_bytes() == b"old"
    assert names_in(folder) == ["x"]


def test_a_replacement_that_expected_no_file_does_not_overwrite_one(folder: Path) -> None:
    (folder / "x").write_bytes(b"theirs")
    with pytest.raises(ChangedMeanwhileError):
        replace_file(folder / "x", b"new", expected=None, mode=0o600)
    assert (folder / "x").read_bytes() == b"theirs"


@needs_git
class TestGit:
    def test_the_file_is_added_to_gitignore_once(self, env: EnvFile, folder: Path, repository: Path) -> None:
        assert env.add("NAME", "v4lue").gitignore == "added"
        assert env.add("OTHER", "v4lue").gitignore == "present"
        assert (repository / ".gitignore").read_text() == ".env\n"
        assert run_git(repository, "status", "--short", "--untracked-files=all") == "?? .gitignore\n"

    def test_the_nearest_gitignore_is_used_and_kept_byte_for_byte(
        self, env: EnvFile, folder: Path, repository: Path
    ) -> None:
        (folder / ".gitignore").write_bytes(b"*.pyc\r\nlast")
        assert env.add("NAME", "v4lue").gitignore == "added"
        assert (folder / ".gitignore").read_bytes() == b"*.pyc\r\nlast\r\n.env\r\n"
        assert not (repository / ".gitignore").exists()

    def test_an_exception_below_is_overruled(self, env: EnvFile, folder: Path, repository: Path) -> None:
        (folder / ".gitignore").write_text(".env\n!.env\n")
        assert env.add("NAME", "v4lue").gitignore in ("added", "present")
        assert git.look(folder, ".env").ignored

    def test_outside_of_the_root_nothing_is_written(self, folder: Path, repository: Path) -> None:
        env = EnvFile(folder, folder)
        assert env.add("NAME", "v4lue").gitignore == "added"
        assert (folder / ".gitignore").read_text() == ".env\n"
        assert not (repository / ".gitignore").exists()

    def test_a_tracked_file_is_refused_and_the_way_out_named(
        self, env: EnvFile, folder: Path, repository: Path
    ) -> None:
        (folder / ".env").write_text("A=1\n")
        run_git(folder, "add", "-f", ".env")
        refused = refusal(env)
        assert refused.reason == "git-tracked"
        assert "git rm --cached .env" in refused.message
        assert (folder / ".env").read_text() == "A=1\n"

    def test_without_a_git_to_ask_the_answer_is_unknown_and_the_line_is_there(
        self, env: EnvFile, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("shutil.which", lambda _: None)
        assert env.add("NAME", "v4lue").gitignore == "unknown"
        assert env.add("OTHER", "v4lue").gitignore == "unknown"
        assert (repository / ".gitignore").read_text() == ".env\n"

    def test_without_a_git_to_ask_a_tracked_file_is_refused_all_the_same(
        self, env: EnvFile, folder: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / ".env").write_text("A=1\n")
        run_git(folder, "add", "-f", ".env")
        monkeypatch.setattr("shutil.which", lambda _: None)
        assert refusal(env).reason == "git-tracked"

    def test_a_gitignore_that_cannot_be_written_keeps_the_value_off_the_disk(
        self, env: EnvFile, folder: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise PermissionError

        monkeypatch.setattr(git, "replace_file", fail)
        assert refusal(env).reason == "not-ignored"
        assert not (folder / ".env").exists()

    def test_a_watcher_that_the_repository_names_is_not_run(self, folder: Path, repository: Path) -> None:
        script = repository / "watch.sh"
        script.write_text("#!/bin/sh\ntouch ran\n")
        script.chmod(0o755)
        run_git(repository, "config", "core.fsmonitor", str(script))
        git.look(folder, ".env")
        assert not list(repository.rglob("ran"))
