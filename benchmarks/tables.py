"""Columns of the labelled tables: how many with personal data are found, and how many others are not."""

from __future__ import annotations

import sys

from . import history
from .data import TABLES
from .engines import OUR_SCAN, ROOT
from .personal import scored

OUT = ROOT / "build" / "score" / "tables.json"
ROWS = {
    "all": ("columns, F1", ">= 92", "87"),
    "sparse": ("columns, 1 % of rows, F1", ">= 85", "64"),
    "named": ("columns with telling names, F1", "", ""),
    "anon": ("columns named col_1 …, F1", "", ""),
}
"""Group of the scorer: title, aim, best known elsewhere."""


def score() -> dict[str, float]:
    """Return F1 in percent by group; the scorer scans the folder with our command line."""
    raw = scored("tables", TABLES, OUR_SCAN)
    return {group: 100 * value for group, value in raw.items() if group != "seconds"}


def print_score() -> None:
    """Score, print the table, and keep the figures for the next run."""
    if not TABLES.exists():
        print(f"\n{TABLES} is missing; columns are not scored", file=sys.stderr)
        return
    before, now = history.previous(OUT), score()
    print(f"\n{'%':34}{'reach here':>11}{'best known':>11}{'ct-jupyter':>13}{'change':>8}")
    for group, (title, aim, known) in ROWS.items():
        if group in now:
            change = history.change(now[group], before.get(group))
            print(f"{title:34}{aim:>11}{known:>11}{now[group]:13.1f}{change:>8}".rstrip())
    history.keep(OUT, now)


if __name__ == "__main__":
    print_score()
