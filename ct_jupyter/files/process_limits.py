"""What this process may take, held by the system: for work on other people's bytes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec


class ProcessLimits(msgspec.Struct, frozen=True):
    """What a process may take for one piece of work."""

    processor_s: float
    """Held on Linux and macOS."""
    memory_bytes: int
    """Beside what it has already; held on Linux."""

    def in_words(self) -> str:
        """Return them for a message."""
        return (
            f"{self.processor_s:.0f} s of processor time and {self.memory_bytes / (1 << 30):.0f} GB of memory"
        )


def limit_this_process(limits: ProcessLimits) -> None:
    """Have the system end this process where it takes more than it may from now on.

    Windows has no such limits.
    """
    if sys.platform == "win32":
        return
    import resource

    _granted_s[:] = [0.0]
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.processor_s) + 1)
    # A crash must not leave what a document holds in a file of its own.
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":  # elsewhere it is not held, or breaks the start of threads
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _lower(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + limits.memory_bytes)


def add_processor_time(seconds: float) -> None:
    """Let this process take so much more, where :func:`limit_this_process` limits it."""
    if sys.platform == "win32" or not _granted_s:
        return
    import resource

    _granted_s[0] += seconds
    whole = int(_granted_s[0])
    if whole:
        _granted_s[0] -= whole
        soft = resource.getrlimit(resource.RLIMIT_CPU)[0]
        if soft != resource.RLIM_INFINITY:
            _lower(resource.RLIMIT_CPU, soft + whole)


_granted_s: list[float] = []
"""Seconds that were granted and are not in the limit yet, which is of whole ones; empty without a limit."""


def _lower(kind: int, most: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
