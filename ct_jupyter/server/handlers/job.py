"""What the handlers of background work share: asking after a job, and stopping it."""

from __future__ import annotations

from ...session.jobs import Job
from ...session.owner import owner_of
from .base import CtHandler, RequestError


class JobHandler(CtHandler):
    """Each handler decorates methods of its own: see :class:`CtHandler`."""

    def job(self) -> Job:
        """Return the job that the query names."""
        job = self.ct.jobs.get(self.get_query_argument("job", ""))
        if job is None or job.owner not in (None, owner_of(self)):
            raise RequestError(404, "no-job", "It is no longer known here. Start it again.")
        return job
