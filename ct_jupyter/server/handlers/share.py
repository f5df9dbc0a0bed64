"""``POST share``: a clean copy of a notebook, for the front end to save where the user wants it."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...check.names import NamesPass
from ...detection.personal.names import enabled
from ...notebook import UnreadableNotebookError
from ...protocol.requests import ShareRequest
from ...protocol.responses import ShareLookResponse, ShareResponse
from ...redact.personal import choose
from ...redact.share import Personal, clean_copy, look_at
from .base import CtHandler, RequestError, decode, guarded

NAMES_SECONDS = 10.0
"""Somebody waits for the answer; what was not read by then is told."""


class ShareHandler(CtHandler):
    """Reads and writes no file: what is sent comes back clean."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the copy and its report, or refuse where a secret would be left in it."""
        (answer,) = await self.ct.workers.run([partial(self._share, self.check_body())], self.cancelled)
        self.send(answer)

    def _share(self, raw: bytes) -> ShareLookResponse | ShareResponse:
        body = decode(raw, ShareRequest)
        path = PurePosixPath(body.path)
        # Rules of the policy find what they find; what it lets through is in the copy all the same.
        own = self.ct.policies.of(self.contents_manager, body.path).additions.rules
        scan_text = self.ct.checker.scan_text_for(own)
        names = NamesPass(NAMES_SECONDS) if enabled() else None
        known = self.ct.stored.of(self.contents_manager, body.path).known
        try:
            if body.dry_run:
                found = look_at(body.content, path, scan_text=scan_text, names=names, known=known)
                return ShareLookResponse(found)
            personal = Personal(choose(body.personal), tuple(body.columns), names)
            shared = clean_copy(
                body.content, path, body.outputs, scan_text=scan_text, personal=personal, known=known
            )
        except ValueError as error:
            raise RequestError(400, "malformed", f"personal: {error}") from None
        except UnreadableNotebookError as error:
            raise RequestError(400, "malformed", f"The notebook {error}.") from None
        return ShareResponse(shared.notebook, shared.report)
