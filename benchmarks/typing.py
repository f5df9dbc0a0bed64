"""What typing feels like in a browser: keystroke to underline, and the main thread with and without us."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .data import real_notebooks

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "browser" / "typing.mjs"
SAMPLES = 40
LARGEST = 3


def measure(samples: int = SAMPLES) -> dict[str, Any]:
    """Return percentiles in milliseconds for the three largest notebooks and one of 500 cells."""
    with tempfile.TemporaryDirectory() as folder:
        notebooks = _notebooks(Path(folder))
        ours = _typed("bench", notebooks, samples, marked=True)
        plain = _typed("plain", notebooks, samples, marked=False)
    figures: dict[str, Any] = {}
    together: list[float] = []
    for name, run in ours.items():
        together += run["underlined"]
        figures |= _row(f"{name}: keystroke to underline", run["underlined"])
        figures[f"{name}: secrets not underlined within 5 s"] = run["missed"]
        for label, each in (("with", run), ("without", plain[name])):
            figures[f"{name}: key to frame p95 ms, {label} us"] = _percentile(each["keys"], 95)
            figures[f"{name}: long tasks, {label} us"] = len(each["longTasks"])
            figures[f"{name}: longest task ms, {label} us"] = float(max(each["longTasks"], default=0))
    return {"samples": len(together), **_row("all: keystroke to underline", together), **figures}


def _row(label: str, values: list[float]) -> dict[str, float]:
    return {f"{label} p50 ms": _percentile(values, 50), f"{label} p95 ms": _percentile(values, 95)}


def _percentile(values: list[float], percent: int) -> float:
    if len(values) < 2:
        return float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _notebooks(folder: Path) -> list[Path]:
    demo = ROOT / "scripts" / "demo_notebooks.py"
    subprocess.run([sys.executable, str(demo), str(folder), "--large"], check=True, stdout=subprocess.DEVNULL)
    copies = [Path(shutil.copyfile(path, folder / path.name)) for path in real_notebooks()[:LARGEST]]
    return [*copies, folder / "large.ipynb"]


def _typed(server: str, notebooks: list[Path], samples: int, *, marked: bool) -> dict[str, Any]:
    with serving(server) as (url, root):
        for path in notebooks:
            shutil.copyfile(path, root / path.name)
        words = [url, str(samples), "true" if marked else "false", *(path.name for path in notebooks)]
        done = subprocess.run(["node", str(SCRIPT), *words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the browser benchmark failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@contextmanager
def serving(name: str) -> Iterator[tuple[str, Path]]:
    """Run a server of the browser tests; yield its address and its root folder."""
    script = ROOT / "ui-tests" / "serve.py"
    spec = importlib.util.spec_from_file_location("serve", script)
    assert spec
    assert spec.loader
    serve = importlib.util.module_from_spec(spec)
    sys.modules["serve"] = serve  # dataclasses look their module up
    spec.loader.exec_module(serve)
    url = f"http://localhost:{serve.SERVERS[name].port}/"
    process = subprocess.Popen([sys.executable, str(script), name], env={**os.environ})
    try:
        _wait_for(f"{url}api", process)
        yield url, serve.SERVERS_DIR / name / "root"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen[bytes], timeout_s: float = 60) -> None:
    end = time.monotonic() + timeout_s
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server at {url} did not start")
