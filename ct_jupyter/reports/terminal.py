"""Findings as text: one line each, in the ``path:cell_3:1:11`` form that nbQA made known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from ..detection.model import Confidence, Severity
from ..findings.finding import Finding
from ..findings.passed_over import FOLDER, kinds_in
from ..policy.notices import Notice
from .report import Report
from .words import column_steps, is_personal, line_of_text, notes_on, share

STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
}
_CODES = {
    "bold red": "1;31",
    "red": "31",
    "yellow": "33",
    "cyan": "36",
    "bold": "1",
    "dim": "2",
    "green": "32",
}


_COMMAND = re.compile(r"\A\s*:(?=:)|#(?=#\w*\[)")

MOST_DATA_NOTICES = 5
"""Notes on data that was not looked at; of more there is one line with their number."""


class Paint(Protocol):
    """Puts a style on a text."""

    def __call__(self, text: str, style: str) -> str:
        """Return ``text`` in ``style``."""


_RUNNERS = re.compile(r"^(\s*)(:)(?=:)|(?<=#)()(#)(?=\w*\[)")


def plain(text: str, style: str) -> str:  # noqa: ARG001  # as what colours
    """Return the text as it is."""
    return text


def coloured(text: str, style: str) -> str:
    """Return the text between ANSI escapes."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def terminal_lines(report: Report, paint: Paint = plain, *, listed: bool = False) -> Iterator[str]:
    """Yield the report line by line: findings as they come, what could not be read, a summary.

    With ``listed``, each thing that was not looked at has its line, however many there are.
    """
    suppressed = sum(finding.suppressed is not None for finding in report.findings)
    active = [finding for finding in report.findings if finding.suppressed is None]
    unlisted = sum(map(_is_example, active))
    active = [finding for finding in active if not _is_example(finding)]
    known = {(finding.path, finding.fingerprint): finding for finding in reversed(report.findings)}
    path = None
    for finding, more in _gathered(active):
        if path is not None and finding.path != path:
            yield ""
        path = finding.path
        yield finding_line(finding, paint, known.get((finding.path, finding.pair or "")), more)
    if active and report.errors:
        yield ""
    for error in report.errors:
        cell = f":cell_{error.cell}" if error.cell else ""
        where = paint(printable(error.path) + cell, "bold")
        yield f"{where}: {paint('not scanned', 'yellow')}: {printable(error.message)}"
    if report.notices and (active or report.errors):
        yield ""
    data = [notice for notice in report.notices if notice.unread_data]
    folded = len(data) > MOST_DATA_NOTICES and not listed
    for line in notice_lines(one for one in report.notices if not (folded and one.unread_data)):
        yield f"{paint('note', 'yellow')}: {line}"
    if folded:
        files = plural(len({notice.path for notice in data}), "notebook")
        yield (
            f"{paint('note', 'yellow')}: {len(data)} data files that {files} read were not looked at: "
            "they are not on this machine, or outside of what is scanned; --list-skipped names them"
        )
    if active or report.errors or report.notices:
        yield ""
    for passed in report.skipped.files:
        what = "folder, name it to have it scanned" if passed.why == FOLDER else passed.why
        yield f"{printable(passed.path)}: {paint('not looked at', 'dim')}: {what}"
    yield _summary(report, active, suppressed, unlisted, paint)
    if report.skipped.counts:
        what_to_do = " --all-text scans those that are text." if kinds_in(report.skipped.counts) else ""
        yield passed_over_line(report.skipped.counts) + what_to_do


def passed_over_line(by_reason: Mapping[str, int], shown: int = 6) -> str:
    """Return in one line how many files were not looked at, and why; the ``shown`` first reasons by name."""
    total = sum(by_reason.values())
    parts = [f"{number} {printable(why)}" for why, number in list(by_reason.items())[:shown]]
    rest = sum(list(by_reason.values())[shown:])
    parts += [f"{rest} others"] if rest else []
    verb = "was" if total == 1 else "were"
    return f"{plural(total, 'file')} {verb} not looked at: {', '.join(parts)}."


def notice_lines(notices: Iterable[Notice]) -> Iterator[str]:
    """Yield one line for each suppression that somebody should look at."""
    for notice in notices:
        steps = [printable(notice.path)]
        steps += [f"cell_{notice.cell}"] if notice.cell else []
        steps += [str(notice.line)] if notice.line else []
        yield f"{':'.join(steps)}: {printable(notice.message)}"


