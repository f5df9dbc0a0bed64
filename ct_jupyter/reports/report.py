"""The report of a scan: version 1 of the JSON that other tools read. It changes only by adding."""

from __future__ import annotations

import msgspec

from ..findings.finding import Finding, ScanError
from ..findings.passed_over import PassedOver
from ..policy.notices import Notice
from ..version import __version__


class Tool(msgspec.Struct, frozen=True):
    """Who made the report."""

    name: str = "ct-jupyter"
    version: str = __version__


class Scanned(msgspec.Struct):
    """How much was looked at."""

    files: int = 0
    notebooks: int = 0
    cells: int = 0
    bytes: int = 0
    seconds: float = 0.0


class Skipped(msgspec.Struct):
    """What was not looked at."""

    counts: dict[str, int] = {}
    """Numbers of files by reason: ``{".png": 8, "over 50 MB": 1}``."""
    files: list[PassedOver] = []
    """Each of them, where that was asked for."""


class Report(msgspec.Struct, kw_only=True):
    """Everything one scan found, and what it could not read."""

    version: int = 1
    tool: Tool = Tool()
    findings: list[Finding] = []
    errors: list[ScanError] = []
    notices: list[Notice] = []
    """Suppressions without a reason, expired, or of nothing."""
    skipped: Skipped = msgspec.field(default_factory=Skipped)
    scanned: Scanned = msgspec.field(default_factory=Scanned)


def to_json(report: Report) -> bytes:
    """Return the report as indented JSON with a final newline."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
