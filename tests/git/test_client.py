"""How git is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ct_jupyter.git import client
from ct_jupyter.git.client import GitError, Repository, exit_code


@pytest.fixture
def top(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


@pytest.fixture
def hangs(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that never answers, and nobody with patience."""
    if sys.platform == "win32":
        pytest.skip("a script in the place of git")
    program = tmp_path_factory.mktemp("bin") / "git"
    program.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(600)\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(client, "PATIENCE_S", 0.2)
    monkeypatch.setattr(client, "QUICK_S", 0.2)


def test_a_git_that_hangs_is_an_error_that_says_what_to_do(hangs: None, tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r"git rev-parse did not answer within 0 s .*is another git at work"):
        Repository(tmp_path)
    assert exit_code(tmp_path, "status") is None


def test_a_hook_around_says_nothing_of_another_repository(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(top / "none"))
    assert exit_code(top, "rev-parse", "--git-dir") == 0


def test_nobody_is_asked_for_a_password(top: Path) -> None:
    with pytest.raises(GitError, match="ls-remote failed"):
        Repository(top).output("ls-remote", str(top / "none"))
    assert client._OURS["GIT_TERMINAL_PROMPT"] == "0"
