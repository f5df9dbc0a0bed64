"""A repository's whole history, beside the peers on the same one; and a commit of five notebooks."""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from .command import peer_binaries
from .data import notebook_of, real_notebooks
from .engines import OURS, ROOT, peers
from .processes import Cost, binary, run

COMMITS = 10_000
NOTEBOOKS = 2_000
CELLS = (4, 40)
STAGED = 5
ROUNDS = 2
START_ROUNDS = 9
_MADE = ROOT / "build" / "bench-history"
_WHO = "A <a@b.example>"


def history() -> dict[str, Any]:
    """Return wall and CPU seconds for 10,000 commits of 2,000 notebooks, medians of interleaved runs."""
    peers()  # says so now where they are missing
    repository = _repository()
    binaries = peer_binaries()
    out = ROOT / "build" / "bench-history.json"
    commands = {
        OURS: [*_ours(repository), "--history", "--report", f"json={out}"],
        "kingfisher": [
            *(binaries["kingfisher"], "scan", f"{repository}", "--git-history", "full", "--format", "json"),
            *("--no-validate", "--no-update-check", "--commit-metadata", "true", "--output", f"{out}"),
        ],
        "betterleaks": [binaries["betterleaks"], "git", f"{repository}", "--output", f"{out}"],
    }
    figures: dict[str, Any] = {"commits": COMMITS, "notebooks": NOTEBOOKS}
    figures["blobs"], figures["their size, MB"] = _blobs(repository)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(ROUNDS + 1):
        for name, command in commands.items():
            out.unlink(missing_ok=True)
            cost = run(command)
            if not out.exists():
                raise SystemExit(f"{name} wrote no report (exit code {cost.code})")
            costs[name].append(cost)
    for name, runs in costs.items():
        figures[f"{name}: wall s"] = statistics.median(cost.wall_s for cost in runs[1:])
        figures[f"{name}: CPU s"] = statistics.median(cost.cpu_s for cost in runs[1:])
        figures[f"{name}: largest process, MB"] = max(cost.largest_mb for cost in runs[1:])
    fastest = min(figures[f"{name}: wall s"] for name in binaries)
    figures["wall, ours against the faster of the two"] = figures[f"{OURS}: wall s"] / fastest
    return figures


def staged() -> dict[str, Any]:
    """Return the seconds that a commit of five notebooks waits, as a hook has it."""
    folder = ROOT / "build" / "bench-staged"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _git(folder, "init", "-q")
    size = 0
    for number, path in enumerate(real_notebooks()[20 : 20 + STAGED]):
        size += (folder / f"{number}.ipynb").write_bytes(path.read_bytes())
    _git(folder, "add", ".")
    runs = [run([*_ours(folder), "--staged", "--quiet"]) for _ in range(START_ROUNDS + 1)][1:]
    return {
        "notebooks": STAGED,
        "size, MB": size / 1e6,
        "ct-jupyter ci --staged, wall s": statistics.median(cost.wall_s for cost in runs),
        "ct-jupyter ci --staged, CPU s": statistics.median(cost.cpu_s for cost in runs),
    }


def _ours(repository: Path) -> list[str]:
    # `env -C` changes the folder, which is where the command looks for its repository.
    return ["env", "-C", f"{repository}", binary(Path(sys.executable).parent, "ct-jupyter"), "ci"]


def _git(folder: Path, *arguments: str) -> str:
    clear = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=clear, check=True, capture_output=True, text=True
    )
    return done.stdout


def _blobs(repository: Path) -> tuple[int, float]:
    listed = _git(repository, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectsize)")
    sizes = [int(line.split()[1]) for line in listed.splitlines() if line.startswith("blob")]
    return len(sizes), sum(sizes) / 1e6


def _repository() -> Path:
    """Return the generated repository; made once, since that takes minutes."""
    repository = _MADE / f"{COMMITS}-{NOTEBOOKS}"
    if (repository / "made").exists():
        return repository
    shutil.rmtree(_MADE, ignore_errors=True)
    repository.mkdir(parents=True)
    _git(repository, "init", "-q", "-b", "main")
    process = subprocess.Popen(
        ["git", "fast-import", "--quiet"], cwd=repository, stdin=subprocess.PIPE, env=os.environ
    )
    assert process.stdin is not None
    _commits(process.stdin)
    process.stdin.close()
    if process.wait():
        raise SystemExit("git fast-import failed")
    _git(repository, "reset", "-q", "--hard")
    (repository / "made").touch()
    return repository


def _commits(stream: IO[bytes]) -> None:
    """Write commits as people make them: a notebook begins, and then cell after cell is changed or run.

    The versions of one notebook are written one after the other: fast-import stores each as the difference
    from the blob before, and the pack is then as small as one that git made in good time.
    """
    rng = random.Random(20_261_123)
    pool = notebook_of(600_000)["cells"]
    every = COMMITS // NOTEBOOKS
    whose = [
        number // every if number % every == 0 else rng.randrange(number // every + 1)
        for number in range(COMMITS)
    ]
    commits: dict[int, list[int]] = {}
    for number, which in enumerate(whose):
        commits.setdefault(which, []).append(number)
    for numbers in commits.values():
        cells = [dict(rng.choice(pool)) for _ in range(rng.randint(*CELLS))]
        for number in numbers:
            notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
            data = json.dumps(notebook, indent=1, ensure_ascii=False).encode() + b"\n"
            stream.write(f"blob\nmark :{number + 1}\ndata {len(data)}\n".encode() + data + b"\n")
            at = rng.randrange(len(cells))
            cells[at : at + (rng.random() > 0.3)] = [dict(rng.choice(pool))]
    for number, which in enumerate(whose):
        stream.write(
            f"commit refs/heads/main\ncommitter {_WHO} {1_700_000_000 + 60 * number} +0000\n".encode()
        )
        stream.write(b"data 6\nchange\n")
        stream.write(f"M 100644 :{number + 1} team{which % 20}/analysis{which}.ipynb\n\n".encode())
