from __future__ import annotations

import json
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.reports.formats import FORMATS
from tests.pipelines.kit import leaky


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ipynb").write_bytes(leaky(1))
    return tmp_path


def test_scan_writes_as_many_reports_as_it_is_asked_for(folder: Path) -> None:
    asked = [f"--report={name}=out/report.{name}" for name in FORMATS]
    assert main(["scan", *asked]) == 1
    assert {path.suffix[1:] for path in (folder / "out").iterdir()} == set(FORMATS)
    assert len(json.loads((folder / "out" / "report.json").read_bytes())["findings"]) == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("sarf=x", "did you mean 'sarif'"),
        ("sarif", "FORMAT=PATH"),
        ("sarif=", "FORMAT=PATH"),
        ("json=.", "is a folder"),
    ],
)
def test_a_report_that_cannot_be_is_wrong_usage(
    folder: Path, value: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "--report", value])
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_one_report_that_cannot_be_written_does_not_keep_the_others_away(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "file").write_text("")
    assert main(["scan", "--report", "json=file/r.json", "--report", "csv=r.csv"]) == 2
    assert "file/r.json: the json report was not written" in capsys.readouterr().err
    assert (folder / "r.csv").exists()
