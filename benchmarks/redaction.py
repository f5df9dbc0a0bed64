"""Redaction: how long a plan takes, and for how many labelled secrets it is exact."""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ct_jupyter.detection import get_detector
from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.redact.notebook_plan import plan_notebook
from ct_jupyter.redact.one_document import located_secrets
from ct_jupyter.redact.share import parts_of

from .data import LABELLED

FINDINGS = 100
RUNS = 15
FORMS = (
    'client_{n} = OpenAI(api_key="{key}")',
    'url_{n} = "postgresql://ann:{password}@db{n}.corp/x"',
    'headers_{n} = {{"Authorization": "Bearer {token}"}}',
    "%env KEY_{n}={token}",
    '!curl -H "Authorization: Bearer {token}" https://host/{n}',
    "# key_{n} = '{key}'",
)


def measure() -> dict[str, float]:
    """Return milliseconds for a plan and its shares of exact replacements, placeholders and none."""
    get_detector().wait_until_ready()
    return {**_time(), **_score()}


def _time() -> dict[str, float]:
    notebook = _notebook()
    found, _ = located_secrets(parts_of(notebook), "a.ipynb")
    found = found[:FINDINGS]
    taken, busy = [], []
    for _ in range(RUNS):
        started, busy_since = time.perf_counter(), time.process_time()
        plan_notebook(notebook, found, language="python")
        taken.append(1000 * (time.perf_counter() - started))
        busy.append(1000 * (time.process_time() - busy_since))
    return {
        f"plan for {len(found)} findings in {len(notebook['cells'])} cells, median ms": statistics.median(
            taken
        ),
        "the same, processor time": statistics.median(busy),
        "the same, slowest": max(taken),
    }


def _notebook() -> dict[str, Any]:
    """Return a notebook of 500 cells, a fifth of them with a secret, some of which show in outputs."""
    cells: list[dict[str, Any]] = []
    for n in range(500):
        source, outputs = f"x_{n} = [{n}]\nprint(x_{n})", [f"[{n}]\n" * 20]
        if n % 5 == 0:
            number = n // 5
            values = {
                "key": sample_value("secret.openai.api-key", number),
                "token": sample_value("secret.github.token", number),
                "password": fill("{upper:1}{lower:5}{digits:3}{upper:4}", number),
            }
            source = FORMS[number % len(FORMS)].format(n=n, **values)
            outputs.append(f"connected {n}\n" * 20)
        cells.append(
            {
                "cell_type": "code",
                "id": f"c{n}",
                "metadata": {},
                "source": source,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": text} for text in outputs],
            }
        )
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _score(path: Path = LABELLED) -> dict[str, float]:
    """Judge every labelled text as a code cell of its own; what is no Python is the hardest there is."""
    if not path.exists():
        raise SystemExit(f"{path} is not there; the score needs the labelled texts")
    outcomes: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["is_secret"]:
            outcomes.update(_outcomes(item["text"]))
    total = sum(outcomes.values()) or 1
    return {
        "labelled secrets that were found": float(total),
        "exact replacement, %": 100 * outcomes["exact"] / total,
        "placeholder, %": 100 * outcomes["placeholder"] / total,
        "none, %": 100 * outcomes["none"] / total,
    }


def _outcomes(text: str) -> list[str]:
    cell = {"cell_type": "code", "metadata": {}, "source": text, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4}
    found, _ = located_secrets(parts_of(notebook), "a.ipynb")
    if not found:
        return []
    plan = plan_notebook(notebook, found, language="python")
    wanted = {one.match.secret_span[0] for one in found}
    made = [one.outcome for one in plan.replaced if one.start in wanted]
    after = plan.edits[0]
    kept = sum(1 for start in wanted if not any(e.start <= start < max(e.end, e.start + 1) for e in after))
    return [*made[: len(wanted) - kept], *["none"] * max(kept, len(wanted) - len(made))]
