"""The files beside a notebook that tools made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.findings.tool_copies import Copy, copies_of
from tests.conftest import notebook


def shown(path: Path, **more: Any) -> list[str]:
    return [copy.path.relative_to(path.parent).as_posix() for copy in copies_of(path, **more)]


def put(root: Path, *names: str, text: str = "x") -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "train [1].ipynb"
    path.write_text(json.dumps(notebook()))
    return path


def test_what_tools_write_beside_it_is_found(path: Path) -> None:
    made = [
        *(".ipynb_checkpoints/train [1]-checkpoint.ipynb", ".ipynb_checkpoints/train [1]-checkpoint.py"),
        *("train [1]-output.ipynb", "train [1].html", "train [1].ipynb.orig", "train [1].md"),
        *("train [1].nbconvert.ipynb", "train [1].slides.html", "train [1]_LOCAL_4711.ipynb"),
    ]
    others = ["train.html", "train [1] b.ipynb", "train [1]_LOCAL.ipynb", "train 1-output.ipynb", "other.md"]
    put(path.parent, *made, *others)
    assert shown(path) == sorted(made)


def test_code_counts_where_its_head_says_that_a_tool_wrote_it(path: Path) -> None:
    put(path.parent, "train [1].py", text="import os\n")
    assert shown(path) == []
    put(path.parent, "train [1].py", text="#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\nx = 1\n")
    put(path.parent, "train [1].R", text="# ---\n# jupyter:\n#   jupytext:\n#     x: y\n# ---\nx <- 1\n")
    assert shown(path) == ["train [1].R", "train [1].py"]


def test_a_run_of_papermill_is_known_whatever_it_is_called(path: Path) -> None:
    run = notebook(papermill={"input_path": f"work/{path.name}", "output_path": "monday.ipynb"})
    put(path.parent, "monday.ipynb", text=json.dumps(run, indent=1))
    other = notebook(papermill={"input_path": "work/other.ipynb", "output_path": "tuesday.ipynb"})
    put(path.parent, "tuesday.ipynb", text=json.dumps(other, indent=1))
    assert shown(path) == ["monday.ipynb"]


@pytest.mark.parametrize(
    ("formats", "place", "pair"),
    [
        ("ipynb,py:percent", "a.ipynb", "a.py"),
        ("ipynb,md,Rmd", "a.ipynb", "a.Rmd"),
        ("ipynb,.lgt.py:light", "a.ipynb", "a.lgt.py"),
        ("notebooks//ipynb,scripts//py:percent", "notebooks/a.ipynb", "scripts/a.py"),
        ("ipynb,scripts//py", "a.ipynb", "scripts/a.py"),
        ("ipynb,script_/py", "a.ipynb", "script_a.py"),
    ],
)
def test_pairs_of_jupytext_are_found_by_the_metadata(
    tmp_path: Path, formats: str, place: str, pair: str
) -> None:
    put(tmp_path, place, text=json.dumps(notebook(jupytext={"formats": formats})))
    put(tmp_path, pair, "a.jl")
    found = [copy.path.relative_to(tmp_path).as_posix() for copy in copies_of(tmp_path / place)]
    assert found == [pair]
    editors = copies_of(tmp_path / place, metadata={"jupytext": {"formats": "ipynb,jl"}})
    assert [copy.path.name for copy in editors if copy.path.suffix == ".jl"] == (
        ["a.jl"] if place == "a.ipynb" else []
    )


@pytest.mark.parametrize("formats", ["ipynb,../../x//py", "ipynb,/etc//py", "ipynb", 3, None, ["py"], ""])
def test_metadata_that_leads_out_or_is_none_names_nothing(tmp_path: Path, formats: Any) -> None:
    put(tmp_path, "w/a.ipynb", text=json.dumps(notebook(jupytext={"formats": formats})))
    put(tmp_path, "x/a.py", "w/x.py")
    assert copies_of(tmp_path / "w" / "a.ipynb") == []


def test_the_virtual_documents_of_jupyter_lsp_are_found_from_any_folder(tmp_path: Path) -> None:
    put(tmp_path, "work/deep/a.ipynb", "work/a.ipynb")
    virtual = tmp_path / ".virtual_documents"
    put(virtual, "work/deep/a.ipynb", "work/deep/a.ipynb.sql-1.sql", "a.ipynb", "work/deep/b.ipynb")
    found = copies_of(tmp_path / "work" / "deep" / "a.ipynb", within=tmp_path)
    place = virtual / "work" / "deep"
    assert found == [Copy(place / "a.ipynb", plain=True), Copy(place / "a.ipynb.sql-1.sql", plain=True)]
    assert copies_of(tmp_path / "work" / "deep" / "a.ipynb", within=tmp_path / "work") == []


def test_no_link_is_followed_and_nothing_outside_is_touched(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put(root, "a.ipynb", text=json.dumps(notebook(jupytext={"formats": "ipynb,out//py"})))
    put(tmp_path, "elsewhere/a.py", "elsewhere/a-checkpoint.ipynb", "elsewhere/a.html")
    (root / "out").symlink_to(tmp_path / "elsewhere")
    (root / "a.html").symlink_to(tmp_path / "elsewhere" / "a.html")
    (root / ".ipynb_checkpoints").symlink_to(tmp_path / "elsewhere")
    (root / "a.md").mkdir()
    assert copies_of(root / "a.ipynb", within=root) == []


def test_a_file_that_is_no_notebook_has_its_checkpoint_alone(tmp_path: Path) -> None:
    put(tmp_path, "a.py", "a.html", "a-output.ipynb", ".ipynb_checkpoints/a-checkpoint.py")
    put(tmp_path, ".ipynb_checkpoints/a-checkpoint.ipynb")
    assert shown(tmp_path / "a.py") == [".ipynb_checkpoints/a-checkpoint.py"]


@pytest.mark.parametrize("content", ["", "[]", "{", "\0", '{"metadata": 3}'])
def test_a_notebook_that_cannot_be_read_has_copies_as_well(tmp_path: Path, content: str) -> None:
    put(tmp_path, "a.ipynb", text=content)
    put(tmp_path, "a.html")
    assert shown(tmp_path / "a.ipynb") == ["a.html"]
