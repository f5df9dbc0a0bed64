"""Each notebook runs before and after its redaction, and shows the same."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
import pytest
from dotenv import dotenv_values
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.redact.files import Redaction, StoreKind
from ct_jupyter.redact.one_document import Redacted
from ct_jupyter.rewrite.source_plan import Options

from . import notebooks as made
from .parties import http_party, postgres_party, postgres_programs, s3_party

PEM = fill("-----BEGIN PRIVATE KEY-----\n{pem-body:8}\n-----END PRIVATE KEY-----\n", 5)


@pytest.fixture(scope="module")
def secrets() -> dict[str, str]:
    key = sample_value("secret.openai.api-key", 3)
    odd = fill("{upper:1}{lower:5}{digits:3}{upper:4}%/&{lower:2}", 1)
    return {
        "key": key,
        "key:head": key[:20],
        "key:tail": key[20:],
        "pw:head": fill("{upper:2}{lower:3}{digits:2}", 11),
        "pw:tail": fill("{digits:2}{lower:3}{upper:2}", 12),
        "token": sample_value("secret.github.token", 5),
        "password": fill("{upper:1}{lower:5}{digits:3}{upper:4}", 7),
        "odd": odd,
        "quoted": quote(odd, safe=""),
        "pem": PEM,
        "pem:json": PEM.replace("\n", "\\n"),
    }


@pytest.fixture(scope="module")
def http(secrets: dict[str, str]) -> Iterator[str]:
    with http_party(secrets) as host:
        yield host


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory, secrets: dict[str, str]) -> Iterator[int]:
    if postgres_programs() is None or shutil.which("psql") is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: postgresql)")
    with postgres_party(tmp_path_factory.mktemp("pg") / "server", secrets["odd"]) as port:
        yield port


@pytest.fixture(scope="module")
def s3() -> Iterator[tuple[str, str, str]]:
    if importlib.util.find_spec("moto") is None:
        pytest.skip("moto is not installed")
    with s3_party() as party:
        yield party


class Kernel:
    """One kernel for many notebooks; what one leaves behind is gone before the next."""

    def __init__(
        self, name: str, manager: KernelSpecManager, environment: dict[str, str] | None = None
    ) -> None:
        kernel = AsyncKernelManager(kernel_name=name, kernel_spec_manager=manager)
        self._client = NotebookClient(nbformat.v4.new_notebook(), km=kernel, timeout=60, allow_errors=True)
        self._environment = environment

    def __enter__(self) -> Kernel:
        more = {"env": self._environment} if self._environment is not None else {}
        self._setup = self._client.setup_kernel(**more)
        self._setup.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._setup.__exit__(*error)

    def run(self, sources: list[str]) -> list[Any]:
        """Return what each cell shows."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        self._client.nb = notebook
        self._client.reset_execution_trackers()
        for index, cell in enumerate(notebook.cells):
            self._client.execute_cell(cell, index)
        return [together([shown(output) for output in cell.outputs]) for cell in notebook.cells]


def together(outputs: list[Any]) -> list[Any]:
    """Join what a kernel wrote in pieces; where it cuts is chance."""
    joined: list[Any] = []
    for output in outputs:
        if joined and isinstance(output, str) and isinstance(joined[-1], str):
            joined[-1] += output
        else:
            joined.append(output)
    # Only of the whole: a piece may end between a line and its end.
    joined = [_TIMES.sub("", one) if isinstance(one, str) else one for one in joined]
    return [one for one in joined if one]


_TIMES = re.compile(r"(?m)^(?:CPU times|Wall time).*\n?")


def without(outputs: list[Any], values: dict[str, str]) -> list[Any]:
    """Leave out what shows a secret: ``%env X=…`` repeats it, and is gone with it."""
    return [
        [one for one in cell if not any(v in str(one) for v in values.values() if len(v) > 8)]
        for cell in outputs
    ]


def shown(output: Any) -> Any:
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return dict(output.data)


