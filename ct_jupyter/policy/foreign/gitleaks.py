"""gitleaks' configuration: https://github.com/gitleaks/gitleaks#configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...detection.own.own_rules import OwnRule
from ..rule_tables import rules_of
from .go_globs import to_globs
from .go_python import to_python
from .go_tree import UntranslatableError
from .taken import Taken, slug

PREFIX = "secret.custom."
_LONGEST_NAME = 60
_REASON = "allowed in {source}"


def is_gitleaks(table: Mapping[str, Any]) -> bool:
    """Whether a document of TOML is a configuration of gitleaks."""
    return any(key in table for key in ("rules", "allowlist", "allowlists", "extend", "whitelist"))


def from_gitleaks(table: Mapping[str, Any], source: str) -> Taken:
    """Return what a configuration becomes.

    Parameters
    ----------
    source
        Its name, for reasons.
    """
    taken = Taken(source)
    _extended(taken, table.get("extend"))
    ids: dict[str, str] = {}
    for number, rule in enumerate(_tables(table.get("rules")), start=1):
        _rule(taken, rule, number, ids)
    for allowed in _allowlists(table):
        targets = _texts(allowed.get("targetRules"))
        known = [ids[one] for one in targets if one in ids]
        if targets and not known:
            taken.leave("allow", _name_of(allowed), f"is for rules that are not here: {', '.join(targets)}")
            continue
        _allowlist(taken, allowed, known)
    return taken


def _extended(taken: Taken, extend: Any) -> None:
    if not isinstance(extend, dict):
        return
    if extend.get("useDefault"):
        taken.said.append(_default())
    for key in ("path", "url"):
        if extend.get(key):
            taken.leave("setting", f"extend.{key}", f"take {extend[key]} over as well, by its own --from")
    disabled = _texts(extend.get("disabledRules"))
    if disabled:
        taken.leave(
            "setting",
            "extend.disabledRules",
            f"{', '.join(disabled)}: rules of ours have other ids; name those in disable",
        )


def _default() -> Any:
    from .taken import Said

    return Said("setting", "extend.useDefault", True, "our rules stand in place of the default ones")


def _rule(taken: Taken, rule: Mapping[str, Any], number: int, ids: dict[str, str]) -> None:
    name = _text(rule.get("id")) or _text(rule.get("description")) or f"number {number}"
    pattern = rule.get("regex")
    table: dict[str, Any] = {"id": PREFIX + slug(name), "title": _text(rule.get("description"))[:200] or name}
    notes = []
    try:
        if not isinstance(pattern, str) or not pattern:
            raise UntranslatableError(
                "finds files by their names, and findings here are values"
                if rule.get("path")
                else "has no regex; it changes one of gitleaks' own rules, which are not used here"
            )
        if rule.get("required"):
            raise UntranslatableError("needs other rules to match nearby")
        group = rule.get("secretGroup")
        table["pattern"], changed = to_python(pattern, group if isinstance(group, int) and group else None)
        notes += [changed] if changed else []
        if isinstance(entropy := rule.get("entropy"), int | float) and entropy > 0:
            table["checks"] = [f"entropy:{entropy:g}"]
        if rule.get("path") or rule.get("file"):
            table["paths"] = list(to_globs(_text(rule.get("path") or rule.get("file"))))
    except UntranslatableError as error:
        taken.leave("rule", name, str(error))
        return
    keywords = [word for word in _texts(rule.get("keywords")) if len(word) >= 3]
    if keywords and not _has_literal(table):
        table["keywords"] = keywords
        notes.append("a keyword has to stand on the same line, not anywhere in the file")
    before = len(taken.rules)
    taken.add_rule(table, name, "; ".join(notes))
    if len(taken.rules) > before:
        ids[name] = table["id"]
        for allowed in _allowlists(rule):
            _allowlist(taken, allowed, [table["id"]])


def _has_literal(table: Mapping[str, Any]) -> bool:
    try:
        made: tuple[OwnRule, ...] = rules_of([table])
    except ValueError:
        return False
    return bool(made)


def _allowlists(table: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for key in ("allowlist", "allowlists", "whitelist"):
        yield from _tables(table.get(key))


def _allowlist(taken: Taken, allowed: Mapping[str, Any], weakness: list[str]) -> None:
    reason = _text(allowed.get("description")) or _REASON.format(source=taken.source)
    base: dict[str, Any] = {"reason": reason, "weakness": ",".join(weakness)}
    for commit in _texts(allowed.get("commits")):
        taken.leave("allow", f"commit {commit[:12]}", "content is scanned, whatever commit brought it")
    paths = [*_texts(allowed.get("paths")), *_texts(allowed.get("files"))]
    looks = list(_looks(taken, allowed))
    words = _texts(allowed.get("stopwords"))
    if words:
        looks.append(({"words": words}, f"{len(words)} stopwords", ""))
    if _text(allowed.get("condition") or allowed.get("match") or "OR").upper() in ("AND", "&&") and paths:
        globs = _globs(taken, paths)
        for look, name, why in looks if globs else ():
            taken.add_allow({**base, **look, "paths": globs}, name, why)
        return
    for look, name, why in looks:
        taken.add_allow(base | look, name, why)
    for path in paths:
        if globs := _globs(taken, [path]):
            taken.add_ignore({"paths": globs} | base, f"path {_short(path)}")


def _looks(taken: Taken, allowed: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str, str]]:
    target = _text(allowed.get("regexTarget") or "secret").lower()
    for pattern in _texts(allowed.get("regexes")):
        name = f"regex {_short(pattern)}"
        try:
            written, why = to_python(pattern, 0)
        except UntranslatableError as error:
            taken.leave("allow", name, str(error))
            continue
        if target == "match" and (written.startswith("^") or written.endswith("$")):
            taken.leave("allow", name, "is tied to the ends of a match, not of a value")
        elif target in ("match", "line"):
            wider = "is searched in the whole line, not in the match alone" if target == "match" else ""
            yield {"line": written}, name, "; ".join(filter(None, [why, wider]))
        else:
            yield {"value": written}, name, why


def _globs(taken: Taken, paths: Iterable[str]) -> list[str]:
    found: list[str] = []
    for path in paths:
        try:
            found += to_globs(path)
        except UntranslatableError as error:
            taken.leave("allow", f"path {_short(path)}", str(error))
    return found


def _name_of(allowed: Mapping[str, Any]) -> str:
    return _short(_text(allowed.get("description")) or "allowlist")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def _tables(value: Any) -> list[Mapping[str, Any]]:
    tables = value if isinstance(value, list) else [value]
    return [table for table in tables if isinstance(table, dict)]


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]
