"""Debian's packages, for what a test needs of a machine and PyPI and npm do not have."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(packages: list[str]) -> bool:
    """Return whether ``packages`` could be installed, as root or by a sudo that asks no password."""
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    steps = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages])
    try:
        return all(
            subprocess.run([*command, *step], stdout=subprocess.DEVNULL).returncode == 0 for step in steps
        )
    except OSError:
        return False  # no sudo
