"""One engine in a process of its own, timed when it is told to: ``python -m benchmarks.worker ENGINE TEXTS``.

Reads the name of a set of texts from standard input, scans every text of it once, and answers with one line
of JSON. Time is CPU time of the whole process, threads included, on one core, so that a neighbour on the
machine does not count.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .bridge import read_texts
from .engines import Scan, Text, scanner

CELL_BYTES = range(500, 621)
SOURCE_BYTES = 50_000
JOINED_BYTES = 500_000
REPEATS = 9


def sets_of(texts: list[Text]) -> dict[str, list[Text]]:
    """Return the sets: all texts one by one, the same joined, typical cells, and 50 KB of source."""
    code = [text for text in texts if text.language == "python"]
    cells = [text for text in code if len(text.text.encode()) in CELL_BYTES]
    whole = "\n\n".join(text.text for text in code if len(text.text.encode()) < SOURCE_BYTES // 10)
    source = whole.encode()[:SOURCE_BYTES].decode(errors="ignore")
    return {"all": texts, "joined": _joined(texts), "cell": cells, "source": [Text(source, "python")]}


def _joined(texts: list[Text]) -> list[Text]:
    """Join texts up to 500 KB, for engines that cost much a call and little a byte."""
    joined: list[Text] = []
    pieces: list[str] = []
    length = 0
    for text in texts:
        pieces.append(text.text)
        length += len(text.text)
        if length > JOINED_BYTES:
            joined.append(Text("\n".join(pieces), "text"))
            pieces, length = [], 0
    return [*joined, Text("\n".join(pieces), "text")]


def main(engine: str, path: str) -> int:
    """Answer until the input ends."""
    _stay_on_one_core()
    texts = read_texts(Path(path))
    before = time.process_time()
    scan = scanner(engine)
    scan(texts[0])
    _answer({"ready s": time.process_time() - before})
    sets = sets_of(texts)
    measures: dict[str, Callable[[Scan, list[Text]], dict[str, float]]] = {
        "all": _whole,
        "joined": _whole,
        "cell": _each,
        "source": _each,
    }
    for line in sys.stdin:
        name = line.strip()
        _answer(measures[name](scan, sets[name]))
    return 0


def _stay_on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _whole(scan: Scan, texts: list[Text]) -> dict[str, float]:
    size = sum(len(text.text.encode()) for text in texts)
    before = time.process_time()
    for text in texts:
        scan(text)
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"MB/s": size / 1e6 / seconds, "peak MB": peak}


def _each(scan: Scan, texts: list[Text]) -> dict[str, float]:
    """Return percentiles over the texts, each at its median of some runs: the clock's hiccups drop out."""
    medians = []
    for text in texts * (20 if len(texts) == 1 else 1):
        microseconds = []
        for _ in range(REPEATS):
            before = time.process_time_ns()
            scan(text)
            microseconds.append((time.process_time_ns() - before) / 1e3)
        medians.append(statistics.median(microseconds))
    cuts = statistics.quantiles(medians, n=100, method="inclusive")
    return {"p50 µs": cuts[49], "p99 µs": cuts[98], "texts": float(len(texts))}


def _answer(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
