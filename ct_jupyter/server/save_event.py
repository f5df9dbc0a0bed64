"""The event that tells the front end what a save found: places and counts, never values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..detection import Severity
from ..findings.finding import Finding, ScanError
from ..protocol.responses import SavedFinding, SaveEvent, SaveOutcome, SeverityCounts

SCHEMA_PATH = Path(__file__).parent / "events" / "save.yaml"

MAX_LISTED = 200
"""The schema allows 1000, but each is validated on the event loop: 50 µs, and a stall shows at 50 ms."""


def save_event(
    path: str, findings: Sequence[Finding], errors: Sequence[ScanError], outcome: SaveOutcome
) -> SaveEvent:
    """Return the data of the event; suppressed findings are left out, the worst come first."""
    open_findings = sorted(
        (finding for finding in findings if finding.suppressed is None),
        key=lambda finding: finding.severity.rank,
    )
    counts = Counter(finding.severity for finding in open_findings)
    return SaveEvent(
        path=path,
        outcome=outcome,
        counts=SeverityCounts(**{severity.value: counts[severity] for severity in Severity}),
        findings=[_listed(finding) for finding in open_findings[:MAX_LISTED]],
        errors=len(errors),
    )


def _listed(finding: Finding) -> SavedFinding:
    return SavedFinding(
        cell=finding.cell,
        cell_id=finding.cell_id,
        weakness_id=finding.weakness_id,
        severity=finding.severity,
        part=finding.part,
        line=finding.start.line,
        column=finding.start.column,
        fingerprint=finding.fingerprint,
    )
