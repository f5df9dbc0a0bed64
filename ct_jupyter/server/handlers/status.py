"""``GET status``: the handshake, and what the panel says about the server."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from .base import CtHandler, guarded


class StatusHandler(CtHandler):
    """Version, engine and save mode."""

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with the server's state."""
        # In a thread: the first one to ask for the engine may have to wait for it.
        (status,) = await self.ct.workers.run([self.ct.status], self.cancelled)
        self.send(status)
