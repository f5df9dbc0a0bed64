"""The front end's own code in Node, before a real server."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class FrontEnd:
    """What a user does in the page.

    Parameters
    ----------
    url, token
        Of the server.
    """

    def __init__(self, url: str, token: str) -> None:
        script = Path(__file__).with_suffix(".cjs")
        node = shutil.which("node")
        assert node is not None
        self._process = subprocess.Popen(
            [node, str(script), url, token], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._read()["result"] == "ready"

    def call(self, name: str, execute: Callable[[Json], Json] | None = None, **arguments: Any) -> Any:
        """Do something, and answer what the page asks of the kernel meanwhile."""
        self._write({"call": name, **arguments})
        while True:
            message = self._read()
            if "ask" in message:
                assert execute is not None
                self._write({"reply": execute(message["content"])})
                continue
            assert "error" not in message, message["error"]
            return message["result"]

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=10)

    def _write(self, message: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _read(self) -> Json:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the front end died"
        message: Json = json.loads(line)
        return message


@contextmanager
def server(root: Path, home: Path, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield address and token of a Jupyter server with the extension."""
    token = secrets.token_hex(16)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTER_DATA_DIR": "data"}
    environment = known | {name: str(home / folder) for name, folder in folders.items()}
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}",
        "--ServerApp.jpserver_extensions=ct_jupyter=True",
    ]  # fmt: skip
    log = (home / "log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(f"{url}api/status?token={token}", process)
        yield url, token
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")
