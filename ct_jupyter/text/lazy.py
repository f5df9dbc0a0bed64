"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves like ``re.compile(pattern, flags)``.

    A hundred expressions take a tenth of a second to compile, and most runs use a few of them. For the
    others ``re.compile`` at the top of a module says the same more plainly.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Asked once for each method: what is set here is found before this function is.
        if name == "_compiled":
            self._compiled = re.compile(self.pattern, self._flags)
            return self._compiled
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value
