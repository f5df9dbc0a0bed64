"""Data files are read in a process of its own, which may die: they are other people's bytes.

A workbook of a kilobyte can ask its reader for half a terabyte, and a native reader then ends its process.
The server and its kernels must not go with it. The process has limits of memory and of processor time; when
it is over them, or when nobody waits any more, it is ended, and the file is named as one that was not read.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from ..detection import rules_by_id
from ..files.own_process import start_own
from ..files.process_limits import ProcessLimits
from .apart_messages import Done, Failed, Progress, Said, Task
from .report import DataColumn, DataReport
from .source import CancelledError

MEMORY_BYTES = 3 << 30
"""Besides twice the file's size. Linux holds it; elsewhere the process alone dies for lack of memory."""
PROCESSOR_S = 180.0
"""For a file of up to :data:`PLENTY_BYTES`, and as much for each further one; not on Windows."""
PLENTY_BYTES = 64 << 20

_PROGRAM = "from ct_jupyter.datasets.apart_worker import main; main()"
_TURN_S = 0.05
_IDLE_S = 30.0
_DECODER = msgspec.json.Decoder(Said)


class UnforeseenError(Exception):
    """The reader failed in a way that nobody foresaw; holds the name of what was raised."""


def scan_apart(
    path: Path,
    ending: str | None = None,
    *,
    content: bytes | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> DataReport:
    """Return what a data file holds, read in another process. May be called from any thread.

    Parameters
    ----------
    path
        The file, or a folder of parts; of ``content`` only its name counts.
    ending
        What to take it for, where its name does not say.
    content
        Its bytes, where they are at hand.
    progress
        Called with the bytes done and all there are.
    cancelled
        Asked many times a second; a true answer ends the process.

    Raises
    ------
    CancelledError
        ``cancelled`` said so.
    UnforeseenError
        The reader failed in a way that nobody foresaw.
    """
    size = len(content) if content is not None else _size(path)
    task = Task(
        path.name if content is not None else str(path.absolute()),
        ending,
        None if content is None else size,
        ProcessLimits(PROCESSOR_S * (1 + size // PLENTY_BYTES), MEMORY_BYTES + 2 * size),
    )
    reader = _take()
    try:
        said = reader.do(task, content, progress, cancelled)
    except BaseException:
        reader.end()
        raise
    if said is None:
        reader.end()
        why = f"could not be read within {task.limits.in_words()}, or is damaged; it was not scanned"
        return DataReport(columns=[], problems=[(None, why)], notes=[], tables=0, rows=0, size_bytes=size)
    _give_back(reader)
    if isinstance(said, Failed):
        raise UnforeseenError(said.kind)
    rules = rules_by_id()
    columns = [DataColumn(**{**msgspec.structs.asdict(one), "rule": rules[one.rule]}) for one in said.columns]
    return DataReport(**{**msgspec.structs.asdict(said), "columns": columns})


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # the reader says why


_all: set[_Reader] = set()
"""Those that live, at work or not."""


class _Reader:
    """One process, for one file after the other."""

    def __init__(self) -> None:
        self._process = start_own(_PROGRAM)
        self._lines: list[bytes] = []
        self._has_ended = False
        self._changed = threading.Condition()
        threading.Thread(target=self._listen, name="ct-data-reader", daemon=True).start()
        _all.add(self)

    @property
    def lives(self) -> bool:
        """Whether it can do another file."""
        return self._process.poll() is None

    def do(
        self,
        task: Task,
        content: bytes | None,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> Done | Failed | None:
        """Return what it says in the end; None where it died.

        Raises
        ------
        CancelledError
            ``cancelled`` said so.
        """
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it died: that is told below
            self._process.stdin.write(msgspec.json.encode(task) + b"\n" + (content or b""))
            self._process.stdin.flush()
        while True:
            if cancelled is not None and cancelled():
                raise CancelledError
            with self._changed:
                if not self._lines and not self._has_ended:
                    self._changed.wait(_TURN_S)
                line = self._lines.pop(0) if self._lines else None
                died = line is None and self._has_ended
            if died:
                return None
            if line is None:
                continue
            said: Said = _DECODER.decode(line)
            if not isinstance(said, Progress):
                return said
            if progress is not None:
                progress(said.done, said.total)

    def end(self) -> None:
        """End it at once: it writes no file, so nothing is lost."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        self._process.wait()
        _all.discard(self)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError), self._process.stdout as stream:
            for line in stream:
                with self._changed:
                    self._lines.append(line)
                    self._changed.notify()
        with self._changed:
            self._has_ended = True
            self._changed.notify()


_idle: list[_Reader] = []
_lock = threading.Lock()


def _take() -> _Reader:
    with _lock:
        while _idle:
            reader = _idle.pop()
            if reader.lives:
                return reader
            reader.end()
    return _Reader()


def _give_back(reader: _Reader) -> None:
    """Keep a process for the next file, and end it where none comes for a while."""
    with _lock:
        _idle.append(reader)
    timer = threading.Timer(_IDLE_S, _end_idle, [reader])
    timer.daemon = True
    timer.start()


def _end_idle(reader: _Reader) -> None:
    with _lock:
        if reader not in _idle:
            return
        _idle.remove(reader)
    reader.end()


@atexit.register
def end_all() -> None:
    """End all processes: whoever waits for one is told that it died."""
    with _lock:
        _idle.clear()
    for reader in list(_all):
        reader.end()


def _forget() -> None:
    _idle.clear()
    _all.clear()


if hasattr(os, "register_at_fork"):
    # The processes of a parent are not those of its child.
    os.register_at_fork(after_in_child=_forget)