RESET = (
    "import os\nos.environ.clear()\nos.environ.update(_start)\nos.chdir({folder!r})\n"
    "for _name in [n for n in globals() if not n.startswith('_') and n not in ('In', 'Out', 'get_ipython', "
    "'exit', 'quit', 'open')]:\n    del globals()[_name]\n"
)


@pytest.fixture(scope="module")
def kernels() -> Iterator[tuple[Kernel, Kernel]]:
    """One that never hears of a variable, and one that gets them from ``.env``."""
    manager = KernelSpecManager()
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "OPENAI", "PG"))
    }
    with Kernel("python3", manager, clean) as before, Kernel("python3", manager, clean) as after:
        for kernel in (before, after):
            kernel.run(["import os\n_start = dict(os.environ)"])
        yield before, after


def filled(cells: list[str], values: dict[str, str]) -> list[str]:
    def value(found: re.Match[str]) -> str:
        return values[found[1] or found[2]]

    return [re.sub(r"«([\w:-]+)»|@(\w+)@", value, cell) for cell in cells]


def redacted(folder: Path, cells: list[str], language: str, options: Options) -> tuple[list[str], Redacted]:
    """Write the notebook, redact it with its store as the command line does, and return its cells."""
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    document.metadata["language_info"] = {"name": language}
    path = folder / "notebook.ipynb"
    nbformat.write(document, path)
    redaction = Redaction(StoreKind.ENV, options=lambda _target: options)
    (result,) = redaction.plan([Target(path, path.name)])
    assert isinstance(result, Redacted)
    assert redaction.write([result]) == []
    after = nbformat.read(path, as_version=4)
    nbformat.validate(after)
    return [cell.source for cell in after.cells], result


def expect_clean(result: Redacted, after: list[str], values: dict[str, str], cells: list[str]) -> None:
    assert {one.outcome for one in result.plan.replaced} == {"exact"}, result.plan.replaced
    assert result.left == ()
    names = set(re.findall(r"«([\w:-]+)»", "".join(cells)))
    text = "\n".join(after)
    assert [name for name in names if values[name] in text] == []


PYTHON = made.LITERALS | made.ENVIRONMENT | made.SHELL | made.HTTP | made.SQL


def check(
    name: str, cells: list[str], values: dict[str, str], kernels: tuple[Kernel, Kernel], folder: Path
) -> None:
    before_kernel, after_kernel = kernels
    sources = [made.DIGEST, *filled(cells, values)]
    (folder / "before").mkdir()
    before_kernel.run([RESET.format(folder=str(folder / "before"))])
    before = before_kernel.run(sources)
    assert not any("Error" in str(one) or "refused" in str(one) for one in before), before
    assert any(before), "a notebook that shows nothing proves nothing"
    after_sources, result = redacted(folder, sources, "python", Options(load="dotenv"))
    expect_clean(result, after_sources, values, cells)
    after_kernel.run([RESET.format(folder=str(folder))])
    after = after_kernel.run(after_sources)
    assert without(after, values) == without(before, values), after_sources


@pytest.mark.parametrize("name", PYTHON)
def test_a_python_notebook_shows_the_same_before_and_after(
    name: str, secrets: dict[str, str], http: str, kernels: tuple[Kernel, Kernel], tmp_path: Path
) -> None:
    check(name, PYTHON[name], secrets | {"http": f"http://{http}", "host": http}, kernels, tmp_path)


@pytest.mark.parametrize("name", made.POSTGRES)
def test_a_notebook_still_gets_into_its_database(
    name: str, secrets: dict[str, str], postgres: int, kernels: tuple[Kernel, Kernel], tmp_path: Path
) -> None:
    check(
        name,
        made.POSTGRES[name],
        secrets | {"pg": "postgresql://ann", "pg8000": "postgresql+pg8000://ann", "pg_port": str(postgres)},
        kernels,
        tmp_path,
    )


