"""Which CI system runs this job, told by its environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import azure, github, gitlab, jenkins
from .job import Job

_SYSTEMS: tuple[Callable[[Mapping[str, str]], Job | None], ...] = (
    gitlab.job,
    github.job,
    azure.job,
    jenkins.job,
)


def detect_job(environment: Mapping[str, str]) -> Job:
    """Return the job that ``environment`` describes; outside of CI one that scans everything.

    Raises
    ------
    JobError
        The system's own variables do not make sense.
    """
    for system in _SYSTEMS:
        if (job := system(environment)) is not None:
            return job
    return Job(system="local", event="everything")
