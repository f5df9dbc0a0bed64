"""The rule packs, read from ``rules/*.toml``."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from ..files.private_cache import PrivateCache
from . import near
from .model import Rule
from .near import near_pattern
from .secrets.known import KNOWN_VALUE

_FIELDS = [(field.name, field.default) for field in msgspec.structs.fields(Rule)]
"""Part of the key: what was stored before a field came does not serve any more."""


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return all rules, ordered by file and by place in it.

    Raises
    ------
    ValueError
        If a file does not hold rules; names the file and the field.
    """
    folder = Path(__file__).parent / "rules"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = {file.name: file.read_bytes() for file in files}
    # Parsing takes a tenth of a second, which is most of what a run on one notebook takes.
    kept = PrivateCache(".rules")
    code = Path(near.__file__).read_bytes()  # decides what a pattern becomes
    key = b"\0".join([repr(_FIELDS).encode(), code, *texts.values()])
    stored = kept.load(key)
    if stored is not None:
        with suppress(msgspec.MsgspecError):
            return msgspec.msgpack.decode(stored, type=tuple[Rule, ...])
    rules = tuple(rule for name, text in texts.items() for rule in _parse(name, text))
    kept.store(key, msgspec.msgpack.encode(rules))
    return rules


def _parse(name: str, text: bytes) -> list[Rule]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        tables = tomllib.loads(text.decode())
        return [_whole(rule) for rule in msgspec.convert(tables.get("rule", []), list[Rule])]
    except (ValueError, msgspec.ValidationError) as error:
        raise ValueError(f"{name}: {error}") from error


@cache
def rules_by_id() -> dict[str, Rule]:
    """Return the rules by weakness id, and the kind that no rule finds."""
    return {rule.id: rule for rule in (*load_rules(), KNOWN_VALUE)}


def _whole(rule: Rule) -> Rule:
    """Return the rule with the pattern that engines match, where the file has only the value's."""
    if not rule.near:
        return rule
    return msgspec.structs.replace(rule, pattern=near_pattern(rule.near, rule.given, rule.pattern))
