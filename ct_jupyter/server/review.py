"""The review of the core with a cache in front, as the handlers and the save hook use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from ..detection import Match, get_detector
from ..notebook import Part, UnreadableNotebookError
from ..review import review_parts
from ..scan.cache import MatchCache
from ..scan.finding import Finding, ScanError


class Reviewer:
    """Findings of parts, remembered by text."""

    def __init__(self) -> None:
        self.scan_text = MatchCache(_scan)

    def review(
        self, parts: Callable[[], Iterable[Part]], path: str, cell: int | None
    ) -> tuple[list[Finding], list[ScanError]]:
        """Return the findings of one cell's parts; what cannot be read is an error, never skipped.

        Parameters
        ----------
        parts
            Makes the parts; whatever it raises is the cell's error.
        path, cell
            Where the error is to point.
        """
        try:
            return review_parts(parts(), path, scan_text=self.scan_text), []
        except Exception as error:
            return [], [ScanError(path=path, message=_explained(error), cell=cell)]


def _explained(error: Exception) -> str:
    if isinstance(error, msgspec.MsgspecError):
        return "is not as the notebook format has it, so it was not scanned"
    if isinstance(error, UnreadableNotebookError):
        return str(error)  # written for the user; quotes nothing
    return f"could not be scanned ({type(error).__name__}); please report this"


def _scan(text: str, language: str) -> list[Match]:
    # Asked at each call: the detector is made on first use, which no import should pay for.
    return get_detector().scan(text, language)
