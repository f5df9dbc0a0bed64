"""Write the table in ``ui-tests/README.md``: what must keep working, and under which conditions it is tested.

The cells are counted from the tests' own tags, as Playwright lists them, so that the table says what is
run: ``@p3`` is a point, ``@env`` a condition, and the projects are those that a test runs in.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "ui-tests" / "README.md"
POINTS = {
    "p1": "the names that it proposes are accepted",
    "p2": "the next cell runs, without a `NameError`",
    "p3": "it runs after a restart, without a `KeyError`",
    "p4": "unsaved until it is in the file",
    "p5": "one undo takes all of it back",
    "p6": "whole values, and never another one's name",
    "p7": "an output that prints a stored value is marked and cleaned",
    "p12": "a refused save does not interrupt",
}
SERVERS = {"lab": "JupyterLab", "collab": "with collaboration", "notebook7": "Notebook 7"}
CONDITIONS = {
    "env": "`%env`",
    "r": "R",
    "restarted": "restarted kernel",
    "slow-save": "save takes 3 s",
    "autosave": "save every 2 s",
}
_PLACE = re.compile(r"(<!-- conditions:[^\n]*-->\n).*?(<!-- /conditions -->)", re.DOTALL)

Cells = Counter[tuple[str, str]]


def listed() -> dict[str, Any]:
    """Return Playwright's own list of all tests."""
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if node is None:
        raise SystemExit("no node: run `make ui`, which installs it")
    playwright = ROOT / "ui-tests" / "node_modules" / "@playwright" / "test" / "cli.js"
    done = subprocess.run(
        [node, str(playwright), "test", "--list", "--reporter=json"],
        cwd=ROOT / "ui-tests",
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"Playwright lists no tests:\n{done.stdout}{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cells(report: dict[str, Any]) -> Cells:
    """Return how many tests there are of each (point, condition), from Playwright's list of them."""
    found: Cells = Counter()
    for spec in _specs(report):
        tags = {tag.removeprefix("@") for tag in spec["tags"]}
        for test in spec["tests"]:
            where = {test["projectName"]} & SERVERS.keys()
            if "lab" in where and tags & CONDITIONS.keys():
                where = tags & CONDITIONS.keys()
            found.update((point, condition) for point in tags & POINTS.keys() for condition in where)
    return found


def _specs(suite: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from suite.get("specs", [])
    for inner in suite.get("suites", []):
        yield from _specs(inner)


def missing(found: Cells) -> list[str]:
    """Return what no test covers."""
    columns = SERVERS | CONDITIONS
    return [
        f"{name}: {column}"
        for point, name in POINTS.items()
        for condition, column in columns.items()
        if not found[point, condition]
    ]


def with_table(readme: str, found: Cells) -> str:
    """Return the page with its table made anew."""
    columns = SERVERS | CONDITIONS
    rows = [("what must hold", *columns.values())]
    rows += [
        (f"{name} (`@{point}`)", *(str(found[point, condition] or "none") for condition in columns))
        for point, name in POINTS.items()
    ]
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    table = "\n".join(lines)
    return _PLACE.sub(lambda place: f"{place[1]}\n{table}\n\n{place[2]}", readme)


def main() -> int:
    """Write the table; with ``--check`` only say whether it is up to date. A gap in it is an error."""
    readme = README.read_text(encoding="utf-8")
    found = cells(listed())
    made = with_table(readme, found)
    for gap in (gaps := missing(found)):
        print(f"no browser test of {gap}", file=sys.stderr)
    if "--check" not in sys.argv:
        README.write_text(made, encoding="utf-8")
    elif made != readme:
        print(
            "ui-tests/README.md: its table is out of date; run scripts/conditions_table.py", file=sys.stderr
        )
        return 1
    return int(bool(gaps))


if __name__ == "__main__":
    sys.exit(main())
