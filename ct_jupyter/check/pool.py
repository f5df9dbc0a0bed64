"""Work for several processes, which may die of what they read, and which leave nothing behind.

The files are other people's. A process that takes more memory or processor time for one than it may is ended
by the system, and one that crashes is gone: its file is answered for by ``lost``, another process takes its
place, and all other files are looked at.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..files.process_limits import ProcessLimits, limit_this_process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

_TURN_S = 0.2
_AHEAD = 2
"""Tasks that a process is told of: one in hand, and one that it begins without waiting for us."""
_PATIENCE = 10
"""Seconds that an item may be in hand for each second of processor time: so a read from a lost disk ends."""


def pool_map(  # noqa: PLR0913  # what a pool goes by
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    per_task: int,
    limits: Callable[[Item], ProcessLimits],
    lost: Callable[[Item, ProcessLimits], Result],
    begin: Callable[..., None] | None = None,
    begin_with: tuple[Any, ...] = (),
) -> Iterator[Result]:
    """Yield ``function`` of each item, in order, worked out by ``jobs`` processes.

    Parameters
    ----------
    per_task
        Items that a process takes at a time.
    limits
        What a process may take for an item.
    lost
        Gives the result for an item whose process died.
    begin, begin_with
        Called once in each process, before its first item.

    Raises
    ------
    Exception
        What ``function`` raised.
    """
    pool = _Pool(function, items, per_task, limits, begin, begin_with)
    try:
        with _interrupts_held():
            pool.start(jobs)
        for number, item in enumerate(items):
            died, result = pool.result(number)
            yield lost(item, limits(item)) if died else result
    finally:  # Ctrl+C too: nobody waits for what is in hand
        pool.end()


class _Died:
    """In the place of a result: the process died at this item."""


class _Raised:
    """In the place of a result: what the function raised."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


class _Worker:
    """One process, and the items that it was told to do, in order."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.told: deque[int] = deque()
        self.since = 0.0
        """When the first of them came into its hand."""


class _Pool(Generic[Item, Result]):
    """The processes, and a thread that tells them what to do and takes what they say.

    Without the thread they would wait whenever whoever takes the results does something else.
    """

    def __init__(  # what a pool goes by
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        per_task: int,
        limits: Callable[[Item], ProcessLimits],
        begin: Callable[..., None] | None,
        begin_with: tuple[Any, ...],
    ) -> None:
        self._items = items
        self._limits = limits
        # Each process has the items from its start, and is told their numbers: as these fill no pipe, neither
        # side ever waits for the other to read.
        self._program = (function, items, limits, begin, begin_with)
        numbers = range(len(items))
        self._waiting = deque(numbers[at : at + per_task] for at in range(0, len(items), per_task))
        self._workers: list[_Worker] = []
        self._results: dict[int, Any] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._has_ended = False

    def start(self, jobs: int) -> None:
        """Start the processes, then the thread: a process is copied most cheaply from one without threads."""
        for _ in range(jobs):
            self._start_worker()
        self._thread = threading.Thread(target=self._serve, name="ct-pool", daemon=True)
        self._thread.start()

    def result(self, number: int) -> tuple[bool, Any]:
        """Wait for an item's result; True and nothing where its process died."""
        with self._changed:
            while number not in self._results:
                self._changed.wait(_TURN_S)  # with a limit: Ctrl+C is only seen between two waits on Windows
            found = self._results.pop(number)
        if isinstance(found, _Raised):
            raise found.error
        return isinstance(found, _Died), found

    def end(self) -> None:
        """End all processes at once: they write no file, so nothing is lost."""
        self._has_ended = True
        if self._thread is not None:
            self._thread.join()  # before: it may just have started another
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()
            worker.connection.close()

    def _serve(self) -> None:
        try:
            self._serve_until_done()
        except BaseException as error:  # whoever waits must hear of it
            with self._changed:
                for number in range(len(self._items)):
                    self._results.setdefault(number, _Raised(error))
                self._changed.notify_all()

    def _serve_until_done(self) -> None:
        from multiprocessing.connection import wait

        while not self._has_ended:
            for worker in self._workers:
                self._tell(worker)
            busy = {worker.connection: worker for worker in self._workers if worker.told}
            if not busy:
                return
            for ready in wait(list(busy), _TURN_S):
                self._take(busy[ready])  # type: ignore[index]  # `wait` gives back what it was given
            for worker in busy.values():
                if worker.told and time.monotonic() - worker.since > self._patience(worker.told[0]):
                    worker.process.kill()

    def _patience(self, number: int) -> float:
        return _PATIENCE * self._limits(self._items[number]).processor_s

    def _tell(self, worker: _Worker) -> None:
        while self._waiting and len(worker.told) < _AHEAD * len(self._waiting[0]):
            task = self._waiting.popleft()
            if not worker.told:
                worker.since = time.monotonic()
            worker.told.extend(task)
            with contextlib.suppress(OSError):  # it died: that is seen when it is asked
                worker.connection.send(task)

    def _take(self, worker: _Worker) -> None:
        try:
            number, result = worker.connection.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return
        worker.told.remove(number)
        worker.since = time.monotonic()
        self._keep(number, result)

    def _replace(self, worker: _Worker) -> None:
        """Start another process for what a dead one had still to do."""
        self._workers.remove(worker)
        worker.process.join()
        worker.connection.close()
        if self._has_ended:
            return
        self._keep(worker.told.popleft(), _Died())
        self._waiting.extendleft(range(number, number + 1) for number in reversed(worker.told))
        if self._waiting:
            self._start_worker()

    def _keep(self, number: int, result: Any) -> None:
        with self._changed:
            self._results[number] = result
            self._changed.notify_all()

    def _start_worker(self) -> None:
        # Imported here: a small tree needs none of it, and starts sooner.
        from multiprocessing import get_context

        method = _start_method()
        context: Any = get_context(method)  # its types differ by system
        ours, theirs = context.Pipe()
        # A copy of this process holds our ends too: as long as it does, no process sees that we are gone.
        inherited = [worker.connection for worker in self._workers] + [ours] if method == "fork" else []
        process = context.Process(target=_work, args=(theirs, inherited, *self._program), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))


def _work(  # noqa: PLR0913  # what a process is started with
    connection: Connection,
    inherited: Sequence[Connection],
    function: Callable[[Item], Result],
    items: Sequence[Item],
    limits: Callable[[Item], ProcessLimits],
    begin: Callable[..., None] | None,
    begin_with: tuple[Any, ...],
) -> None:
    """Do what comes by the connection, until it ends."""
    for other in inherited:
        other.close()
    if begin is not None:
        begin(*begin_with)
    with contextlib.suppress(EOFError, OSError):
        while True:
            for number in connection.recv():
                limit_this_process(limits(items[number]))
                connection.send((number, _result(function, items[number])))


def _result(function: Callable[[Item], Result], item: Item) -> Any:
    try:
        return function(item)
    except MemoryError:
        os._exit(1)  # as native code does, which aborts: who asked sees that it died
    except Exception as error:
        return _Raised(error)


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
