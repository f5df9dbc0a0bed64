from __future__ import annotations

import json
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.findings.passed_over import MAX_TEXT_BYTES
from tests.conftest import code, dumped, notebook

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(code("x = 1"))))
    return tmp_path


def scan(*arguments: str) -> int:
    return main(["scan", "--no-progress", *arguments])


@pytest.mark.parametrize("paths", [["missing.ipynb"], ["missing.ipynb", "--format", "json"]])
def test_a_path_that_is_not_there_fails_and_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], paths: list[str]
) -> None:
    assert scan(*paths) == 3
    said = capsys.readouterr()
    assert "missing.ipynb" in (said.err if "json" in paths else said.out)
    assert "No secrets found" not in said.out


def test_beside_an_error_nothing_is_called_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan("a.ipynb", "missing.ipynb") == 3
    out = capsys.readouterr().out
    assert "Nothing found in what could be scanned; 1 place could not be scanned" in out


def test_a_scan_says_how_many_files_it_passed_over_and_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one.png", "two.png", "run.py", "skip.ipynb"):
        (folder / name).write_bytes(PICTURE)
    (folder / ".ct-jupyter.toml").write_text('exclude = ["skip.ipynb"]\n')
    assert scan() == 0
    out = capsys.readouterr().out
    assert "5 files were not looked at: 1 excluded by .ct-jupyter.toml, 2 .png, 1 .py, 1 .toml." in out
    assert "1 .toml. --all-text scans those that are text." in out
    assert "one.png" not in out, "names only where they are asked for"


def test_the_passed_over_are_listed_on_demand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one.png").write_bytes(PICTURE)
    (folder / ".ipynb_checkpoints").mkdir()
    assert scan("--list-skipped") == 0
    out = capsys.readouterr().out
    assert "one.png: not looked at: .png" in out
    assert ".ipynb_checkpoints: not looked at: folder" in out
    assert scan("--list-skipped", "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["skipped"]["counts"] == {".png": 1}
    assert {"path": "one.png", "why": ".png"} in report["skipped"]["files"]


def test_where_nothing_was_passed_over_nothing_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scan() == 0
    assert "not looked at" not in capsys.readouterr().out


def test_all_text_takes_other_text_files_and_passes_over_what_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    (folder / "run.py").write_text(f'password = "{password}"\n')
    (folder / "old.sql").write_bytes(f"-- Köln\nSET password = '{password}';\n".encode("cp1252"))
    (folder / "wide.txt").write_text(f'password = "{password}"\n', encoding="utf-16")
    (folder / "one.bin").write_bytes(PICTURE)
    with (folder / "huge.log").open("wb") as file:
        file.write(b"line\n" * 2_000)
        file.truncate(MAX_TEXT_BYTES + 1)
    assert scan() == 0
    capsys.readouterr()
    assert scan("--all-text") == 1
    out = capsys.readouterr().out
    for name in ("run.py:1:13", "old.sql:2:", "wide.txt:1:13"):
        assert name in out
    assert "2 files were not looked at: 1 binary, 1 over 50 MB." in out


def test_named_binary_files_are_an_error_or_passed_over_as_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "one.bin").write_bytes(PICTURE)
    assert scan("one.bin", "a.ipynb") == 3
    capsys.readouterr()
    assert scan("--skip-binary", "one.bin", "a.ipynb") == 0
    assert "1 file was not looked at: 1 binary." in capsys.readouterr().out


def test_much_data_that_lies_elsewhere_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reads = [code(f'pd.read_csv("https://data.example/{number}.csv")') for number in range(9)]
    (folder / "a.ipynb").write_bytes(dumped(notebook(code("import pandas as pd"), *reads)))
    assert scan() == 0
    out = capsys.readouterr().out
    assert "note: 9 data files that 1 notebook read were not looked at" in out
    assert out.count("note:") == 1
    assert scan("--list-skipped") == 0
    assert capsys.readouterr().out.count("note:") == 9


def test_little_data_that_lies_elsewhere_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ipynb").write_bytes(
        dumped(notebook(code('import pandas as pd\npd.read_csv("https://data.example/1.csv")')))
    )
    assert scan() == 0
    assert "https://data.example/1.csv was not looked at" in capsys.readouterr().out
