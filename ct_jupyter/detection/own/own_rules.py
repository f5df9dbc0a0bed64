"""What an organisation adds: rules, and names of variables that hold a secret."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from ..model import Rule


class OwnRule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, as ``[[rule]]`` in a policy states it."""

    rule: Rule
    keywords: tuple[str, ...] = ()
    """In lower case: one of them has to stand on the line, in any case."""
    paths: tuple[str, ...] = ()
    """Globs on the files that it is for; none where it is for all."""


class OwnRules(msgspec.Struct, frozen=True):
    """All that one policy adds. Sent to other processes with the work, and a key of caches."""

    rules: tuple[OwnRule, ...] = ()
    names: tuple[str, ...] = ()
    """Names of variables, in lower case and with ``_`` between their words."""
    digest: str = ""
    """Of all else, so that comparing two sets costs the same for many rules as for one."""

    def __bool__(self) -> bool:
        return bool(self.rules or self.names)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnRules) and other.digest == self.digest

    @property
    def ids(self) -> tuple[str, ...]:
        """The weakness ids of the rules."""
        return tuple(one.rule.id for one in self.rules)

    def rule(self, weakness_id: str) -> Rule | None:
        """Return the rule with the id, or None."""
        return next((one.rule for one in self.rules if one.rule.id == weakness_id), None)


NO_RULES = OwnRules()
"""Of a policy that adds nothing."""


def own_rules(rules: tuple[OwnRule, ...], names: tuple[str, ...] = ()) -> OwnRules:
    """Return a set of rules and names."""
    if not rules and not names:
        return NO_RULES
    digest = blake2b(msgspec.msgpack.encode((rules, names)), digest_size=16).hexdigest()
    return OwnRules(rules, names, digest)
