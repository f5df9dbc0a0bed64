"""``ct_jupyter/data``: a look in the background at the files that a notebook reads and writes."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.requests import DataRequest
from ...protocol.responses import DataResult, Done, JobStarted
from ...session.jobs import Job
from ...session.looks import look_at_data
from ...session.owner import owner_of
from .base import decode, guarded
from .job import JobHandler


class DataHandler(JobHandler):
    """Opens files below the server's root, for who may read them through the Contents API; writes none."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Begin, and answer with the job's id."""
        await self.check_may_read_files()
        (body,) = await self.ct.workers.run([partial(decode, self.check_body(), DataRequest)], self.cancelled)
        job = self.ct.jobs.start(f"data {body.path}", partial(self._look, body), owner=owner_of(self))
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

    def _look(self, body: DataRequest, job: Job) -> DataResult:
        policy = self.ct.policies.of(self.contents_manager, body.path)
        return look_at_data(body, policy, self.ct.data_cache, job)
