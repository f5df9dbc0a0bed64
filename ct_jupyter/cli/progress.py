"""A progress bar on standard error, where a scan lasts long enough to wonder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

T = TypeVar("T")

SHOWN_AFTER_S = 0.5


class ScanProgress:
    """Draws how many files are done, and how much of a large data file; cleared at the end.

    Parameters
    ----------
    total
        Files.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._started = time.monotonic()
        self._done = 0
        self._bar: Progress | None = None
        self._files: TaskID | None = None
        self._data: TaskID | None = None

    def watch(self, items: Iterable[T]) -> Iterator[T]:
        """Yield ``items``, each when it is done."""
        try:
            for item in items:
                yield item
                self._done += 1
                if (bar := self._shown()) is not None:
                    assert self._files is not None
                    bar.update(self._files, completed=self._done)
                    if self._data is not None:
                        bar.update(self._data, visible=False)
        finally:
            if self._bar is not None:
                self._bar.stop()

    def data(self, path: str, done_bytes: int, total_bytes: int) -> None:
        """Show how far a data file is."""
        if (bar := self._shown()) is None:
            return
        if self._data is None:
            self._data = bar.add_task("", total=None, unit="MB")
        name = path.rpartition("/")[2]
        shown = "".join(char if char.isprintable() else "?" for char in name)
        bar.update(
            self._data,
            description=shown,
            total=total_bytes // 1_000_000,
            completed=done_bytes // 1_000_000,
            visible=True,
        )

    def _shown(self) -> Progress | None:
        if self._bar is None and time.monotonic() - self._started >= SHOWN_AFTER_S:
            # rich takes 50 ms to import: only those who wait anyway pay for it.
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                # A file's name may hold what rich takes for markup.
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[unit]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._files = self._bar.add_task(
                "Scanning", total=self._total, completed=self._done, unit="files"
            )
        return self._bar


def with_progress(items: Iterable[T], total: int) -> Iterator[T]:
    """Yield ``items`` and, after half a second, draw how many of ``total`` are done; cleared at the end."""
    return ScanProgress(total).watch(items)
