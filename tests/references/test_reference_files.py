"""Which files a reference leads to, and which it must not."""

from __future__ import annotations

import os
import posixpath
import sys
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.references import CellSource, Reference, references_in
from ct_jupyter.references.files import MOST_FILES, Files, ending_of, files_of


def reference(source: str) -> Reference:
    (found,) = references_in([CellSource(1, source, "python")])
    return found


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name in ("nb/here.csv", "data/a.csv", "data/b.csv", "data/deep/c.csv", "data/readme.md", "top.csv"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n1\n", encoding="utf-8")
    (root / "data" / "b [1].csv").write_text("x\n1\n", encoding="utf-8")
    (tmp_path / "secret.csv").write_text("x\n1\n", encoding="utf-8")
    return root


def look(tree: Path, source: str, anywhere: bool = False) -> tuple[str, list[str]]:
    files = files_of(reference(source), [tree / "nb", tree], None if anywhere else tree)
    return files.state, [path.relative_to(tree.parent).as_posix() for path in files.paths]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('pd.read_csv("here.csv")', ["root/nb/here.csv"]),
        ('pd.read_csv("./here.csv")', ["root/nb/here.csv"]),
        ('pd.read_csv("../data/a.csv")', ["root/data/a.csv"]),
        ('pd.read_csv("data/a.csv")', ["root/data/a.csv"]),
        ('pd.read_csv("data\\\\a.csv")', ["root/data/a.csv"]),
        ('pd.read_csv("top.csv")', ["root/top.csv"]),
        ('pl.read_csv("../data/*.csv")', ["root/data/a.csv", "root/data/b [1].csv", "root/data/b.csv"]),
        ('pd.read_csv("../data/b [1].csv")', ["root/data/b [1].csv"]),
        (
            'from pathlib import Path\nfor p in Path("../data").rglob("*.csv"):\n    pd.read_csv(p)',
            ["root/data/a.csv", "root/data/b [1].csv", "root/data/b.csv", "root/data/deep/c.csv"],
        ),
        (
            "import os\nfor f in os.listdir('../data'):\n    pd.read_csv('../data/' + f)",
            ["root/data/a.csv", "root/data/b [1].csv", "root/data/b.csv"],
        ),
        ('pd.read_parquet("../data")', ["root/data"]),
    ],
)
def test_a_path_is_looked_for_beside_the_notebook_then_at_the_top(
    tree: Path, source: str, expected: list[str]
) -> None:
    assert look(tree, source) == ("found", expected)


@pytest.mark.parametrize(
    ("source", "state"),
    [
        ('pd.read_csv("gone.csv")', "missing"),
        ('pl.read_csv("gone/*.csv")', "missing"),
        ('pd.read_csv("../../secret.csv")', "outside"),
        ('pd.read_csv("/etc/hostname")', "outside"),
        ('pd.read_csv("~/x.csv")', "outside"),
        ('pl.read_csv("/**/*.csv")', "outside"),
        ('pd.read_csv("https://example.com/a.csv")', "remote"),
        ("pd.read_csv(x)", "unresolved"),
        ('pd.read_hdf("here.csv")', "unread"),
        (f'pd.read_csv("{"x" * 3000}.csv")', "missing"),
    ],
)
def test_what_is_not_looked_at_says_why(tree: Path, source: str, state: str) -> None:
    assert look(tree, source) == (state, [])


def test_what_lies_outside_is_looked_at_only_if_asked_for(tree: Path) -> None:
    assert look(tree, 'pd.read_csv("../../secret.csv")', anywhere=True) == ("found", ["secret.csv"])


