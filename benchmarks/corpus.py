"""How long a scan of all the real notebooks takes: as a command, and in process."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .data import NOTEBOOKS, real_notebooks

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5


def measure() -> dict[str, Any]:
    """Return medians over five runs after a warm-up, in seconds, and the speed in MB/s."""
    command = [sys.executable, "-m", "ct_jupyter.cli.main"]
    scan = _runs([*command, "scan", str(NOTEBOOKS), "--format", "json", "--output", "/dev/null"])
    start = _runs([*command, "--version"])
    size = sum(path.stat().st_size for path in real_notebooks())
    decoded, seconds = _in_process()
    return {
        "notebooks": len(real_notebooks()),
        "size, MB": size / 1e6,
        "ct-jupyter scan, wall s": scan[0],
        "ct-jupyter scan, CPU s": scan[1],
        "ct-jupyter --version, wall s": start[0],
        "peak memory, MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3,
        "decoded text, MB": decoded / 1e6,
        "match decoded text in process, MB/s": decoded / 1e6 / seconds,
    }


def _runs(command: list[str]) -> tuple[float, float]:
    walls, cpus = [], []
    for _ in range(RUNS + 1):
        before, started = _children_cpu(), time.perf_counter()
        subprocess.run(command, cwd=ROOT, capture_output=True)
        walls.append(time.perf_counter() - started)
        cpus.append(_children_cpu() - before)
    return statistics.median(walls[1:]), statistics.median(cpus[1:])


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _in_process() -> tuple[int, float]:
    from ct_jupyter.detection import get_detector
    from ct_jupyter.notebook import read_notebook

    parts = [part for path in real_notebooks() for part in read_notebook(path.read_bytes()).parts]
    detector = get_detector()
    seconds = []
    for _ in range(RUNS + 1):
        started = time.process_time()
        for part in parts:
            detector.scan(part.text, part.language)
        seconds.append(time.process_time() - started)
    return sum(len(part.text.encode()) for part in parts), statistics.median(seconds[1:])
