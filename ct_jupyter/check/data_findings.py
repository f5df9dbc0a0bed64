"""What was found in a data file, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from ..datasets.report import DataColumn, DataReport
from ..detection.model import Severity
from ..detection.personal.personal_kinds import is_personal, personal_kind
from ..findings.finding import ColumnShare, Finding, Position, ScanError
from ..findings.fingerprint import MakeFingerprint


def data_findings(report: DataReport, path: str, fingerprint: MakeFingerprint) -> Iterator[Finding]:
    """Yield a finding for each column and kind.

    Parameters
    ----------
    path
        Of the data file, as the findings are to carry it.
    """
    for column in report.columns:
        place = Position(line=column.first_row, column=1, offset=0)
        yield Finding(
            path=path,
            weakness_id=column.rule.id,
            title=column.rule.title,
            severity=severity_of(column),
            confidence=column.confidence,
            part="data",
            column_name=column.name,
            column=share_of(column, path),
            start=place,
            end=place,
            preview=column.preview,
            fingerprint=fingerprint_of(column, fingerprint),
            note=column.note,
        )


def data_errors(report: DataReport, path: str, *, folder: bool = False) -> Iterator[ScanError]:
    """Yield what of a data file could not be read; of a ``folder`` under the path of its part."""
    for inside, message in report.problems:
        if inside is not None and folder:
            yield ScanError(path=f"{path}/{inside}", message=message)
        else:
            yield data_error(path, inside, message)


def data_error(path: str, inside: str | None, message: str) -> ScanError:
    """Return what to say of a file, or of the member, sheet or table ``inside`` of it."""
    return ScanError(path=path, message=message if inside is None else f"in {inside!r}: {message}")


def share_of(column: DataColumn, path: str) -> ColumnShare:
    """Return how much of a column it is."""
    return ColumnShare(
        path=path,
        table=column.table,
        rows=column.rows,
        hits=column.hits,
        special=column.rule.special,
        guarantee=column.guarantee,
    )


def severity_of(column: DataColumn) -> Severity:
    """Return the severity of a kind in a whole column."""
    rule = column.rule
    of_columns = personal_kind(rule.id).column_severity if is_personal(rule.id) else None
    return of_columns or rule.severity


def fingerprint_of(column: DataColumn, fingerprint: MakeFingerprint) -> str:
    """Return what tells the column and the kind from others, wherever the file moves."""
    return fingerprint(column.rule.id, f"column\0{column.table or ''}\0{column.name or ''}")
