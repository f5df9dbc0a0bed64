"""Work that takes long: it runs in the background, says how far it is, and can be stopped.

It has threads of its own, so that a scan of what is typed never waits for a data file.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec import UNSET

from ..protocol.responses import JobResponse, JobState
from .errors import describe

MAX_THREADS = 3
"""One more than the looks of one user: a look that was stopped may need a moment to notice."""
MAX_KEPT = 100
ABANDONED_S = 180.0
"""A job that nobody asked after for so long stops: its page is closed. A hidden one may ask once a minute."""
KEPT_S = 600.0
"""A result that nobody fetched for so long is dropped."""


class Job:
    """One piece of work, as the front end asks after it."""

    def __init__(self, key: str, owner: str | None = None) -> None:
        self.owner = owner
        """Who alone may ask after it; None for whoever knows its id."""
        self.id = secrets.token_urlsafe(16)
        self.key = key
        """Of what it is about: a newer one takes its place."""
        self.state: JobState = "waiting"
        self.what = ""
        """What is being looked at: a file, or nothing."""
        self.done = 0
        self.total = 0
        self.message = ""
        """Why it failed, for the user."""
        self.where: dict[str, str] = {}
        """What the message is about: the ``name`` of a variable, the ``fingerprint`` of a finding."""
        self.result: Any = None
        self.touched = time.monotonic()
        self._cancelled = threading.Event()

    def progress(self, what: str, done: int, total: int) -> None:
        """Say how far it is."""
        self.what, self.done, self.total = what, done, total

    def cancelled(self) -> bool:
        """Whether it is to stop."""
        return self._cancelled.is_set() or time.monotonic() - self.touched > ABANDONED_S

    def cancel(self) -> None:
        """Have it stop."""
        self._cancelled.set()

    def answer(self) -> JobResponse:
        """Return what the front end is told."""
        self.touched = time.monotonic()
        return JobResponse(
            state=self.state,
            what=self.what,
            done=self.done,
            total=self.total,
            message=self.message,
            name=self.where.get("name") or UNSET,
            fingerprint=self.where.get("fingerprint") or UNSET,
            result=self.result,
        )


class CancelledJob(Exception):  # noqa: N818  # nothing went wrong: somebody stopped it
    """Raised by work that was told to stop."""


class FailedJob(Exception):  # noqa: N818  # the job's own word for what it cannot do
    """Raised by work that cannot be done; the message is for the user and quotes nothing.

    ``where`` says what it is about, as :class:`Refusal` does.
    """

    def __init__(self, message: str, where: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.where = where or {}


class Jobs:
    """The jobs of the server."""

    def __init__(self, log: Any) -> None:
        self._log = log
        self._pool = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="ct_jupyter-job")
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def start(self, key: str, work: Callable[[Job], Any], *, owner: str | None = None) -> Job:
        """Begin ``work``; a job of the same user with the same key is stopped.

        Parameters
        ----------
        work
            Returns the result. It asks :meth:`Job.cancelled` now and then, and raises
            :class:`CancelledJob` then.
        """
        job = Job(key, owner)
        with self._lock:
            self._drop_old()
            for other in self._jobs.values():
                if (other.key, other.owner) == (key, owner):
                    other.cancel()
            self._jobs[job.id] = job
        self._pool.submit(self._run, job, work)
        return job

    def get(self, job_id: str) -> Job | None:
        """Return a job that was started, until it is dropped."""
        with self._lock:
            return self._jobs.get(job_id)

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits."""
        with self._lock:
            return all(job.state not in ("waiting", "running") for job in self._jobs.values())

    def close(self) -> None:
        """Stop all."""
        with self._lock:
            for job in self._jobs.values():
                job.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job, work: Callable[[Job], Any]) -> None:
        if job.cancelled():
            job.state = "cancelled"
            return
        job.state = "running"
        try:
            job.result = work(job)
            job.state = "done"
        except CancelledJob:
            job.state = "cancelled"
        except FailedJob as error:
            job.message = str(error)
            job.where = error.where
            job.state = "failed"
        except Exception as error:
            # Its message may quote a row of the data.
            self._log.error("ct_jupyter: a look in the background failed: %s", describe(error))
            job.message = "Something went wrong in ct_jupyter; the server's log says where."
            job.state = "failed"

    def _drop_old(self) -> None:
        now = time.monotonic()
        over = len(self._jobs) - MAX_KEPT
        for job in sorted(self._jobs.values(), key=lambda one: one.touched):
            ended = job.state not in ("waiting", "running")
            if ended and (over > 0 or now - job.touched > KEPT_S):
                del self._jobs[job.id]
                over -= 1
