"""The fast engine: all patterns in one Hyperscan database, scanned in one pass."""

from __future__ import annotations

import os
import platform
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import hyperscan

from ...files.private_cache import PrivateCache
from . import EngineName, Pattern
from . import patterns as loosening
from .patterns import apart

SUFFIX = ".hsdb"


def key_of(patterns: Sequence[Pattern]) -> bytes:
    """Return what a compiled database depends on: the patterns, Hyperscan, the processor."""
    # How patterns are loosened decides what is compiled, so a change there must not find old files.
    code = Path(loosening.__file__).read_bytes()
    return repr((getattr(hyperscan, "__version__", ""), _processor(), code, list(patterns))).encode()


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(("flags", "Features")):
                return f"{platform.machine()} {line}"
    return f"{platform.machine()} {platform.processor()}"  # which runs a command on Linux


def _give_way() -> None:
    """Lower the priority of this thread: whoever opens a notebook now waits for its scan, not for this."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


class HyperscanMatcher:
    """Reports ends of matches; starts cost half the speed, and confirming finds them anyway.

    Safe to use from several threads: each has a scratch space of its own.
    """

    name: EngineName = "hyperscan"

    def __init__(self, database: Any) -> None:
        self._database = database
        self._local = threading.local()

    @classmethod
    def load(cls, patterns: Sequence[Pattern], cache: PrivateCache) -> HyperscanMatcher | None:
        """Return the matcher that ``cache`` holds for the patterns, or None."""
        stored = cache.load(key_of(patterns))
        if stored is None:
            return None
        try:
            return cls(hyperscan.loadb(stored, hyperscan.HS_MODE_BLOCK))
        except hyperscan.HyperscanError:
            return None  # of another CPU or version: compiled anew

    @classmethod
    def compile(
        cls,
        patterns: Sequence[Pattern],
        cache: PrivateCache | None = None,
        *,
        in_background: bool = False,
    ) -> HyperscanMatcher:
        """Compile the patterns, which takes some seconds, and keep the result in ``cache``.

        Parameters
        ----------
        in_background
            Whether this thread does nothing else: on Linux it then leaves the processor to those that do.
        """
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        expressions, ids = [], []
        for index, (pattern, lines) in enumerate(patterns):
            for expression in apart(pattern, lines):
                expressions.append(expression)
                ids.append(index)
        if in_background:
            _give_way()
        database.compile(expressions=expressions, ids=ids, flags=0)
        if cache:
            cache.store(key_of(patterns), hyperscan.dumpb(database))
        return cls(database)

    def candidates(self, data: bytes) -> list[tuple[int, int]]:
        """Return (pattern, end offset) of every match that Hyperscan reports."""
        try:
            scratch = self._local.scratch
        except AttributeError:
            scratch = self._local.scratch = hyperscan.Scratch(self._database)
        found: list[tuple[int, int]] = []

        def report(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((index, end))

        self._database.scan(data, match_event_handler=report, scratch=scratch)
        return found
