"""Show how much of the code the tests reach, and fail where it is less than it was.

``make unit`` and ``make front-end`` leave what they measured in ``coverage/``: lines and branches of
Python, branches of TypeScript. A floor only rises: when the tests reach more, the number here follows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

MEASURED = Path(__file__).parents[1] / "coverage"
FLOORS = {"python": 90.0, "typescript": 76.5}
"""In percent."""
_NEAR = 1.0
"""How far above its floor a figure may be before somebody is asked to raise it."""


def python(folder: Path) -> float:
    """Return the part of lines and branches that the Python tests reach, in percent."""
    return float(json.loads((folder / "python.json").read_bytes())["totals"]["percent_covered"])


def typescript(folder: Path) -> float:
    """Return the part of branches that the tests of the front end reach, in percent."""
    return float(json.loads((folder / "coverage-summary.json").read_bytes())["total"]["branches"]["pct"])


def main(name: str, folder: Path = MEASURED) -> int:
    """Compare what was measured of ``name`` with its floor."""
    reached, floor = {"python": python, "typescript": typescript}[name](folder), FLOORS[name]
    print(f"coverage of {name}: {reached:.1f} %, floor {floor:.1f} %")
    if reached < floor:
        print("Less than before: add tests for what was added.", file=sys.stderr)
        return 1
    if reached >= floor + _NEAR:
        print(f"Raise the floor in scripts/coverage_floor.py to {int(reached * 2) / 2}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
