"""Time and memory grow with the input and no faster: one notebook up to 200 MB, up to 100,000 files."""

from __future__ import annotations

import itertools
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from .data import real_notebooks
from .engines import ROOT
from .processes import binary, run

NOTEBOOK_MB = (25, 50, 100, 200)
FILES = (1_000, 10_000, 100_000)
FILE_BYTES = 2_000


def measure() -> dict[str, Any]:
    """Return CPU seconds and memory at each size, and the exponent of the steepest step: 1 is linear."""
    (ROOT / "build").mkdir(exist_ok=True)
    cells = [json.dumps(cell, ensure_ascii=False) for cell in _text_cells()]
    figures: dict[str, Any] = {}
    points: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="bench-") as name:
        folder = Path(name)
        for size_mb in NOTEBOOK_MB:
            path = folder / "large.ipynb"
            size = _write_notebook(path, cells, size_mb * 1_000_000)
            points.append((size, _measure(path, f"notebook of {size_mb} MB", figures)))
            path.unlink()
        figures["notebook: steepest exponent of CPU time"] = _steepest(points)
        points = []
        tree = folder / "tree"
        for count in FILES:
            _write_files(tree, cells, count)
            points.append((count, _measure(tree, f"{count:,} files", figures)))
            shutil.rmtree(tree)
        figures["files: steepest exponent of CPU time"] = _steepest(points)
    return figures


def _measure(target: Path, label: str, figures: dict[str, Any]) -> float:
    ours = binary(Path(sys.executable).parent, "ct-jupyter")
    cost = run(
        [ours, "scan", str(target), "--format", "json", "--output", str(target.parent / "report.json")]
    )
    if cost.code not in (0, 1):
        raise SystemExit(f"{label}: ct-jupyter ended with {cost.code}")
    figures[f"{label}: CPU s"] = cost.cpu_s
    figures[f"{label}: wall s"] = cost.wall_s
    figures[f"{label}: largest process, MB"] = cost.largest_mb
    return cost.cpu_s


def _steepest(points: list[tuple[float, float]]) -> float:
    """Return the largest slope from one point to the next where both axes are logarithms: 1 is linear."""
    return max(
        math.log(slow / fast) / math.log(large / small) for (small, fast), (large, slow) in pairwise(points)
    )


def _text_cells() -> Iterator[dict[str, Any]]:
    """Yield cells of the real notebooks, without images: what is left has to be matched."""
    for path in real_notebooks():
        document = json.loads(path.read_bytes())
        for cell in document["cells"] if document["nbformat"] == 4 else ():
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                for mime in [mime for mime in data if mime.startswith("image/")]:
                    del data[mime]
            cell.pop("id", None)
            if len(json.dumps(cell)) < FILE_BYTES * 100:
                yield cell


def _write_notebook(path: Path, cells: list[str], size: int) -> int:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [\n')
        written = 0
        for number, cell in enumerate(itertools.cycle(cells)):
            # Numbered, so that no cell is the copy of another that a cache could answer for.
            cell = cell.replace('"metadata": {', f'"metadata": {{"number": "cell {number}", ', 1)
            cell = cell.replace(", }", "}")
            written += file.write((",\n" if number else "") + cell)
            if written >= size:
                break
        file.write("\n]}\n")
    return path.stat().st_size


def _write_files(tree: Path, cells: list[str], count: int) -> None:
    small = [cell for cell in cells if FILE_BYTES // 2 < len(cell) < FILE_BYTES * 2]
    for number, cell in zip(range(count), itertools.cycle(small)):
        folder = tree / str(number // 1000)
        if number % 1000 == 0:
            folder.mkdir(parents=True)
        head = f'{{"nbformat": 4, "nbformat_minor": 4, "metadata": {{"number": "{number}"}}, "cells": ['
        (folder / f"{number}.ipynb").write_text(f"{head}{cell}]}}\n", encoding="utf-8")
