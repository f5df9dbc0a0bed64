"""Make sure that the tests of the CI templates have Groovy, and the rsync that gitlab-ci-local needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = {"groovy": ["groovy", "default-jre-headless"], "rsync": ["rsync"], "git": ["git"]}


def main() -> int:
    """Return 0 when the tools are there, or could be installed; the tests say what they miss."""
    missing = [name for program, names in PACKAGES.items() if not shutil.which(program) for name in names]
    if not missing:
        return 0
    if not shutil.which("apt-get"):
        print(f"some tests of the CI templates need {', '.join(missing)}; install them", file=sys.stderr)
        return 0
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        if subprocess.run(
            [*as_root, *environment, "apt-get", *command], stdout=subprocess.DEVNULL
        ).returncode:
            print(f"apt-get could not install {', '.join(missing)}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
