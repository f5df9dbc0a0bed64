"""``[[rule]]`` and ``secret_names``: what an organisation adds to what is looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..detection.model import Confidence, Rule, Severity
from ..detection.own.fitness import check_names, check_pattern
from ..detection.own.own_rules import OwnRule
from ..detection.own.proposals import SHORTEST_LITERAL, proposal
from ..detection.rule_files import rules_by_id
from ..detection.secrets.names import split_words
from ..text.lazy import lazy
from .values import nearest, text_of, texts_of

MOST_RULES = 500
MOST_NAMES = 500
MOST_CHARACTERS = 100_000
"""Of all patterns of a file: each is judged before it is used, whoever opens the repository."""
_ID = lazy(r"secret(?:\.[a-z0-9][a-z0-9_-]{0,60}){2,4}\Z")
_SPECIFICITY = 65
"""Above all of ours: who writes a rule knows the value better than we do."""
_MOST_KEYWORDS = 100
_REMEDY = "Revoke the value where it was issued, and read the new one from the environment."


def _id(value: Any) -> str:
    text = text_of(value)
    if not _ID.match(text):
        raise ValueError("has to be secret.custom.NAME, or secret.YOURS.NAME: lower case, with dots between")
    if text in rules_by_id():
        raise ValueError("is one of ours; choose another, as in secret.custom.NAME")
    return text


def _pattern(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("has to be a regular expression, in '''…'''")
    check_pattern(value)
    return value


def _keywords(value: Any) -> tuple[str, ...]:
    words = tuple(word.lower() for word in texts_of(value))
    short = next((word for word in words if len(word.encode()) < SHORTEST_LITERAL), None)
    if short is not None:
        raise ValueError(
            f"has {short!r}, which stands on too many lines; {SHORTEST_LITERAL} characters or more"
        )
    if len(words) > _MOST_KEYWORDS:
        raise ValueError(f"has {len(words)} words, of at most {_MOST_KEYWORDS}")
    return words


def _severity(value: Any) -> Severity:
    try:
        return Severity(text_of(value).lower())
    except ValueError:
        raise ValueError(f"has to be one of {', '.join(one.value for one in Severity)}") from None


def _checks(value: Any) -> tuple[str, ...]:
    names = texts_of(value)
    check_names(names)
    return names


_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "id": _id,
    "pattern": _pattern,
    "title": text_of,
    "severity": _severity,
    "description": text_of,
    "remedy": text_of,
    "link": text_of,
    "keywords": _keywords,
    "checks": _checks,
    "paths": texts_of,
    "env": text_of,
    "prefix": text_of,
    "matches": texts_of,
    "silent": texts_of,
}


def rules_of(value: Any) -> tuple[OwnRule, ...]:
    """Read ``[[rule]]``.

    Raises
    ------
    ValueError
        Names the rule by its id, else by its number, and the key.
    """
    if not isinstance(value, list | tuple) or not all(isinstance(table, dict) for table in value):
        raise ValueError(f"has to be a list of tables with the keys {', '.join(_KEYS)}")
    if len(value) > MOST_RULES:
        raise ValueError(f"has {len(value)} tables, of at most {MOST_RULES}")
    if sum(len(str(table.get("pattern", ""))) for table in value) > MOST_CHARACTERS:
        raise ValueError(
            f"has patterns of more than {MOST_CHARACTERS:,} characters together; have less rules"
        )
    rules = [_rule(table, number) for number, table in enumerate(value, start=1)]
    check_ids(rules)
    return tuple(rules)


def check_ids(rules: list[OwnRule]) -> None:
    """Refuse two rules of one id.

    Raises
    ------
    ValueError
        Names the id.
    """
    seen: set[str] = set()
    for one in rules:
        if one.rule.id in seen:
            raise ValueError(f"{one.rule.id!r} is there twice; rename one")
        seen.add(one.rule.id)


def _rule(table: Mapping[str, Any], number: int) -> OwnRule:
    named = table.get("id")
    where = repr(named) if isinstance(named, str) and named else f"(entry {number})"
    values: dict[str, Any] = {}
    for key, given in table.items():
        if key not in _KEYS:
            raise ValueError(f"{where} has the unknown key {key!r}{nearest(key, _KEYS)}")
        try:
            values[key] = _KEYS[key](given)
        except ValueError as error:
            raise ValueError(f"{where}: {key} {error}") from None
    for key in ("id", "pattern"):
        if key not in values:
            raise ValueError(f"{where} needs {key!r}")
    rule = Rule(
        id=values["id"],
        title=values.get("title") or values["id"].rpartition(".")[2].replace("-", " ").replace("_", " "),
        provider=values["id"].split(".")[1],
        severity=values.get("severity", Severity.HIGH),
        pattern=values["pattern"],
        why=values.get("description", ""),
        remedy=values.get("remedy", "") or _REMEDY,
        source=values.get("link", ""),
        checks=values.get("checks", ()),
        confidence=Confidence.HIGH,
        specificity=_SPECIFICITY,
        public_prefix=values.get("prefix", ""),
        env=values.get("env", ""),
        match=values.get("matches", ()),
        no_match=values.get("silent", ()),
    )
    own = OwnRule(rule=rule, keywords=values.get("keywords", ()), paths=values.get("paths", ()))
    try:
        proposal(own)
    except ValueError as error:
        raise ValueError(f"{where}: pattern {error}") from None
    return own


def names_of(value: Any) -> tuple[str, ...]:
    """Read ``secret_names``.

    Raises
    ------
    ValueError
        Names the name.
    """
    names = texts_of(value)
    for name in names:
        if len("".join(split_words(name))) < SHORTEST_LITERAL:
            raise ValueError(
                f"has {name!r}, which too many names end with; {SHORTEST_LITERAL} letters or more"
            )
    if len(names) > MOST_NAMES:
        raise ValueError(f"has {len(names)} names, of at most {MOST_NAMES}")
    return tuple("_".join(split_words(name)) for name in names)
