"""A CSV of 500 MB with three columns of text, beside two patterns in Polars alone."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from ct_jupyter.text.words import word_set

from .engines import OURS, ROOT
from .processes import Cost, binary, peak_mb, run

SIZE_BYTES = 500_000_000
ROUNDS = 5
_LINES = 60_000
"""Different lines; the file is made of them, in a new order each time."""
_SEED = 6
_WORDS = sorted(
    word_set(
        """the report of this week says that a parcel was late again and nobody in the north store could tell
        why so we asked for another window which the customer did not take before price went up"""
    )
)

NAIVE = r"""
import sys
import polars as pl
patterns = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", r"\b(?:\d[ -]?){13,16}\b"
lazy = pl.scan_csv(sys.argv[1], infer_schema=False)
print(lazy.select(
    pl.col(name).str.contains(pattern).sum().alias(f"{name} {number}")
    for name in lazy.collect_schema() for number, pattern in enumerate(patterns)
).collect(engine="streaming"))
"""


def measure() -> dict[str, Any]:
    """Return medians over interleaved runs: MB/s, CPU seconds and memory."""
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="bench-") as folder:
        data, report = Path(folder, "big.csv"), Path(folder, "report.json")
        naive = Path(folder, "naive.py")
        naive.write_text(NAIVE)
        size = write_table(data)
        ours = [binary(Path(sys.executable).parent, OURS), "scan", str(data), "--format", "json"]
        commands = {
            OURS: [*ours, "--output", str(report)],
            "two patterns": [sys.executable, str(naive), str(data)],
        }
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(ROUNDS + 1):
            for name, command in commands.items():
                costs[name].append(run(command))
        if not report.exists() or any(cost.code for cost in costs["two patterns"]):
            raise SystemExit("a command failed; run it by hand to see why")
        figures: dict[str, Any] = {"size, MB": size / 1e6, "rounds": ROUNDS}
        for name, runs in costs.items():
            figures[f"{name}: MB/s"] = size / 1e6 / statistics.median(cost.wall_s for cost in runs[1:])
            figures[f"{name}: best, MB/s"] = size / 1e6 / min(cost.wall_s for cost in runs[1:])
            figures[f"{name}: CPU s"] = statistics.median(cost.cpu_s for cost in runs[1:])
            figures[f"{name}: memory of all processes, MB"] = peak_mb(commands[name])
    return figures


def write_table(path: Path) -> int:
    """Write the table and return its size in bytes."""
    rng = random.Random(_SEED)
    lines = [_line(rng) for _ in range(_LINES)]
    size = 0
    with path.open("w", encoding="utf-8") as file:
        size += file.write("note,remark,contact\n")
        while size < SIZE_BYTES:
            size += file.write("".join(rng.choices(lines, k=5_000)))
    return size


def _line(rng: random.Random) -> str:
    """Return a row: prose, prose in which one in a hundred has somebody's number, and a mail address."""
    remark = _prose(rng)
    if rng.random() < 0.01:
        remark += rng.choice(
            [f" call back on +49 30 {rng.randrange(10**6, 10**7)}", f" write to {_mail(rng)}"]
        )
    return f"{_prose(rng)},{remark},{_mail(rng)}\n"


def _prose(rng: random.Random) -> str:
    return " ".join(rng.choices(_WORDS, k=rng.randrange(12, 24)))


def _mail(rng: random.Random) -> str:
    return f"{rng.choice(_WORDS)}.{rng.choice(_WORDS)}{rng.randrange(1000)}@mail{rng.randrange(99)}.org"
