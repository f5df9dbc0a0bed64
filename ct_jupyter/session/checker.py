"""The check of the core with a cache in front, as the handlers and the save hook use it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from ..check.cache import MatchCache
from ..check.located import ScanText
from ..check.parts import check_parts
from ..detection import Match, get_detector
from ..detection.own.own_rules import NO_RULES, OwnRules
from ..detection.personal.names.model import ModelError
from ..findings.finding import Finding, ScanError
from ..findings.fingerprint import MakeFingerprint
from ..notebook import Part, UnreadableNotebookError
from ..policy.additions import NOTHING_ADDED, Additions
from ..policy.suppressions import Directive
from ..stores.known import NOTHING_KNOWN, KnownValues

NOT_AS_THE_FORMAT = "is not as the notebook format has it, so it was not scanned"

_MOST_SETS = 8
"""Of rules of organisations that results are remembered for: one for each repository that is open."""


class Rules(NamedTuple):
    """What a check goes by beside the text."""

    fingerprint: MakeFingerprint
    honour_pragmas: bool
    directives: Mapping[int | None, Sequence[Directive]]
    """Suppressions that stand in metadata: under None those of the whole notebook."""
    additions: Additions = NOTHING_ADDED
    known: KnownValues = NOTHING_KNOWN
    """Values that are stored outside of the notebook, which its outputs should not show."""


class Checker:
    """Findings of parts, remembered by text."""

    def __init__(self) -> None:
        self.scan_text = MatchCache(_scan)
        self._lock = threading.Lock()
        self._with_own: OrderedDict[OwnRules, MatchCache] = OrderedDict()

    def scan_text_for(self, own: OwnRules) -> ScanText:
        """Return what scans a text by our rules and ``own`` ones, with a memory in front."""
        if not own:
            return self.scan_text
        with self._lock:
            known = self._with_own.setdefault(own, MatchCache(partial(_scan, own=own)))
            self._with_own.move_to_end(own)
            while len(self._with_own) > _MOST_SETS:
                self._with_own.popitem(last=False)
            return known

    def check(
        self,
        parts: Callable[[], Iterable[Part]],
        path: str,
        cell: int | None,
        rules: Rules,
        *,
        scan_text: ScanText | None = None,
    ) -> tuple[list[Finding], list[ScanError]]:
        """Return the findings of one cell's parts; what cannot be read is an error, never skipped.

        Parameters
        ----------
        parts
            Makes the parts; whatever it raises is the cell's error.
        path, cell
            Where the error is to point.
        rules
            Of the notebook.
        scan_text
            What is asked in place of the detector.
        """
        try:
            findings = check_parts(
                parts(),
                path,
                scan_text=scan_text or self.scan_text_for(rules.additions.rules),
                fingerprint=rules.fingerprint,
                honour_pragmas=rules.honour_pragmas,
                directives=rules.directives,
                known=rules.known,
                additions=rules.additions,
            )
            return findings, []
        except ModelError:
            raise  # it would fail for every cell
        except Exception as error:
            return [], [ScanError(path=path, message=_explained(error), cell=cell)]


def _explained(error: Exception) -> str:
    if isinstance(error, msgspec.MsgspecError):
        return NOT_AS_THE_FORMAT
    if isinstance(error, UnreadableNotebookError):
        return str(error)  # written for the user; quotes nothing
    return f"could not be scanned ({type(error).__name__}); please report this"


def _scan(text: str, language: str, own: OwnRules = NO_RULES) -> list[Match]:
    # Asked at each call: the detector is made on first use, which no import should pay for.
    return get_detector(own).scan(text, language)
