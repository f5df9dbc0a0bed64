"""Make sure that the Python tests have the programs that come from Debian: Groovy, PostgreSQL, R's kernel.

What cannot be installed is named here, and the tests that need it are skipped with that reason.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from debian import install


def missing() -> list[str]:
    """Return the packages of the programs that are not there."""
    there = {
        "git": shutil.which("git"),
        "groovy": shutil.which("groovy"),
        "default-jre-headless": shutil.which("java"),
        "rsync": shutil.which("rsync"),  # for gitlab-ci-local
        "postgresql": next(Path("/usr/lib/postgresql").glob("*/bin/initdb"), None),
        "r-cran-irkernel": next(Path("/usr/lib/R/site-library").glob("IRkernel"), None),
    }
    return [package for package, found in there.items() if not found]


def main() -> int:
    """Return 0, whatever could be installed."""
    packages = missing()
    if packages and not install(packages):
        print(f"Some tests are skipped: {', '.join(packages)} could not be installed.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
