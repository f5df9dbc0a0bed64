"""GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import msgspec

from ..detection.model import Severity
from .report import Report
from .words import Surroundings, active, place, stable_ids

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}


def render(report: Report, around: Surroundings) -> bytes:  # noqa: ARG001  # as all formats
    """Return the report that GitLab's merge-request widget reads."""
    findings = active(report)
    issues = [
        {
            "description": f"{finding.title} ({place(finding)})",
            "check_name": finding.weakness_id,
            "fingerprint": identity,
            "severity": _SEVERITIES[finding.severity],
            "categories": ["Security"],
            "location": {"path": finding.path, "lines": {"begin": finding.file_line or 1}},
        }
        for finding, identity in zip(findings, stable_ids(findings), strict=True)
    ]
    return msgspec.json.format(msgspec.json.encode(issues), indent=1) + b"\n"
