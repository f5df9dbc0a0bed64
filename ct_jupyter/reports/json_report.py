"""The JSON report as one of the formats."""

from __future__ import annotations

from .report import Report, to_json
from .words import Surroundings


def render(report: Report, around: Surroundings) -> bytes:  # noqa: ARG001  # as all formats
    """Return version 1 of the JSON report."""
    return to_json(report)
