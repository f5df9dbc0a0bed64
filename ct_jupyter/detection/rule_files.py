"""The rule packs, read from ``rules/*.toml``."""

from __future__ import annotations

import sys
from functools import cache
from importlib import resources

import msgspec

from .model import Rule

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return all rules, ordered by file and by place in it.

    Raises
    ------
    ValueError
        If a file does not hold rules; names the file and the field.
    """
    rules: list[Rule] = []
    folder = resources.files(__package__) / "rules"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
            rules += msgspec.convert(tables.get("rule", []), list[Rule])
        except (ValueError, msgspec.ValidationError) as error:
            raise ValueError(f"{file.name}: {error}") from error
    return tuple(rules)


@cache
def rules_by_id() -> dict[str, Rule]:
    """Return the rules by weakness id."""
    return {rule.id: rule for rule in load_rules()}
