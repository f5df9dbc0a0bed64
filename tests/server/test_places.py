from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from ct_jupyter.session.places import env_folder, has_local_files
from ct_jupyter.stores.refusal import Refusal


@pytest.fixture
def manager(tmp_path: Path) -> Any:
    (tmp_path / "root" / "work").mkdir(parents=True)
    return AsyncLargeFileManager(root_dir=str(tmp_path / "root"))


def test_the_folder_of_a_notebook_is_found_below_the_root(manager: Any, tmp_path: Path) -> None:
    root = (tmp_path / "root").resolve()
    assert env_folder(manager, "work/a.ipynb") == (root / "work", root)
    assert env_folder(manager, "a.ipynb") == (root, root)
    assert env_folder(manager, "RTC:work/a.ipynb") == (root / "work", root)


def test_a_root_that_is_itself_a_link_is_followed(tmp_path: Path, manager: Any) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "root")
    linked = AsyncLargeFileManager(root_dir=str(tmp_path / "link"))
    assert env_folder(linked, "work/a.ipynb") == env_folder(manager, "work/a.ipynb")


def test_a_link_that_stays_below_the_root_is_followed(tmp_path: Path, manager: Any) -> None:
    (tmp_path / "root" / "short").symlink_to(tmp_path / "root" / "work")
    assert env_folder(manager, "short/a.ipynb") == env_folder(manager, "work/a.ipynb")


def test_a_colon_in_a_name_is_a_drive_only_where_there_is_no_such_file(tmp_path: Path, manager: Any) -> None:
    (tmp_path / "root" / "a:b.ipynb").write_text("")
    assert env_folder(manager, "a:b.ipynb")[0] == (tmp_path / "root").resolve()
    with pytest.raises(Refusal) as caught:
        env_folder(manager, "gdrive:b.ipynb")
    assert caught.value.reason == "no-local-files"


@pytest.mark.parametrize(
    "path",
    [
        "../a.ipynb",
        "work/../../a.ipynb",
        "work/../a.ipynb",
        "/a.ipynb",
        "RTC:../a.ipynb",
        "RTC:/a",
        "a\0/b",
        "..\\a",
    ],
)
def test_what_leads_out_or_only_looks_like_it_is_refused(manager: Any, path: str) -> None:
    with pytest.raises(Refusal) as caught:
        env_folder(manager, path)
    assert caught.value.reason == "outside-root"


def test_hidden_folders_are_used_only_where_the_server_shows_them(manager: Any, tmp_path: Path) -> None:
    (tmp_path / "root" / ".private").mkdir()
    with pytest.raises(Refusal):
        env_folder(manager, ".private/a.ipynb")
    manager.allow_hidden = True
    assert env_folder(manager, ".private/a.ipynb")[0].name == ".private"


def test_a_manager_without_files_of_its_own_is_told_from_one_with(manager: Any) -> None:
    class Remote:
        """As s3contents: a root that is a folder by default, and nothing that maps paths to files."""

        root_dir = "/"

    assert has_local_files(manager)
    assert not has_local_files(Remote())
