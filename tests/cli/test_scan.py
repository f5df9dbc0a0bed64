from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill, sample
from tests.conftest import code, dumped, markdown, notebook, stream


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    (tmp_path / "clean.ipynb").write_bytes(dumped(notebook(code("x = 1"))))
    (tmp_path / "deep" / "leaky.ipynb").write_bytes(
        dumped(notebook(markdown("# T"), code(f'password = "{password}"')))
    )
    return tmp_path


def scan(*arguments: str) -> int:
    return main(["scan", *arguments])


def test_a_folder_is_scanned_and_findings_are_named_by_cell(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scan() == 1
    out = capsys.readouterr().out
    assert out.startswith("deep/leaky.ipynb:cell_2:1:13  ")
    assert "[secret.generic.password]" in out
    assert "Scanned 2 files, 3 cells" in out


def test_the_value_is_printed_nowhere(
    folder: Path, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    scan()
    scan("--format", "json", "--output", "r.json")
    captured = capsys.readouterr()
    assert password not in captured.out + captured.err + (folder / "r.json").read_text()


def test_a_clean_folder_exits_with_0(folder: Path) -> None:
    assert scan("clean.ipynb") == 0


@pytest.mark.parametrize(("fail_on", "expected"), [("never", 0), ("critical", 0), ("low", 1), ("medium", 1)])
def test_fail_on_sets_the_severity_that_breaks(folder: Path, fail_on: str, expected: int) -> None:
    assert scan("--fail-on", fail_on) == expected


def test_what_could_not_be_scanned_exits_with_3_and_yields_to_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "cut.ipynb").write_bytes(dumped(notebook(code("x")))[:30])
    assert scan("cut.ipynb", "clean.ipynb") == 3
    assert "cut.ipynb: not scanned: ends in the middle" in capsys.readouterr().out
    assert scan() == 1
    assert scan("gone.ipynb") == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fail-on", "severe"],
        ["--format", "xml"],
        ["--jobs", "0"],
        ["--no-such-option"],
        ["--format", "json", "--output", "missing/r.json"],
        ["--output", "."],
    ],
)
def test_wrong_usage_exits_with_2(
    folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        exit_code: object = scan(*arguments)
    except SystemExit as stop:
        exit_code = stop.code
    assert exit_code == 2
    assert "error: " in capsys.readouterr().err


def test_the_json_report_goes_to_a_file_or_to_standard_output(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    scan("--format", "json", "--output", "r.json")
    written = json.loads((folder / "r.json").read_bytes())
    assert capsysbinary.readouterr().out == b""
    scan("--format", "json")
    printed = json.loads(capsysbinary.readouterr().out)
    assert written["findings"] == printed["findings"]
    assert written["scanned"] | {"seconds": 0} == {
        "files": 2, "notebooks": 2, "cells": 3, "seconds": 0,
        "bytes": sum(path.stat().st_size for path in folder.rglob("*.ipynb")),
    }  # fmt: skip


def test_paths_are_relative_to_the_scanned_folder_from_elsewhere(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    scan(str(folder), "--format", "json", "--output", "r.json")
    [finding] = json.loads((elsewhere / "r.json").read_bytes())["findings"]
    assert finding["path"] == "deep/leaky.ipynb"


def test_a_key_in_the_code_is_found_with_its_line_in_the_file(folder: Path) -> None:
    key = sample("secret.aws.access-key-id", 3)
    data = dumped(notebook(code(["import boto3\n", f"# {key}\n"]), code("y", stream("printed"))))
    (folder / "aws.ipynb").write_bytes(data)
    scan("aws.ipynb", "--format", "json", "--output", "r.json")
    finding = json.loads((folder / "r.json").read_bytes())["findings"][0]
    assert finding["weakness_id"] == "secret.aws.access-key-id"
    assert (finding["cell"], finding["start"]["line"]) == (1, 2)
    assert b"AKIA" in data.split(b"\n")[finding["file_line"] - 1]


def test_a_plain_text_file_is_scanned_when_it_is_named(folder: Path, password: str) -> None:
    (folder / "settings.py").write_text(f'password = "{password}"\n')
    scan("settings.py", "--format", "json", "--output", "r.json")
    [finding] = json.loads((folder / "r.json").read_bytes())["findings"]
    assert (finding["path"], finding["cell"]) == ("settings.py", None)


def test_every_real_notebook_is_scanned_without_an_error(real_notebooks: list[Path], tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    scan(str(real_notebooks[0].parent), "--format", "json", "--output", str(report))
    written = json.loads(report.read_bytes())
    assert written["errors"] == []
    assert written["scanned"]["notebooks"] == len(real_notebooks) == 154


def test_a_reader_that_leaves_ends_the_scan_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(code(sample("secret.generic.password")))))
    read_end, write_end = os.pipe()
    os.close(read_end)
    process = subprocess.run(
        [sys.executable, "-m", "ct_jupyter.cli.main", "scan", str(tmp_path), "--format", "json"],
        stdout=write_end,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    os.close(write_end)
    assert process.returncode == 141
    assert process.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")
def test_ctrl_c_stops_a_long_scan_and_leaves_nothing(tmp_path: Path) -> None:
    text = "\n".join(fill("{base62:60}", n) for n in range(4_000))
    for number in range(400):
        (tmp_path / f"{number}.ipynb").write_bytes(dumped(notebook(code(text))))
    (tmp_path / "out").mkdir()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "ct_jupyter.cli.main",
            "scan",
            str(tmp_path),
            "--output",
            str(tmp_path / "out" / "r"),
        ],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"CT_JUPYTER_ENGINE": "re"},
        start_new_session=True,
        # A shell starts what runs in the background with Ctrl+C ignored, and all below inherit it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(1.5)
    assert process.poll() is None, "the scan has to be long enough to be stopped"
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"interrupted" in err
    assert b"Traceback" not in err
    assert list((tmp_path / "out").iterdir()) == []


def test_the_model_of_names_is_left_out_of_much_unless_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ct_jupyter.check import names
    from ct_jupyter.cli import scan

    asked: list[float] = []

    class Pass:
        def __init__(self, seconds: float) -> None:
            asked.append(seconds)

        def scan(self, scan_texts: Any, texts: Any) -> Any:
            self.left_out, self.problem = 0, None
            return scan_texts(texts)

    monkeypatch.setattr(names, "NamesPass", Pass)
    monkeypatch.setattr(names, "enabled", lambda: True)
    monkeypatch.setattr(scan, "available", lambda: True)
    monkeypatch.setattr(names, "UP_TO_BYTES", 1_000)
    monkeypatch.setenv("CT_JUPYTER_NAMES", "on")
    path = tmp_path / "a.ipynb"
    path.write_bytes(dumped(notebook(code("x = 1"))))
    assert main(["scan", str(path)]) == 0
    assert asked == [names.SECONDS]
    assert "--names" not in capsys.readouterr().out
    path.write_bytes(dumped(notebook(code("x = 1\n" * 1_000))))
    assert main(["scan", str(path)]) == 0
    assert len(asked) == 1
    assert "--names has it read them" in capsys.readouterr().out
    assert main(["scan", "--names", str(path)]) == 0
    assert asked == [names.SECONDS, math.inf], "who asks for it waits as long as it takes"
