"""Fingerprints of two keys: the user's own, which the front end sees, and that of the repository's baseline.

The second is costly, since all but values of a random form are stretched. So it is made once for each value,
only of kinds that the baseline names where the document is, and not while somebody types.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ..findings.fingerprint import private_fingerprinter
from ..policy.baseline import Baseline

MAX_KNOWN = 100_000


class BaselinePrints:
    """The fingerprints of one baseline's key, remembered by those of the user's own. No value is kept."""

    def __init__(self, baseline: Baseline) -> None:
        self._make = baseline.fingerprinter()
        self._known: dict[str, str] = {}

    def make(self, own: str, weakness_id: str, value: str, *, stretch: bool) -> bool:
        """Make the fingerprint of ``value`` known; False where it has to be stretched and may not be."""
        if own in self._known:
            return True
        if not stretch and self._make.is_costly(weakness_id, value):
            return False
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known[own] = self._make(weakness_id, value)
        return True

    def of(self, own: str) -> str:
        """Return the one that goes with the user's own; empty where it is not known."""
        return self._known.get(own, "")


class TwoKeys:
    """Gives the user's own fingerprints, and sees to it that the repository's are known.

    Parameters
    ----------
    prints
        None where no repository's fingerprint is of use.
    needs
        Tells whether one of a weakness id is; asked once for each that is found.
    stretch
        Whether there is time to stretch.
    """

    def __init__(
        self, prints: BaselinePrints | None, needs: Callable[[str], bool], *, stretch: bool = True
    ) -> None:
        self._own = private_fingerprinter()
        self._prints = prints
        # Most requests find nothing, and need not be asked.
        self._needs = cache(needs)
        self._stretch = stretch
        self.waiting = False
        """Whether a fingerprint was left for later."""

    def __call__(self, weakness_id: str, value: str) -> str:
        """Return the user's own fingerprint."""
        own = self._own(weakness_id, value)
        if self._prints and self._needs(weakness_id):
            known = self._prints.make(own, weakness_id, value, stretch=self._stretch)
            self.waiting = self.waiting or not known
        return own
