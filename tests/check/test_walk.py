from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ct_jupyter.check.walk import Missing, Target, walk


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.ipynb", "a.IPYNB", "note.md", "deep/c.ipynb", ".git/d.ipynb", "node_modules/e.ipynb"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "b-checkpoint.ipynb").write_text("")
    return tmp_path


def shown(found: object) -> list[str]:
    return [target.shown for target in found]


def test_a_folder_gives_its_notebooks_in_order(tree: Path) -> None:
    assert shown(walk([tree], tree)) == ["a.IPYNB", "b.ipynb", "deep/c.ipynb"]


def test_a_named_file_is_scanned_whatever_its_kind(tree: Path) -> None:
    assert shown(walk([tree / "note.md"], tree)) == ["note.md"]


def test_a_named_folder_is_scanned_even_where_a_walk_passes_it_over(tree: Path) -> None:
    assert shown(walk([tree / ".ipynb_checkpoints"], tree)) == [".ipynb_checkpoints/b-checkpoint.ipynb"]


def test_a_file_named_twice_is_scanned_once(tree: Path) -> None:
    assert shown(walk([tree / "deep", tree / "deep" / "c.ipynb"], tree)) == ["deep/c.ipynb"]


def test_a_missing_path_is_told_and_the_rest_goes_on(tree: Path) -> None:
    first, second = walk([tree / "gone", tree / "deep"], tree)
    assert isinstance(first, Missing)
    assert isinstance(second, Target)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_links_that_lead_in_circles_end(tree: Path) -> None:
    (tree / "deep" / "up").symlink_to(tree)
    assert shown(walk([tree], tree)) == ["a.IPYNB", "b.ipynb", "deep/c.ipynb"]


def test_a_folder_that_cannot_be_listed_is_told(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = os.scandir

    def refuse_deep(path: str) -> object:  # permissions would not stop root, as which CI may run
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse_deep)
    found = list(walk([tree], tree))
    assert [target.shown for target in found if isinstance(target, Target)] == ["a.IPYNB", "b.ipynb"]
    assert [missing.shown for missing in found if isinstance(missing, Missing)] == ["deep"]


def test_data_files_are_taken_and_parts_of_one_data_set_are_one(tree: Path) -> None:
    for name in (
        "data/people.csv",
        "data/package.json",
        "data/sales/year=2024/part-0.parquet",
        "data/sales/year=2025/part-0.parquet",
        "data/sales/notes.ipynb",
        "data/users.csv/part-0000.csv",
        "data/model.bin",
    ):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert shown(walk([tree / "data"], tree)) == [
        "data/people.csv",
        "data/sales",
        "data/sales/notes.ipynb",
        "data/users.csv",
    ]
    assert shown(walk([tree / "data" / "sales"], tree)) == ["data/sales", "data/sales/notes.ipynb"]
    assert shown(walk([tree], tree, data=False)) == [
        "a.IPYNB",
        "b.ipynb",
        "data/sales/notes.ipynb",
        "deep/c.ipynb",
    ]


def test_notebooks_of_other_formats_are_taken_and_files_that_look_like_them_are_not(tmp_path: Path) -> None:
    files = {
        "a.Rmd": "text",
        "b.dib": "",
        "c.py": "# Databricks notebook source\n",
        "d.py": "import os\n",
        "README.md": "# Title\n\n```python\nimport os\n```\n",
        "e.md": "```{code-cell} ipython3\nx\n```\n",
        "note.json": '{"paragraphs": [{"text": "%md"}], "name": "a"}',
        "f.json": '{"name": "a"}',
        "g.html": '<div class="jp-Cell jp-CodeCell">',
        "h.html": "<p>text</p>",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "link.py").symlink_to("gone.py")
    assert shown(walk([tmp_path], tmp_path)) == ["a.Rmd", "b.dib", "c.py", "e.md", "g.html", "note.json"]
