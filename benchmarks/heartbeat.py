"""A server extension for the benchmark only: how long the event loop stood still since it was last asked."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

BEAT_S = 0.002
_worst = {"gap": 0.0}


async def _beat() -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(BEAT_S)
        now = time.perf_counter()
        _worst["gap"] = max(_worst["gap"], now - last - BEAT_S)
        last = now


class HeartbeatHandler(JupyterHandler):
    """``GET heartbeat``."""

    @web.authenticated
    async def get(self) -> None:
        """Answer with the longest stall in seconds, and begin anew."""
        self.finish(json.dumps(_worst))
        _worst["gap"] = 0.0


def _load_jupyter_server_extension(server: Any) -> None:
    server.web_app.add_handlers(".*", [(f"{server.base_url}heartbeat", HeartbeatHandler)])
    server.io_loop.add_callback(_beat)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "benchmarks.heartbeat"}]
