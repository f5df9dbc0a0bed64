"""Figures of one run, kept as JSON, and set against those of the run before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def previous(path: Path) -> dict[str, Any]:
    """Return the figures that the last run left in ``path``; none where there was no run."""
    try:
        stored = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return stored if isinstance(stored, dict) else {}


def keep(path: Path, figures: Mapping[str, Any]) -> None:
    """Write ``figures`` to ``path``, and what stood there to ``<name>.previous.json``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.with_suffix(".previous.json"))
    path.write_text(json.dumps(figures, indent=1) + "\n")


def change(now: object, before: object, digits: int = 1) -> str:
    """Return how ``now`` differs from ``before``, signed; empty where there is nothing to tell."""
    numbers = (int, float)
    if not isinstance(now, numbers) or not isinstance(before, numbers) or isinstance(now, bool):
        return ""
    difference = round(now - before, digits)
    return f"{difference:+,.{digits}f}" if difference else "="
