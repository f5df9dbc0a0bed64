"""``POST scrub``: the outputs of a notebook without what some columns hold."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...notebook import UnreadableNotebookError
from ...protocol.requests import ScrubRequest
from ...protocol.responses import ScrubResponse
from ...redact.column_outputs import scrub_columns
from ...redact.model import changed_cells
from ...redact.share import parts_of
from .base import CtHandler, RequestError, decode, guarded


class ScrubHandler(CtHandler):
    """Changes nothing itself: the front end puts the new outputs in, and can bring the old ones back."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the outputs that change, and the number of places in them."""
        (answer,) = await self.ct.workers.run([partial(_scrub, self.check_body())], self.cancelled)
        self.send(answer)


def _scrub(raw: bytes) -> ScrubResponse:
    body = decode(raw, ScrubRequest)
    try:
        parts_of(body.content)
    except UnreadableNotebookError as error:
        raise RequestError(400, "malformed", f"The notebook {error}.") from None
    edits, places = scrub_columns(body.content, body.columns)
    return ScrubResponse(changed_cells(body.content, edits), places)
