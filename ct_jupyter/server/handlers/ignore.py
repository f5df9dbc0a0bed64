"""``POST ignore``: the edit, or the tag, that writes a suppression into the notebook."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...policy.suppressions import directive_text
from ...redaction.comment import comment_edits
from ..bodies import IgnoreBody
from .base import CtHandler, RequestError, decode, guarded


class IgnoreHandler(CtHandler):
    """Changes nothing itself: the front end applies what it gets, so that one undo takes it back."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with edits of the cell's source, or with a tag where no comment can stand."""
        body = decode(self.check_body(), IgnoreBody)
        reason = " ".join(body.reason.split())
        if not reason:
            raise RequestError(
                400, "reason", "Say why this is to be ignored: the reason travels with the notebook."
            )
        edits = None
        if body.part == "source" and body.start is not None and body.cell.type == "code":
            if body.start > len(body.cell.source):
                raise RequestError(400, "malformed", "The offset is behind the end of the cell.")
            edits = comment_edits(
                body.cell.id, body.cell.source, body.language, body.start, body.weakness_id, reason
            )
        if edits is not None:
            self.send({"edits": edits})
        else:
            # JupyterLab's tag editor takes commas for the ends of tags.
            self.send({"tag": directive_text(body.weakness_id, reason.replace(",", ";"))})
