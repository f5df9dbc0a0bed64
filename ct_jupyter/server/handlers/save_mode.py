"""``save-mode``: what a save does, until the server stops, and one save in spite of it."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.requests import SaveModeRequest, SavePassRequest
from ...protocol.responses import Done, SaveModeResponse
from .base import CtHandler, RequestError, decode, guarded


class SaveModeHandler(CtHandler):
    """The user's setting, sent by the front end."""

    @web.authenticated
    @authorized
    @guarded
    async def put(self) -> None:
        """Set the mode, or refuse where blocking would lose a save in silence."""
        self.ct.ensure_hook()
        body = decode(self.check_body(), SaveModeRequest)
        mode = body.mode
        if mode != self.ct.effective_save_mode and self.ct.lock_save_mode:
            raise RequestError(409, "locked", "An administrator has fixed what happens on save.")
        if mode not in self.ct.save_modes:
            raise RequestError(
                409,
                "collaboration",
                "Saves cannot be blocked while real-time collaboration is on: "
                "a refused save would be shown as done.",
            )
        self.ct.save_mode = mode
        self.ct.personal_off = tuple(body.personal_off)
        self.send(SaveModeResponse(self.ct.effective_save_mode))

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Let the next save of a file through, where it is the user who chose that saves are refused."""
        body = decode(self.check_body(), SavePassRequest)
        if self.ct.lock_save_mode:
            raise RequestError(409, "locked", "An administrator has fixed what happens on save.")
        self.ct.give_pass(body.path)
        self.send(Done())
