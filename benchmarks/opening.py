"""How soon all findings of a large notebook are counted after it was opened in a browser."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from .processes import descendants
from .typing import ROOT, serving

SCRIPT = ROOT / "benchmarks" / "browser" / "opening.mjs"
CELLS = (125, 500)
HUGE_BYTES = 32 * 1024 * 1024


def measure() -> dict[str, Any]:
    """Return figures for notebooks of 125 and 500 cells with two findings each.

    The first is opened together with JupyterLab on a server that has just started; in the last a cell has
    printed 32 MB, with one more secret at their end.
    """
    with serving("bench") as (url, root):
        wanted = _notebooks(root)
        words = [url, "warm.ipynb", *(f"{name}={count}" for name, count in wanted.items())]
        done = subprocess.run(
            ["node", str(SCRIPT), *words],
            capture_output=True,
            text=True,
            env={**os.environ, "CT_BENCH_SERVER": _server()},
        )
    if done.returncode:
        raise SystemExit(f"the browser benchmark failed:\n{done.stderr}")
    figures: dict[str, Any] = {}
    for name, run in json.loads(done.stdout).items():
        figures |= {
            f"{name}: read, ms": run["ready"],
            f"{name}: first count, ms": run["first"],
            f"{name}: all but one counted, ms": run["most"],
            f"{name}: all counted, ms": run["counted"],
            f"{name}: scripts, ms": run["script"],
            f"{name}: main thread, ms": run["tasks"],
            f"{name}: server, CPU ms": run["server"],
            f"{name}: requests": run["requests"],
            f"{name}: tasks over 100 ms": sum(took > 100 for took in run["longTasks"]),
            f"{name}: longest task, ms": float(max(run["longTasks"], default=0)),
        }
    return figures


def _server() -> str:
    """Return the id of the server's process; empty where the system does not tell."""
    for pid in descendants(os.getpid()):
        if b"--ServerApp.port=" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return str(pid)
    return ""


def _notebooks(folder: Path) -> dict[str, int]:
    """Write the notebooks; return how many secrets each holds, by name."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from demo_notebooks import large  # type: ignore[import-not-found]

    shutil.copyfile(ROOT / "examples" / "clean.ipynb", folder / "warm.ipynb")
    # Each with secrets of its own: the server remembers those that it has seen.
    texts = {f"{cells}.ipynb": (large(cells, seed=cells), 2 * cells) for cells in CELLS}
    huge = json.loads(large(CELLS[-1], seed=1))
    # Far down, where JupyterLab does not draw it at once: that alone takes it ten seconds.
    text = _printed() + "".join(huge["cells"][0]["source"]).splitlines()[1]
    huge["cells"][-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    texts = {
        "cold.ipynb": (large(CELLS[-1]), 2 * CELLS[-1]),
        **texts,
        "huge.ipynb": (json.dumps(huge), 2 * CELLS[-1] + 1),
    }
    for name, (text, _) in texts.items():
        (folder / name).write_text(text, "utf-8")
    return {name: count for name, (_, count) in texts.items()}


def _printed(size_bytes: int = HUGE_BYTES, seed: int = 0) -> str:
    """Return a long log without secrets."""
    rng = random.Random(seed)
    lines = [f"step {n}: loss {rng.random():.6f}, accuracy {rng.random():.6f}\n" for n in range(20_000)]
    text = "".join(lines)
    return text * (size_bytes // len(text) + 1)
