"""The demonstration runs from top to bottom, before and after Replace all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from .conftest import Bench

ROOT = Path(__file__).resolve().parents[3]
CURL = """#!/bin/sh
# Nothing here goes out into the network; what would, is shown as a checksum.
printf '%s\\n' "$@" | cksum
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="shells are forked")


def ran(path: Path, environment: dict[str, str]) -> Any:
    """Run a notebook in a new kernel, as Shift+Enter in each cell would; an error ends it."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, km=KernelManager(kernel_name="python3"), timeout=120)
    client.execute(cwd=str(path.parent), env=environment)
    return notebook


def shown(notebook: Any) -> dict[str, list[Any]]:
    """Return what each cell shows, without the numbers of runs, and without what ``%env`` repeats."""
    return {
        cell.id: [
            {**output, "execution_count": None}
            for output in cell.get("outputs", [])
            if not output.get("text", "").startswith("env: ")
        ]
        for cell in notebook.cells
    }


@pytest.mark.parametrize("name", ["churn_model", "customers", "clean"])
def test_a_demonstration_notebook_runs_before_and_after_replace_all(
    name: str, bench: Bench, tmp_path: Path
) -> None:
    folder = bench.root / f"demo-{name}"
    script = ROOT / "scripts" / "demo_notebooks.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, stdout=subprocess.DEVNULL)
    curl = tmp_path / "curl"
    curl.write_text(CURL)
    curl.chmod(0o755)
    environment = bench.environment | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    path = folder / f"{name}.ipynb"
    before = ran(path, environment)

    content = json.loads(nbformat.writes(before))
    for cell in content["cells"]:
        # The page has each source as one text.
        cell["source"] = "".join(cell["source"])
    page = bench.page
    page.call("open", id=name, path=f"demo-{name}/{name}.ipynb", content=content)
    with bench.shells.start(folder) as shell:
        found = [one for one in page.call("scan", id=name) if one["weakness_id"].startswith("secret.")]
        said = page.call("replaceAll", shell.execute, id=name) if found else []
    after = page.call("content", id=name)
    page.call("close", id=name)
    assert bool(found) == (name == "churn_model")
    assert [one["kind"] for one in said if one["kind"] == "error"] == []
    assert (folder / ".env").exists() == bool(found)
    path.write_text(json.dumps(after))
    assert shown(ran(path, environment)) == shown(before)
