"""What the tests of the whole project share."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, dumped, notebook, stream
from tests.server.conftest import Call

TOKEN = "secret.github.token"


def write(path: Path, *cells: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dumped(notebook(*cells)))
    return path


def with_token(path: Path, seed: int = 1) -> str:
    """Write a notebook with a token in its source and in an output, and return the token."""
    value = sample_value(TOKEN, seed)
    write(path, code("x = 1"), code(f'token = "{value}"', stream(f"using {value}\n")))
    return value


async def answers(call: Call, job: str, since: int = 0, **options: Any) -> dict[str, Any]:
    """Return the last answer about a scan, with all files that came since."""
    files: list[dict[str, Any]] = []
    for _ in range(3000):
        status, answer = await call("GET", "project", params={"job": job, "since": str(since)}, **options)
        assert status == 200, answer
        files += answer["files"]
        since = answer["cursor"]
        if answer["state"] not in ("waiting", "running") and not answer["more"]:
            return {**answer, "files": files}
        await asyncio.sleep(0.02)
    raise AssertionError("it did not end")


async def scan(call: Call, path: str = "", **more: Any) -> dict[str, Any]:
    """Scan, and return the last answer with all files."""
    status, begun = await call("POST", "project", {"path": path} | more)
    assert status == 200, begun
    return await answers(call, begun["job"])


def by_path(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the last result for each path."""
    return {file["path"]: file for file in answer["files"]}
