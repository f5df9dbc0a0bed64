"""GitLab's secret-detection report, version 15 of its schema.

https://gitlab.com/gitlab-org/security-products/security-report-schemas
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from ..code import is_code
from .report import Report
from .words import URL, Surroundings, active, how_to_fix, place, stable_ids, why_and_remedy

VERSION = "15.2.1"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, URL)


def render(report: Report, around: Surroundings) -> bytes:
    """Return the report that GitLab reads from ``artifacts:reports:secret_detection``."""
    # Code is no secret: it stands in the Code Quality report.
    findings = [finding for finding in active(report) if not is_code(finding.weakness_id)]
    vulnerabilities = []
    for finding, identity in zip(findings, stable_ids(findings), strict=True):
        why, _, source = why_and_remedy(finding.weakness_id, around.own)
        line = finding.file_line or 1
        vulnerability: dict[str, Any] = {
            "id": str(uuid.uuid5(_NAMESPACE, identity)),
            "category": "secret_detection",
            "name": finding.title,
            "description": f"{finding.title} in {place(finding)}. {why}".strip(),
            "severity": finding.severity.value.capitalize(),
            "solution": how_to_fix(finding, around.own),
            "location": {
                "file": finding.path,
                "start_line": line,
                "end_line": line,
                "commit": {"sha": finding.commit or around.commit or "0000000"},
            },
            "identifiers": [
                {
                    "type": "ct_jupyter_weakness_id",
                    "name": f"ct-jupyter {finding.weakness_id}",
                    "value": finding.weakness_id,
                }
            ],
            "details": {"place": {"type": "text", "name": "Place in the notebook", "value": place(finding)}},
        }
        if source:
            vulnerability["links"] = [{"name": "What the value looks like", "url": source}]
        vulnerabilities.append(vulnerability)
    analyzer = {
        "id": "ct-jupyter",
        "name": "ct-jupyter",
        "version": report.tool.version,
        "url": URL,
        "vendor": {"name": "CodeThreat"},
    }
    began = around.started or "1970-01-01T00:00:00"
    written = {
        "version": VERSION,
        "scan": {
            "analyzer": analyzer,
            "scanner": analyzer,
            "type": "secret_detection",
            "start_time": began,
            "end_time": began,
            "status": "failure" if report.errors else "success",
            "messages": [
                {"level": "warn", "value": f"{error.path}: {error.message}"} for error in report.errors
            ],
        },
        "vulnerabilities": vulnerabilities,
    }
    return msgspec.json.format(msgspec.json.encode(written), indent=1) + b"\n"
