"""The fast engine: all patterns in one Hyperscan database, scanned in one pass."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import hyperscan

from . import EngineName, Pattern
from .cache import DatabaseCache
from .patterns import loosen


class HyperscanMatcher:
    """Reports ends of matches; starts cost half the speed, and confirming finds them anyway.

    Safe to use from several threads: each has a scratch space of its own.
    """

    name: EngineName = "hyperscan"

    def __init__(self, database: Any) -> None:
        self._database = database
        self._local = threading.local()

    @classmethod
    def load(cls, patterns: Sequence[Pattern], cache: DatabaseCache) -> HyperscanMatcher | None:
        """Return the matcher that ``cache`` holds for the patterns, or None."""
        stored = cache.load(patterns)
        if stored is None:
            return None
        try:
            return cls(hyperscan.loadb(stored, hyperscan.HS_MODE_BLOCK))
        except hyperscan.HyperscanError:
            return None  # of another CPU or version: compiled anew

    @classmethod
    def compile(cls, patterns: Sequence[Pattern], cache: DatabaseCache | None = None) -> HyperscanMatcher:
        """Compile the patterns, which takes about a second, and keep the result in ``cache``."""
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        expressions = [loosen(pattern, lines) for pattern, lines in patterns]
        database.compile(expressions=expressions, ids=list(range(len(expressions))), flags=0)
        if cache:
            cache.store(patterns, hyperscan.dumpb(database))
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
