"""What `ct-jupyter ci` prints: what was scanned, the findings, the limits, and how to go on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

import msgspec

from ..detection.model import Confidence
from ..detection.own.own_rules import NO_RULES, OwnRules
from ..findings.finding import Finding
from ..findings.passed_over import BINARY, PassedOver, kinds_in
from ..policy.gate import Verdict, counts
from ..reports.report import Report
from ..reports.terminal import (
    STYLES,
    Paint,
    finding_line,
    harmless,
    notice_lines,
    passed_over_line,
    plural,
    printable,
)
from ..reports.words import by_severity, how_to_fix, is_personal, is_secret, place
from .job import Job

MOST_FINDINGS = 500
MOST_ANNOTATIONS = 50
MOST_NAMED = 8
_REDACTABLE = (
    *(".ipynb", ".py", ".r", ".jl", ".sh", ".js", ".ts", ".sql", ".scala"),
    *(".rmd", ".qmd", ".dib", ".zpln"),
)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """All that the log tells."""

    job: Job
    report: Report
    verdict: Verdict
    what: str
    head: str | None
    gated: bool
    """False where `sync_scan: false` asked not to fail."""
    notices: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    own: OwnRules = NO_RULES
    """Rules of the policy."""
    before_commit: bool = False
    """Whether it is the index that was scanned, so that nothing new is in the history yet."""


def log_lines(outcome: Outcome, paint: Paint) -> Iterator[str]:
    """Yield the log, line by line."""
    report, log = outcome.report, outcome.job.log
    counted = [finding for finding in report.findings if counts(finding)]
    counted.sort(key=lambda finding: finding.severity.rank)
    # Beside a pipeline there is no event; what was scanned stands on the next line.
    where = "" if outcome.job.system == "local" else f": {outcome.job.system}, {outcome.job.event}"
    yield paint(f"ct-jupyter {report.tool.version}{where}", "bold")
    yield f"Scanned {harmless(outcome.what)}: {_amount(report)}."
    for notice in outcome.notices:
        yield harmless(f"{paint('Note', 'yellow')}: {printable(notice)}")
    if counted:
        title = f"{plural(len(counted), 'finding')} that {'counts' if len(counted) == 1 else 'count'}"
        show = _staged_finding if outcome.before_commit else _finding
        lines = [harmless(line) for one in counted[:MOST_FINDINGS] for line in show(outcome, one, paint)]
        if len(counted) > MOST_FINDINGS:
            lines.append(f"… and {len(counted) - MOST_FINDINGS} more, in the reports")
        yield from log.section("ct_findings", title, lines)
    if report.errors:
        lines = [harmless(f"  {printable(e.path)}: {printable(e.message)}") for e in report.errors]
        yield from log.section("ct_errors", f"{plural(len(report.errors), 'place')} not scanned", lines)
    if added := [one for one in report.findings if one.suppressed is not None and one.suppressed.added]:
        title = f"{plural(len(added), 'finding')} that this change suppresses"
        yield from log.section("ct_added", title, [harmless(line) for one in added for line in _added(one)])
    if report.notices:
        lines = [harmless(f"  {line}") for line in notice_lines(report.notices)]
        yield from log.section("ct_notices", "To review", lines)
    yield from map(harmless, _skipped(report))
    if not outcome.before_commit:
        yield from log.section("ct_summary", "By severity", _table(report, paint))
    yield from log.section("ct_limits", "Limits", _limits(outcome, paint))
    if counted:
        steps = _help_before_commit(counted) if outcome.before_commit else _help(counted)
        yield from log.section("ct_help", "How to go on", steps)
    for finding in counted[:MOST_ANNOTATIONS]:
        yield from log.annotation(finding, True)
    for name in outcome.written:
        yield f"Written: {printable(name)}"
    yield _ending(outcome, paint)


def _finding(outcome: Outcome, finding: Finding, paint: Paint) -> Iterator[str]:
    severity = paint(f"{finding.severity.value:8}", STYLES[finding.severity])
    shown = f" {finding.preview}" if finding.preview != "…" else ""
    yield (
        f"  {severity}  {paint(printable(finding.path), 'bold')}  {printable(place(finding))}  "
        f"{finding.title}{shown}  {paint(f'[{finding.weakness_id}]', 'dim')}"
    )
    about = []
    if finding.commit:
        about.append(f"in commit {finding.commit[:12]} of {(finding.commit_date or '')[:10]}")
    if finding.known:
        about.append("it was there before this change; a baseline takes what is known")
    if about:
        yield f"            {'; '.join(about)}"
    if link := outcome.job.link(finding, outcome.head):
        yield f"            {link}"
    if fix := how_to_fix(finding, outcome.own):
        yield f"            {printable(fix)}"


def _added(finding: Finding) -> Iterator[str]:
    suppressed = finding.suppressed
    assert suppressed is not None
    who = f", by {printable(suppressed.by)}" if suppressed.by else ""
    reason = printable(suppressed.reason) or "no reason given"
    yield (
        f"  {printable(finding.path)}  {printable(place(finding))}  {finding.title}  "
        f"[{finding.weakness_id}]  {suppressed.kind}: {reason}{who}"
    )


def _staged_finding(outcome: Outcome, finding: Finding, paint: Paint) -> Iterator[str]:
    """Yield a finding as ``scan`` shows it, so that a place has one form on a person's own terminal."""
    yield f"  {finding_line(finding, paint)}"
    if finding.known:
        yield "            it was committed before; a baseline takes what is known"
    if fix := how_to_fix(finding, outcome.own):
        yield f"            {printable(fix)}"