def location(finding: Finding) -> str:
    """Return where a finding is: ``a.ipynb:cell_3:1:11``, ``a.ipynb:cell_3:output_1:2:5``, ``b.py:3:5``.

    Of a data file the row stands for the line: ``customers.csv:email:12``.
    """
    steps = [printable(finding.path)]
    if finding.cell is not None:
        steps.append(f"cell_{finding.cell}")
    elif finding.column is not None:
        return ":".join([*steps, *map(printable, column_steps(finding)), str(finding.start.line)])
    if finding.output is not None:
        steps.append(f"output_{finding.output}")
    elif finding.part != "source" and finding.column is None:
        steps.append(finding.part)
    if finding.pointer:
        steps.append(printable(finding.pointer))
    return ":".join([*steps, str(finding.start.line), str(finding.start.column)])


def printable(text: str) -> str:
    """Return ``text`` with control characters shown: a file's name steers no terminal and no runner."""
    return harmless(
        "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    )


def harmless(line: str) -> str:
    """Return ``line`` with an escape where a CI runner would take it for a command.

    GitHub's does so where it begins with ``::``, behind blanks as well, and Azure's where it holds ``##vso[``
    or ``##[``.
    """
    return _COMMAND.sub(lambda found: f"{found[0][:-1]}\\x{ord(found[0][-1]):02x}", line)


def _is_example(finding: Finding) -> bool:
    """Return whether nobody wants a line for it: 127.0.0.1, an address at example.com. Reports have them."""
    return is_personal(finding) and finding.confidence is Confidence.LOW


def _gathered(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """Yield findings, and how many more of the same kind of personal data follow it in the same part.

    A frame of customers is one thing to see to, not one a row.
    """
    first: dict[tuple[object, ...], Finding] = {}
    more: Counter[tuple[object, ...]] = Counter()
    for number, finding in enumerate(findings):
        key: tuple[object, ...] = (number,)
        if is_personal(finding) and finding.column is None:
            part = (finding.path, finding.cell, finding.part, finding.output, finding.mime)
            key = (*part, finding.weakness_id, finding.confidence)
        more[key] += key in first
        first.setdefault(key, finding)
    for key, finding in first.items():
        yield finding, more[key]


def finding_line(finding: Finding, paint: Paint, partner: Finding | None = None, more: int = 0) -> str:
    """Return a finding in one line.

    Parameters
    ----------
    partner
        The other half of the credential that it belongs to.
    more
        How many of its kind follow in the same part and have no line.
    """
    severity = paint(f"{finding.severity.value:8}", STYLES[finding.severity])
    note = "".join(f" {paint(f'({note})', 'dim')}" for note in notes_on(finding))
    if more:
        note += f" {paint(f'and {more} more there', 'dim')}"
    if partner is not None:
        where = f"cell {partner.cell}" if partner.cell else f"line {partner.start.line}"
        note += f" {paint(f'(belongs to the {partner.title} in {where})', 'dim')}"
    if (line := line_of_text(finding)) is not None:
        note = f" {paint(f'(line {line})', 'dim')}{note}"
    shown = f" {finding.preview}" if finding.preview != "…" else ""
    if finding.column is not None:
        if finding.cell is not None:
            shown += f" in {printable(finding.column.path)}, column {printable(finding.column_name or '')},"
        shown += f" {share(finding.column)}"
    identifier = paint(f"[{finding.weakness_id}]", "dim")
    return f"{paint(location(finding), 'bold')}  {severity}  {finding.title}{shown}  {identifier}{note}"


def _summary(report: Report, active: list[Finding], suppressed: int, unlisted: int, paint: Paint) -> str:
    scanned = report.scanned
    counts = Counter(finding.severity for finding in active)
    parts = [
        paint(f"{counts[severity]} {severity.value}", STYLES[severity])
        for severity in Severity
        if counts[severity]
    ]
    files = len({finding.path for finding in active})
    if active:
        found = f"{plural(len(active), 'finding')} in {plural(files, 'file')}: {', '.join(parts)}"
    elif not report.errors:
        found = paint("No secrets found, and no personal data", "green")
    elif scanned.files:
        found = paint("Nothing found in what could be scanned", "yellow")
    else:
        found = paint("Nothing was scanned", "bold red")
    if suppressed:
        found += f"; {suppressed} ignored"
    if unlisted:
        found += f"; {unlisted} of low confidence not listed"
    if report.errors:
        found += f"; {paint(plural(len(report.errors), 'place') + ' could not be scanned', 'yellow')}"
    return (
        f"{found}. Scanned {plural(scanned.files, 'file')}, {plural(scanned.cells, 'cell')}, "
        f"{scanned.bytes / 1e6:.1f} MB in {scanned.seconds:.1f} s."
    )


def plural(number: int, noun: str) -> str:
    """Return ``1 file``, ``2 files``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
