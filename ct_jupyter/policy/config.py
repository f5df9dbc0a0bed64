"""What holds for this run, and where each value came from.

In order: options, ``FAILED_ARGS``, ``[tool.ct-jupyter]`` in ``pyproject.toml`` or ``.ct-jupyter.toml``,
defaults. The gate (limits and condition) is taken from the first source that has one, as a whole: an empty
object in ``FAILED_ARGS`` sets no limit. An option then replaces just its own part.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..detection.model import Severity
from ..detection.own.own_rules import NO_RULES, OwnRule, OwnRules, own_rules
from .failed_args import NAME as FAILED_ARGS
from .failed_args import failed_args
from .settings import (
    DEFAULT_INCLUDE,
    GATE,
    LIMITS,
    SETTINGS,
    UNSET_GATE,
    AllowRule,
    ConfigError,
    IgnoreRule,
    read_all,
    settings_for,
)
from .settings_file import Source, rule_ids, values_of
from .sources import Read, read_file, toml_of
from .values import nearest

OWN_FILE = ".ct-jupyter.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = "ct-jupyter"
DEFAULT = "default"


class Limits(msgspec.Struct, frozen=True):
    """The gate's own settings."""

    most: dict[Severity, int] = {}
    """How many findings of a severity are let through; a severity without a number has no limit."""
    weakness_is: tuple[str, ...] = ()
    condition: str = "OR"


class Config(msgspec.Struct, frozen=True):
    """The settings of a run."""

    limits: Limits
    sync_scan: bool = True
    policy_name: str = ""
    include: tuple[str, ...] = DEFAULT_INCLUDE
    exclude: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    """Globs on the weakness ids that are not looked for."""
    baseline: Path = Path(".ct-jupyter/baseline.json")
    honour_pragmas: bool = True
    suppressions_need: str = "nothing"
    """``base``: a comment, tag or metadata entry ignores nothing in the change that adds it."""
    store: str = "auto"
    """Where the values of secrets go that are replaced."""
    vault: str = ""
    """Secret scope, key vault or project, where ``store`` is a platform that has such."""
    ignore: tuple[IgnoreRule, ...] = ()
    allow: tuple[AllowRule, ...] = ()
    rule: tuple[OwnRule, ...] = ()
    rule_files: tuple[str, ...] = ()
    """Files with more rules, from ``root``."""
    secret_names: tuple[str, ...] = ()
    root: Path = Path()
    """What the paths in the settings are relative to: the folder of the file, or where none is, the
    repository's."""
    values: dict[str, Any] = {}
    """Every setting by name."""
    sources: dict[str, str] = {}
    """Where each value came from."""
    own: OwnRules = NO_RULES
    """What ``rule`` and ``secret_names`` add to what is looked for."""


def load_config(
    folder: Path,
    environment: Mapping[str, str],
    options: Mapping[str, Any] | None = None,
    read: Read = read_file,
) -> Config:
    """Return what holds in ``folder``.

    Parameters
    ----------
    folder
        Where to look for a file, and in the folders above, up to the repository's own.
    environment
        Read for ``FAILED_ARGS``.
    options
        Values given on the command line, by setting; None means not given.
    read
        Where the files are read from: the work tree, or a commit.

    Raises
    ------
    ConfigError
        A source is malformed.
    """
    root, file, from_file = _file_values(folder, read)
    from_arguments = failed_args(environment.get(FAILED_ARGS))
    from_options = {}
    for key, value in (options or {}).items():
        if value is not None:
            option = f"--{key.replace('number_of_', '').replace('_', '-')}"
            from_options[key] = read_all({key: value}, settings_for(rule_ids(from_file)), option)[key]

    values = {key: setting.default for key, setting in SETTINGS.items()}
    sources = dict.fromkeys(SETTINGS, DEFAULT)

    def take(found: Mapping[str, Any], where: str) -> None:
        values.update(found)
        sources.update(dict.fromkeys(found, where))

    has_limits = any(key in from_file for key in (*LIMITS, "weakness_is"))
    if from_arguments is None and not has_limits:
        take(UNSET_GATE, DEFAULT)
    take(from_file, file)
    if from_arguments is not None:
        take({key: setting.default for key, setting in GATE.items()}, f"no limit in {FAILED_ARGS}")
        # Whether a broken limit fails is part of the gate: no file may switch off what the pipeline asks for.
        for key in ("condition", "sync_scan"):
            take({key: SETTINGS[key].default}, DEFAULT)
        take(from_arguments, FAILED_ARGS)
    for key, value in from_options.items():
        take({key: value}, f"option --{key.replace('number_of_', '').replace('_', '-')}")
    most = {
        Severity(key.removeprefix("max_number_of_")): values[key] for key in LIMITS if values[key] is not None
    }
    rest = {
        key: value for key, value in values.items() if key in Config.__struct_fields__ and key != "baseline"
    }
    return Config(
        limits=Limits(most, values["weakness_is"], values["condition"]),
        baseline=root / values["baseline"],
        root=root,
        values=values,
        sources=sources,
        own=own_rules(values["rule"], values["secret_names"]),
        **rest,
    )


def _file_values(folder: Path, read: Read) -> tuple[Path, str, dict[str, Any]]:
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        found = [
            (name, table)
            for name in (OWN_FILE, PROJECT_FILE)
            if (table := _table(place / name, read, own=name == OWN_FILE)) is not None
        ]
        if len(found) > 1:
            raise ConfigError(
                f"{place / OWN_FILE} and [tool.{TABLE}] in {PROJECT_FILE} both hold settings; keep one"
            )
        if found:
            name, table = found[0]
            where = f"{name}: [tool.{TABLE}]" if name == PROJECT_FILE else name
            return place, name, values_of(Source(place / name, place, where), table, read)
        if (place / ".git").exists():
            return place, DEFAULT, {}
    return folder, DEFAULT, {}


def _table(path: Path, read: Read, *, own: bool) -> dict[str, Any] | None:
    data = read(path)
    if data is None or (not own and TABLE.encode() not in data):
        return None
    document = toml_of(path, data)
    if own:
        return document
    tools = document.get("tool")
    table = tools.get(TABLE) if isinstance(tools, dict) else None
    if table is None:
        for name in tools or {}:
            if name.replace("_", "-") == TABLE:
                raise ConfigError(f"{path}: unknown table 'tool.{name}'{nearest(name, [f'tool.{TABLE}'])}")
        return None
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.{TABLE} has to be a table")
    return table
