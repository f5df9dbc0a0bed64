"""Names of variables that hold a secret where an organisation says so: what is given to them is judged as
what is given to ``password`` is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Rule
from ..secrets.names import Kind, split_words, without_suffixes
from ..secrets.rules import NameRules
from .proposals import any_of

_BETWEEN = r"[_\-. ]?"


class OwnNames(NameRules):
    """The pairs of a name that an organisation added."""

    def __init__(self, names: Sequence[str], rules: Sequence[Rule]) -> None:
        """Look for ``names``; ``rules`` are ours, of which the generic ones say what a finding is called."""
        super().__init__([rule for rule in rules if rule.id.startswith("secret.generic.")])
        self._whole = frozenset("".join(split_words(name)) for name in names)
        self.trigger = re.compile(trigger(names), re.ASCII)
        self.words = self.trigger

    def kind_of(self, name: str) -> Kind | None:
        """Return that it is a password where the name ends with one of ours."""
        words = without_suffixes(split_words(name))
        ends = ("".join(words[first:]) for first in range(len(words)))
        return "password" if any(end in self._whole for end in ends) else None


def trigger(names: Sequence[str]) -> str:
    """Return a pattern for the names in any style: ``acme_pin``, ``acmePin``, ``ACME-PIN``."""
    styles = [_BETWEEN.join(map(re.escape, split_words(name))) for name in names]
    return f"(?i:{'|'.join(styles)})" if styles else any_of(())
