"""A rewritten notebook runs whatever folder it is run from, and by whatever runs it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill
from ct_jupyter.stores.env_link import FOLDER_VARIABLE
from tests.conftest import code, dumped, notebook

PASSWORD = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 7)
OTHER = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 8)
DIGEST = "import hashlib\n\n\ndef digest(text):\n    return hashlib.sha256(text.encode()).hexdigest()[:12]"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a notebook that was redacted, in a home of its own."""
    home, work = tmp_path / "home", tmp_path / "project" / "notebooks"
    for folder in (home, work, tmp_path / "elsewhere"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    # Another project's, which a search upward from an unrelated folder would find.
    (tmp_path / "elsewhere" / ".env").write_text("PASSWORD=another\n")
    cells = [
        code(DIGEST),
        code(f'password = "{PASSWORD}"', metadata={"tags": ["parameters"]}),
        code(f'user, db_password = "ann", "{OTHER}"\nlogin = connect(db_password="{OTHER}")'),
        code("print(digest(password), login)"),
    ]
    cells[0]["source"] += "\n\n\ndef connect(db_password):\n    return digest(db_password)"
    document = notebook(
        *cells, kernelspec={"name": "python3", "display_name": "Python 3"}, language_info={"name": "python"}
    )
    for number, cell in enumerate(document["cells"]):
        cell["id"] = f"c{number}"
    (work / "n.ipynb").write_bytes(dumped(document))
    assert main(["redact", "--write", "--load-dotenv", str(work / "n.ipynb")]) == 0
    text = (work / "n.ipynb").read_text()
    assert "~/.ct_jupyter/env/" in text
    assert PASSWORD not in text
    assert OTHER not in text
    return work


def run(*arguments: object, cwd: Path) -> None:
    program = [sys.executable, "-m", *map(str, arguments)]
    done = subprocess.run(program, cwd=cwd, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr[-2000:]


def printed(path: Path) -> str:
    document: Any = json.loads(path.read_bytes())
    return "".join(
        "".join(output.get("text", [])) for cell in document["cells"] for output in cell.get("outputs", [])
    )


def expected(password: str = PASSWORD) -> str:
    space: dict[str, Any] = {}
    exec(DIGEST, space)
    return f"{space['digest'](password)} {space['digest'](OTHER)}\n"


PLACES = ["project/notebooks", "project", "elsewhere"]


@pytest.mark.parametrize("place", PLACES)
def test_the_kernel_may_run_in_any_folder(work: Path, tmp_path: Path, place: str) -> None:
    from nbclient import NotebookClient

    document = nbformat.read(work / "n.ipynb", as_version=4)
    client = NotebookClient(document, resources={"metadata": {"path": str(tmp_path / place)}}, timeout=60)
    client.execute()
    nbformat.write(document, tmp_path / "out.ipynb")
    assert printed(tmp_path / "out.ipynb") == expected()


def test_papermill_runs_it_from_elsewhere_and_its_parameters_win(work: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec("papermill") is None:
        pytest.skip("papermill is not installed")
    out, elsewhere = tmp_path / "out.ipynb", tmp_path / "elsewhere"
    run("papermill", work / "n.ipynb", out, "--no-progress-bar", cwd=elsewhere)
    assert printed(out) == expected()
    # Nothing is stored for what is given: the cell of parameters must not raise before.
    env = (work / ".env").read_text()
    (work / ".env").write_text(
        "\n".join(line for line in env.splitlines() if not line.startswith("PASSWORD="))
    )
    (elsewhere / ".env").unlink()
    run(
        "papermill",
        work / "n.ipynb",
        out,
        "-p",
        "password",
        "given",
        "--no-progress-bar",
        cwd=elsewhere,
    )
    assert printed(out) == expected("given")


def test_nbconvert_and_jupyter_execute_run_it_from_elsewhere(work: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    options = ["--to", "notebook", "--execute", "--output-dir", tmp_path, "--output", "out"]
    run("nbconvert", *options, work / "n.ipynb", cwd=elsewhere)
    assert printed(tmp_path / "out.ipynb") == expected()
    run("jupyter", "execute", "--output", tmp_path / "again.ipynb", work / "n.ipynb", cwd=elsewhere)
    assert printed(tmp_path / "again.ipynb") == expected()


def test_a_clone_on_another_machine_finds_the_env_beside_it(work: Path, tmp_path: Path) -> None:
    from nbclient import NotebookClient

    clone = tmp_path / "clone"
    shutil.copytree(work, clone)
    shutil.rmtree(tmp_path / "home" / ".ct_jupyter")
    shutil.rmtree(work)
    document = nbformat.read(clone / "n.ipynb", as_version=4)
    NotebookClient(document, resources={"metadata": {"path": str(clone)}}, timeout=60).execute()
    nbformat.write(document, tmp_path / "out.ipynb")
    assert printed(tmp_path / "out.ipynb") == expected()
