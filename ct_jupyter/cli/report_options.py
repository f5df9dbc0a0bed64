"""``--report FORMAT=PATH``, repeatable."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

from ..files.atomic import reason_of
from ..reports.formats import FORMATS, write_report
from ..reports.report import Report
from ..reports.words import Surroundings


class Wanted(NamedTuple):
    """One report to write."""

    name: str
    path: Path


def add_report_option(parser: argparse._ActionsContainer) -> None:
    """Add the option."""
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        type=wanted,
        metavar="FORMAT=PATH",
        help=f"also write a report to a file, as in sarif=secrets.sarif; can be given more than once; "
        f"formats: {', '.join(FORMATS)}",
    )


def wanted(text: str) -> Wanted:
    """Return what ``FORMAT=PATH`` asks for."""
    name, separator, path = text.partition("=")
    if not separator or not path:
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=PATH, as in sarif=build/secrets.sarif")
    if name not in FORMATS:
        from ..policy.values import nearest

        raise argparse.ArgumentTypeError(f"there is no format {name!r}{nearest(name, FORMATS)}")
    if Path(path).is_dir():
        raise argparse.ArgumentTypeError(f"{path} is a folder; name a file")
    return Wanted(name, Path(path))


def write_reports(reports: list[Wanted], report: Report, around: Surroundings) -> list[str]:
    """Write all reports, and return what went wrong: one that fails does not keep the others away."""
    failed = []
    for name, path in reports:
        try:
            write_report(name, path, report, around)
        except OSError as error:
            failed.append(f"{path}: the {name} report was not written: {reason_of(error)}")
    return failed
