"""A replaced notebook shows the same wherever notebooks run: in schedulers, converters, other kernels."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ct_jupyter.detection.examples import fill, sample_value

from .conftest import Bench
from .generator import filled
from .kernels import Kernel

Json = dict[str, Any]

KEY = sample_value("secret.openai.api-key", 11)
VALUES = {
    "key": KEY,
    "token": sample_value("secret.github.token", 12),
    "odd": fill("{upper:1}{lower:5}{digits:3}{upper:4}%/&{lower:2}", 13),
    "password": fill("{upper:1}{lower:5}{digits:3}{upper:4}", 14),
}
PYTHON = [
    'region = "eu"\napi_key = "«key»"',
    "import json\nimport re",
    "print(region)\nshow(api_key)",
    'password = "«odd»"\nshow(password)',
    'url = f"postgresql://ann:«password»@{region}.db.internal/x"\nshow(url)',
    'import os\nos.environ["GITHUB_TOKEN"] = "«token»"',
    '!printf %s "Authorization: Bearer $GITHUB_TOKEN" | sha256sum',
    'show(os.environ["GITHUB_TOKEN"])\nprint(json.dumps({"region": region}))',
]
OTHERS: dict[str, tuple[str, str, list[str]]] = {
    "xeus-python": ("xpython", "python", PYTHON),
    "r": (
        "ir",
        "R",
        [
            'region <- "eu"',
            'password <- "«password»"',
            "cat(region, nchar(password), sum(utf8ToInt(password) * seq_len(nchar(password))))",
            'Sys.setenv(API_KEY = "«key»")',
            'cat(sum(utf8ToInt(Sys.getenv("API_KEY"))), nchar(Sys.getenv("API_KEY")))',
            'header <- paste0("Bearer ", "«token»")\ncat(sum(utf8ToInt(header)), nchar(header))',
        ],
    ),
    "bash": (
        "bash",
        "bash",
        [
            "region=eu",
            'export API_KEY="«key»"',
            'printf %s "$region$API_KEY" | sha256sum',
            "password='«odd»'",
            'printf %s "$password" | sha256sum',
            'printf %s "Authorization: Bearer «token»" | sha256sum',
        ],
    ),
}
"""Besides ipykernel: kernel, language and cells."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="shells are forked")


def content_of(cells: list[str], kernel: str, language: str) -> Json:
    """Return a notebook, the first cell of which has the parameters."""
    made = [
        {
            "cell_type": "code",
            "id": f"cell-{index}",
            "metadata": {} if index else {"tags": ["parameters"]},
            "execution_count": None,
            "outputs": [],
            "source": filled(source, VALUES),
        }
        for index, source in enumerate(cells)
    ]
    metadata = {
        "kernelspec": {"name": kernel, "display_name": kernel, "language": language},
        "language_info": {"name": language},
    }
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


