"""What of another scanner's configuration was taken over, and what not, each thing with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from ...text.lazy import lazy
from ..rule_tables import rules_of
from ..settings import settings_for

_PLAIN = lazy(r"[^\x00-\x08\x0a-\x1f\x7f]*\Z")
_PREFIX = lazy(r"(?:'[^']*'|\(entry 1\)):? (?:pattern |\w+ )?")
_SLUG = lazy(r"[^a-z0-9]+")


class Said(NamedTuple):
    """What became of one thing."""

    what: str
    """``rule``, ``allow``, ``file``, ``setting``."""
    name: str
    taken: bool
    why: str = ""
    """Why not, or what is different."""


class Taken(msgspec.Struct):
    """Pieces of a policy, as tables of TOML."""

    source: str
    rules: list[dict[str, Any]] = []
    allows: list[dict[str, Any]] = []
    ignores: list[dict[str, Any]] = []
    said: list[Said] = []

    def add_rule(self, table: dict[str, Any], name: str, why: str = "") -> None:
        """Add a rule, if it can be used."""
        ids = {one["id"] for one in self.rules}
        first, number = table["id"], 2
        while table["id"] in ids:
            table["id"], number = f"{first}-{number}", number + 1
        table = {key: value for key, value in table.items() if value}
        if self._holds(lambda: rules_of([table]), "rule", name):
            self.rules.append(table)
            self.said.append(Said("rule", name, True, why))

    def add_allow(self, table: dict[str, Any], name: str, why: str = "") -> None:
        """Add a value that is let through, if it can be said."""
        table = {key: value for key, value in table.items() if value}
        known = settings_for([one["id"] for one in self.rules])
        if self._holds(lambda: known["allow"].read([table]), "allow", name):
            self.allows.append(table)
            self.said.append(Said("allow", name, True, why))

    def add_ignore(self, table: dict[str, Any], name: str, why: str = "") -> None:
        """Add files in which nothing counts."""
        self.ignores.append({key: value for key, value in table.items() if value})
        self.said.append(Said("allow", name, True, why))

    def leave(self, what: str, name: str, why: str) -> None:
        """Note that something was not taken over."""
        self.said.append(Said(what, name, False, why))

    def _holds(self, read: Callable[[], object], what: str, name: str) -> bool:
        try:
            read()
        except ValueError as error:
            # Its id and its key say what is told already.
            self.leave(what, name, _PREFIX.sub("", str(error)))
            return False
        return True


def slug(text: str) -> str:
    """Return a text as a part of a weakness id."""
    return _SLUG.sub("-", text.lower()).strip("-")[:60].strip("-") or "rule"


def to_toml(taken: Taken) -> str:
    """Return the file of rules."""
    blocks = [f"# Taken over from {taken.source} by ct-jupyter init --from. Yours to edit."]
    for key, tables in (("rule", taken.rules), ("allow", taken.allows), ("ignore", taken.ignores)):
        blocks += [f"[[{key}]]\n{_lines(table)}" for table in tables]
    return "\n\n".join(blocks) + "\n"


def _lines(table: Mapping[str, Any]) -> str:
    return "\n".join(f"{key} = {_value(value)}" for key, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    items: Iterable[str] = [_text(one) for one in value]
    inline = f"[{', '.join(items)}]"
    if len(inline) <= 100:
        return inline
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _text(text: str) -> str:
    if "\\" in text and "'''" not in text and not text.endswith("'") and _PLAIN.match(text):
        return f"'''{text}'''"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
