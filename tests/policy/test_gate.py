from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from ct_jupyter.detection.model import Confidence, Severity
from ct_jupyter.findings.finding import Finding, Position, Suppression
from ct_jupyter.policy.config import load_config
from ct_jupyter.policy.gate import breaks, judge


def finding(
    severity: Severity,
    confidence: Confidence = Confidence.HIGH,
    suppressed: Suppression | None = None,
    weakness_id: str = "secret.a.b",
) -> Finding:
    at = Position(1, 1, 0)
    return Finding(
        path="a",
        weakness_id=weakness_id,
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


FOUND = {Severity.CRITICAL: 1, Severity.HIGH: 2, Severity.MEDIUM: 3, Severity.LOW: 4}
ALL = [
    *(finding(severity) for severity, number in FOUND.items() for _ in range(number)),
    *(finding(severity, Confidence.LOW) for severity in FOUND),
    *(finding(severity, suppressed=Suppression("tag", "old")) for severity in FOUND),
]
STATES = ("absent", "zero", "met", "broken")
"""Of one argument; ``zero`` tolerates none, so with findings it is broken as well."""


def arguments_for(states: dict[str, str]) -> dict[str, object]:
    given: dict[str, object] = {}
    for name, state in states.items():
        if state == "absent":
            continue
        if name == "weakness_is":
            given[name] = {"zero": "", "met": "pii.*", "broken": "*.a.b"}[state]
        else:
            found = FOUND[Severity(name.removeprefix("max_number_of_"))]
            given[name] = {"zero": 0, "met": found, "broken": found - 1}[state]
    return given


NAMES = [*(f"max_number_of_{severity.value}" for severity in Severity), "weakness_is"]


@pytest.mark.parametrize("condition", [None, "OR", "AND"])
def test_the_table_of_every_argument_in_every_state(condition: str | None) -> None:
    for combination in itertools.product(STATES, repeat=len(NAMES)):
        states = dict(zip(NAMES, combination, strict=True))
        given = arguments_for(states) | ({"condition": condition} if condition else {})
        limits = load_config(Path("/"), {"FAILED_ARGS": json.dumps(given)}).limits
        # An empty `weakness_is` is no limit; the numbers of every state but `met` are exceeded.
        limited = {n: s for n, s in states.items() if s != "absent" and (n, s) != ("weakness_is", "zero")}
        broken = [state != "met" for state in limited.values()]
        expected = bool(broken) and (all(broken) if condition == "AND" else any(broken))
        verdict = judge(ALL, limits)
        assert verdict.broken is expected, (states, condition)
        assert {limit.name: limit.broken for limit in verdict.limits} == {
            name: state != "met" for name, state in limited.items()
        }


@pytest.mark.parametrize("bad", ["-1", -1, 1.5, True, None, [], {}, "many"])
@pytest.mark.parametrize("name", NAMES[:4])
@pytest.mark.parametrize("condition", ["OR", "AND"])
def test_a_malformed_number_never_lets_a_job_pass(bad: object, name: str, condition: str) -> None:
    with pytest.raises(ValueError, match=name):
        load_config(Path("/"), {"FAILED_ARGS": json.dumps({name: bad, "condition": condition})})


@pytest.mark.parametrize(
    ("globs", "expected"),
    [
        ("secret.a.b", True),
        ("SECRET.A.B", True),
        ("*.a.*", True),
        (".*a.b", True),
        ("pii.*, secret.*", True),
        ("secret.a", False),
        ("pii.*", False),
    ],
)
def test_weakness_is_names_ids_by_globs(globs: str, expected: bool) -> None:
    limits = load_config(Path("/"), {"FAILED_ARGS": json.dumps({"weakness_is": globs})}).limits
    assert judge([finding(Severity.LOW)], limits).broken is expected


def test_a_suppressed_or_unsure_finding_is_not_named_by_weakness_is() -> None:
    limits = load_config(Path("/"), {"FAILED_ARGS": '{"weakness_is": "*"}'}).limits
    assert not judge(ALL[10:], limits).broken
    assert judge(ALL, limits).limits[0].found == 10