class Place:
    """A notebook before and after Replace all, with what may run it."""

    def __init__(self, bench: Bench, name: str, content: Json) -> None:
        self.folder = bench.root / name / "reports"
        self.folder.mkdir(parents=True)
        self.elsewhere = bench.root / name / "elsewhere"
        self.elsewhere.mkdir()
        self.environment = bench.environment
        (self.folder / "before.ipynb").write_text(json.dumps(content))
        page = bench.page
        page.call("open", id=name, path=f"{name}/reports/after.ipynb", content=content)
        language = content["metadata"]["language_info"]["name"]
        with bench.shells.start(self.folder) as shell:
            # A kernel of another language has its own way; nothing is asked of it here.
            execute = shell.execute if language == "python" else lambda _content: {"status": "error"}
            said = page.call("replaceAll", execute, id=name)
        assert any(one["kind"] == "success" for one in said), said
        self.content = page.call("content", id=name)
        page.call("close", id=name)
        text = json.dumps(self.content, ensure_ascii=False)
        assert [name for name, value in VALUES.items() if value in text] == []
        (self.folder / "after.ipynb").write_text(json.dumps(self.content))

    def run(self, arguments: list[str], where: Path, output: Path) -> dict[str, str]:
        """Run a command of Jupyter's and return what the cells of its output show."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(
            command, cwd=where, env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return texts(nbformat.read(output, as_version=4))

    def papermill(
        self, where: Path, *parameters: str, kernel: str = "python3", name: str = "after"
    ) -> dict[str, str]:
        """Run it by papermill in a folder."""
        output = self.elsewhere / "out.ipynb"
        notebook = os.path.relpath(self.folder / f"{name}.ipynb", where)
        return self.run(["papermill", notebook, str(output), "-k", kernel, *parameters], where, output)


def texts(notebook: Any) -> dict[str, str]:
    """Return the text that each cell shows, by its id."""
    return {
        cell["id"]: "".join(output.get("text", "") for output in cell["outputs"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and cell["id"].startswith("cell-")
    }


@pytest.fixture(scope="module")
def place(bench: Bench) -> Place:
    return Place(bench, "elsewhere", content_of(PYTHON, "python3", "python"))


@pytest.fixture(scope="module")
def before(place: Place) -> dict[str, str]:
    """What it shows before, in its own folder."""
    shown = place.papermill(place.folder, name="before")
    assert sum(map(bool, shown.values())) >= 5
    return shown


def test_papermill_runs_it_from_any_folder(place: Place, before: dict[str, str]) -> None:
    for where in (place.folder, place.folder.parent, place.elsewhere):
        assert place.papermill(where) == before


def test_papermill_replaces_its_parameters(place: Place, bench: Bench) -> None:
    parameters = ["-p", "region", "us", "-p", "api_key", "another"]
    expected = place.papermill(place.elsewhere, *parameters, name="before")
    assert place.papermill(place.elsewhere, *parameters) == expected
    # The cell of parameters runs before those that replace its own: it never raises, with `.env` or without.
    env, aside = place.folder / ".env", place.folder / "aside"
    env.rename(aside)
    with bench.shells.start(place.folder) as shell:
        assert shell.run(place.content["cells"][0]["source"]) == []
    aside.rename(env)


def test_nbconvert_and_jupyter_execute_run_it(place: Place, before: dict[str, str]) -> None:
    output = place.elsewhere / "converted.ipynb"
    convert = ["nbconvert", "--to", "notebook", "--execute", "--output", str(output)]
    assert place.run([*convert, str(place.folder / "after.ipynb")], place.elsewhere, output) == before
    copy = place.folder / "executed.ipynb"
    shutil.copyfile(place.folder / "after.ipynb", copy)
    execute = ["jupyter", "execute", "--inplace", str(copy)]
    assert place.run(execute, place.elsewhere, copy) == before


def test_voila_shows_it(place: Place, before: dict[str, str]) -> None:
    shows_in_voila(place, before)


def shows_in_voila(place: Place, before: dict[str, str]) -> None:
    """Check that the page which voila makes of it holds what its cells showed before."""
    pytest.importorskip("voila", reason="voila is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "voila",
        str(place.folder / "after.ipynb"),
        "--no-browser",
        f"--port={port}",
    ]
    log = (place.elsewhere / "voila.log").open("wb")
    process = subprocess.Popen(
        command, cwd=place.elsewhere, env=place.environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        page = ""
        while not page and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=300) as answer:
                    page = answer.read().decode()
            except OSError:
                time.sleep(0.2)
    finally:
        process.terminate()
        process.wait(30)
        log.close()
    lines = [line for text in before.values() for line in text.split("\n") if re.search(r"\d{3}", line)]
    assert len(lines) >= 3
    assert [line for line in lines if line.strip() not in page] == []


class Elsewhere:
    """A notebook of another kernel, in a place of its own."""

    def __init__(self, name: str, bench: Bench, specs: Path) -> None:
        self.kernel, named, self.cells = OTHERS[name]
        self.bench, self.specs = bench, specs
        if name != "xeus-python":
            argv = {
                "r": ["R", "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"],
                "bash": [sys.executable, "-m", "bash_kernel", "-f", "{connection_file}"],
            }[name]
            spec = specs / "kernels" / self.kernel
            spec.mkdir(parents=True)
            known = {"argv": argv, "display_name": self.kernel, "language": named}
            (spec / "kernel.json").write_text(json.dumps(known))
        self.content = content_of(self.cells, self.kernel, named)
        self.place = Place(bench, f"elsewhere-{name}", self.content)
        self.place.environment = bench.environment | {"JUPYTER_PATH": str(specs)}
        self.before = self.run(self.place.folder, name="before")

    def run(self, where: Path, *parameters: str, name: str = "after") -> dict[str, str]:
        """Run it by papermill in a folder."""
        return self.place.papermill(where, *parameters, kernel=self.kernel, name=name)

    def start(self, folder: Path) -> Kernel:
        """Start its kernel."""
        return Kernel(folder, self.bench.environment, self.kernel, self.specs / "kernels")


@pytest.fixture(scope="module", params=list(OTHERS))
def other(
    request: pytest.FixtureRequest, bench: Bench, tmp_path_factory: pytest.TempPathFactory
) -> Elsewhere:
    name = request.param
    if name == "xeus-python":
        pytest.importorskip("xeus_python_shell", reason="xeus-python is not installed")
    elif name == "bash":
        pytest.importorskip("bash_kernel", reason="bash_kernel is not installed")
    elif not Path("/usr/lib/R/site-library/IRkernel").is_dir():
        pytest.skip("R's kernel is not installed (Debian: r-cran-irkernel)")
    return Elsewhere(name, bench, tmp_path_factory.mktemp("specs"))


def test_papermill_runs_it_in_other_kernels(other: Elsewhere) -> None:
    assert sum(map(bool, other.before.values())) >= 3
    for where in (other.place.folder, other.place.folder.parent, other.place.elsewhere):
        assert other.run(where) == other.before


def test_papermill_replaces_its_parameters_in_other_kernels(other: Elsewhere) -> None:
    parameters = ["-p", "region", "us"]
    expected = other.run(other.place.elsewhere, *parameters, name="before")
    assert expected != other.before
    assert other.run(other.place.elsewhere, *parameters) == expected


def test_nbconvert_and_jupyter_execute_run_it_in_other_kernels(other: Elsewhere) -> None:
    place = other.place
    output = place.elsewhere / "converted.ipynb"
    convert = ["nbconvert", "--to", "notebook", "--execute", "--output", str(output)]
    assert place.run([*convert, str(place.folder / "after.ipynb")], place.elsewhere, output) == other.before
    copy = place.folder / "executed.ipynb"
    shutil.copyfile(place.folder / "after.ipynb", copy)
    assert place.run(["jupyter", "execute", "--inplace", str(copy)], place.elsewhere, copy) == other.before


def test_voila_shows_it_in_other_kernels(other: Elsewhere) -> None:
    shows_in_voila(other.place, other.before)


def test_other_kernels_go_on_where_they_ran_before_and_after_a_restart(other: Elsewhere) -> None:
    folder = other.bench.root / f"goes-on-{other.kernel}"
    folder.mkdir()
    page = other.bench.page

    def shown(kernel: Kernel, notebook: Json) -> list[str]:
        return [
            "".join(one.get("text", "") for one in kernel.run(cell["source"])) for cell in notebook["cells"]
        ]

    with other.start(folder) as kernel:
        expected = shown(kernel, other.content)
        page.call("open", id=folder.name, path=f"{folder.name}/report.ipynb", content=other.content)
        page.call("replaceAll", kernel.execute, id=folder.name)
        after = page.call("content", id=folder.name)
        page.call("close", id=folder.name)
        assert [name for name, value in VALUES.items() if value in json.dumps(after)] == []
        assert shown(kernel, after) == expected
    with other.start(folder) as kernel:
        assert shown(kernel, after) == expected
