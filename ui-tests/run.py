"""Run the browser tests, project by project, and say how long each took: ``python run.py [PROJECT…]``.

Further arguments, from the first that names no project, go to Playwright.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECTS = ("lab", "hub", "collab", "notebook7", "bare")


def main(words: list[str]) -> int:
    """Return 1 if a test of one of the projects failed."""
    names = list(takewhile(PROJECTS.__contains__, words))
    options = words[len(names) :]
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if node is None:
        print("no node: run `make ui`, which installs it", file=sys.stderr)
        return 2
    playwright = HERE / "node_modules" / "@playwright" / "test" / "cli.js"
    took: list[tuple[str, float, int]] = []
    if not words:
        # What the README says of the tests is what is run.
        check = [sys.executable, str(HERE.parent / "scripts" / "conditions_table.py"), "--check"]
        took.append(("table", 0.0, subprocess.run(check).returncode))
    # One after the other: each needs servers and a browser, and two cores are soon busy.
    for name in names or PROJECTS:
        started = time.monotonic()
        reports = {"PLAYWRIGHT_JUNIT_OUTPUT_FILE": str(HERE / "test-results" / f"{name}.xml")}
        code = subprocess.run(
            [node, str(playwright), "test", f"--project={name}", f"--output=test-results/{name}", *options],
            cwd=HERE,
            env={**os.environ, **reports},
        ).returncode
        took.append((name, time.monotonic() - started, code))
    for name, seconds, code in took:
        print(f"  {name:10} {seconds:6.1f} s  {'failed' if code else 'passed'}")
    return int(any(code for _, _, code in took))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
