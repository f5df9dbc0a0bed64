"""Matching in process, ours and the peers side by side: each in its own process, asked in turn."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from .bridge import write_texts
from .data import decoded_texts
from .engines import OURS, PLAIN_KINGFISHER, ROOT, offline, peers, python_of

ROUNDS = 7
SETS = ("all", "joined", "cell", "source")


def measure() -> dict[str, Any]:
    """Return medians over the rounds: MB/s of all texts, microseconds of a cell and of 50 KB of source."""
    peers()  # says so now where they are missing
    engines = [OURS, "kingfisher", PLAIN_KINGFISHER, "betterleaks"]  # credsweeper takes a minute a round
    texts = decoded_texts()
    figures: dict[str, Any] = {
        "texts": len(texts),
        "decoded text, MB": sum(len(text.text.encode()) for text in texts) / 1e6,
        "rounds": ROUNDS,
    }
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder, "texts.json")
        write_texts(texts, path)
        workers = {name: stack.enter_context(_worker(name, path)) for name in engines}
        answers: dict[tuple[str, str], list[dict[str, float]]] = {}
        for name, worker in workers.items():
            figures[f"{name}: ready after, CPU s"] = _read(worker, name)["ready s"]
        for _ in range(ROUNDS + 1):
            for each in SETS:
                for name, worker in workers.items():
                    answers.setdefault((name, each), []).append(_ask(worker, name, each))
    for name in engines:
        whole = answers[name, "all"][1:]  # the first round warms up
        figures[f"{name}: all texts, MB/s"] = _median(whole, "MB/s")
        figures[f"{name}: all texts joined, MB/s"] = _median(answers[name, "joined"][1:], "MB/s")
        for each, label in (("cell", "cell of 560 bytes"), ("source", "50 KB of source")):
            for percentile in ("p50 µs", "p99 µs"):
                figures[f"{name}: {label}, {percentile}"] = _median(answers[name, each][1:], percentile)
        figures[f"{name}: peak memory, MB"] = max(answer["peak MB"] for answer in whole)
    for label in ("all texts", "all texts joined"):
        fastest = max(figures[f"{name}: {label}, MB/s"] for name in engines if name != OURS)
        figures[f"{label}, ours against the fastest peer"] = figures[f"{OURS}: {label}, MB/s"] / fastest
    return figures


def _median(answers: list[dict[str, float]], key: str) -> float:
    return statistics.median(answer[key] for answer in answers)


def _worker(name: str, texts: Path) -> subprocess.Popen[str]:
    command = [str(python_of(name)), "-m", "benchmarks.worker", name, str(texts)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=offline(), stdin=pipe, stdout=pipe, text=True)


def _ask(worker: subprocess.Popen[str], name: str, each: str) -> dict[str, float]:
    assert worker.stdin
    worker.stdin.write(f"{each}\n")
    worker.stdin.flush()
    return _read(worker, name)


def _read(worker: subprocess.Popen[str], name: str) -> dict[str, float]:
    assert worker.stdout
    line = worker.stdout.readline()
    if not line:
        raise SystemExit(f"{name} ended while it was measured; its message stands above")
    answer: dict[str, float] = json.loads(line)
    return answer
