"""What the process that checks a document may take, and what is said of one that took more."""

from __future__ import annotations

from ..files.process_limits import ProcessLimits
from ..findings.finding import ScanError
from .checked import Checked, nothing_read

ALONE_FROM_BYTES = 16 << 20
"""A file from here on is checked in a process of its own; smaller ones take a few seconds at most."""

PROCESSOR_S = 120.0
"""For each :data:`ALONE_FROM_BYTES` begun: a hundred times what a notebook takes."""

NAMES_S = 24 * 3600.0
"""With the model that looks for names, which is slow and is let to take its time."""

MEMORY_BYTES = 2 << 30
_MEMORY_A_BYTE = 8
"""Of the file: a notebook in memory is three to four times as large as on disk."""

MAX_FINDINGS = 100_000
"""Of one file; the rest is counted. Nobody reads a report with more, and it fills the memory."""


def document_limits(size_bytes: int, *, with_names: bool = False) -> ProcessLimits:
    """Return what checking a document of this size may take."""
    processor_s = PROCESSOR_S * (1 + size_bytes // ALONE_FROM_BYTES)
    return ProcessLimits(
        max(processor_s, NAMES_S) if with_names else processor_s,
        MEMORY_BYTES + _MEMORY_A_BYTE * size_bytes,
    )


def not_checked(shown: str, limits: ProcessLimits | None = None) -> Checked:
    """Return what to say of a document whose process died; without ``limits`` they are not named."""
    within = limits.in_words() if limits else "the limits of memory and processor time"
    why = f"could not be read within {within}, or is damaged; it was not scanned"
    is_notebook = shown.lower().endswith(".ipynb")
    return nothing_read(shown, ScanError(path=shown, message=why), notebook=is_notebook)
