"""A process of the pool may die: its item is answered for, and all others are done."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ct_jupyter.check.pool import pool_map
from ct_jupyter.files.process_limits import ProcessLimits

ROOM = ProcessLimits(60.0, 1 << 30)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone holds the limit of memory")


def room(_: int) -> ProcessLimits:
    return ROOM


def little(_: int) -> ProcessLimits:
    return ProcessLimits(1.0, 256 << 20)


def double(number: int) -> int:
    return 2 * number


def dies(number: int, *, at: tuple[int, ...]) -> int:
    if number in at:
        os._exit(9)
    return double(number)


def works_without_end(number: int) -> int:
    while number == 3:
        pass
    return double(number)


def takes_all_memory(number: int) -> int:
    return len(bytearray(1 << 40)) if number == 3 else double(number)


def fails(number: int) -> int:
    if number == 3:
        raise ValueError("no number of mine")
    return double(number)


def says_much(number: int) -> str:
    return "x" * 1_000_000 + str(number)


def run(
    function: Callable[[int], object],
    count: int = 20,
    *,
    jobs: int = 2,
    per_task: int = 4,
    limits: Callable[[int], ProcessLimits] = room,
) -> list[object]:
    return list(
        pool_map(
            function,
            range(count),
            jobs=jobs,
            per_task=per_task,
            limits=limits,
            lost=lambda number, _: f"lost {number}",
        )
    )


def expected(*lost: int, count: int = 20) -> list[object]:
    return [f"lost {n}" if n in lost else 2 * n for n in range(count)]


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("per_task", [1, 4, 50])
def test_results_come_in_order(jobs: int, per_task: int) -> None:
    assert run(double, jobs=jobs, per_task=per_task) == expected()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("at", [(0,), (3,), (19,), (4, 5, 6)])
def test_a_process_that_dies_costs_the_item_in_its_hand_alone(jobs: int, at: tuple[int, ...]) -> None:
    assert run(partial(dies, at=at), jobs=jobs) == expected(*at)


@POSIX
def test_an_item_without_end_is_ended_by_its_processor_time() -> None:
    assert run(works_without_end, limits=little) == expected(3)


@LINUX
def test_an_item_that_takes_all_memory_is_lost_alone() -> None:
    assert run(takes_all_memory, limits=little) == expected(3)


def test_what_the_function_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no number of mine"):
        run(fails)


def test_nothing_of_no_items() -> None:
    assert run(double, count=0) == []


def test_results_larger_than_a_pipe_hold_nobody_up() -> None:
    assert [str(one)[1_000_000:] for one in run(says_much, count=30)] == [str(n) for n in range(30)]


def test_processes_started_anew_find_the_same() -> None:
    """With another thread beside, as in a server, processes are no copies of this one."""
    held = threading.Event()
    beside = threading.Thread(target=held.wait)
    beside.start()
    try:
        assert run(partial(dies, at=(3,))) == expected(3)
    finally:
        held.set()
        beside.join()


@POSIX
def test_whoever_stops_taking_leaves_no_process_behind() -> None:
    results = pool_map(process_of, range(40), jobs=2, per_task=1, limits=room, lost=lambda number, _: -number)
    pids = {next(results), next(results)}
    results.close()  # type: ignore[attr-defined]  # a generator
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def process_of(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


@POSIX
def test_processes_end_when_this_one_is_killed() -> None:
    """They see the end of the pipe, though a copy of this process holds copies of its pipes."""
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        os.close(reader)
        results = pool_map(process_of, range(1000), jobs=3, per_task=1, limits=room, lost=lambda n, _: n)
        seen: set[int] = set()
        while len(seen) < 3:
            seen.add(next(results))
        os.write(writer, " ".join(map(str, seen)).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(writer)
    with os.fdopen(reader) as told:
        pids = [int(pid) for pid in told.read().split()]
    os.waitpid(parent, 0)
    assert len(pids) == 3
    waited_until = time.monotonic() + 60
    while any(map(lives, pids)) and time.monotonic() < waited_until:
        time.sleep(0.05)
    assert not any(map(lives, pids))


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        # Whoever ended and was not asked for yet has no program any more.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return True
