"""Starting the process that scans, reading what it tells, and ending it with all that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from .messages import Message, Task

_PROGRAM = "from ct_jupyter.session.project.worker import main; main()"
_IMPORTED_FROM = Path(__file__).resolve().parents[3]

_DECODER = msgspec.json.Decoder(Message)


class WorkerProcess:
    """A process that does one task."""

    def __init__(self, task: Task) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own program; what it is told goes by a pipe
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # A traceback may quote a document.
            stderr=subprocess.DEVNULL,
            # Python imports from the folder that it is started in: not from one with foreign files.
            cwd=_IMPORTED_FROM,
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
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
