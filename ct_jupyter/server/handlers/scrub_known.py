"""``POST scrub-known``: outputs without the stored values that they print."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...notebook import UnreadableNotebookError
from ...protocol.requests import ScrubKnownRequest
from ...protocol.responses import ScrubResponse
from ...redact.model import changed_cells
from ...redact.purge import purge
from ...redact.share import parts_of
from .base import CtHandler, RequestError, decode, guarded


class ScrubKnownHandler(CtHandler):
    """Changes nothing itself: the front end puts the new outputs in, and can bring the old ones back.

    Whoever sends an output learns no more than whether it holds a value, as by ``scan``.
    """

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the outputs that change, and the number of places in them."""
        (answer,) = await self.ct.workers.run([partial(self._scrub, self.check_body())], self.cancelled)
        self.send(answer)

    def _scrub(self, raw: bytes) -> ScrubResponse:
        body = decode(raw, ScrubKnownRequest)
        try:
            parts_of(body.content)
        except UnreadableNotebookError as error:
            raise RequestError(400, "malformed", f"The notebook {error}.") from None
        known = self.ct.stored.of(self.contents_manager, body.path).known.only(body.variables)
        edits = [
            edit
            for edit in (purge(body.content, known.needles) if known else ())
            if edit.path[:1] == ("cells",) and edit.path[2:3] == ("outputs",)
        ]
        places = sum(len(edit.names) for edit in edits)
        return ScrubResponse(changed_cells(body.content, edits), places)
