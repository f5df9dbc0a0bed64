"""The command line over a folder, ours and the peers' own binaries side by side."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .data import real_notebooks
from .engines import OURS, PEERS_PYTHON, ROOT, peers
from .processes import Cost, binary, peak_mb, run

COPIES = 10
ROUNDS = 5
START_ROUNDS = 15

Command = Callable[[Path, Path], list[str]]


def measure() -> dict[str, Any]:
    """Return medians over interleaved runs: CPU and wall seconds, memory, and the time of a warm start."""
    peers()  # says so now where they are missing
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="bench-") as folder:
        tree, small = Path(folder, "tree"), Path(folder, "small")
        size = _fill(tree)
        small.mkdir()
        smallest = real_notebooks()[-1]
        (small / smallest.name).write_bytes(smallest.read_bytes())
        figures: dict[str, Any] = {
            "notebooks": len(list(tree.iterdir())),
            "size, MB": size / 1e6,
            "rounds": ROUNDS,
        }
        report = Path(folder, "report.json")
        commands = _commands()
        figures |= _rounds(commands, tree, report, ROUNDS, "scan")
        for name, command in commands.items():
            figures[f"{name}: scan, memory of all processes, MB"] = peak_mb(command(tree, report))
        figures |= _rounds(commands, small, report, START_ROUNDS, "one small notebook")
    ours, kingfisher = (figures[f"{name}: scan, CPU s"] for name in (OURS, "kingfisher"))
    figures["scan, CPU, ours against kingfisher"] = ours / kingfisher
    return figures


def _fill(tree: Path) -> int:
    """Copy the real notebooks; spaces behind the last brace keep tools from scanning one copy for all."""
    tree.mkdir()
    size = 0
    for path in real_notebooks():
        data = path.read_bytes()
        for copy in range(COPIES):
            size += (tree / f"{path.stem}-{copy}.ipynb").write_bytes(data + b" " * copy)
    return size


def peer_binaries() -> dict[str, str]:
    """Return the peers' own programs: the wheel's commands are Python scripts that start these."""
    where = "import kingfisher, pathlib; print(pathlib.Path(kingfisher.__file__).parent / 'bin')"
    done = subprocess.run([PEERS_PYTHON, "-c", where], capture_output=True, text=True, check=True)
    kingfisher = binary(Path(done.stdout.strip()), "kingfisher")
    where = "import betterleaks.cli as cli; print(cli.get_binary_path())"
    done = subprocess.run([PEERS_PYTHON, "-c", where], capture_output=True, text=True, check=True)
    return {"kingfisher": kingfisher, "betterleaks": done.stdout.strip()}


def _commands() -> dict[str, Command]:
    ours = binary(Path(sys.executable).parent, "ct-jupyter")
    kingfisher, betterleaks = peer_binaries().values()
    quiet = ["--no-validate", "--no-update-check", "--git-history", "none", "--format", "json"]
    return {
        OURS: lambda tree, out: [ours, "scan", f"{tree}", "--format", "json", "--output", f"{out}"],
        "kingfisher": lambda tree, out: [kingfisher, "scan", f"{tree}", *quiet, "--output", f"{out}"],
        "betterleaks": lambda tree, out: [betterleaks, "filesystem", f"{tree}", "--output", f"{out}"],
    }


def _rounds(
    commands: dict[str, Command], tree: Path, report: Path, rounds: int, label: str
) -> dict[str, float]:
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            report.unlink(missing_ok=True)
            cost = run(command(tree, report))
            if not report.exists():
                raise SystemExit(f"{name} wrote no report (exit code {cost.code})")
            costs[name].append(cost)
    figures = {}
    for name, runs in costs.items():
        figures[f"{name}: {label}, CPU s"] = statistics.median(cost.cpu_s for cost in runs[1:])
        figures[f"{name}: {label}, wall s"] = statistics.median(cost.wall_s for cost in runs[1:])
        figures[f"{name}: {label}, largest process, MB"] = max(cost.largest_mb for cost in runs[1:])
    return figures
