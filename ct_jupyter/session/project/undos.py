"""What can be taken back of the replacements in many files: in memory, while the page is open."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Sequence
from typing import NamedTuple

from ...stores.receipt import Receipt
from ...stores.undo import Written

KEPT_S = 900.0
"""The page says every few minutes that it is still open; after so long without a word it is closed."""
MAX_KEPT = 3
"""For one user: the newest."""
MAX_BYTES = 500_000_000
"""Of all users; the oldest go."""


class Kept(NamedTuple):
    """What one replacement wrote."""

    written: Sequence[Written]
    entries: Receipt | None = None
    """Of what the keyring was given."""


class Undos:
    """The replacements that can be taken back, each by its user."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[str, Kept]] = {}
        self._touched: dict[str, float] = {}

    def keep(self, owner: str, written: Sequence[Written], entries: Receipt | None = None) -> str | None:
        """Keep what a replacement wrote and return its id; None where there is nothing to take back."""
        if not written or _size(written) > MAX_BYTES:
            return None
        undo = secrets.token_urlsafe(16)
        with self._lock:
            self._drop_old()
            self._kept[undo] = (owner, Kept(written, entries))
            self._touched[undo] = time.monotonic()
            own = [one for one, (whose, _) in self._kept.items() if whose == owner]
            for old in own[:-MAX_KEPT]:
                self._drop(old)
            while sum(_size(each.written) for _, each in self._kept.values()) > MAX_BYTES:
                self._drop(next(iter(self._kept)))
        return undo

    def touch(self, owner: str, undo: str) -> bool:
        """Keep it for longer; return whether it is there."""
        with self._lock:
            self._drop_old()
            if self._kept.get(undo, (None,))[0] != owner:
                return False
            self._touched[undo] = time.monotonic()
            return True

    def take(self, owner: str, undo: str) -> Kept | None:
        """Return what was written, and forget it; None where it is not there."""
        with self._lock:
            self._drop_old()
            if self._kept.get(undo, (None,))[0] != owner:
                return None
            kept = self._kept[undo][1]
            self._drop(undo)
            return kept

    def _drop(self, undo: str) -> None:
        del self._kept[undo], self._touched[undo]

    def _drop_old(self) -> None:
        over = time.monotonic() - KEPT_S
        for undo in [one for one, touched in self._touched.items() if touched < over]:
            self._drop(undo)


def _size(written: Sequence[Written]) -> int:
    return sum(len(one.before or b"") + len(one.after or b"") for one in written)
