"""Continuous integration: what each system says about a change, how its log is written, its templates."""

from .detect import detect_job
from .job import Job

__all__ = ["Job", "detect_job"]
