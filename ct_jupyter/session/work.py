"""CPU work off the event loop.

``re`` keeps the interpreter lock for as long as one call lasts, so a thread alone does not keep the
server answering: work comes in pieces, and between two pieces other threads get their turn.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

MAX_THREADS = 2
MAX_WAITING = 64
"""Jobs that may queue; past it a request is told to come back instead of making everybody wait."""


class BusyError(Exception):
    """Too many jobs are waiting."""


class CancelledWork(Exception):  # noqa: N818  # nothing went wrong: nobody waits for the answer
    """The job was given up between two pieces."""


class Workers:
    """A few threads that run jobs piece by piece."""

    def __init__(self, threads: int = MAX_THREADS, waiting: int = MAX_WAITING) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ct_jupyter")
        self._limit = threads + waiting
        self._lock = threading.Lock()
        self._jobs = 0

    async def run(self, pieces: Iterable[Callable[[], T]], cancel: threading.Event) -> list[T]:
        """Run ``pieces`` one after the other in one thread and return their results.

        The iterable is also advanced in that thread, so that it may decode as it goes.

        Raises
        ------
        BusyError
            Too many jobs are waiting.
        CancelledWork
            ``cancel`` was set before the last piece began.
        """
        loop = asyncio.get_running_loop()
        self._enter()
        return await loop.run_in_executor(self._pool, self._work, pieces, cancel)

    def submit(self, job: Callable[[], None]) -> bool:
        """Run ``job``, which nobody waits for; return False where too many are waiting."""
        try:
            self._enter()
        except BusyError:
            return False
        self._pool.submit(self._work, [job], threading.Event())
        return True

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits."""
        with self._lock:
            return self._jobs == 0

    def close(self) -> None:
        """Drop what is waiting and let the threads end."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _enter(self) -> None:
        with self._lock:
            if self._jobs >= self._limit:
                raise BusyError
            self._jobs += 1

    def _work(self, pieces: Iterable[Callable[[], T]], cancel: threading.Event) -> list[T]:
        results = []
        try:
            for piece in pieces:
                if cancel.is_set():
                    raise CancelledWork
                results.append(piece())
                time.sleep(0)  # hands the interpreter lock over
        finally:
            with self._lock:
                self._jobs -= 1
        return results
