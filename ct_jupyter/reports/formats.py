"""The formats of ``--report FORMAT=PATH``: one module each, with ``render(report, surroundings)``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ..files.atomic import write_whole
from .report import Report
from .words import Surroundings

FORMATS = {
    "sarif": "sarif",
    "gitlab": "gitlab",
    "codequality": "codequality",
    "junit": "junit",
    "json": "json_report",
    "csv": "csv_table",
    "markdown": "markdown",
    "html": "html_page",
}
"""Module of each format, imported when it is asked for."""


def render(name: str, report: Report, around: Surroundings) -> bytes:
    """Return the report in the format ``name``."""
    module = import_module(f".{FORMATS[name]}", __package__)
    data: bytes = module.render(report, around)
    return data


def write_report(name: str, path: Path, report: Report, around: Surroundings) -> None:
    """Write the report in the format ``name``; the folders above ``path`` are made.

    Raises
    ------
    OSError
        It cannot be written there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, render(name, report, around))
