"""Which engine proposes now: Hyperscan, or ``re`` where it has no wheel or has not compiled yet."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property

from ...files.private_cache import PrivateCache
from . import EngineName, Matcher, Pattern
from .fallback import FallbackMatcher


class EngineInUse:
    """Changes over once; all detectors that share it do so together."""

    def __init__(
        self, patterns: Sequence[Pattern], numeric_from: int, wanted: EngineName | None = None
    ) -> None:
        """Prepare an engine.

        Parameters
        ----------
        numeric_from
            As :class:`FallbackMatcher` takes it.
        wanted
            None takes Hyperscan where it can be loaded from its cache, and else begins with ``re`` and
            changes over when a background thread has compiled it.
        """
        self._patterns = patterns
        self._numeric_from = numeric_from
        self._compiling: threading.Thread | None = None
        self.matcher: Matcher = self._make(wanted)

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until a compilation in the background has ended; without one, return at once."""
        if self._compiling is not None:
            self._compiling.join(timeout_s)

    @cached_property
    def _fallback(self) -> FallbackMatcher:
        return FallbackMatcher(self._patterns, self._numeric_from)

    def _make(self, wanted: EngineName | None) -> Matcher:
        if wanted == "re":
            return self._fallback
        try:
            from .hyperscan import SUFFIX, HyperscanMatcher
        except ImportError:
            if wanted == "hyperscan":
                raise
            return self._fallback
        cache = PrivateCache(SUFFIX)
        loaded = HyperscanMatcher.load(self._patterns, cache)
        if loaded is not None:
            return loaded
        if wanted == "hyperscan":
            return HyperscanMatcher.compile(self._patterns, cache)

        def compile_and_change_over() -> None:
            self.matcher = HyperscanMatcher.compile(self._patterns, cache, in_background=True)

        # A daemon: a run that ends before the compilation must not wait for it.
        self._compiling = threading.Thread(target=compile_and_change_over, name="ct-hyperscan", daemon=True)
        self._compiling.start()
        return self._fallback
