"""What a call costs, compared with itself or with a yardstick in the same run: no test judges the clock."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

TRIES = 4
"""The cheapest of so many counts: a busy machine makes single runs dearer, never cheaper."""
TOO_SMALL_S = 0.02
"""CPU seconds below which a growth cannot be told from noise; it is not judged then."""
WORST = 2.6
"""How much the cost may grow where the input doubles: 2 is linear, 4 is quadratic."""


def cpu_seconds(run: Callable[[], object], tries: int = TRIES, enough: float = 0.0) -> float:
    """Return the CPU seconds of this thread for one call, the best of ``tries``; stop below ``enough``."""
    best = float("inf")
    trace, collects = sys.gettrace(), gc.isenabled()
    sys.settrace(None)  # coverage makes lines of Python dearer than what they are compared with
    gc.disable()  # as timeit does: a collection looks at all objects of the process, not at those of the call
    try:
        for _ in range(tries):
            started = time.thread_time()
            run()
            best = min(best, time.thread_time() - started)
            if best < enough:
                break
    finally:
        sys.settrace(trace)
        if collects:
            gc.enable()
    return best


def assert_linear(run: Callable[[int], Callable[[], object]], size: int, what: object = "") -> None:
    """Fail where the cost grows faster than the input.

    ``run(n)`` prepares an input of ``n`` units and returns the call that is measured. Sizes are ``size``
    and its quarter, so that a quadratic call shows as 16 times the cost.
    """
    call, part = run(size), run(size // 4)
    if cpu_seconds(call, tries=1) < TOO_SMALL_S:
        return
    for tries in (1, TRIES):  # side by side, and with more care where the first look says no
        growth = cpu_seconds(call, tries) / cpu_seconds(part, tries)
        if growth <= WORST**2:
            return
    raise AssertionError(f"four times the input costs {growth:.1f} times as much: {what!r}")
