"""``ct-jupyter config``: which settings hold here, and where each came from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from ..policy.config import Config
from ..policy.settings import ConfigError
from ..policy.try_rules import problems_of, untried
from .exits import BROKEN, HOLDS, usage
from .policy_options import add_policy_options, config_of


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "config",
        help="show the settings in effect, and where each comes from",
        description="Show the settings that are in effect in this folder, and where each comes from: an "
        "option, the variable FAILED_ARGS, .ct-jupyter.toml or [tool.ct-jupyter] in pyproject.toml, or the "
        "default.",
    )
    parser.add_argument(
        "--format",
        choices=("terminal", "json"),
        default="terminal",
        help="how they are printed (default: %(default)s)",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="try the examples of the policy's own rules; exit with 1 if one does not hold",
    )
    add_policy_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the settings."""
    try:
        config = config_of(options, Path.cwd())
    except ConfigError as error:
        return usage(str(error))
    if options.check:
        return _check(config)
    if options.format == "json":
        shown = {key: {"value": value, "source": config.sources[key]} for key, value in config.values.items()}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode() + "\n")
    else:
        sys.stdout.write("\n".join(config_lines(config)) + "\n")
    return HOLDS


def _check(config: Config) -> int:
    problems = list(problems_of(config.own))
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    for rule_id in untried(config.own):
        sys.stdout.write(f'rule {rule_id!r}: has no example; add matches = ["…"]\n')
    if problems:
        return BROKEN
    rules, examples = (
        len(config.own.rules),
        sum(len(one.rule.match) + len(one.rule.no_match) for one in config.own.rules),
    )
    sys.stdout.write(f"{rules} rules of the policy can be used, and their {examples} examples hold.\n")
    return HOLDS


def config_lines(config: Config) -> list[str]:
    """Return one line a setting: name, value, source."""
    shown = {key: _shown(value) for key, value in config.values.items()}
    wide = max(map(len, shown))
    value_wide = min(50, max(map(len, shown.values())))
    return [f"{key:{wide}}  {text:{value_wide}}  {config.sources[key]}" for key, text in shown.items()]


def _shown(value: Any) -> str:
    if value is None:
        return "no limit"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value) or "none"
