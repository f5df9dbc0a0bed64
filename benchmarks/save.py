"""What the extension adds to a save, and how long it holds up the server's event loop.

Three real servers run side by side, without the extension, with it in ``warn`` and in ``block`` mode, and
are asked in turn, so that a noisy machine slows all of them.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from .data import notebook_of, real_notebooks

ROOT = Path(__file__).resolve().parents[1]
SAVES = 40
VARIANTS = {
    "without": ["--ServerApp.jpserver_extensions={'ct_jupyter': False, 'benchmarks.heartbeat': True}"],
    "warn": ["--ServerApp.jpserver_extensions={'ct_jupyter': True, 'benchmarks.heartbeat': True}"],
    "block": [
        "--ServerApp.jpserver_extensions={'ct_jupyter': True, 'benchmarks.heartbeat': True}",
        "--CtJupyter.save_mode=block",
    ],
}


class Client:
    """One running server."""

    def __init__(self, port: int, token: str) -> None:
        self._base, self._token = f"http://127.0.0.1:{port}/", token

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request and return the decoded answer."""
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        headers = {"Authorization": f"token {self._token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._base + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")


def measure() -> dict[str, Any]:
    """Return medians of the time of a save of 1 MB, and the longest stalls, in milliseconds."""
    document = notebook_of(1_000_000)
    figures: dict[str, Any] = {"notebook, MB": len(json.dumps(document)) / 1e6, "saves of each": SAVES}
    with ExitStack() as stack:
        clients = {name: stack.enter_context(_server(options)) for name, options in VARIANTS.items()}
        times: dict[str, list[float]] = {name: [] for name in clients}
        stalls: dict[str, list[float]] = {name: [] for name in clients}
        for number in range(SAVES + 5):
            # Every save holds something new, as it does while somebody works: no cache may answer for it.
            for cell in document["cells"]:
                if cell["cell_type"] == "code":
                    cell["source"] = _numbered(cell["source"], number)
            body = json.dumps({"type": "notebook", "format": "json", "content": document}).encode()
            for name, client in clients.items():
                client.ask("GET", "heartbeat")
                started = time.perf_counter()
                client.ask("PUT", "api/contents/a.ipynb", body)
                times[name].append((time.perf_counter() - started) * 1e3)
                time.sleep(0.05)  # what warn mode does after the answer counts as a stall too
                stalls[name].append(client.ask("GET", "heartbeat")["gap"] * 1e3)
        for name in clients:
            figures[f"save, median ms, {name}"] = statistics.median(times[name][5:])
            figures[f"save, longest stall, median ms, {name}"] = statistics.median(stalls[name][5:])
            figures[f"save, longest stall, worst ms, {name}"] = max(stalls[name][5:])
        base = times["without"][5:]
        for name in ("warn", "block"):
            figures[f"save grows by, median of pairs, ms, {name}"] = statistics.median(
                mine - other for mine, other in zip(times[name][5:], base, strict=True)
            )
        figures |= _scan_stalls(clients["warn"])
    return figures


def _numbered(source: list[str], number: int) -> list[str]:
    lines = [line for line in source if not line.startswith("\n# save ")]
    return [*lines, f"\n# save {number}"]


def _scan_stalls(client: Client) -> dict[str, Any]:
    """Scan the three largest notebooks as the front end does on opening them: 200 cells a request."""
    figures = {}
    for path in real_notebooks()[:3]:
        cells = json.loads(path.read_bytes())["cells"]
        sent = [
            {"id": str(n), "cell": n, "type": cell["cell_type"], "source": cell["source"],
             "outputs": [_without_images(output) for output in cell.get("outputs", [])]}
            for n, cell in enumerate(cells, start=1)
        ]  # fmt: skip
        client.ask("GET", "heartbeat")
        started = time.perf_counter()
        for at in range(0, len(sent), 200):
            client.ask("POST", "ct_jupyter/scan", {"path": path.name, "cells": sent[at : at + 200]})
        figures[f"open {path.name}, scan ms"] = (time.perf_counter() - started) * 1e3
        figures[f"open {path.name}, longest stall, ms"] = client.ask("GET", "heartbeat")["gap"] * 1e3
    return figures


def _without_images(output: dict[str, Any]) -> dict[str, Any]:
    data = {mime: value for mime, value in output.get("data", {}).items() if not mime.startswith("image/")}
    return output | {"data": data} if "data" in output else output


@contextmanager
def _server(options: list[str]) -> Iterator[Client]:
    with socket.socket() as probe, tempfile.TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        token = secrets.token_hex(16)
        command = [sys.executable, "-m", "jupyter_server", "--allow-root", f"--port={port}"]
        process = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={folder}", *options],
            cwd=ROOT,
            env=os.environ | {"JUPYTER_TOKEN": token},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        client = Client(port, token)
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    client.ask("GET", "heartbeat")
                    break
                except (urllib.error.URLError, ConnectionError):
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.2)
            yield client
        finally:
            process.terminate()
            process.wait(30)
