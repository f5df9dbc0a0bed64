"""Continuous integration: what each system says about a change, how its log is written, its templates."""

from .job import Job, detect_job

__all__ = ["Job", "detect_job"]
