"""One file of settings, and the files with rules that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .lines import with_lines
from .rule_tables import check_ids
from .settings import ConfigError, read_all, settings_for
from .sources import Read, toml_of

_FIRST = ("rule", "rule_files", "secret_names")
"""What adds rules: all else may name these."""
_MOST_FILES = 10
_IN_RULE_FILES = ("rule", "secret_names", "allow", "ignore")


class Source(NamedTuple):
    """Where settings stand."""

    path: Path
    root: Path
    """What paths in it are relative to."""
    where: str
    """As messages name it."""


def values_of(source: Source, table: Mapping[str, Any], read: Read) -> dict[str, Any]:
    """Return the settings of ``table``, checked, with what the files add that it names.

    Raises
    ------
    ConfigError
        A value or a file cannot be used; names it.
    """
    first = read_all(_some(table, _FIRST), settings_for(), source.where)
    try:
        return _with_files(source, table, first, read)
    except ConfigError as error:
        error.files = tuple(source.root / name for name in first.get("rule_files", ()))
        raise


def _with_files(
    source: Source, table: Mapping[str, Any], first: dict[str, Any], read: Read
) -> dict[str, Any]:
    known = settings_for()
    if len(first.get("rule_files", ())) > _MOST_FILES:
        raise ConfigError(f"{source.where}: rule_files has more than {_MOST_FILES} files; join some of them")
    files = [_rule_file(source.root, name, read, source.where) for name in first.get("rule_files", ())]
    added = [read_all(_some(more, _FIRST), known, name) for name, more, _ in files]
    _join(first, added, ("rule", "secret_names"))
    try:
        check_ids(first.get("rule", ()))
    except ValueError as error:
        raise ConfigError(f"{source.where}: rule {error}") from None
    known = settings_for(rule_ids(first))
    rest = {key: value for key, value in table.items() if key not in _FIRST}
    text = (read(source.path) or b"").decode("utf-8", "replace")
    values = with_lines(first | read_all(rest, known, source.where), text, source.path.name)
    allows = [
        with_lines(read_all(_some(more, ("allow", "ignore")), known, name), held, name)
        for name, more, held in files
    ]
    _join(values, allows, ("allow", "ignore"))
    return values


def rule_ids(values: Mapping[str, Any]) -> list[str]:
    """Return the weakness ids of the rules that settings add."""
    return [one.rule.id for one in values.get("rule", ())]


def _rule_file(root: Path, name: str, read: Read, where: str) -> tuple[str, dict[str, Any], str]:
    path = root / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise ConfigError(f"{where}: rule_files has {name!r}, which is not below the folder of the policy")
    data = read(path)
    if data is None:
        raise ConfigError(f"{where}: rule_files has {name!r}, and there is no such file")
    table = toml_of(path, data)
    for key in table:
        if key not in _IN_RULE_FILES:
            raise ConfigError(f"{name}: {key!r} cannot stand here; there are {', '.join(_IN_RULE_FILES)}")
    return name, table, data.decode("utf-8", "replace")


def _some(table: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: table[key] for key in keys if key in table}


def _join(values: dict[str, Any], more: Iterable[Mapping[str, Any]], keys: Iterable[str]) -> None:
    for one in more:
        for key in keys:
            if one.get(key):
                values[key] = (*values.get(key, ()), *one[key])
