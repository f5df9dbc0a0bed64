"""SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from ..detection.model import Confidence, Severity
from ..findings.finding import Finding
from .report import Report
from .terminal import location
from .words import URL, Surroundings, cwe_of, place, stable_ids, why_and_remedy

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
_SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""What GitHub sorts by; its bounds are 9, 7, 4 and above 0."""


def render(report: Report, around: Surroundings) -> bytes:
    """Return the report as SARIF."""
    index: dict[str, int] = {}
    rules: list[dict[str, Any]] = []
    for finding in report.findings:
        if finding.weakness_id not in index:
            index[finding.weakness_id] = len(rules)
            rules.append(_rule(finding, around))
    results = [
        _result(finding, index[finding.weakness_id], identity, around)
        for finding, identity in zip(report.findings, stable_ids(report.findings), strict=True)
    ]
    run = {
        "tool": {
            "driver": {
                "name": report.tool.name,
                "version": report.tool.version,
                "informationUri": URL,
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.errors,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": error.message},
                        "locations": [{"physicalLocation": _file(error.path)}],
                    }
                    for error in report.errors
                ],
            }
        ],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=1) + b"\n"


def _rule(finding: Finding, around: Surroundings) -> dict[str, Any]:
    why, remedy, source = why_and_remedy(finding.weakness_id, around.own)
    rule: dict[str, Any] = {
        "id": finding.weakness_id,
        "name": "".join(word.capitalize() for word in finding.weakness_id.replace("-", ".").split(".")),
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": why or finding.title},
        "help": {
            "text": f"{why} {remedy}".strip() or finding.title,
            "markdown": f"{why}\n\n**What to do:** {remedy}\n\n"
            f"To suppress: `# ct: ignore[{finding.weakness_id}] reason` on the line.",
        },
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {
            "security-severity": _SCORES[finding.severity],
            "precision": "high" if finding.confidence is Confidence.HIGH else "medium",
            "tags": ["security", finding.weakness_id.partition(".")[0], *_tags(finding)],
        },
    }
    if source:
        rule["helpUri"] = source
    return rule


def _tags(finding: Finding) -> list[str]:
    """Return the tag that GitHub reads the weakness' number from."""
    cwe = cwe_of(finding.weakness_id)
    return [f"external/cwe/cwe-{cwe:03}"] if cwe else []


def _code_flow(finding: Finding) -> dict[str, Any]:
    """Return the way of a value, from where it comes to where it opens a door."""
    steps = []
    for step in finding.flow or ():
        physical = _file(finding.path)
        if step.file_line:
            physical["region"] = {"startLine": step.file_line}
        cell = f"cell {step.cell}, " if step.cell is not None else ""
        text = f"{step.what} ({cell}line {step.start.line})"
        steps.append({"location": {"physicalLocation": physical, "message": {"text": text}}})
    return {"threadFlows": [{"locations": steps}]}


def _result(finding: Finding, rule: int, identity: str, around: Surroundings) -> dict[str, Any]:
    physical = _file(finding.path)
    if finding.file_line:
        physical["region"] = {"startLine": finding.file_line}
    name = place(finding)
    # By place, as the next run gives it again; by value only where the key is the repository's own.
    identities = {"ctJupyterPlace/v1": identity}
    if around.shared_key:
        identities["ctJupyterValue/v1"] = finding.fingerprint
    result: dict[str, Any] = {
        "ruleId": finding.weakness_id,
        "ruleIndex": rule,
        "level": "note" if finding.confidence is Confidence.LOW else _LEVELS[finding.severity],
        "message": {"text": f"{finding.title} in {name}."},
        "locations": [
            {
                "physicalLocation": physical,
                "logicalLocations": [
                    {"name": name, "fullyQualifiedName": location(finding), "kind": "element"}
                ],
            }
        ],
        "partialFingerprints": identities,
        "properties": {
            "severity": finding.severity.value,
            "confidence": finding.confidence.value,
            "cell": finding.cell,
            "part": finding.part,
            "output": finding.output,
            "mime": finding.mime,
            "commit": finding.commit,
            "column": finding.column_name,
            "rows": finding.column.rows if finding.column else None,
            "hits": finding.column.hits if finding.column else None,
        },
    }
    if finding.flow:
        result["codeFlows"] = [_code_flow(finding)]
    if finding.suppressed is not None:
        in_source = finding.suppressed.kind in ("comment", "tag", "metadata", "pragma")
        result["suppressions"] = [
            {
                "kind": "inSource" if in_source else "external",
                "justification": finding.suppressed.reason,
            }
        ]
    return result


def _file(path: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"}}
