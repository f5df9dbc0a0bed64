"""``ct-jupyter scan`` on data files: what is reported, what is an error, and that no value gets anywhere."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ct_jupyter.cli import progress
from ct_jupyter.cli.main import main
from ct_jupyter.datasets import apart
from ct_jupyter.detection.examples import sample
from tests.conftest import code, dumped, notebook
from tests.datasets.kit import PLANTED, ROWS, WRITERS, iban, luhn, mail, table, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scan(*arguments: str) -> tuple[int, dict[str, Any]]:
    exit_code = main(["scan", *arguments, "--format", "json", "--output", "r.json"])
    return exit_code, json.loads(Path("r.json").read_bytes())


def test_a_folder_of_data_files_is_scanned_without_naming_them(folder: Path) -> None:
    for name in ("a.csv", "a.parquet", "records.json", "hive"):
        write(folder, name)
    (folder / "package.json").write_text('{"contributors": [{"email": "' + mail(random.Random(1)) + '"}]}')
    (folder / "clean.ipynb").write_bytes(dumped(notebook(code("x = 1"))))
    exit_code, report = scan(".")
    assert exit_code == 1
    assert {finding["path"] for finding in report["findings"]} == {
        "a.csv",
        "a.parquet",
        "records.json",
        "hive",
    }
    assert report["scanned"]["files"] == 5


def test_a_finding_carries_the_column_its_share_and_the_first_row(folder: Path) -> None:
    write(folder, "a.csv")
    _, report = scan("a.csv")
    [finding] = report["findings"]
    assert finding["part"] == "data"
    assert finding["column_name"] == PLANTED
    assert finding["column"] == {
        "path": "a.csv",
        "table": None,
        "rows": ROWS,
        "hits": ROWS,
        "special": False,
        "guarantee": None,
    }
    assert finding["start"] == {"line": 1, "column": 1, "offset": 0}
    assert finding["severity"] == "medium"
    assert finding["cell"] is None


def test_the_first_row_is_that_of_the_first_hit(folder: Path) -> None:
    rng = random.Random(3)
    lines = ["item,note", *(f"{number},nothing to see" for number in range(1000))]
    lines[701] = f"700,write to {mail(rng)} about it"
    (folder / "a.csv").write_text("\n".join(lines))
    _, report = scan("a.csv")
    [finding] = report["findings"]
    assert (finding["start"]["line"], finding["column"]["hits"], finding["column"]["rows"]) == (701, 1, 1000)


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "hive"])
def test_an_empty_file_of_every_kind_never_ends_in_a_traceback(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")
    exit_code, report = scan(name)
    assert exit_code in (0, 3)
    assert report["findings"] == []
    assert not any("internal error" in error["message"] for error in report["errors"])


@pytest.mark.parametrize("name", ["a.parquet", "a.json", "a.xlsx", "a.sqlite", "a.csv.gz", "a.zip", "a.pkl"])
def test_a_damaged_file_is_an_error_with_its_name_and_exit_code_3(folder: Path, name: str) -> None:
    path = write(folder, name)
    data = path.read_bytes()
    path.write_bytes(data[:30] if name == "a.sqlite" else data[: len(data) // 2])
    exit_code, report = scan(name)
    assert [error["path"] for error in report["errors"]] == [name]
    assert exit_code == (1 if any(f["severity"] != "low" for f in report["findings"]) else 3)


def broken_reader(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have the process that reads data files run ``code`` first."""
    imports = "from pathlib import Path\nfrom ct_jupyter.datasets import apart_worker, scan"
    program = f"{imports}\n{code}\napart_worker.main()"
    apart.end_all()
    monkeypatch.setattr(apart, "_PROGRAM", program)


@pytest.fixture(autouse=True)
def fresh_reader() -> Iterator[None]:
    yield
    apart.end_all()


def test_a_data_file_that_cannot_be_opened_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, "a.csv")
    broken_reader(  # permissions would not stop root
        monkeypatch,
        "real = Path.open\n"
        "def refuse(self, *how, **more):\n"
        "    if self.name != 'a.csv': return real(self, *how, **more)\n"
        "    raise PermissionError(13, 'Permission denied', str(self))\n"
        "Path.open = refuse",
    )
    exit_code, report = scan(str(path))
    assert exit_code == 3
    assert "ermission" in report["errors"][0]["message"]


def test_an_unforeseen_failure_is_an_error_that_quotes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = mail(random.Random(8))
    broken_reader(monkeypatch, f"def fail(*_): raise RuntimeError({value!r})\nscan.verdicts = fail")
    write(folder, "a.csv")
    exit_code, report = scan("a.csv")
    assert exit_code == 3
    assert "RuntimeError" in report["errors"][0]["message"]
    assert value not in json.dumps(report)


def test_a_pickle_is_reported_with_what_was_not_done(folder: Path) -> None:
    write(folder, "a.pkl")
    _, report = scan("a.pkl")
    assert "never loaded" in report["notices"][0]["message"]
    assert report["findings"][0]["column_name"] is None


