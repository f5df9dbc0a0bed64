"""Markdown for a merge-request comment or a job summary."""

from __future__ import annotations

import re

from ..findings.finding import Finding
from ..policy.gate import counts
from .report import Report
from .terminal import plural, printable
from .words import Surroundings, by_severity, how_to_fix, place

MAX_CHARACTERS = 60_000
"""A comment on GitHub holds 65,536 characters."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@!&$])")


def render(report: Report, around: Surroundings) -> bytes:
    """Return a heading, a table by severity, and one of the findings that count."""
    counted = [finding for finding in report.findings if counts(finding)]
    rest = len(report.findings) - len(counted)
    lines = ["## Secrets and personal data in notebooks", ""]
    if counted:
        lines += ["| severity | findings |", "| --- | ---: |"]
        lines += [f"| {severity.value} | {count} |" for severity, count in by_severity(counted).items()]
        lines += ["", "| | where | what | to do |", "| --- | --- | --- | --- |"]
        length = sum(map(len, lines))
        for number, finding in enumerate(counted):
            row = _row(finding, around)
            length += len(row) + 1
            if length > MAX_CHARACTERS:
                lines += ["", f"… and {plural(len(counted) - number, 'more finding')} in the full report."]
                break
            lines.append(row)
    else:
        lines.append("No secrets found, and no personal data.")
    if rest:
        lines += ["", f"{rest} more are suppressed, in the baseline or of low confidence and do not count."]
    if report.errors:
        lines += ["", f"**{plural(len(report.errors), 'place')} could not be scanned:**", ""]
        lines += [f"- {_code(error.path)}: {_escaped(error.message)}" for error in report.errors[:50]]
    scanned = report.scanned
    lines += [
        "",
        f"Scanned {plural(scanned.files, 'file')} and {plural(scanned.cells, 'cell')} "
        f"in {scanned.seconds:.1f} s with ct-jupyter {report.tool.version}.",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _row(finding: Finding, around: Surroundings) -> str:
    where = f"{_code(finding.path)} {_escaped(place(finding))}"
    if link := around.link(finding):
        where = f"[{where}]({link})"
    if finding.commit:
        where += f", in commit {finding.commit[:8]}"
    if finding.known:
        where += " (there before this change)"
    what = f"{_escaped(finding.title)} {_code(finding.weakness_id)}"
    return f"| {finding.severity.value} | {where} | {what} | {_escaped(how_to_fix(finding, around.own))} |"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text))


def _code(text: str) -> str:
    shown = printable(text).replace("`", "'").replace("|", "\\|")
    return f"`{shown}`"
