"""``POST data-cell``: the cell that drops, masks, hashes or replaces columns of what a cell reads."""

from __future__ import annotations

from functools import partial
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..bodies import DataCellBody
from .base import CtHandler, RequestError, decode, guarded


class DataCellHandler(CtHandler):
    """Changes nothing itself: the front end inserts the cell, so that one undo takes it back."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the cell's source, and where the cell that reads is best cut in two."""
        (answer,) = await self.ct.workers.run([partial(self._plan, self.check_body())], self.cancelled)
        self.send(answer)

    def _plan(self, raw: bytes) -> Any:
        from ...datasets.references import CellSource, references_in
        from ...redaction.data_cell import plan_data_cell

        body = decode(raw, DataCellBody)
        references = references_in(
            CellSource(number, cell.source, body.language)
            for number, cell in enumerate(body.cells, start=1)
            if cell.type == "code"
        )
        for reference in references:
            if (reference.cell, reference.start) == (body.cell, body.start):
                columns = {name: (kind, body.action) for name, kind in body.columns.items()}
                return plan_data_cell(reference, columns, source=body.cells[body.cell - 1].source)
        raise RequestError(409, "changed", "The cell no longer reads that file. Check the data again.")
