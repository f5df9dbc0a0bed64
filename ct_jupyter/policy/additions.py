"""What a policy adds to a check: rules of its own, and what values look like that are let through."""

from __future__ import annotations

from typing import NamedTuple

from ..detection.own.own_rules import NO_RULES, OwnRules
from ..findings.finding import Suppression
from .apply import PlaceOf, expired
from .config import Config
from .paths import path_matches
from .settings import AllowRule


def _nowhere(_: str) -> None:
    return None


class Additions(NamedTuple):
    """Goes along with the work, also to other processes."""

    rules: OwnRules = NO_RULES
    allows: tuple[AllowRule, ...] = ()
    """Those that say what a value looks like."""
    place_of: PlaceOf = _nowhere

    def is_for(self, weakness_id: str, path: str) -> bool:
        """Whether a rule is meant for a file; one of ours is for all."""
        paths = next((one.paths for one in self.rules.rules if one.rule.id == weakness_id), ())
        if not paths:
            return True
        place = self.place_of(path)
        return place is not None and path_matches(place, paths)

    def suppression(
        self, path: str, weakness_id: str, text: str, span: tuple[int, int]
    ) -> Suppression | None:
        """Return what lets the secret at ``span`` of ``text`` through, or None."""
        for allowed in self.allows:
            looks = allowed.looks
            if looks is None or expired(allowed) or not looks.covers(weakness_id, text, span):
                continue
            if looks.holds_at(self.place_of(path)):
                return Suppression("value", allowed.reason, until=allowed.until, at=allowed.at)
        return None


NOTHING_ADDED = Additions()


def additions_of(config: Config, place_of: PlaceOf) -> Additions:
    """Return what the settings add.

    Parameters
    ----------
    place_of
        A report's path to one relative to the settings; has to be one that processes can be sent.
    """
    return Additions(config.own, tuple(one for one in config.allow if one.looks is not None), place_of)
