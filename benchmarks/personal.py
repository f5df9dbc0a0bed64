"""Personal data in the labelled texts, ours beside Presidio's pattern recognisers in the same run."""

from __future__ import annotations

import json
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ct_jupyter.detection import load_rules
from ct_jupyter.detection.detector import Detector
from ct_jupyter.detection.personal.names import enabled

from . import history
from .data import PERSONAL, PERSONAL_SCORER, decoded_texts
from .engines import OUR_SCAN, OURS, PEERS_PYTHON, ROOT, offline

OUT = ROOT / "build" / "score"
PRESIDIO = "presidio"
ROUNDS = 7
NAMES = ("pii.person", "pii.address")
ROWS = {
    "structured": ("structured identifiers, F1", ">= 95", "90"),
    "PHONE": ("telephone numbers, F1", ">= 80", "62"),
    "GOVERNMENT_ID": ("numbers of states, F1", "", "80"),
    "CREDIT_CARD": ("payment cards, F1", "", ""),
    "IP_ADDRESS": ("IP addresses, F1", "", ""),
    "IBAN": ("IBANs, F1", "", ""),
    "names": ("names and addresses, F1", ">= 85", "79"),
}
"""Figure of the scorer: title, aim, best known elsewhere."""


def score(engine: str) -> dict[str, float]:
    """Return F1 in percent by kind."""
    presidio = [str(PEERS_PYTHON), "-m", "benchmarks.presidio", "{dir}", "{out}"]
    raw = scored("spans", PERSONAL, OUR_SCAN if engine == OURS else presidio)
    return {kind: 100 * raw[kind] for kind in ROWS}


def scored(what: str, data: Path, command: Sequence[str]) -> dict[str, float]:
    """Return what the scorer of personal data says of a command.

    Parameters
    ----------
    what
        ``spans`` of texts, or ``tables``.
    command
        Scans the folder ``{dir}`` and writes its report to ``{out}``.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "scored.json")
        run = [sys.executable, str(PERSONAL_SCORER), what, str(data), "--json", str(result)]
        done = subprocess.run(
            [*run, "--command", shlex.join(command)], cwd=ROOT, env=offline(), capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"the scorer of {what} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        figures: dict[str, float] = json.loads(result.read_text())
    return figures


def print_score() -> None:
    """Score both, print the table, and keep the figures for the next run."""
    if not PERSONAL.exists():
        print(f"\n{PERSONAL} is missing; personal data in texts is not scored", file=sys.stderr)
        return
    kept = OUT / "personal.json"
    before, now, peer = history.previous(kept), score(OURS), score(PRESIDIO)
    print(f"\n{'%':34}{'reach here':>11}{'best known':>11}{OURS:>13}{'change':>8}{PRESIDIO:>13}")
    for kind, (title, aim, known) in ROWS.items():
        change = history.change(now[kind], before.get(kind))
        print(f"{title:34}{aim:>11}{known:>11}{now[kind]:13.1f}{change:>8}{peer[kind]:13.1f}")
    if not enabled():
        print('names without their model: pip install "ct_jupyter[names]"')
    history.keep(kept, now)
    history.keep(OUT / f"{PRESIDIO}.json", peer)


def measure() -> dict[str, Any]:
    """Return MB of the real notebooks' texts a CPU second, with personal data and without, round by round.

    The model of names is no part of it. The findings are those to look at by hand: of the structured ones,
    each that is nobody's is a false alarm.
    """
    texts = [(text.text, text.language) for text in decoded_texts()]
    size = sum(len(text.encode()) for text, _ in texts) / 1e6
    rules = load_rules()
    detectors = {
        "secrets alone": Detector([rule for rule in rules if not rule.id.startswith("pii.")], "hyperscan"),
        "secrets and personal data": Detector(rules, "hyperscan"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in detectors}
    for _ in range(ROUNDS + 1):
        for name, detector in detectors.items():
            began = time.process_time()
            found = detector.scan_all(texts)
            seconds[name].append(time.process_time() - began)
    figures: dict[str, Any] = {"decoded text, MB": size, "rounds": ROUNDS}
    for name, taken in seconds.items():
        figures[f"{name}, MB a CPU second"] = size / statistics.median(taken[1:])  # the first warms up
    both, alone = (figures[f"{name}, MB a CPU second"] for name in reversed(detectors))
    figures["both against secrets alone"] = both / alone
    personal = [match for own in found for match in own if match.rule.id.startswith("pii.")]
    structured = [match for match in personal if match.rule.id not in NAMES and match.confidence != "low"]
    figures["structured findings to look at"] = len(structured)
    figures["of them in 100 KB"] = len(structured) / (size * 10)
    return figures


if __name__ == "__main__":
    print_score()
