"""Names and addresses in the texts of a notebook, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..detection.personal.names.model import ModelError
from ..findings.finding import Finding, ScanError
from ..notebook import Part
from ..protocol.requests import ScanRequest, SentCell
from ..protocol.responses import NamesResult
from .checker import Checker, Rules
from .jobs import CancelledJob, FailedJob, Job
from .policies import NotebookPolicy
from .sent import directives_in, parts_in

if TYPE_CHECKING:
    from ..detection import Match


def look_for_names(body: ScanRequest, checker: Checker, policy: NotebookPolicy, job: Job) -> NamesResult:
    """Return the names and addresses that only the model finds, as the policy has them.

    Raises
    ------
    CancelledJob
        It was stopped.
    FailedJob
        The extra is not installed.
    """
    findings: list[Finding] = []
    errors: list[ScanError] = []
    cells = [] if policy.excluded else body.cells
    rules = Rules(policy.fingerprint(), policy.honour_pragmas, directives_in(body), policy.additions)
    for done, sent in enumerate(cells):
        job.progress("", done, len(cells))
        try:
            found, failed = _in_cell(sent, body, checker, rules, job)
        except ModelError as error:
            raise FailedJob(str(error)) from None
        if job.cancelled():
            raise CancelledJob
        findings += found
        errors += failed
    return NamesResult(policy.judge(findings), errors)


def _in_cell(
    sent: SentCell, body: ScanRequest, checker: Checker, rules: Rules, job: Job
) -> tuple[list[Finding], list[ScanError]]:
    # Imported here: the model comes along.
    from ..detection.personal.names.texts import Budget, names_in_texts

    names: dict[tuple[str, str], list[Match]] = {}

    def read() -> Sequence[Part]:
        parts = list(parts_in(sent, body))
        texts = list(dict.fromkeys((part.text, part.language) for part in parts))
        scan_text = checker.scan_text_for(rules.additions.rules)
        known = [[(one.start, one.end) for one in scan_text(*text)] for text in texts]
        found = names_in_texts(texts, known, Budget(stop=job.cancelled))
        names.update(zip(texts, found.matches, strict=True))
        return parts

    return checker.check(
        read, body.path, sent.cell, rules, scan_text=lambda text, language: names[text, language]
    )
