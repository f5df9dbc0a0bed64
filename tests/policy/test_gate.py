from __future__ import annotations

import pytest

from ct_jupyter.detection.model import Confidence, Severity
from ct_jupyter.policy.gate import breaks
from ct_jupyter.scan import Finding, Position, Suppression


def finding(
    severity: Severity, confidence: Confidence = Confidence.HIGH, suppressed: Suppression | None = None
) -> Finding:
    at = Position(1, 1, 0)
    return Finding(
        path="a",
        weakness_id="secret.a.b",
        title="t",
        severity=severity,
        confidence=confidence,
        part="source",
        start=at,
        end=at,
        preview="…",
        fingerprint="0",
        suppressed=suppressed,
    )


@pytest.mark.parametrize(
    ("severity", "fail_on", "expected"),
    [
        (Severity.CRITICAL, Severity.MEDIUM, True),
        (Severity.MEDIUM, Severity.MEDIUM, True),
        (Severity.LOW, Severity.MEDIUM, False),
        (Severity.LOW, Severity.LOW, True),
        (Severity.HIGH, Severity.CRITICAL, False),
        (Severity.CRITICAL, None, False),
    ],
)
def test_the_gate_breaks_at_its_severity_or_worse(
    severity: Severity, fail_on: Severity | None, expected: bool
) -> None:
    assert breaks(finding(severity), fail_on) is expected


def test_low_confidence_and_suppressed_findings_do_not_break_it() -> None:
    assert breaks(finding(Severity.CRITICAL))
    assert not breaks(finding(Severity.CRITICAL, Confidence.LOW))
    assert not breaks(finding(Severity.CRITICAL, suppressed=Suppression("tag", "revoked")))
