"""Names and addresses by the model of the extra, beside what the detector finds; never at a keystroke."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from ..detection import Match
from ..detection.engine.overlap import resolve
from ..detection.personal.made import is_made_text
from ..detection.personal.names import ModelError, enabled
from ..detection.personal.personal_kinds import USERNAME, is_personal, personal_kind
from ..notebook.formats import BY_NAME
from ..policy.notices import Notice
from .located import ScanTexts
from .walk import Target

if TYPE_CHECKING:
    from ..detection.personal.names.texts import Budget

SECONDS = 60.0
"""What a process may spend on names. Short values, which names mostly are, go first in each file."""

UP_TO_BYTES = 10_000_000
"""Of notebooks: the model takes about a second for each megabyte, thirty times what all else takes."""


class NamesPass:
    """Adds names and addresses to what the detector finds in one file after the other, until its time is up.

    Parameters
    ----------
    seconds
        That all files together may take.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.left_out = 0
        """Values of the last file that were not read for want of time."""
        self.problem: str | None = None
        """Why the model could not be asked about the last file; names no text."""
        self._spent = 0.0

    def __reduce__(self) -> tuple[Callable[[float], NamesPass], tuple[float]]:
        # Sent to a process of a pool with each handful of files, it must not begin anew with each.
        return _of_process, (self.seconds,)

    def scan(self, scan_texts: ScanTexts, texts: Sequence[tuple[str, str]]) -> list[Sequence[Match]]:
        """Return what ``scan_texts`` finds in ``texts``, and names."""
        # Every command loads this module, and most of them never ask.
        from ..detection.personal.names.texts import names_in_texts

        found = list(scan_texts(texts))
        self.problem, self.left_out = None, 0
        began = time.perf_counter()
        over = began + self.seconds - self._spent
        other = [[(m.start, m.end) for m in matches if not _yields(m.rule.id)] for matches in found]
        try:
            names = names_in_texts(texts, other, self._budget(over))
        except ModelError as error:
            self.problem = str(error)
            return found
        self.left_out = names.left_out
        self._spent += time.perf_counter() - began
        return [
            _merged(matches, [one for one in more if not is_made_text(text[one.start : one.end])])
            if more
            else matches
            for (text, _), matches, more in zip(texts, found, names.matches, strict=True)
        ]

    def _budget(self, over: float) -> Budget:
        from ..detection.personal.names.texts import Budget

        if math.isinf(self.seconds):
            return Budget(values=None)
        return Budget(stop=lambda: time.perf_counter() > over)


def names_pass_for(
    targets: Iterable[Target], *, asked: bool | None = None
) -> tuple[NamesPass | None, list[Notice]]:
    """Return what looks for names in ``targets``, None where nothing does; and what to say of that.

    Parameters
    ----------
    asked
        Whether somebody asked for it: then it looks however much there is, and however long it takes.
    """
    if not enabled():
        return None, []
    size_bytes = _notebook_bytes(targets)
    if asked or size_bytes <= UP_TO_BYTES:
        return NamesPass(math.inf if asked else SECONDS), []
    read = f"the model of names did not read {size_bytes / 1e6:.0f} MB of notebooks, which takes long"
    return None, [Notice(".", f"{read}; --names has it read them")]


def _notebook_bytes(targets: Iterable[Target]) -> int:
    """Return how much the model of names would read: of data files it asks for a sample only."""
    total = 0
    for target in targets:
        if target.path.suffix.lower() in (".ipynb", *BY_NAME):
            with suppress(OSError):  # whoever reads it says so
                total += target.path.stat().st_size
    return total


def _yields(rule_id: str) -> bool:
    return is_personal(rule_id) and personal_kind(rule_id).yields_to_names


def _merged(matches: Sequence[Match], names: Sequence[Match]) -> list[Match]:
    kept = [
        match
        for match in matches
        if match.rule.id != USERNAME
        or not any(name.start <= match.start and match.end <= name.end for name in names)
    ]
    return resolve([*kept, *names])


@cache
def _of_process(seconds: float) -> NamesPass:
    return NamesPass(seconds)
