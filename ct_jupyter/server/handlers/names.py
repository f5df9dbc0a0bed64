"""``ct_jupyter/names``: a look in the background for names and addresses, by the model of the extra."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.requests import ScanRequest
from ...protocol.responses import Done, JobStarted, NamesResult
from ...session.jobs import Job
from ...session.look_for_names import look_for_names
from ...session.owner import owner_of
from .base import decode, guarded
from .job import JobHandler


class NamesHandler(JobHandler):
    """Scans what is sent; never on the way of a keystroke, since the model takes its time."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Begin, and answer with the job's id."""
        (body,) = await self.ct.workers.run([partial(decode, self.check_body(), ScanRequest)], self.cancelled)
        job = self.ct.jobs.start(f"names {body.path}", partial(self._look, body), owner=owner_of(self))
        self.send(JobStarted(job.id))

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with how far it is, and once it is done with what was found."""
        self.send(self.job().answer())

    @web.authenticated
    @authorized
    @guarded
    async def delete(self) -> None:
        """Stop it."""
        self.job().cancel()
        self.send(Done())

    def _look(self, body: ScanRequest, job: Job) -> NamesResult:
        policy = self.ct.policies.of(self.contents_manager, body.path)
        return look_for_names(body, self.ct.checker, policy, job)