@pytest.mark.parametrize(
    "source",
    [
        'pd.read_csv("../data")',
        'pd.read_parquet(".")',
        'pd.read_parquet("..")',
        'spark.read.csv("..")',
        'pd.read_csv("pipe.csv")',
        'pl.read_csv("pip*.csv")',
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_folder_that_is_no_data_set_and_a_pipe_are_left_alone(tree: Path, source: str) -> None:
    os.mkfifo(tree / "nb" / "pipe.csv")
    assert look(tree, source) == ("unread", [])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_leads_nowhere_outside(tree: Path) -> None:
    (tree / "nb" / "link.csv").symlink_to(tree.parent / "secret.csv")
    (tree / "nb" / "out").symlink_to(tree.parent)
    (tree / "nb" / "in.csv").symlink_to(tree / "top.csv")
    assert look(tree, 'pd.read_csv("link.csv")') == ("outside", [])
    assert look(tree, 'pd.read_csv("out/secret.csv")') == ("outside", [])
    assert look(tree, 'pl.read_csv("out/*.csv")') == ("outside", [])
    assert look(tree, 'pd.read_csv("in.csv")') == ("found", ["root/nb/in.csv"])


def test_a_pattern_is_bounded(tree: Path) -> None:
    for number in range(MOST_FILES + 20):
        (tree / "nb" / f"part{number}.csv").touch()
    state, found = look(tree, 'pl.read_csv("part*.csv")')
    assert (state, len(found)) == ("found", MOST_FILES)


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ('pd.read_csv("a.txt")', ".csv"),
        ('pd.read_csv("a")', ".csv"),
        ('pd.read_csv("a.csv.gz")', None),
        ('pl.read_parquet("a.bin")', ".parquet"),
        ('pd.read_json("a.txt", lines=True)', ".json"),
        ('np.genfromtxt("a.txt")', ".csv"),
        ('np.load("a.npy")', None),
        ('import sqlite3\nsqlite3.connect("a.dat")', ".sqlite"),
        ('import duckdb\nduckdb.connect("a.dat")', ".duckdb"),
        ('import joblib\njoblib.load("a.joblib")', ".pkl"),
        ('open("a.txt")', None),
    ],
)
def test_the_reader_says_what_a_file_is_where_its_name_does_not(
    source: str, ending: str | None, tmp_path: Path
) -> None:
    found = reference(source)
    assert found.path is not None
    assert ending_of(found, tmp_path / found.path) == ending


def test_no_files_is_a_state_of_its_own() -> None:
    assert Files("missing").paths == ()


def test_wildcards_mind_the_case_where_the_system_does(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "data" / "deep" / "UP.CSV").write_text("x\n1\n", encoding="utf-8")
    source = 'from pathlib import Path\nfor p in Path("../data/deep").rglob("*.csv"):\n    pd.read_csv(p)'
    assert look(tree, source)[1] == ["root/data/deep/c.csv"]
    # As on Windows, where `fnmatch` folds the case.
    monkeypatch.setattr(posixpath, "normcase", lambda path: os.fspath(path).lower())
    assert look(tree, source)[1] == ["root/data/deep/UP.CSV", "root/data/deep/c.csv"]


def test_links_to_their_own_folder_lead_nowhere_new(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_into: list[Any] = []
    scandir = os.scandir

    def counted(path: Any) -> Any:
        looked_into.append(path)
        return scandir(path)

    for name in "abcde":
        (tree / "nb" / name).symlink_to(".")
    (tree / "nb" / "deep.csv").write_text("a\n1\n")
    monkeypatch.setattr(os, "scandir", counted)
    files = files_of(reference('pd.read_csv("*/*/*/*/*/*/*/*/*/*/*.csv")'), [tree / "nb"], tree)
    assert files.state == "found"
    assert {path.name for path in files.paths} >= {"deep.csv"}
    assert len(looked_into) <= 11


def test_a_pattern_gives_up_after_so_many_entries(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ct_jupyter.references.files._MOST_ENTRIES", 20)
    for number in range(50):
        (tree / "nb" / f"{number}.csv").write_text("a\n1\n")
    for pattern in ("*.csv", "**/*.csv"):
        files = files_of(reference(f'pd.read_csv(glob.glob("{pattern}")[0])'), [tree / "nb"], tree)
        assert len(files.paths) <= 20
