"""The next batch is read while the last one is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Yield ``function`` of each item, worked out one ahead by another thread.

    Whatever it raises is raised here. When this generator is closed, the thread ends its batch first.
    """
    iterator = iter(items)

    def step() -> tuple[Result] | None:
        for item in iterator:
            return (function(item),)
        return None

    with ThreadPoolExecutor(1, thread_name_prefix="ct-data") as pool:
        future = pool.submit(step)
        while (result := future.result()) is not None:
            future = pool.submit(step)
            yield result[0]
