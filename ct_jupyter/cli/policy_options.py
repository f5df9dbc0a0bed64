"""Options that set the policy, the same for every command that reads it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ..policy.config import Config, load_config

_TEXTS = {
    "max_number_of_critical": ("N", "most critical findings that are let through"),
    "max_number_of_high": ("N", "the same for high"),
    "max_number_of_medium": ("N", "the same for medium"),
    "max_number_of_low": ("N", "the same for low"),
    "weakness_is": ("GLOBS", "weakness ids that are not let through, with commas between"),
    "condition": ("OR|AND", "whether any broken limit fails, or only all together"),
    "sync_scan": ("true|false", "false: report and send, but do not fail"),
    "policy_name": ("NAME", "named in the reports and to the instance"),
    "honour_pragmas": ("true|false", "whether other scanners' comments suppress as well"),
    "baseline": ("FILE", "known findings; default: .ct-jupyter/baseline.json"),
}
_LISTS = {
    "include": ("GLOB", "which changed files are scanned; repeatable; default: notebooks and data files"),
    "exclude": ("GLOB", "which are not; repeatable"),
    "disable": ("GLOB", "weakness ids that are not looked for; repeatable (pii.ip-address)"),
}


def add_policy_options(parser: argparse.ArgumentParser, *, gate: bool = True) -> None:
    """Add the options; without ``gate`` only those that say what counts."""
    group = parser.add_argument_group("policy", "Over FAILED_ARGS, and that over the configuration file.")
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


def config_of(options: argparse.Namespace, folder: Path, environment: Any = os.environ) -> Config:
    """Return the configuration that holds in ``folder`` with these options.

    Raises
    ------
    ConfigError
        A source is malformed.
    """
    given = {key: getattr(options, f"policy_{key}", None) for key in (*_TEXTS, *_LISTS)}
    return load_config(folder, environment, given)
