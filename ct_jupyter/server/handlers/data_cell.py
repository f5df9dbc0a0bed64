"""``POST data-cell``: the cell that drops, masks, hashes or replaces columns of what a cell reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.requests import DataCellRequest
from ...protocol.responses import DataCellResponse, PseudonymKey
from ...rewrite.loading import dotenv_lines, existing_load
from ...session.places import env_folder
from ...stores.env_link import EnvLinks
from ...stores.refusal import Refusal
from .base import CtHandler, RequestError, decode, guarded


class DataCellHandler(CtHandler):
    """Changes no notebook: the front end inserts the cell, so that one undo takes it back.

    The key of hashes and fakes is put where values of secrets go, and its answer carries it, for the kernel.
    """

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the cell's source, the key, and where the cell that reads is best cut in two."""
        body = decode(self.check_body(), DataCellRequest)
        if body.path:
            await self.check_may_write_files()
        (answer,) = await self.ct.workers.run([partial(self._plan, body)], self.cancelled)
        self.send(answer)

    def _plan(self, body: DataCellRequest) -> DataCellResponse:
        from ...anonymise.data_cell import Surroundings, needs_key, plan_data_cell
        from ...references import CellSource, references_in

        code = [
            (number, cell.source) for number, cell in enumerate(body.cells, start=1) if cell.type == "code"
        ]
        references = references_in(CellSource(number, source, body.language) for number, source in code)
        found = (one for one in references if (one.cell, one.start) == (body.cell, body.start))
        reference = next(found, None)
        if reference is None:
            raise RequestError(409, "changed", "The cell no longer reads that file. Check the data again.")
        around = Surroundings(
            source=body.cells[body.cell - 1].source,
            below=[one for one in code if one[0] > body.cell],
        )
        columns = {name: (kind, body.action) for name, kind in body.columns.items()}
        plan_data_cell(reference, columns, around)  # refused before anything is written
        key, helper = None, None
        if body.path and not body.has_package:
            around, helper = self._with_file(around, body)
        if body.path and needs_key([body.action]):
            around, key = self._with_key(around, body, code)
        plan = plan_data_cell(reference, columns, around)
        return DataCellResponse(**msgspec.structs.asdict(plan), key=key, helper=helper)

    def _with_file(self, around: Any, body: DataCellRequest) -> tuple[Any, Any]:
        from ...anonymise.pseudonym_file import FILE_MODULE, place_file

        placed = place_file(*env_folder(self.contents_manager, body.path))
        return msgspec.structs.replace(around, module=FILE_MODULE), placed

    def _with_key(
        self, around: Any, body: DataCellRequest, code: Sequence[tuple[int, str]]
    ) -> tuple[Any, Any]:
        """Return the surroundings with what loads the key, and the key; a kernel that has one keeps it."""
        from ...anonymise.pseudonym_key import key_for

        try:
            folder, root = env_folder(self.contents_manager, body.path)
        except Refusal as refusal:
            if refusal.reason == "no-local-files":
                return around, None  # the cell says what to set
            raise
        found = key_for(around.key_env, folder, root, make=not body.has_key)
        if found is None:
            return around, None  # the kernel has it from where it was started
        key, place = found
        above = [one for one in code if one[0] <= body.cell]
        if body.load == "dotenv" and existing_load(above) is None:
            links = EnvLinks(place)
            known = links if links.make(links.own) else None
            lines = ["from dotenv import load_dotenv", *dotenv_lines("os", known)]
            around = msgspec.structs.replace(around, load=[*(["import os"] if known else []), *lines])
        return around, PseudonymKey(key.name, key.value, key.store, key.receipt)
