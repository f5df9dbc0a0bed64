"""``POST share``: a clean copy of a notebook, for the front end to save where the user wants it."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...notebook import UnreadableNotebookError
from ...review.share import Shared, clean_copy
from ..bodies import ShareBody
from .base import CtHandler, RequestError, decode, guarded


class ShareHandler(CtHandler):
    """Reads and writes no file: what is sent comes back clean."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the copy and its report, or refuse where a secret would be left in it."""
        (shared,) = await self.ct.workers.run([partial(self._share, self.check_body())], self.cancelled)
        self.send({"content": shared.notebook, "report": shared.report})

    def _share(self, raw: bytes) -> Shared:
        body = decode(raw, ShareBody)
        try:
            return clean_copy(
                body.content, PurePosixPath(body.path), body.outputs, scan_text=self.ct.reviewer.scan_text
            )
        except UnreadableNotebookError as error:
            raise RequestError(400, "malformed", f"The notebook {error}.") from None
