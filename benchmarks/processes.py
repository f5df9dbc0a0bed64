"""A command's cost: CPU seconds of it and of all it started, wall time, and memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import NamedTuple

from .engines import ROOT, offline

_SAMPLE_S = 0.02


class Cost(NamedTuple):
    """What one run took."""

    code: int
    wall_s: float
    cpu_s: float
    largest_mb: float
    """Resident memory of its largest process."""


def run(command: list[str]) -> Cost:
    """Run ``command`` to its end and return what it took."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=offline(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    # wait4 counts this one child with the children that it waited for itself, and no other.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - started
    return Cost(process.returncode, wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3)


def peak_mb(command: list[str]) -> float:
    """Run ``command`` once more and return the most that all its processes held together, in MB.

    Shared pages count once (Linux: PSS). Where the system does not tell, it is the largest process.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return run(command).largest_mb
    worst = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal worst
        while not done.wait(_SAMPLE_S):
            worst = max(worst, sum(map(_pss_mb, descendants(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        run(command)
    finally:
        done.set()
        watcher.join()
    return worst


def descendants(pid: int) -> list[int]:
    """Return the ids of all processes that ``pid`` started, and those started; none but on Linux."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *descendants(int(child))]
    except OSError:
        pass  # ended meanwhile
    return found


def _pss_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1e3
    except OSError:
        pass
    return 0.0


def binary(environment: Path, name: str) -> str:
    """Return the path of the installed command ``name``.

    Raises
    ------
    SystemExit
        It is not installed.
    """
    found = shutil.which(name, path=str(environment))
    if found is None:
        raise SystemExit(f"{environment} has no command {name}")
    return found
