"""What other tools made of a notebook is cleaned with it: their own programs make the copies here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import papermill
import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill, sample_value
from tests.conftest import code, dumped, markdown, notebook, stream

KEY = sample_value("secret.openai.api-key", 3)
PASSWORD = fill("{upper:1}{lower:5}{digits:3}{upper:4}%/&{lower:2}", 7)
"""With what HTML and LaTeX write otherwise."""


def convert(path: Path, kind: str, *more: str) -> None:
    command = [sys.executable, "-m", "jupyter", "nbconvert", f"--to={kind}", str(path), *more]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FAILED_ARGS", raising=False)
    work = tmp_path / "work"
    work.mkdir()
    document = notebook(
        markdown(f"The key is `{KEY}`."),
        code(f"key = '{KEY}'\nprint(key)", stream(KEY + "\n")),
        code(f"password = '{PASSWORD}'"),
        kernelspec={"name": "python3", "display_name": "Python 3", "language": "python"},
        language_info={"name": "python"},
        jupytext={"formats": "ipynb,py:percent"},
    )
    path = work / "a.ipynb"
    path.write_bytes(dumped(document))
    loaded = nbformat.read(path, as_version=4)
    jupytext.write(loaded, work / "a.py", fmt="py:percent")
    papermill.execute_notebook(
        str(path), str(work / "monday.ipynb"), parameters={"x": 1}, prepare_only=True, progress_bar=False
    )
    convert(path, "html")
    convert(path, "markdown")
    convert(path, "notebook")
    virtual = tmp_path / ".virtual_documents" / "work" / "a.ipynb"
    virtual.parent.mkdir(parents=True)
    virtual.write_text(f"key = '{KEY}'\nprint(key)\n\n\npassword = '{PASSWORD}'\n")
    (work / ".ipynb_checkpoints").mkdir()
    (work / ".ipynb_checkpoints" / "a-checkpoint.ipynb").write_bytes(dumped(document))
    (work / "own.py").write_text(f"key = '{KEY}'\n")
    return work


def test_the_command_line_cleans_all_of_them(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = {"a.py", "monday.ipynb", "a.html", "a.md", "a.nbconvert.ipynb"}
    assert {path.name for path in work.iterdir() if path.is_file()} == {*made, "a.ipynb", "own.py"}
    main(["redact", str(work / "a.ipynb")])
    planned = capsys.readouterr().out
    for name in (*made, ".virtual_documents/work/a.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb"):
        assert name in planned
    main(["redact", "--write", str(work / "a.ipynb")])
    said = capsys.readouterr()
    assert KEY not in said.out + said.err + planned
    for path in [*work.rglob("*"), *(work.parent / ".virtual_documents").rglob("*")]:
        if path.is_file() and path.name not in (".env", "own.py"):
            text = path.read_text()
            assert KEY not in text, path
            assert PASSWORD not in text, path
            assert PASSWORD.replace("&", "&amp;") not in text, path
            assert PASSWORD.partition("&")[0] not in text, path
    assert KEY in (work / "own.py").read_text()  # nobody asked for it
    for name in ("monday.ipynb", "a.nbconvert.ipynb"):
        nbformat.validate(nbformat.read(work / name, as_version=4))
    assert json.loads((work / "monday.ipynb").read_text())["metadata"]["papermill"]["parameters"] == {"x": 1}
    pair = jupytext.read(work / "a.py")
    assert [cell.source for cell in pair.cells if "password" in cell.source] == [
        'password = os.environ["PASSWORD"]'
    ]


def test_a_second_run_finds_nothing(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["redact", "--write", str(work / "a.ipynb")])
    capsys.readouterr()
    assert main(["redact", "--check", str(work / "a.ipynb")]) == 0