def test_findings_of_a_path_and_kind_are_suppressed_by_the_policy(folder: Path) -> None:
    (folder / ".ct-jupyter.toml").write_text(
        '[[ignore]]\npaths = ["data/*.csv"]\nweakness = "pii.*"\nreason = "synthetic"\n'
    )
    (folder / "data").mkdir()
    write(folder / "data", "a.csv")
    exit_code, report = scan(".")
    assert exit_code == 0
    assert report["findings"][0]["suppressed"]["reason"] == "synthetic"


def test_the_fingerprint_is_of_the_column_whatever_rows_it_has_and_wherever_it_lies(folder: Path) -> None:
    (folder / "deep").mkdir()
    write(folder, "a.csv", table(seed=1))
    write(folder / "deep", "a.csv", table(rows=90, seed=2))
    write(folder, "a.parquet", table(seed=3))
    _, report = scan(".")
    assert len({finding["fingerprint"] for finding in report["findings"]}) == 1


def test_a_secret_in_a_column_is_found_as_well(folder: Path) -> None:
    key = sample("secret.aws.access-key-id", 3)
    (folder / "a.csv").write_text(f"item,remark\n1,none\n2,{key}\n3,use {key} for it\n")
    exit_code, report = scan("a.csv")
    assert exit_code == 1
    assert {finding["weakness_id"] for finding in report["findings"]} >= {"secret.aws.access-key-id"}
    assert key not in (folder / "r.json").read_text()


def test_no_value_gets_into_a_report_an_error_or_a_file_left_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(11)
    kept = folder / "temp"
    kept.mkdir()
    monkeypatch.setenv("TMPDIR", str(kept))
    monkeypatch.setattr(tempfile, "tempdir", None)
    data = folder / "data"
    data.mkdir()
    frame = pl.DataFrame(
        {
            "contact": [mail(rng) for _ in range(40)],
            "card": [luhn(rng) for _ in range(40)],
            "konto": [iban(rng) for _ in range(40)],
            "remark": [f"refund to {iban(rng)} or {mail(rng)}" for _ in range(40)],
        }
    )
    for name in WRITERS:
        if name not in ("a.duckdb", "a.sqlite", "a.db"):
            write(data, name, frame)
        else:
            write(data, name, table())
        if name not in ("hive",):
            path = data / name
            path.with_name(f"cut-{name}").write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    reports = [
        f"{kind}={folder}/r.{kind}" for kind in ("sarif", "junit", "html", "markdown", "csv", "gitlab")
    ]
    arguments = ["scan", "data", "--format", "json", "--output", "r.json"]
    done = subprocess.run(
        [sys.executable, "-m", "ct_jupyter.cli.main", *arguments, *(f"--report={one}" for one in reports)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(kept)},
    )
    assert done.returncode == 1, done.stderr
    written = done.stdout + done.stderr
    for path in folder.rglob("*"):
        if path.is_file() and data not in path.parents:
            written += path.read_bytes().decode("utf-8", "replace")
    values = [value for column in frame.select("contact", "card", "konto").iter_columns() for value in column]
    values += list(table()["contact"])
    assert not [value for value in values if value in written]
    assert list(kept.rglob("*")) == []
    assert len(json.loads((folder / "r.json").read_bytes())["findings"]) > len(WRITERS)


def test_a_large_file_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SHOWN_AFTER_S", 0.0)
    shown = progress.ScanProgress(2)
    list(shown.watch(["a"]))
    shown.data("deep/[bold]a.csv", 3_000_000, 9_000_000)
    assert shown._bar is not None
    task = shown._bar.tasks[-1]
    assert (task.description, task.completed, task.total) == ("[bold]a.csv", 3, 9)


def test_data_files_of_a_change_are_scanned_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL"):
        monkeypatch.delenv(name, raising=False)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@localhost"]
    subprocess.run([*git, "init", "-q"], check=True)
    write(folder, "a.csv")
    write(folder, "a.parquet")
    subprocess.run([*git, "add", "."], check=True)
    exit_code = main(["ci", "--staged", "--report", "json=r.json"])
    report = json.loads(Path("r.json").read_bytes())
    assert {finding["path"] for finding in report["findings"]} == {"a.csv", "a.parquet"}
    assert exit_code == 0  # two of medium severity; the gate is of high and critical


def test_a_sheet_and_the_texts_of_a_pickle_are_named_where_columns_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "a.xlsx")
    write(folder, "a.pkl")
    main(["scan", "a.xlsx", "a.pkl"])
    out = capsys.readouterr().out
    assert f"a.xlsx:people:{PLANTED}:1 " in out
    assert "a.pkl:texts:" in out


def test_the_rows_of_a_list_in_a_document_are_numbered_as_they_stand(folder: Path) -> None:
    write(folder, "records.json")
    _, report = scan("records.json")
    assert report["findings"][0]["start"]["line"] == 1
