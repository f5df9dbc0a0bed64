"""IPython shells, one process each, that start in milliseconds: a warmed process forks them.

They run cells as ipykernel does (``run_cell`` of the same class, ``user_expressions`` beside silent code),
without its sockets. Where ``fork`` is missing there are none.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class ShellServer:
    """The warmed process.

    Parameters
    ----------
    folder
        An empty one, for the socket.
    environment
        Of every shell.
    """

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._address = folder / "shells"
        self._environment = environment

    def __enter__(self) -> ShellServer:
        command = [sys.executable, str(Path(__file__).with_name("forking.py")), str(self._address)]
        self._process = subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *error: Any) -> None:
        self._process.terminate()
        self._process.wait(10)

    def start(self, folder: Path) -> Shell:
        """Return a new shell in ``folder``."""
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(os.fspath(self._address))
        return Shell(connection, folder)


class Shell:
    """One shell, until it is closed."""

    def __init__(self, connection: socket.socket, folder: Path) -> None:
        connection.settimeout(60)
        self._connection = connection
        self._file = connection.makefile("rw", encoding="utf-8")
        self._ask({"folder": str(folder)})

    def run(self, source: str) -> list[Json]:
        """Run a cell and return its outputs, as nbformat has them."""
        answer: list[Json] = self._ask({"code": source, "silent": False, "store_history": True})["outputs"]
        return answer

    def execute(self, content: Json) -> Json:
        """Answer an ``execute_request`` of the front end."""
        return self._ask(content)["reply"]  # type: ignore[no-any-return]

    def close(self) -> None:
        """End its process."""
        self._file.close()
        self._connection.close()

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()

    def _ask(self, content: Json) -> Json:
        self._file.write(json.dumps(content) + "\n")
        self._file.flush()
        line = self._file.readline()
        assert line, "the shell died"
        answer: Json = json.loads(line)
        return answer