def not_looked_at(passed: Sequence[PassedOver]) -> str:
    """Return in one line which files were not looked at, and why; of many the first."""
    ordered = sorted(passed, key=lambda one: (one.why == BINARY, one.path))
    named = [f"{printable(one.path)} ({one.why})" for one in ordered[:MOST_NAMED]]
    more = [f"and {len(passed) - MOST_NAMED} more"] if len(passed) > MOST_NAMED else []
    return f"Not looked at: {', '.join([*named, *more])}."


def _skipped(report: Report) -> Iterator[str]:
    if report.skipped.files:
        yield not_looked_at(report.skipped.files)
    if kinds := kinds_in(report.skipped.counts):
        yield f"{passed_over_line(kinds)} The setting `include` says which files are scanned."


def _table(report: Report, paint: Paint) -> list[str]:
    counting = by_severity(finding for finding in report.findings if counts(finding))
    suppressed = by_severity(
        f for f in report.findings if f.suppressed is not None and f.suppressed.kind != "baseline"
    )
    baselined = by_severity(
        f for f in report.findings if f.suppressed is not None and f.suppressed.kind == "baseline"
    )
    unsure = by_severity(
        f for f in report.findings if f.suppressed is None and f.confidence is Confidence.LOW
    )
    lines = [f"  {'severity':10}{'counts':>8}{'suppressed':>12}{'baseline':>10}{'low confidence':>16}"]
    for severity, count in counting.items():
        painted = paint(f"{severity.value:10}", STYLES[severity])
        lines.append(
            f"  {painted}{count:8}{suppressed[severity]:12}{baselined[severity]:10}{unsure[severity]:16}"
        )
    return lines


def _limits(outcome: Outcome, paint: Paint) -> list[str]:
    verdict = outcome.verdict
    if not verdict.limits:
        return ["  none is set"]
    wide = max(len(limit.allowed) for limit in verdict.limits)
    lines = []
    for limit in verdict.limits:
        state = paint("broken", "red") if limit.broken else paint("holds", "green")
        what = "none of" if limit.name == "weakness_is" else "at most"
        lines.append(
            f"  {limit.name:24}{what} {printable(limit.allowed):{wide}}  found {limit.found}: {state}"
        )
    if len(verdict.limits) > 1:
        rule = "any limit is" if verdict.condition == "OR" else "all limits are"
        lines.append(f"  condition {verdict.condition}: fails when {rule} broken")
    return lines


def _help(counted: list[Finding]) -> list[str]:
    steps = []
    if any(map(is_secret, counted)):
        steps += [
            "Revoke each value at its provider: the history keeps it for everybody with a clone.",
            "Remove it from the notebook (in JupyterLab with one click) and read it from the environment.",
        ]
    if any(map(is_personal, counted)):
        steps += [
            "Personal data: clear the outputs that show it, and keep the data file out of the repository,",
            "  or commit it without: ct-jupyter anonymise DATA --output NEW",
        ]
    steps.append("Is it none, or known? Say so, with a reason, on its line or above it:")
    return [
        *_numbered(steps),
        f"       # ct: ignore[{counted[0].weakness_id}] reason",
        "     or by the cell tag `ct-ignore`, or for all that is there now: ct-jupyter baseline",
    ]


def _help_before_commit(counted: list[Finding]) -> list[str]:
    """Return the ways on where nothing was committed yet: what is taken out now never was in the history."""
    secrets = [finding for finding in counted if is_secret(finding)]
    steps = []
    paths = dict.fromkeys(finding.path for finding in secrets)
    code = [shlex.quote(path) for path in paths if path.lower().endswith(_REDACTABLE)]
    if code:
        named = " ".join(code[:MOST_NAMED])
        steps += [
            "Move the values to .env and read them from the environment, then stage the files again:",
            f"  ct-jupyter redact --write {named}",
            f"  git add {named}",
        ]
    if len(code) < len(paths):
        steps.append("Remove the values from the other files, and stage them again.")
    if any(map(is_personal, counted)):
        steps += [
            "Personal data: clear the outputs that show it, and keep the data file out of the repository,",
            "  or commit it without: ct-jupyter anonymise DATA --output NEW",
        ]
    if any(finding.known for finding in secrets):
        steps.append("What was committed before is in the history: revoke it at its provider.")
    steps += [
        "If it is not a secret, say so, with a reason, on its line or the line above:",
        f"  # ct: ignore[{counted[0].weakness_id}] reason",
    ]
    return _numbered(steps)


def _numbered(steps: list[str]) -> list[str]:
    """Return the steps with their numbers; a line that begins with a space goes on with the one above."""
    numbered, number = [], 0
    for step in steps:
        number += not step.startswith(" ")
        numbered.append(f"     {step.strip()}" if step.startswith(" ") else f"  {number}. {step}")
    return numbered


def _ending(outcome: Outcome, paint: Paint) -> str:
    if not outcome.gated:
        return paint("Not gated: sync_scan is false.", "yellow")
    if outcome.verdict.broken:
        broken = ", ".join(limit.name for limit in outcome.verdict.limits if limit.broken)
        return paint(f"FAILED: {broken} broken.", "bold red")
    if outcome.report.errors:
        return paint("INCOMPLETE: no limit is broken, but not everything could be scanned.", "yellow")
    return paint("PASSED: the limits hold.", "green")


def _amount(report: Report) -> str:
    scanned = report.scanned
    return (
        f"{plural(scanned.files, 'file')}, {plural(scanned.cells, 'cell')}, {scanned.bytes / 1e6:.1f} MB "
        f"in {scanned.seconds:.1f} s"
    )
