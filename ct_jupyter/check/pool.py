"""Work for several processes, which Ctrl+C stops at once and which leave nothing behind."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def pool_map(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    per_task: int,
    begin: Callable[..., None] | None = None,
    begin_with: tuple[Any, ...] = (),
) -> Iterator[Result]:
    """Yield ``function`` of each item, in order, worked out by ``jobs`` processes.

    Parameters
    ----------
    per_task
        Items that a process takes at a time.
    begin, begin_with
        Called once in each process, before its first item.
    """
    # Imported here: a small tree needs none of it, and starts sooner.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    pool = ProcessPoolExecutor(jobs, get_context(_start_method()), begin, begin_with)
    try:
        with _interrupts_held():
            results = pool.map(function, items, chunksize=per_task)
        yield from results
    except BaseException:  # Ctrl+C: nobody waits for what is in hand
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start_method() -> str:
    """Return how to start a process: as a copy of this one with its rules, unless it has threads.

    Polars has threads of its own, which Python does not count.
    """
    alone = threading.active_count() == 1 and "polars" not in sys.modules
    return "fork" if sys.platform == "linux" and alone else "spawn"


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start workers that Ctrl+C passes by: the parent stops them, their tracebacks would hide its message.

    A process inherits which signals are held back, so it holds from the worker's first instruction on.
    What comes meanwhile reaches the parent when this ends; were it ignored, it would be lost.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
