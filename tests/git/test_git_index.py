from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ct_jupyter.git.index import is_in_index

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for name in ("a/.env", "b/x.env", "readme"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("A=1\n")
    subprocess.run(["git", "add", "-f", "."], cwd=tmp_path, check=True)
    return tmp_path


def test_a_name_is_found_whole_and_not_as_the_end_of_another(repository: Path) -> None:
    assert is_in_index(repository, "a/.env")
    assert is_in_index(repository, "readme")
    assert not is_in_index(repository, ".env")
    assert not is_in_index(repository, "b/.env")


def test_an_index_with_extended_entries_is_read(repository: Path) -> None:
    subprocess.run(["git", "update-index", "--skip-worktree", "a/.env"], cwd=repository, check=True)
    assert is_in_index(repository, "a/.env")
    assert not is_in_index(repository, ".env")


def test_a_linked_work_tree_has_an_index_of_its_own(repository: Path, tmp_path: Path) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, "commit", "-qm", "x"], cwd=repository, check=True)
    subprocess.run(
        ["git", "worktree", "add", "-q", "linked"], cwd=repository, check=True, capture_output=True
    )
    assert is_in_index(repository / "linked", "a/.env")


def test_no_repository_and_no_index_are_no(tmp_path: Path) -> None:
    assert not is_in_index(tmp_path, ".env")
