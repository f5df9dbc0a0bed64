"""Options that set the policy, the same for every command that reads it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ..policy.config import Config, load_config
from ..policy.sources import Read, read_file

_TEXTS = {
    "max_number_of_critical": ("N", "fail at more than N critical findings"),
    "max_number_of_high": ("N", "fail at more than N findings of high severity"),
    "max_number_of_medium": ("N", "fail at more than N findings of medium severity"),
    "max_number_of_low": ("N", "fail at more than N findings of low severity"),
    "weakness_is": (
        "KINDS",
        "fail at any finding of these kinds, separated by commas: secret.aws.*,pii.iban",
    ),
    "condition": ("OR|AND", "fail if any limit is exceeded (OR), or only if all are (AND)"),
    "sync_scan": ("true|false", "false: write and send the reports, but never fail"),
    "policy_name": ("NAME", "name of the policy, shown in reports and sent to the instance"),
    "honour_pragmas": ("true|false", "whether comments that other scanners know also ignore a finding"),
    "baseline": ("FILE", "file with the findings that are known (default: .ct-jupyter/baseline.json)"),
}
_LISTS = {
    "include": (
        "GLOB",
        "scan only changed files that match; can be given more than once (default: notebooks and data files; "
        "with --staged, all text files)",
    ),
    "exclude": ("GLOB", "do not scan files that match, as in 'tests/*.csv'; can be given more than once"),
    "disable": (
        "KIND",
        "do not look for this kind of finding, as in pii.email or secret.aws.*; can be given more than once",
    ),
}


def add_policy_options(parser: argparse.ArgumentParser, *, gate: bool = True) -> None:
    """Add the options; without ``gate`` only those that say what counts."""
    group = parser.add_argument_group(
        "policy",
        "These options win over "
        + ("the variable FAILED_ARGS, and that over " if gate else "")
        + ".ct-jupyter.toml or pyproject.toml.",
    )
    for key, (metavar, text) in _TEXTS.items():
        if gate or key in ("honour_pragmas", "baseline"):
            group.add_argument(option_of(key), dest=f"policy_{key}", metavar=metavar, help=text)
    for key, (metavar, text) in _LISTS.items():
        if gate or key != "include":
            group.add_argument(
                option_of(key), dest=f"policy_{key}", metavar=metavar, action="append", help=text
            )


def option_of(key: str) -> str:
    """Return the option that sets ``key``: ``--max-high`` for ``max_number_of_high``."""
    return f"--{key.replace('number_of_', '').replace('_', '-')}"


def config_of(
    options: argparse.Namespace, folder: Path, environment: Any = os.environ, read: Read = read_file
) -> Config:
    """Return the configuration that holds in ``folder`` with these options.

    Parameters
    ----------
    read
        Where the files are read from: the work tree, or a commit.

    Raises
    ------
    ConfigError
        A source is malformed.
    """
    keys = (*_TEXTS, *_LISTS, "store", "vault")
    given = {key: getattr(options, f"policy_{key}", None) for key in keys}
    return load_config(folder, environment, given, read)
