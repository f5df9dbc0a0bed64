"""``ct-jupyter init``: write the files that a CI system, or pre-commit, needs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..files.atomic import reason_of
from ..git import GitError, Repository
from ..pipelines.templates import SYSTEMS, TemplateError, write_templates
from .exits import HOLDS, say, usage
from .init_from import take_over_into


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "init",
        help="set up scans in a CI system or pre-commit, or take over another scanner's rules",
        description="Write the files that have a CI system scan every change, or pre-commit every commit. "
        "Your own pipeline files are not changed; you are told what to add to them. With --from, the rules "
        "and exceptions of another scanner become a part of the policy; you are told which could not.",
    )
    parser.add_argument(
        "system", nargs="?", choices=SYSTEMS, metavar="SYSTEM", help=f"one of {', '.join(SYSTEMS)}"
    )
    parser.add_argument(
        "--from",
        dest="foreign",
        type=Path,
        metavar="FILE",
        help="take over the rules and exceptions of gitleaks (.gitleaks.toml) or detect-secrets "
        "(.secrets.baseline)",
    )
    parser.add_argument("--force", action="store_true", help="overwrite files of ct-jupyter that were edited")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files at the top of the repository, else in this folder."""
    if options.system is None and options.foreign is None:
        return usage(f"name a system ({', '.join(SYSTEMS)}), or a file with --from")
    try:
        top = Repository(Path.cwd()).top
    except GitError:
        top = Path.cwd()
    if options.foreign is not None:
        exit_code = take_over_into(top, options.foreign, force=options.force)
        if exit_code != HOLDS or options.system is None:
            return exit_code
    try:
        done = write_templates(options.system, top, force=options.force)
    except TemplateError as error:
        return usage(str(error))
    except OSError as error:
        return usage(f"{error.filename}: cannot be written: {reason_of(error)}")
    say(done)
    return HOLDS
