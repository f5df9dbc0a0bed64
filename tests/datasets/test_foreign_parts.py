"""Parts of a data set that are none: links out of it, and what is no file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ct_jupyter.datasets.apart import scan_apart
from ct_jupyter.datasets.report import DataReport

ROWS = "id,email\n" + "".join(f"{number},user{number}@mail-{number % 7}.net\n" for number in range(40))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "people.csv"
    folder.mkdir()
    (folder / "part-0.csv").write_text(ROWS, encoding="utf-8")
    return folder


def kinds(report: DataReport) -> list[tuple[str, int]]:
    return [(column.rule.id, column.hits) for column in report.columns]


@pytest.mark.parametrize("of_a_folder", [False, True])
def test_a_part_that_leads_out_is_named_and_not_opened(
    folder: Path, tmp_path: Path, of_a_folder: bool
) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "keys.csv").write_text(ROWS.replace("mail", "secret"), encoding="utf-8")
    if of_a_folder:
        (folder / "year=2024").symlink_to(tmp_path / "private")
        assert kinds(scan_apart(folder)) == [("pii.email", 40)]  # a linked folder is not walked
        return
    (folder / "part-1.csv").symlink_to(tmp_path / "private" / "keys.csv")
    report = scan_apart(folder)
    assert kinds(report) == [("pii.email", 40)]
    [(inside, message)] = report.problems
    assert inside == "part-1.csv"
    assert message.startswith("is a link that leads out of the data set")


def test_a_link_within_the_data_set_is_read(folder: Path) -> None:
    (folder / "part-1.csv").symlink_to(folder / "part-0.csv")
    report = scan_apart(folder)
    assert kinds(report) == [("pii.email", 80)]
    assert report.problems == []


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no names in folders")
def test_a_pipe_keeps_nobody_waiting(folder: Path, tmp_path: Path) -> None:
    os.mkfifo(folder / "part-1.csv")
    os.mkfifo(tmp_path / "alone.csv")
    report = scan_apart(folder)
    assert kinds(report) == [("pii.email", 40)]
    assert report.problems == [("part-1.csv", "cannot be read: it is not a regular file")]
    [(_, message)] = scan_apart(tmp_path / "alone.csv").problems
    assert message.startswith("cannot be read: it is not a regular file")
