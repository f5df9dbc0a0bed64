"""What a notebook reads and writes, shown at the cell."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.check.data_cache import DataCache
from ct_jupyter.check.reads import CheckedReads, Looked, check_reads, reads_in
from ct_jupyter.cli.main import main
from ct_jupyter.datasets.source import CancelledError
from ct_jupyter.findings.fingerprint import private_fingerprinter
from ct_jupyter.notebook import UnreadableNotebookError, read_notebook
from tests.conftest import code, dumped, markdown, notebook

PEOPLE = 60


def address(number: int) -> str:
    return "@".join([f"person{number}", "firmname.de"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_people(tmp_path / "data" / "people.csv")
    return tmp_path


def write_people(path: Path, start: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{n},{address(n + start)},{n % 7}\n" for n in range(PEOPLE))
    path.write_text(f"id,email,size\n{rows}", encoding="utf-8")


def write_notebook(folder: Path, *sources: str, name: str = "a.ipynb", **more: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dumped(notebook(markdown("# T"), *(code(one, **more) for one in sources))))
    return path


def looked_at(path: Path, root: Path, **more: Any) -> CheckedReads:
    reads = reads_in(read_notebook(path.read_bytes()).parts)
    return check_reads(
        reads, path, path.relative_to(root).as_posix(), root=root, fingerprint=private_fingerprinter(), **more
    )


def scanned(*arguments: str, out: Callable[[], Any]) -> tuple[int, dict[str, Any]]:
    result = main(["scan", "--format", "json", *arguments])
    report: dict[str, Any] = json.loads(out().out)
    return result, report


def test_a_column_is_shown_at_the_cell_that_reads_it(folder: Path) -> None:
    path = write_notebook(
        folder, 'import pandas as pd\nD = "data"', 'x = 1\ndf = pd.read_csv(f"{D}/people.csv")'
    )
    checked = looked_at(path, folder)
    assert checked.errors == []
    (finding,) = checked.findings
    assert (finding.path, finding.cell, finding.part) == ("a.ipynb", 3, "data")
    assert (finding.weakness_id, finding.column_name) == ("pii.email", "email")
    assert (finding.start.line, finding.start.column, finding.start.offset) == (2, 18, 23)
    assert finding.end.offset == 23 + len('f"{D}/people.csv"')
    assert finding.column is not None
    assert (finding.column.path, finding.column.rows, finding.column.hits) == (
        "data/people.csv",
        PEOPLE,
        PEOPLE,
    )
    (looked,) = checked.looked
    assert (looked.state, looked.files) == ("found", ("data/people.csv",))
    assert looked.read.reference.variable == "df"


def test_what_is_written_is_looked_at_as_well(folder: Path) -> None:
    path = write_notebook(folder, 'df.to_csv("data/people.csv")')
    (finding,) = looked_at(path, folder).findings
    assert finding.weakness_id == "pii.email"


def test_the_line_in_the_file_is_that_of_the_argument(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_notebook(folder, ["import pandas as pd\n", 'df = pd.read_csv("data/people.csv")'])  # type: ignore[arg-type]
    _, report = scanned("a.ipynb", out=capsys.readouterr)
    (finding,) = report["findings"]
    line = path.read_text(encoding="utf-8").splitlines()[finding["file_line"] - 1]
    assert "read_csv" in line


def test_a_scan_of_a_notebook_shows_them_and_breaks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_notebook(folder, 'df = pd.read_csv("data/people.csv")')
    assert main(["scan", "a.ipynb"]) == 1
    out = capsys.readouterr().out
    assert "a.ipynb:cell_2:1:18" in out
    assert "data/people.csv" in out
    assert f"{PEOPLE} of {PEOPLE} rows" in out
    assert "firmname.de" not in out


def test_no_data_switches_it_off(folder: Path) -> None:
    write_notebook(folder, 'df = pd.read_csv("data/people.csv")')
    assert main(["scan", "a.ipynb", "--no-data"]) == 0


def test_data_elsewhere_is_named_and_looked_at_only_if_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(folder, 'df = pd.read_csv("../data/people.csv")', name="nb/a.ipynb")
    monkeypatch.chdir(folder / "nb")
    assert main(["scan"]) == 0
    assert "lies outside of what is scanned" in capsys.readouterr().out
    assert main(["scan", "--data-anywhere"]) == 1
    assert "people.csv" in capsys.readouterr().out


def test_addresses_are_named_as_not_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    word = "".join(["hunter", "42"])
    write_notebook(folder, f'pd.read_csv("https://ann:{word}@example.com/people.csv?sig={word}")')
    main(["scan", "--fail-on", "never"])
    out = capsys.readouterr().out
    assert "https://example.com/people.csv was not looked at" in out
    assert word not in out


def test_missing_data_is_no_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_notebook(folder, 'pd.read_csv("gone.csv")')
    assert main(["scan", "a.ipynb"]) == 0
    checked = looked_at(path, folder)
    assert [(one.state, one.files, one.findings) for one in checked.looked] == [("missing", (), ())]


def test_damaged_data_is_an_error_with_its_name_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.parquet").write_bytes(b"PAR1" + b"\0" * 40)
    write_notebook(folder, 'pd.read_parquet("bad.parquet")', 'pd.read_parquet("bad.parquet")')
    assert main(["scan", "a.ipynb"]) == 3
    assert capsys.readouterr().out.count("bad.parquet: not scanned") == 1
    main(["scan", "--fail-on", "never"])  # the folder holds it too
    assert capsys.readouterr().out.count("bad.parquet: not scanned") == 1


def test_a_pattern_is_one_finding_a_column(folder: Path) -> None:
    for number in range(4):
        write_people(folder / "data" / f"part{number}.csv", number * 1000)
    path = write_notebook(folder, 'import glob\nfor f in glob.glob("data/part*.csv"):\n    pd.read_csv(f)')
    checked = looked_at(path, folder)
    (finding,) = checked.findings
    assert finding.note is not None
    assert "3 more" in finding.note
    assert len(checked.looked[0].files) == 4


def test_a_cell_that_names_a_file_twice_shows_it_once(folder: Path) -> None:
    path = write_notebook(
        folder,
        'a = pd.read_csv("data/people.csv")\nb = pd.read_csv("data/people.csv")',
        'pd.read_csv("data/people.csv")',
    )
    checked = looked_at(path, folder)
    assert [finding.cell for finding in checked.findings] == [2, 3]
    assert len(checked.looked) == 3


def test_the_fingerprint_is_that_of_the_file_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_notebook(folder, 'pd.read_csv("data/people.csv")')
    _, report = scanned(".", out=capsys.readouterr)
    assert {finding["path"] for finding in report["findings"]} == {"a.ipynb", "data/people.csv"}
    assert len({finding["fingerprint"] for finding in report["findings"]}) == 1


def test_a_reader_says_what_a_file_is(folder: Path) -> None:
    (folder / "data" / "people.csv").rename(folder / "data" / "people.txt")
    path = write_notebook(folder, 'pd.read_csv("data/people.txt")', 'open("data/people.txt")')
    first, second = looked_at(path, folder).looked
    assert [finding.weakness_id for finding in first.findings] == ["pii.email"]
    assert (second.state, second.findings) == ("unread", ())


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ('df = pd.read_csv("data/people.csv")  # ct: ignore[pii.*] made up', {}),
        ('# ct: ignore[pii.email] made up\ndf = pd.read_csv("data/people.csv")', {}),
        ('df = pd.read_csv("data/people.csv")', {"metadata": {"tags": ["ct: ignore[pii.*] made up"]}}),
    ],
)
def test_a_comment_or_a_tag_suppresses_it_and_is_not_called_useless(
    folder: Path, source: str, more: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(folder, source, **more)
    assert main(["scan", "a.ipynb"]) == 0
    assert "suppresses nothing" not in capsys.readouterr().out


def test_a_baseline_knows_it(folder: Path) -> None:
    (folder / ".git").mkdir()
    write_notebook(folder, 'df = pd.read_csv("data/people.csv")')
    assert main(["baseline"]) == 0
    assert main(["scan", "a.ipynb"]) == 0


class Counting:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def __call__(self, path: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        self.calls.append(path)


def test_a_file_is_scanned_once_until_it_changes(folder: Path) -> None:
    path = write_notebook(folder, 'pd.read_csv("data/people.csv")', 'pd.read_csv("data/people.csv")')
    cache, first, second, third = DataCache(), Counting(), Counting(), Counting()
    assert len(looked_at(path, folder, cache=cache, progress=first).findings) == 2
    assert set(first.calls) == {"data/people.csv"}
    looked_at(path, folder, cache=cache, progress=second)
    assert second.calls == []
    data = folder / "data" / "people.csv"
    data.write_text("id\n1\n", encoding="utf-8")
    os.utime(data, (time.time() + 5, time.time() + 5))
    assert looked_at(path, folder, cache=cache, progress=third).findings == []
    assert third.calls


def test_a_look_can_be_cancelled(folder: Path) -> None:
    path = write_notebook(folder, 'pd.read_csv("data/people.csv")')
    with pytest.raises(CancelledError):
        looked_at(path, folder, cancelled=lambda: True)


def test_no_value_is_in_what_comes_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_notebook(folder, 'df = pd.read_csv("data/people.csv")')
    (folder / "data" / "people.csv").write_text(
        "id,email\n" + "".join(f'{n},{address(n)}"\n' for n in range(PEOPLE)), encoding="utf-8"
    )
    assert "firmname.de" not in repr(looked_at(path, folder))
    main(["scan", "--format", "json"])
    captured = capsys.readouterr()
    assert "firmname.de" not in captured.out + captured.err


def test_all_real_notebooks_are_looked_at(real_notebooks: list[Path]) -> None:
    looked: list[Looked] = []
    for path in real_notebooks:
        try:
            parts = read_notebook(path.read_bytes()).parts
        except UnreadableNotebookError:
            continue
        checked = check_reads(
            reads_in(parts), path, path.name, root=path.parent, fingerprint=private_fingerprinter()
        )
        assert checked.errors == []
        looked += checked.looked
    assert {one.state for one in looked} <= {"missing", "outside", "remote", "unresolved", "unread"}
    assert len(looked) > 50


@pytest.mark.parametrize(
    "settings",
    [
        'exclude = ["data/**"]\n',
        '[[ignore]]\npaths = ["data/*.csv"]\nweakness = "pii.*"\nreason = "made up"\n',
    ],
)
def test_what_the_configuration_leaves_out_is_left_out_at_the_cell_as_well(
    folder: Path, settings: str
) -> None:
    write_notebook(folder, 'df = pd.read_csv("data/people.csv")')
    assert main(["scan"]) == 1
    (folder / ".ct-jupyter.toml").write_text(settings, encoding="utf-8")
    assert main(["scan"]) == 0


def test_settings_that_a_notebook_opens_are_no_data(folder: Path) -> None:
    (folder / "settings.json").write_text("{\n  // not quite JSON\n}", encoding="utf-8")
    (folder / "people.json").write_text(
        json.dumps([{"id": n, "email": address(n)} for n in range(PEOPLE)]), encoding="utf-8"
    )
    path = write_notebook(folder, 'json.load(open("settings.json"))', 'json.load(open("people.json"))')
    checked = looked_at(path, folder)
    assert checked.errors == []
    assert [(one.state, one.why) for one in checked.looked] == [("unread", None), ("found", None)]
    assert [finding.column_name for finding in checked.findings] == ["email"]