@pytest.mark.parametrize("name", made.S3)
def test_a_notebook_still_gets_into_its_bucket(
    name: str, s3: tuple[str, str, str], kernels: tuple[Kernel, Kernel], tmp_path: Path
) -> None:
    address, identity, secret = s3
    check(name, made.S3[name], {"s3": address, "aws-id": identity, "aws-secret": secret}, kernels, tmp_path)


def kernel_specs(folder: Path, name: str, argv: list[str], language: str) -> KernelSpecManager:
    spec = folder / "kernels" / name
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": name, "language": language}))
    return KernelSpecManager(kernel_dirs=[str(folder / "kernels")])


def check_other_language(
    language: str,
    notebooks: dict[str, list[str]],
    values: dict[str, str],
    manager: KernelSpecManager,
    folder: Path,
) -> None:
    """All in one kernel: the variables go into the environment that the second one starts with."""
    before_all, after_all = [], []
    environment = dict(os.environ)
    for name, cells in notebooks.items():
        place = folder / name
        place.mkdir()
        sources = filled(cells, values)
        after, result = redacted(place, sources, language, Options())
        expect_clean(result, after, values, cells)
        environment |= {key: value or "" for key, value in dotenv_values(place / ".env").items()}
        before_all += sources
        after_all += after
    with Kernel(language, manager) as kernel:
        before = kernel.run(before_all)
    with Kernel(language, manager, environment) as kernel:
        after_shown = kernel.run(after_all)
    assert after_shown == before
    assert sum(map(bool, before)) >= len(notebooks)


def test_bash_notebooks_show_the_same_before_and_after(
    secrets: dict[str, str], http: str, tmp_path: Path
) -> None:
    pytest.importorskip("bash_kernel", reason="bash_kernel is not installed")
    argv = [sys.executable, "-m", "bash_kernel", "-f", "{connection_file}"]
    manager = kernel_specs(tmp_path, "bash", argv, "bash")
    check_other_language("bash", made.BASH, secrets | {"http": f"http://{http}"}, manager, tmp_path)


def test_r_notebooks_show_the_same_before_and_after(secrets: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("R") is None or not Path("/usr/lib/R/site-library/IRkernel").is_dir():
        pytest.skip("R's kernel is not installed (Debian: r-cran-irkernel)")
    argv = ["R", "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"]
    check_other_language("r", made.R, secrets, kernel_specs(tmp_path, "r", argv, "R"), tmp_path)


@pytest.mark.parametrize("language", ["bash", "r"])
def test_a_kernel_that_starts_anew_loads_what_the_notebook_needs(
    language: str, secrets: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another folder, and without a variable in its environment."""
    if language == "bash":
        pytest.importorskip("bash_kernel", reason="bash_kernel is not installed")
        argv = [sys.executable, "-m", "bash_kernel", "-f", "{connection_file}"]
        cells = ['export API_KEY="«key»"', "password='«odd»'", 'printf %s "$API_KEY$password" | sha256sum']
    else:
        if shutil.which("R") is None or not Path("/usr/lib/R/site-library/IRkernel").is_dir():
            pytest.skip("R's kernel is not installed (Debian: r-cran-irkernel)")
        argv = ["R", "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"]
        cells = ['Sys.setenv(API_KEY = "«key»")\npassword <- "«odd»"', made.R_SHOWS]
    manager = kernel_specs(tmp_path, language, argv, language)
    (tmp_path / "work").mkdir()
    (tmp_path / "elsewhere").mkdir()
    sources = filled(cells, secrets)
    after, result = redacted(tmp_path / "work", sources, language, Options(load="env"))
    expect_clean(result, after, secrets, cells)
    monkeypatch.chdir(tmp_path / "elsewhere")
    with Kernel(language, manager) as kernel:
        before_shown = kernel.run(sources)
    with Kernel(language, manager) as kernel:
        after_shown = kernel.run(after)
    assert after_shown == before_shown
    assert any(before_shown)


def test_there_are_at_least_sixty_of_them() -> None:
    every = [PYTHON, made.POSTGRES, made.S3, made.R, made.BASH]
    assert sum(map(len, every)) >= 60
