"""Files that others made: a pipe or a device is refused at once, whoever reads it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.files.regular import read_regular
from ct_jupyter.policy.config import OWN_FILE

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
WAIT_S = 60


def promptly(call: Callable[[], object]) -> object:
    """Return what a call returns; a pipe would keep it waiting for ever."""
    answer: list[object] = []
    thread = threading.Thread(target=lambda: answer.append(call()), daemon=True)
    thread.start()
    thread.join(WAIT_S)
    assert answer, "it waits for the other end of a pipe"
    return answer[0]


@pytest.fixture(params=["pipe", "device", "link to a device", "folder"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        path = tmp_path / name
        if request.param == "pipe":
            os.mkfifo(path)
        elif request.param == "folder":
            path.mkdir()
        elif request.param == "device":
            return Path("/dev/zero")
        else:
            path.symlink_to("/dev/zero")
        return path

    return make


def test_what_is_no_regular_file_is_refused(odd: Callable[[str], Path]) -> None:
    path = odd("a")

    def read() -> str:
        try:
            return repr(read_regular(path))
        except OSError as error:
            return str(error.strerror)

    assert promptly(read) in ("it is not a regular file", "Is a directory")


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    (tmp_path / "link").symlink_to(path)
    assert read_regular(path) == read_regular(path, 5) == read_regular(tmp_path / "link", 5) == b"12345"
    with pytest.raises(OSError, match="at most 4 are read"):
        read_regular(path, 4)


@pytest.mark.parametrize("name", [OWN_FILE, "pyproject.toml", ".ct-jupyter/baseline.json"])
@pytest.mark.parametrize("what", ["pipe", "device"])
def test_a_policy_that_is_none_stops_no_scan(
    name: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path) if what == "pipe" else path.symlink_to("/dev/zero")
    (tmp_path / "a.py").write_text("x = 1\n")
    assert promptly(lambda: main(["scan", "a.py"])) == 2
    assert "is not a regular file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["scan"], ["redact", "--write"], ["share", "--output", "b.ipynb"]], ids=lambda one: one[0]
)
def test_a_pipe_keeps_no_command_waiting(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "a.ipynb")
    assert promptly(lambda: main([command[0], "a.ipynb", *command[1:]])) in (1, 2, 3)
    assert "regular file" in "".join(capsys.readouterr())
