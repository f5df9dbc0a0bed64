"""The report of a scan: version 1 of the JSON that other tools read. It changes only by adding."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec

from ..files.atomic import on_disk, swap
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


def write_whole(path: Path, data: bytes) -> None:
    """Write ``path`` so that a reader sees the old content or the new, never a part of it.

    Raises
    ------
    OSError
        The folder is missing or cannot be written to; ``path`` is then as it was.
    """
    if path.exists() and not path.is_file():  # /dev/null, a pipe: to be written to, not to be replaced
        path.write_bytes(data)
        return
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            on_disk(file.fileno())
        swap(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
