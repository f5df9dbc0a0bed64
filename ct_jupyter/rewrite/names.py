"""Names for the environment variables that values move to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..detection.model import Rule
from ..text.lazy import lazy
from .reserved import owner_of
from .sites import Hole

VALID_NAME = lazy(r"[A-Z_][A-Z0-9_]*\Z")
MAX_LENGTH = 64

_PASSWORD_OF = {
    "postgres": "PGPASSWORD",
    "postgresql": "PGPASSWORD",
    "mysql": "MYSQL_PASSWORD",
    "mariadb": "MYSQL_PASSWORD",
    "rediss": "REDIS_PASSWORD",
    "amqps": "AMQP_PASSWORD",
    "https": "HTTP_PASSWORD",
}
"""What clients read by themselves, or what most people call it."""
_CAMEL_EDGE = lazy(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = lazy(r"[^A-Za-z0-9]+")

_ENCODINGS = (
    ("HEX", lazy(r"[0-9a-fA-F \t:\n]+\Z")),
    ("BASE64", lazy(r"[A-Za-z0-9+/_\n-]+={0,2}\Z")),
    ("ENCODED", lazy(r"")),
)
"""How a copy is encoded, by how it looks."""


def is_valid(name: str) -> bool:
    """Tell whether ``name`` may hold a secret: upper-case identifier, nobody's own, not too long."""
    return not problem_of(name)


def problem_of(name: str) -> str:
    """Return why ``name`` may not hold a secret, for a person; empty where it may."""
    if not VALID_NAME.match(name) or len(name) > MAX_LENGTH:
        return (
            "The name must be capital letters, digits and underscores, not begin with a digit, "
            f"and be at most {MAX_LENGTH} characters long."
        )
    owner = owner_of(name)
    return f"{name} belongs to {owner.title}; choose another name." if owner else ""


def base_name(rule: Rule, name: str | None) -> str:
    """Return the variable for a value of ``rule`` that was given to ``name``.

    What the provider's SDK reads by itself comes first, then the variable or key that the value
    stood in (``databasePassword`` becomes ``DATABASE_PASSWORD``), then the rule's own id.
    """
    if rule.env and is_valid(rule.env):
        return rule.env
    from_source = _upper_snake(name or "")
    if from_source and owner_of(from_source):
        from_source = f"{from_source}_SECRET"
        from_source = "" if owner_of(from_source) else from_source
    return from_source or _from_rule(rule)


def name_for(hole: Hole) -> str:
    """Return the variable that a person would choose for the value of ``hole``."""
    spot = hole.spot
    if spot.encoded:
        how = next(how for how, form in _ENCODINGS if form.match(hole.value))
        return f"{base_name(spot.rule, spot.given)}_{how}"[:MAX_LENGTH]
    if hole.whole_url:
        return spot.rule.env or "DATABASE_URL"
    if spot.outer is None:
        return base_name(spot.rule, spot.given)
    # A password in a connection string: `env` of its rule names the whole string.
    scheme = hole.scheme.partition("+")[0]
    return _PASSWORD_OF.get(scheme) or (f"{_upper_snake(scheme)}_PASSWORD" if scheme else "DATABASE_PASSWORD")


def candidates(name: str) -> Iterator[str]:
    """Yield ``name``, then ``name_2``, ``name_3`` … without end."""
    yield name
    number = 2
    while True:
        tail = f"_{number}"
        yield name[: MAX_LENGTH - len(tail)] + tail
        number += 1


def _from_rule(rule: Rule) -> str:
    words = [word for word in rule.id.split(".")[1:] if word != "generic"]
    return _upper_snake("_".join(words)) or "SECRET"


def _upper_snake(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = _NOT_WORD.sub("_", _CAMEL_EDGE.sub("_", plain)).strip("_").upper()
    words = words[:MAX_LENGTH].rstrip("_")
    if words[:1].isdigit():
        words = f"_{words}"[:MAX_LENGTH]
    return words
