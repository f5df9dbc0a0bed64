"""CSV: one row a finding."""

from __future__ import annotations

import csv
import io

from .report import Report
from .words import Surroundings

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = (
    *("path", "severity", "confidence", "weakness_id", "title", "cell", "part", "output", "mime"),
    *("line", "column", "file_line", "fingerprint", "suppressed", "reason", "commit", "commit_date", "link"),
    *("column_name", "data_path", "rows", "hits"),
)


def render(report: Report, around: Surroundings) -> bytes:
    """Return a header and the findings, in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for finding in report.findings:
        suppressed, column = finding.suppressed, finding.column
        row = (
            *(finding.path, finding.severity.value, finding.confidence.value, finding.weakness_id),
            *(finding.title, finding.cell, finding.part, finding.output, finding.mime),
            *(finding.start.line, finding.start.column, finding.file_line, finding.fingerprint),
            *(suppressed.kind if suppressed else "", suppressed.reason if suppressed else ""),
            *(finding.commit, finding.commit_date, around.link(finding)),
            finding.column_name,
            *((column.path, column.rows, column.hits) if column else (None, None, None)),
        )
        writer.writerow([_harmless(value) for value in row])
    return text.getvalue().encode("utf-8", "replace")


def _harmless(value: object) -> str:
    """Return the cell's text so that a spreadsheet does not take a file's name for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
