"""``make score``: quality on the labelled set, ours beside the peers that are installed here.

Writes ``build/score/<engine>.json``; the next run prints what changed since.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from . import history, personal, tables
from .bridge import write_texts
from .data import LABELLED, NOTEBOOKS, SCORER, decoded_texts
from .engines import OUR_SCAN, OURS, ROOT, offline, peers, python_of

OUT = ROOT / "build" / "score"
QUIET = ("nb_image_b64", "nb_widget_view", "nb_hash_digest", "nb_uuid_line", "nb_env_lookup")
"""Classes of negatives on which nothing may be reported."""
PER_NOTEBOOKS = 1000


class Row(NamedTuple):
    """One line of the table; figures are percentages but for the findings on real notebooks."""

    title: str
    aim: str
    best_known: str
    """What the best single peer reached on the same texts when the aims were set."""


ROWS = {
    "f1": Row("F1", ">= 88", "68.7"),
    "precision": Row("precision", ">= 94", "92.9"),
    "recall": Row("recall", "", ""),
    "provider_token": Row("recall, provider tokens", ">= 85", "57"),
    "generic": Row("recall, generic credentials", ">= 88", "80"),
    "connstr_basic": Row("recall, connection strings", ">= 85", "57"),
    "private_key": Row("recall, private keys", "100", "100"),
    "jwt": Row("recall, JWTs", ">= 95", "81"),
    "quiet": Row("false alarms, worst quiet class", "0", "0-1.4"),
    "per_1000": Row("findings per 1,000 notebooks", "", "26-34"),
}


def main(names: list[str]) -> int:
    """Score the engines that are named, or all."""
    engines = names or [OURS, *peers()]
    unknown = set(engines) - {OURS, *peers()}
    if unknown:
        print(
            f"no engine {', '.join(sorted(unknown))}; there are {OURS}, {', '.join(peers())}", file=sys.stderr
        )
        return 2
    if not LABELLED.exists():
        print(f"{LABELLED} is missing; the score is taken on it", file=sys.stderr)
        return 2
    before = history.previous(OUT / f"{OURS}.json")
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder, "texts.json")
        write_texts(decoded_texts(), texts)
        for engine in engines:
            print(f"scoring {engine} ...", file=sys.stderr, flush=True)
            results[engine] = _figures(engine, texts, Path(folder))
            history.keep(OUT / f"{engine}.json", results[engine])
    _print_table(results, before)
    if OURS in results:
        personal.print_score()
        tables.print_score()
    return 0


def _figures(engine: str, texts: Path, folder: Path) -> dict[str, Any]:
    scored = folder / "scored.json"
    bridge = [str(python_of(engine)), "-m", "benchmarks.bridge", engine]
    command = OUR_SCAN if engine == OURS else [*bridge, "{dir}", "{out}"]
    run = [
        sys.executable,
        str(SCORER),
        str(LABELLED),
        "--command",
        shlex.join(command),
        "--json",
        str(scored),
    ]
    _run(run)
    raw = json.loads(scored.read_text())
    report = folder / "report.json"
    scan = [part.format(dir=NOTEBOOKS, out=report) for part in command]
    # Ours reads the notebooks itself; the peers get what ours decoded.
    _run(scan if engine == OURS else [*bridge, str(texts), str(report)], may_find=True)
    found = json.loads(report.read_text())["findings"]
    secrets = [finding for finding in found if finding["weakness_id"].startswith("secret.")]
    notebooks = len(list(NOTEBOOKS.glob("*.ipynb")))
    by_kind = {key[5:]: 100 * value for key, value in raw["recall_by"].items() if key.startswith("kind ")}
    return {
        **{key: 100 * raw[key] for key in ("f1", "precision", "recall")},
        **by_kind,
        "quiet": 100 * max(raw["false_alarm_rate_by"].get(name, 0.0) for name in QUIET),
        "per_1000": PER_NOTEBOOKS * len(secrets) / notebooks,
        "false_alarm_rate_by": raw["false_alarm_rate_by"],
        "recall_by": raw["recall_by"],
    }


def _run(command: list[str], *, may_find: bool = False) -> None:
    done = subprocess.run(command, cwd=ROOT, env=offline(), capture_output=True, text=True)
    if done.returncode not in ((0, 1) if may_find else (0,)):
        raise SystemExit(
            f"{shlex.join(command[:5])} ... ended with {done.returncode}:\n{done.stderr[-2000:]}"
        )


def _print_table(results: dict[str, dict[str, Any]], before: dict[str, Any]) -> None:
    print(f"\n{'%':34}{'reach here':>11}{'best known':>11}", end="")
    for engine in results:
        print(f"{engine:>13}" + (f"{'change':>8}" if engine == OURS else ""), end="")
    print()
    for key, row in ROWS.items():
        print(f"{row.title:34}{row.aim:>11}{row.best_known:>11}", end="")
        for engine, figures in results.items():
            print(f"{figures[key]:13.1f}", end="")
            if engine == OURS:
                print(f"{history.change(figures[key], before.get(key)):>8}", end="")
        print()
    print("\nfalse alarms by class, recall by kind and by source: build/score/*.json")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
