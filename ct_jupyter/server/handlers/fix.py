"""``POST fix``: the value goes to ``.env``, the edits that replace it come back."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.bodies import FixBody
from ...rewrite.naming import Names
from ...rewrite.plan import CodeCell, Plan, plan_fix
from ...session.places import env_folder
from ...stores.refusal import Refusal
from ...stores.store import EnvFile
from .base import CtHandler, decode, guarded

ATTEMPTS = 3


class FixHandler(CtHandler):
    """The one handler whose answer carries a value: to the browser that shows it already."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Store the value, then answer with the edits, the name and the value for the kernel."""
        body = decode(self.check_body(), FixBody)
        if not body.dry_run:
            await self.check_may_write_files()
        (answer,) = await self.ct.workers.run([partial(self._fix, body)], self.cancelled)
        self.send(answer)

    def _fix(self, body: FixBody) -> dict[str, Any]:
        folder, root = env_folder(self.contents_manager, body.path)
        store = EnvFile(folder, root)
        for _ in range(ATTEMPTS - 1):
            try:
                return self._attempt(body, store)
            except Refusal as refusal:
                # Another fix took the name between our reading and our writing: the next one is free.
                if refusal.reason != "name-taken" or body.name is not None:
                    raise
        return self._attempt(body, store)

    def _attempt(self, body: FixBody, store: EnvFile) -> dict[str, Any]:
        plan = self._plan(body, Names(held=store.read(), environment=dict(os.environ)))
        answer: dict[str, Any] = {"name": plan.name, "edits": plan.edits}
        if not body.dry_run:
            answer["store"] = store.add(plan.name, plan.value)
            answer["value"] = plan.value
        return answer

    def _plan(self, body: FixBody, names: Names) -> Plan:
        return plan_fix(
            [CodeCell(cell.id, cell.source) for cell in body.cells if cell.type == "code"],
            cell_id=body.cell_id,
            start=body.start,
            end=body.end,
            weakness_id=body.weakness_id,
            language=body.language,
            scan=self.ct.checker.scan_text,
            names=names,
            name=body.name,
        )
