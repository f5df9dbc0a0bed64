"""A progress bar on standard error, where a scan lasts long enough to wonder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

SHOWN_AFTER_S = 0.5


def with_progress(items: Iterable[T], total: int) -> Iterator[T]:
    """Yield ``items`` and, after half a second, draw how many of ``total`` are done; cleared at the end."""
    started = time.monotonic()
    iterator = iter(items)
    done = 0
    for item in iterator:
        yield item
        done += 1
        if time.monotonic() - started >= SHOWN_AFTER_S:
            break
    else:
        return
    # rich takes 50 ms to import: only those who wait anyway pay for it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("Scanning"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task("scan", total=total, completed=done)
        for item in iterator:
            yield item
            progress.advance(task)
