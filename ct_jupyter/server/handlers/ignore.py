"""``POST ignore``: the edit, or the tag, that writes a suppression into the notebook."""

from __future__ import annotations

import datetime
from pathlib import PurePosixPath

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...languages.of_files import language_of_file
from ...notebook.edit import Edit
from ...policy.ignore import comment_edits, file_comment_edits, ignore_tag, markdown_edits
from ...policy.suppressions import today
from ...protocol.requests import IgnoreRequest
from ...protocol.responses import IgnoreResponse
from .base import CtHandler, RequestError, decode, guarded


class IgnoreHandler(CtHandler):
    """Changes nothing itself: the front end applies what it gets, so that one undo takes it back."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with edits of the cell's source, or with a tag where no comment can stand."""
        body = decode(self.check_body(), IgnoreRequest)
        reason = " ".join(body.reason.split())
        if not reason:
            raise RequestError(
                400, "reason", "Say why this is to be ignored: the reason travels with the notebook."
            )
        if body.start is not None and body.start > len(body.cell.source):
            raise RequestError(400, "malformed", "The offset is behind the end of the cell.")
        if body.until is not None:
            check_until(body.until)
            reason = f"until {body.until} {reason}"
        edits = _edits(body, reason) if body.part == "source" else None
        if edits is not None:
            self.send(IgnoreResponse(edits=edits))
        else:
            self.send(IgnoreResponse(tag=ignore_tag(body.weakness_id, reason)))


def check_until(until: datetime.date) -> None:
    """Refuse a day that has passed."""
    if until < today():
        raise RequestError(400, "until", f"{until} has passed; choose a later day, or none.")


def _edits(body: IgnoreRequest, reason: str) -> tuple[Edit, ...] | None:
    cell = body.cell
    if body.start is None:
        return None
    if body.kind == "file":
        return _edits_of_file(body, reason)
    if cell.type == "code":
        return comment_edits(cell.id, cell.source, body.language, body.start, body.weakness_id, reason)
    if cell.type == "markdown":
        return markdown_edits(cell.id, cell.source, body.start, body.weakness_id, reason)
    return None


def _edits_of_file(body: IgnoreRequest, reason: str) -> tuple[Edit, ...]:
    assert body.start is not None
    language = language_of_file(PurePosixPath(body.path))
    cell = body.cell
    if language in ("markdown", "html"):
        edits = markdown_edits(cell.id, cell.source, body.start, body.weakness_id, reason)
    else:
        edits = file_comment_edits(
            cell.id, cell.source, PurePosixPath(body.path), body.start, body.weakness_id, reason
        )
    if edits is None:
        raise RequestError(
            409,
            "no-comment",
            "No comment can stand on this line. Ignore it in the repository's baseline, "
            "or by its path in the policy.",
        )
    return edits
