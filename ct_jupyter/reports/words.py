"""Words and numbers that several reports share."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from ..code import is_code
from ..detection.model import Severity
from ..detection.own.own_rules import NO_RULES, OwnRules
from ..detection.personal import personal_kinds
from ..findings.catalogue import kinds_by_id
from ..findings.finding import ColumnShare, Finding
from .report import Report

URL = "https://github.com/CodeThreat/ct_jupyter"

Link = Callable[[Finding], str | None]


def no_link(finding: Finding) -> str | None:  # noqa: ARG001  # as what leads to a forge
    """Return None: without a forge there is nothing to lead to."""
    return None


class Surroundings(msgspec.Struct, frozen=True):
    """What a report is made in, beside its findings."""

    link: Link = no_link
    """The address of a finding's line on the forge."""
    commit: str | None = None
    """The commit that was scanned."""
    shared_key: bool = False
    """Whether fingerprints are made with the repository's own key, so that other runs have the same."""
    started: str = ""
    """ISO 8601, in UTC."""
    own: OwnRules = NO_RULES
    """Rules of the policy, which say of their findings what ours say of theirs."""


def place(finding: Finding) -> str:
    """Return where in its file a finding is, in words: ``cell 3, output 1 (text/html), line 2``."""
    steps = []
    if finding.cell is not None:
        steps.append(f"cell {finding.cell}")
    if finding.column is not None:
        of = "" if finding.cell is None else f" of {finding.column.path}"
        name = " of ".join(reversed(column_steps(finding)))
        return ", ".join([*steps, f"column {name}{of}", share(finding.column)])
    if finding.output is not None:
        steps.append(f"output {finding.output}")
    elif finding.part != "source":
        steps.append("metadata" if finding.part == "metadata" else finding.part)
    if finding.pointer:
        steps.append(finding.pointer)
    if finding.column_name:
        steps.append(f"column {finding.column_name}")
    steps.append(f"line {finding.start.line}")
    if (line := line_of_text(finding)) is not None:
        steps.append(f"line {line} of the file")
    return ", ".join(steps)


def line_of_text(finding: Finding) -> int | None:
    """Return the line of the file, where it is a notebook that people read as text; None elsewhere."""
    is_text = finding.cell is not None and not finding.path.lower().endswith(".ipynb")
    return finding.file_line if is_text and finding.column is None else None


def column_steps(finding: Finding) -> list[str]:
    """Return the table, where a data file holds several, and the column; a pickle has texts alone."""
    table = finding.column.table if finding.column is not None else None
    return [*([table] if table else []), finding.column_name or "texts"]


def share(column: ColumnShare) -> str:
    """Return how much of a column is personal data: ``in 40 of 4,000 rows``."""
    return f"in {column.hits:,} of {column.rows:,} rows"


def is_personal(finding: Finding) -> bool:
    """Return whether a finding is personal data, which nobody revokes and no variable replaces."""
    return personal_kinds.is_personal(finding.weakness_id)


def notes_on(finding: Finding) -> list[str]:
    """Return what else there is to know: how sure it is, what the law says, what a sample leaves open."""
    notes = [f"{finding.confidence.value} confidence"] if finding.confidence != "high" else []
    notes += [finding.note] if finding.note else []
    if finding.column is not None:
        notes += ["a special category of GDPR, Article 9"] if finding.column.special else []
        notes += [finding.column.guarantee] if finding.column.guarantee else []
    return notes


def is_secret(finding: Finding) -> bool:
    """Return whether a finding is a value that has to be revoked: neither personal data nor code."""
    return not is_personal(finding) and not is_code(finding.weakness_id)


def why_and_remedy(weakness_id: str, own: OwnRules) -> tuple[str, str, str]:
    """Return what the value opens, what to do now, and the page that documents it."""
    rule = kinds_by_id().get(weakness_id) or own.rule(weakness_id)
    return (rule.why, rule.remedy, rule.source) if rule else ("", "", "")


def cwe_of(weakness_id: str) -> int | None:
    """Return the number of a weakness in MITRE's list; None for what is no code."""
    kind = kinds_by_id().get(weakness_id)
    return kind.cwe if kind else None


def how_to_fix(finding: Finding, own: OwnRules) -> str:
    """Return in one or two sentences what to do about a finding."""
    _, remedy, _ = why_and_remedy(finding.weakness_id, own)
    moved = f" In the code: {finding.fix.replacement}." if finding.fix else ""
    return f"{remedy}{moved}".strip()


def stable_ids(findings: Iterable[Finding]) -> list[str]:
    """Return one id a finding that the next run gives again, also with another key and after a re-execution.

    Made of path, weakness and the place in the order of its like; never of the value.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    ids = []
    for finding in findings:
        what = (finding.path, finding.weakness_id, finding.part, finding.commit or "")
        seen[what] += 1
        digest = hashlib.blake2b("\0".join((*what, str(seen[what]))).encode(), digest_size=16)
        ids.append(digest.hexdigest())
    return ids


def by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return the number of findings of each severity, worst first."""
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in Severity}


def active(report: Report) -> list[Finding]:
    """Return the findings that nothing suppresses."""
    return [finding for finding in report.findings if finding.suppressed is None]
