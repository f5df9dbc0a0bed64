"""Starting a process of our own, for what may take long, be ended, or die of other people's bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_IMPORTED_FROM = Path(__file__).resolve().parents[2]


def start_own(program: str, *, in_background: bool = False) -> subprocess.Popen[bytes]:
    """Start Python code of ours in a process that is told things by its standard input.

    Parameters
    ----------
    program
        What it runs: an import from this package, and a call.
    in_background
        Whether others go first, on Windows; elsewhere the process lowers its own priority.
    """
    return subprocess.Popen(  # noqa: S603  # our own program; what it is told goes by a pipe
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A traceback may quote a document.
        stderr=subprocess.DEVNULL,
        # Python imports from the folder that it is started in: not from one with foreign files.
        cwd=_IMPORTED_FROM,
        # Ctrl+C is for us to answer, by ending it.
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if in_background else 0,
    )
