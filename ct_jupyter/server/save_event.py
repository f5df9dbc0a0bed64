"""The event that tells the front end what a save found: places and counts, never values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from ..detection import Severity
from ..findings.finding import Finding, ScanError

SCHEMA_ID = "https://events.codethreat.com/ct_jupyter/save/v1"
SCHEMA_PATH = Path(__file__).parent / "events" / "save.yaml"

MAX_LISTED = 200
"""The schema allows 1000, but each is validated on the event loop: 50 µs, and a stall shows at 50 ms."""

Outcome = Literal["scanned", "blocked", "incomplete"]


def save_event(
    path: str, findings: Sequence[Finding], errors: Sequence[ScanError], outcome: Outcome
) -> dict[str, Any]:
    """Return the data of the event; suppressed findings are left out, the worst come first."""
    open_findings = sorted(
        (finding for finding in findings if finding.suppressed is None),
        key=lambda finding: finding.severity.rank,
    )
    counts = Counter(finding.severity for finding in open_findings)
    return {
        "path": path,
        "outcome": outcome,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [_listed(finding) for finding in open_findings[:MAX_LISTED]],
        "errors": len(errors),
    }


def _listed(finding: Finding) -> dict[str, Any]:
    return {
        "cell": finding.cell,
        "cell_id": finding.cell_id,
        "weakness_id": finding.weakness_id,
        "severity": finding.severity.value,
        "part": finding.part,
        "line": finding.start.line,
        "column": finding.start.column,
        "fingerprint": finding.fingerprint,
    }
