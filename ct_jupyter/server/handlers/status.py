"""``GET status``: the handshake, and what the panel says about the server."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..handlers.base import CtHandler, guarded


class StatusHandler(CtHandler):
    """Version, engine and save mode."""

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with the server's state."""
        self.send(self.ct.status())
