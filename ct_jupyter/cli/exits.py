"""Exit codes, the same for every command."""

from __future__ import annotations

import sys

HOLDS, BROKEN, USAGE, INCOMPLETE = 0, 1, 2, 3


def usage(message: str) -> int:
    """Say what is wrong with the usage or the configuration, and return its exit code."""
    sys.stderr.write(f"ct-jupyter: error: {message}\n")
    return USAGE
