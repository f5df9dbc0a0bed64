"""Starting the process that scans, reading what it tells, and ending it with all that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

import msgspec

from ...files.own_process import start_own
from .messages import Message, Task

_PROGRAM = "from ct_jupyter.session.project.worker import main; main()"
_DECODER = msgspec.json.Decoder(Message)


class WorkerProcess:
    """A process that does one task."""

    def __init__(self, task: Task) -> None:
        self._process = start_own(_PROGRAM, in_background=True)
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(msgspec.json.encode(task) + b"\n")
            self._process.stdin.flush()

    def messages(self) -> Iterator[Message]:
        """Yield what it tells, until it ends.

        Raises
        ------
        ChildProcessError
            It was ended by somebody else, as a machine without memory does.
        """
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith(b"\n"):
                yield _DECODER.decode(line)
        if self._process.wait() != 0:
            raise ChildProcessError

    def stop(self) -> None:
        """End it at once, and what it started: they write no file, so nothing is lost."""
        if self._process.returncode == 0:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Wait for its end, and let its pipes go."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()
