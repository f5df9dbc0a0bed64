"""Which findings break the policy."""

from __future__ import annotations

from ..detection.model import Confidence, Severity
from ..scan.finding import Finding

DEFAULT_FAIL_ON = Severity.MEDIUM


def breaks(finding: Finding, fail_on: Severity | None = DEFAULT_FAIL_ON) -> bool:
    """Whether a finding breaks the policy: severe enough, not suppressed, and not of low confidence.

    Parameters
    ----------
    fail_on
        The mildest severity that breaks it; None for never.
    """
    return (
        fail_on is not None
        and finding.suppressed is None
        and finding.confidence is not Confidence.LOW
        and finding.severity.rank <= fail_on.rank
    )
