from __future__ import annotations

import asyncio
import threading

import pytest

from ct_jupyter.session.work import BusyError, CancelledWork, Workers


async def test_pieces_run_in_order_off_the_event_loop() -> None:
    workers = Workers()
    here = threading.get_ident()
    results = await workers.run([lambda n=n: (n, threading.get_ident()) for n in range(3)], threading.Event())  # type: ignore[misc]
    assert [number for number, _ in results] == [0, 1, 2]
    assert here not in [thread for _, thread in results]
    assert workers.idle
    workers.close()


async def test_work_that_nobody_waits_for_stops_at_the_next_piece() -> None:
    workers = Workers()
    cancel = threading.Event()
    ran: list[int] = []

    def piece(number: int) -> None:
        ran.append(number)
        if number == 1:
            cancel.set()

    with pytest.raises(CancelledWork):
        await workers.run([lambda n=n: piece(n) for n in range(9)], cancel)  # type: ignore[misc]
    assert ran == [0, 1]
    assert workers.idle
    workers.close()


async def test_a_full_queue_says_so_and_empties_again() -> None:
    workers = Workers(threads=1, waiting=1)
    go = threading.Event()
    first = asyncio.ensure_future(workers.run([go.wait], threading.Event()))
    await asyncio.sleep(0)
    assert workers.submit(lambda: None)
    assert not workers.submit(lambda: None)
    with pytest.raises(BusyError):
        await workers.run([lambda: None], threading.Event())
    go.set()
    await first
    while not workers.idle:
        await asyncio.sleep(0.01)
    assert workers.submit(lambda: None)
    workers.close()
