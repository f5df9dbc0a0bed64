"""The process that reads data files for others: a task in, what the file holds out, until its input ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import BinaryIO

import msgspec

from ..files.process_limits import limit_this_process
from .apart_messages import Column, Done, Failed, Progress, Said, Task
from .scan import scan_data
from .source import Source, read_up_to

_TOLD_EVERY_S = 0.1


def main() -> None:
    """Do tasks from the standard input."""
    tasks, told = sys.stdin.buffer, sys.stdout.buffer
    while line := tasks.readline():
        task = msgspec.json.decode(line, type=Task)
        content = None if task.content_bytes is None else read_up_to(tasks, task.content_bytes)
        limit_this_process(task.limits)
        say(told, _do(task, content, told))


def _do(task: Task, content: bytes | None, told: BinaryIO) -> Said:
    path = Path(task.path)
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _TOLD_EVERY_S:
            last = now
            say(told, Progress(done, total))

    try:
        source: Path | Source = path
        if content is not None:
            source = Source.of_bytes(path.name, content)
        elif task.ending is not None:
            source = Source(path.name + task.ending, lambda: path.open("rb"), path.stat().st_size, path)
        report = scan_data(source, progress=progress)
    except MemoryError:
        os._exit(1)  # as a native reader does, which aborts: who asked sees that it died
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a native reader is no Exception
        return Failed(type(error).__name__)
    columns = [Column(**{**msgspec.structs.asdict(one), "rule": one.rule.id}) for one in report.columns]
    return Done(
        columns,
        report.problems,
        report.notes,
        report.tables,
        report.rows,
        report.size_bytes,
        report.notebooks,
    )


def say(told: BinaryIO, message: Said) -> None:
    """Write one message."""
    told.write(msgspec.json.encode(message) + b"\n")
    told.flush()
