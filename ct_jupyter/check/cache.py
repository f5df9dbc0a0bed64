"""Matches of texts that were scanned before, by a keyed hash: no text is kept."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from hashlib import blake2b

from ..detection.model import Match
from .located import ScanText

MAX_ENTRIES = 50_000
MAX_MATCHES = 200_000
"""About 200 bytes each: 40 MB at the very most."""


class MatchCache:
    """A scan with memory in front, safe to share between threads.

    A notebook is scanned at each keystroke and again at each save, and one version of it after the other in a
    history: little of it has changed each time.

    Parameters
    ----------
    scan
        What is asked where the text is new.
    max_entries, max_matches
        The oldest entries go when there are more.
    """

    def __init__(
        self, scan: ScanText, max_entries: int = MAX_ENTRIES, max_matches: int = MAX_MATCHES
    ) -> None:
        self._scan = scan
        self._max_entries = max_entries
        self._max_matches = max_matches
        # A plain hash of a short text could be reversed by guessing, from a core dump for one.
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._entries: OrderedDict[bytes, list[Match]] = OrderedDict()
        self._matches = 0

    def __call__(self, text: str, language: str) -> list[Match]:
        """Return the matches of ``text``; the list is shared and not to be changed."""
        key = self._hash(text, language)
        with self._lock:
            known = self._entries.get(key)
            if known is not None:
                self._entries.move_to_end(key)
                return known
        matches = self._scan(text, language)
        with self._lock:
            if key not in self._entries:
                self._entries[key] = matches
                self._matches += len(matches)
            while len(self._entries) > self._max_entries or self._matches > self._max_matches:
                _, oldest = self._entries.popitem(last=False)
                self._matches -= len(oldest)
        return matches

    def __len__(self) -> int:
        return len(self._entries)

    def _hash(self, text: str, language: str) -> bytes:
        digest = blake2b(language.encode("utf-8", "surrogatepass"), key=self._key, digest_size=20)
        digest.update(b"\0")
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()
