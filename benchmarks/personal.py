"""Personal data in the labelled texts, ours beside Presidio's pattern recognisers in the same run."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from ct_jupyter.detection.pii.names import enabled

from . import history
from .data import PERSONAL, PERSONAL_SCORER
from .engines import OURS, PEERS_PYTHON, ROOT, offline

OUT = ROOT / "build" / "score"
PRESIDIO = "presidio"
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
    ours = [
        sys.executable,
        "-m",
        "ct_jupyter.cli.main",
        "scan",
        "{dir}",
        "--format",
        "json",
        "--output",
        "{out}",
    ]
    command = ours if engine == OURS else [str(PEERS_PYTHON), "-m", "benchmarks.presidio", "{dir}", "{out}"]
    with tempfile.TemporaryDirectory() as folder:
        scored = Path(folder, "scored.json")
        run = [sys.executable, str(PERSONAL_SCORER), "spans", str(PERSONAL), "--json", str(scored)]
        done = subprocess.run(
            [*run, "--command", shlex.join(command)], cwd=ROOT, env=offline(), capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"the scorer of texts ended with {done.returncode}:\n{done.stderr[-2000:]}")
        raw = json.loads(scored.read_text())
    return {kind: 100 * raw[kind] for kind in ROWS}


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


if __name__ == "__main__":
    print_score()
