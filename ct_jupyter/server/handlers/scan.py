"""``POST scan``: cells as they stand in the editor, findings out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from ...notebook import cell_parts, metadata_parts
from ...notebook.schema import Cell, Output
from ...scan.finding import Finding, ScanError
from ..bodies import ScanBody, SentCell
from ..review import Reviewer
from .base import CtHandler, decode, guarded

_OUTPUTS = msgspec.json.Decoder(list[Output[msgspec.Raw]])
_ATTACHMENTS = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])

Outcome = tuple[list[Finding], list[ScanError]]


class ScanHandler(CtHandler):
    """Scans what is sent; reads and writes no file."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the findings of the parts in the body."""
        started = time.perf_counter()
        pieces = _pieces(self.check_body(), self.ct.reviewer)
        outcomes = await self.ct.workers.run(pieces, self.cancelled)
        self.send(
            {
                "findings": [finding for findings, _ in outcomes for finding in findings],
                "errors": [error for _, errors in outcomes for error in errors],
                "seconds": round(time.perf_counter() - started, 6),
            }
        )


def _pieces(raw: bytes, reviewer: Reviewer) -> Iterator[Callable[[], Outcome]]:
    """Yield the work cell by cell; the body too is decoded where this is advanced, off the event loop."""
    body = decode(raw, ScanBody)
    if body.metadata:
        yield partial(_review_metadata, body, reviewer)
    for cell in body.cells:
        yield partial(_review_cell, cell, body, reviewer)


def _review_metadata(body: ScanBody, reviewer: Reviewer) -> Outcome:
    return reviewer.review(lambda: metadata_parts(body.metadata or {}), body.path, None)


def _review_cell(sent: SentCell, body: ScanBody, reviewer: Reviewer) -> Outcome:
    return reviewer.review(lambda: cell_parts(_cell(sent), sent.cell, body.language), body.path, sent.cell)


def _cell(sent: SentCell) -> Cell[msgspec.Raw]:
    metadata = dict(sent.metadata or {})
    if sent.tags is not None:
        metadata["tags"] = sent.tags
    return Cell(
        cell_type=sent.type,
        id=sent.id,
        source=sent.source or "",
        metadata=metadata,
        outputs=_OUTPUTS.decode(sent.outputs) if bytes(sent.outputs) else [],
        attachments=_ATTACHMENTS.decode(sent.attachments) if bytes(sent.attachments) else {},
    )
