"""``ct-jupyter redact``: secrets out of notebooks, so that they still run; a diff first, then ``--write``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..check.targets import targets_below
from ..check.walk import Target
from ..findings.finding import Finding, ScanError
from ..notebook.platforms import PLATFORMS
from ..policy.additions import additions_of
from ..policy.apply import apply_policy, place_below
from ..policy.baseline import fingerprinter_for, load_baseline
from ..policy.settings import ConfigError
from ..redact.files import Given, Redaction, StoreKind, kernel_loads_env, masked_lines
from ..redact.one_document import Judge, Redacted
from ..reports.terminal import location
from ..rewrite.source_plan import Options
from ..stores.chosen_store import Wanted
from ..stores.refusal import Refusal
from .exits import BROKEN, HOLDS, INCOMPLETE, complain, say, usage
from .policy_options import add_policy_options, config_of
from .redact_words import closing_words, file_words
from .scan import scanned_root


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "redact",
        help="move secrets out of notebooks into environment variables",
        description="Replace secrets in notebooks and code by lookups of environment variables, and their "
        "copies in outputs by placeholders, so that the notebooks still run. Without --write, only a diff is "
        "shown, in which no value can be read.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[Path()],
        metavar="PATH",
        help="file or folder to change (default: the current folder)",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="store the values and change the files")
    how.add_argument(
        "--check", action="store_true", help="change nothing; exit with 1 if there is something to change"
    )
    parser.add_argument(
        "--store",
        dest="policy_store",
        metavar="STORE",
        help="where the values go: a .env file (env), the system's keyring, nowhere (none), or the secret "
        f"store of where the notebooks run: {', '.join(PLATFORMS)}. auto: that of each notebook's platform, "
        "where it is known, else env (default: auto)",
    )
    parser.add_argument(
        "--vault",
        dest="policy_vault",
        metavar="NAME",
        help="secret scope (Databricks), project (Vertex AI) or key vault (Azure Machine Learning) that the "
        "notebooks read (default: the one that they name already)",
    )
    parser.add_argument(
        "--no-env",
        action="store_true",
        help="for a platform's store: do not keep the values in a .env file until you have entered them",
    )
    parser.add_argument(
        "--env-at",
        choices=("notebook", "repository"),
        default="notebook",
        help="where the .env file is: beside each notebook, or at the top of the repository "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--load-dotenv",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="add load_dotenv() to Python notebooks (default: if their kernel has python-dotenv)",
    )
    parser.add_argument(
        "--whole-urls",
        action="store_true",
        help="move whole connection strings to DATABASE_URL, not only the password in them",
    )
    parser.add_argument(
        "--folder",
        action="store_true",
        help="also remove the same values from the other notebooks and text files in the folder",
    )
    add_policy_options(parser, gate=False)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Redact what the options name and return the exit code."""
    root = scanned_root(options.paths)
    try:
        config = config_of(options, root, {})
        baseline = load_baseline(config)
    except ConfigError as error:
        return usage(str(error))
    kind = StoreKind(config.store) if config.store in ("env", "keyring", "none") else StoreKind.ENV
    place_of = place_below(config.root, root)

    def suppresses(finding: Finding) -> bool:
        # What the baseline knows is still to be cleaned: only what is no secret stays.
        judged = apply_policy([finding], config, None, place_of, complete=False).findings
        return not judged or judged[0].suppressed is not None

    targets, errors = targets_below(options.paths, root, config, place_of, data=False)
    # Where the values go is where they may stay.
    targets = [target for target in targets if target.path.name != ".env"]
    errors += [_leads_out(target) for target in targets if leads_out(target.path, options.paths)]
    targets = [target for target in targets if not leads_out(target.path, options.paths)]
    changed: list[Redacted] = []
    left: list[str] = []
    try:
        redaction = Redaction(
            kind,
            at_repository=options.env_at == "repository",
            options=lambda target: _code_options(options, kind, target),
            folder=options.folder,
            judge=Judge(
                suppresses,
                fingerprinter_for(baseline),
                config.honour_pragmas,
                additions_of(config, place_of),
            ),
            given=Given(platforms=Wanted(config.store, config.vault), keeps=not options.no_env),
        )
        for result in redaction.plan(targets):
            if isinstance(result, ScanError):
                errors.append(result)
                continue
            left += [location(finding) for finding in result.left]
            left += [f"{result.target.shown}, {place}" for place in result.still_in]
            if result.changes:
                changed.append(result)
                _show(options, result)
        if options.write:
            errors += redaction.write(changed)
    except Refusal as refusal:
        return usage(refusal.message)
    for line in closing_words(redaction, changed, errors, left=left, written=options.write):
        complain([line])
    if left or (options.check and changed):
        return BROKEN
    return INCOMPLETE if errors else HOLDS


def leads_out(path: Path, named: Sequence[Path]) -> bool:
    """Whether a file that nobody named is a link to one outside of the folders that somebody did."""
    if not path.is_symlink() or any(path.absolute() == one.absolute() for one in named):
        return False
    place = path.resolve()
    return not any(place.is_relative_to(one.resolve()) for one in named)


def _leads_out(target: Target) -> ScanError:
    return ScanError(
        path=target.shown,
        message="is a link to a file outside of what was named, so it was left; name that file to change it",
    )


def _code_options(options: argparse.Namespace, kind: StoreKind, target: Target) -> Options:
    if kind is StoreKind.KEYRING:
        return Options(load="keyring", whole_urls=options.whole_urls)
    wanted = options.load_dotenv
    if wanted is None:
        wanted = kind is StoreKind.ENV and kernel_loads_env(target.path)
    return Options(load="dotenv" if wanted else "none", whole_urls=options.whole_urls)


def _show(options: argparse.Namespace, result: Redacted) -> None:
    lines: Iterator[str] = file_words(result) if options.write or options.check else masked_lines(result)
    for line in lines:
        say([line])
