"""The table of the browser tests counts what their tags and projects say."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from conditions_table import CONDITIONS, POINTS, SERVERS, cells, missing, with_table


def spec(tags: str, *projects: str) -> dict[str, Any]:
    return {"tags": tags.split(), "tests": [{"projectName": name} for name in projects]}


def report(*specs: dict[str, Any]) -> dict[str, Any]:
    return {"suites": [{"specs": [], "suites": [{"specs": list(specs)}]}]}


def test_a_test_counts_for_its_points_under_its_conditions_and_servers() -> None:
    found = cells(
        report(
            spec("point p1 p2", "lab", "hub", "collab", "notebook7"),
            spec("env p1", "lab"),
            spec("point slow-save p4", "lab", "collab"),
            spec("point", "lab"),
        )
    )
    assert dict(found) == {
        **{(point, server): 1 for point in ("p1", "p2") for server in SERVERS},
        ("p1", "env"): 1,
        ("p4", "slow-save"): 1,
        ("p4", "collab"): 1,
    }


def test_a_place_that_no_test_covers_is_named() -> None:
    everything = " ".join([*POINTS, *CONDITIONS])
    full = report(spec(everything, "lab"), spec(" ".join(POINTS), *SERVERS))
    assert missing(cells(full)) == []
    lacking = report(spec(everything, "lab"), spec(" ".join(POINTS), "lab", "collab"))
    assert missing(cells(lacking)) == [f"{name}: Notebook 7" for name in POINTS.values()]


def test_the_table_is_made_anew_in_its_place() -> None:
    page = "before\n<!-- conditions: by the script -->\nstale\n<!-- /conditions -->\nafter\n"
    made = with_table(page, cells(report(spec("point p1", "lab"))))
    assert made.startswith("before\n<!-- conditions: by the script -->\n\n| what must hold")
    assert "stale" not in made
    assert made.endswith("\n\n<!-- /conditions -->\nafter\n")
    assert "(`@p1`)" in made
    assert "none" in made
    assert with_table(made, cells(report(spec("point p1", "lab")))) == made
