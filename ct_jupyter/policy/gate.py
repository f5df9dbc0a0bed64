"""Which findings break the policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..code import is_code
from ..detection.model import Confidence, Severity
from ..findings.finding import Finding
from .config import Limits
from .kinds import named

DEFAULT_FAIL_ON = Severity.MEDIUM
DEFAULT_FAIL_ON_CODE = Severity.HIGH
"""Of code that nobody is known to reach from outside: it is told, and breaks nothing by itself."""


class LimitVerdict(NamedTuple):
    """What became of one limit."""

    name: str
    """As ``FAILED_ARGS`` calls it."""
    allowed: str
    found: int
    broken: bool


class Verdict(NamedTuple):
    """What the gate says."""

    limits: tuple[LimitVerdict, ...]
    condition: str
    broken: bool


def counts(finding: Finding) -> bool:
    """Whether a finding counts: it is neither suppressed nor of low confidence."""
    return finding.suppressed is None and finding.confidence is not Confidence.LOW


def breaks(
    finding: Finding,
    fail_on: Severity | None = DEFAULT_FAIL_ON,
    fail_on_code: Severity | None = DEFAULT_FAIL_ON_CODE,
) -> bool:
    """Whether one finding breaks the policy of ``scan``: it counts, and is severe enough.

    Parameters
    ----------
    fail_on
        The mildest severity that breaks it; None for never.
    fail_on_code
        The same for code, where no value is known that others may set.
    """
    if is_code(finding.weakness_id) and not finding.flow:
        fail_on = fail_on_code
    return fail_on is not None and counts(finding) and finding.severity.rank <= fail_on.rank


def judge(findings: Iterable[Finding], limits: Limits) -> Verdict:
    """Weigh the findings that count against the limits of a pipeline.

    A limit is broken when there are more than it allows, so that 0 tolerates none; ``weakness_is`` when
    any finding has such an id. ``OR`` fails when any limit is broken, ``AND`` when there are limits and all
    are broken.
    """
    counted = [finding for finding in findings if counts(finding)]
    verdicts = []
    for severity in Severity:
        if (allowed := limits.most.get(severity)) is not None:
            count = sum(finding.severity is severity for finding in counted)
            verdicts.append(
                LimitVerdict(f"max_number_of_{severity.value}", str(allowed), count, count > allowed)
            )
    if limits.weakness_is:
        count = sum(named(finding.weakness_id, limits.weakness_is) for finding in counted)
        verdicts.append(LimitVerdict("weakness_is", ", ".join(limits.weakness_is), count, count > 0))
    states = [verdict.broken for verdict in verdicts]
    broken = any(states) if limits.condition == "OR" else bool(states) and all(states)
    return Verdict(tuple(verdicts), limits.condition, broken)
