"""``POST unignore``: how a decision to ignore a finding is taken back in the notebook."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...policy.unignore import comment_removal, without_directives
from ...protocol.requests import UnignoreRequest
from ...protocol.responses import IgnoreLists, UnignoreResponse
from .base import CtHandler, RequestError, decode, guarded


class UnignoreHandler(CtHandler):
    """Changes nothing itself: the front end applies what it gets, so that one undo takes it back."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with edits of the cell's source, with its tags, or with the lists of the metadata."""
        body = decode(self.check_body(), UnignoreRequest)
        answer = _answer(body)
        if answer is None:
            raise RequestError(
                409, "moved", "The decision is no longer where it was. Scan the notebook again."
            )
        self.send(answer)


def _answer(body: UnignoreRequest) -> UnignoreResponse | None:
    if body.kind == "metadata":
        lists = IgnoreLists(_texts(body.cell_ignore), _texts(body.notebook_ignore))
        left = IgnoreLists(
            without_directives(lists.cell, body.weakness_id),
            without_directives(lists.notebook, body.weakness_id),
        )
        return UnignoreResponse(ignore=left) if left != lists else None
    if body.cell is None:
        return None
    if body.kind == "tag":
        tags = _texts(body.cell.tags)
        rest = without_directives(tags, body.weakness_id, tags=True)
        return UnignoreResponse(tags=rest) if rest != tags else None
    if body.start is None or body.start > len(body.cell.source):
        return None
    edits = comment_removal(body.cell.id, body.cell.source, body.start, body.weakness_id)
    return UnignoreResponse(edits=edits) if edits else None


def _texts(given: list[Any]) -> list[str]:
    return [text for text in given if isinstance(text, str)]
