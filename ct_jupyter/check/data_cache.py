"""What data files hold, remembered for as long as they do not change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..datasets.apart import scan_apart

if TYPE_CHECKING:
    from ..datasets.report import DataReport

_MOST_KEPT = 512


class NotWantedError(Exception):
    """A file is not to be read now: whoever asked set that, and knows it."""


class DataCache:
    """Reports of data files by path, size and time of change: each is scanned once, whoever reads it.

    No value is kept: a report holds counts and masked previews.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str | None, int, int], DataReport] = OrderedDict()
        self._lock = threading.Lock()

    def holds(self, path: Path, ending: str | None = None) -> bool:
        """Return whether a file is known as it is now. A folder's own time says nothing of what is below."""
        with self._lock:
            return not path.is_dir() and self._key(path, ending) in self._held

    def report_of(
        self,
        path: Path,
        ending: str | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> DataReport:
        """Return what a file holds.

        Parameters
        ----------
        ending
            What to take it for, where its name does not say.
        """
        key = self._key(path, ending)
        with self._lock:
            if key in self._held and not path.is_dir():
                self._held.move_to_end(key)
                return self._held[key]
        report = scan_apart(path, ending, progress=progress, cancelled=cancelled)
        with self._lock:
            self._held[key] = report
            while len(self._held) > _MOST_KEPT:
                self._held.popitem(last=False)
        return report

    @staticmethod
    def _key(path: Path, ending: str | None) -> tuple[str, str | None, int, int]:
        stat = path.stat()
        return str(path), ending, stat.st_size, stat.st_mtime_ns
