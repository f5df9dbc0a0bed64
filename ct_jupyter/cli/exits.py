"""Exit codes, the same for every command, and the one way in which commands print."""

from __future__ import annotations

import sys
from collections.abc import Iterable

HOLDS, BROKEN, USAGE, INCOMPLETE = 0, 1, 2, 3


def usage(message: str) -> int:
    """Say what is wrong with the usage or the configuration, and return its exit code."""
    complain(f"ct-jupyter: error: {line}" for line in message.splitlines())
    return USAGE


def say(lines: Iterable[str]) -> None:
    """Print lines, none of which a CI runner takes for a command, whatever a file is called."""
    from ..reports.terminal import harmless  # a command that prints nothing starts without it

    sys.stdout.writelines(f"{harmless(line)}\n" for line in lines)


def complain(lines: Iterable[str]) -> None:
    """Print lines on the standard error, none of which a CI runner takes for a command."""
    from ..reports.terminal import harmless

    sys.stderr.writelines(f"{harmless(line)}\n" for line in lines)
