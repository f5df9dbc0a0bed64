"""``ct-jupyter scan``: walk, scan, report, and say by the exit code whether the policy holds."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..detection.model import Severity
from ..detection.pii.names import SWITCH, available
from ..policy.apply import apply_policy, place_below
from ..policy.baseline import fingerprinter_for, load_baseline
from ..policy.gate import DEFAULT_FAIL_ON, breaks
from ..policy.settings import ConfigError
from ..reports.report import Report, Scanned, to_json, write_whole
from ..reports.terminal import coloured, plain, terminal_lines
from ..reports.words import Surroundings
from ..review import Reviewed, review_targets
from ..review.names import names_pass_for
from ..review.targets import excluded_by, targets_below
from .exits import BROKEN, HOLDS, INCOMPLETE, usage
from .policy_options import add_policy_options, config_of
from .progress import ScanProgress
from .report_options import add_report_option, write_reports


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "scan",
        help="scan notebooks and data files, or folders of them",
        description="Scan notebooks and data files, folders of them, and any other text file that is named.",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, default=[Path()], metavar="PATH", help="default: this folder"
    )
    parser.add_argument("--format", choices=("terminal", "json"), default="terminal")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write the report to FILE, not to standard output"
    )
    parser.add_argument(
        "--fail-on",
        choices=(*(severity.value for severity in Severity), "never"),
        default=DEFAULT_FAIL_ON.value,
        metavar="SEVERITY",
        help="the mildest that breaks the policy: critical, high, medium, low, never (default: %(default)s)",
    )
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="default: %(default)s"
    )
    add_report_option(parser)
    add_policy_options(parser, gate=False)
    parser.add_argument(
        "--no-data", action="store_true", help="do not look at the data files that notebooks read and write"
    )
    parser.add_argument(
        "--data-anywhere",
        action="store_true",
        help="look at them also where they lie outside of what is scanned",
    )
    parser.add_argument(
        "--names",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="names and addresses by the model of ct_jupyter[names] (default: where that is installed, "
        "unless there is much to scan)",
    )
    parser.add_argument("--no-progress", action="store_true", help="show no progress bar")
    parser.add_argument(
        "--jobs", type=_positive, metavar="N", help="processes for a large tree (default: one a processor)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scan what the options name and return the exit code."""
    if options.output is not None and (problem := _cannot_hold(options.output)):
        return usage(problem)
    if options.names and not available():
        return usage('--names needs an extra: pip install "ct_jupyter[names]"')
    if options.names is not None:
        # As data files and the processes of a pool are told, too.
        os.environ[SWITCH] = "on" if options.names else "off"
    started = time.perf_counter()
    root = scanned_root(options.paths)
    try:
        # The gate of a pipeline is none of ours: FAILED_ARGS is not read.
        config = config_of(options, root, {})
        baseline = load_baseline(config)
    except ConfigError as error:
        return usage(str(error))
    place_of = place_below(config.root, root)
    targets, errors = targets_below(options.paths, root, config, place_of)
    names, notices = names_pass_for(targets, asked=options.names)
    report = Report(errors=errors, notices=notices)
    shown = ScanProgress(len(targets)) if sys.stderr.isatty() and not options.no_progress else None
    reviewed: Iterable[Reviewed] = review_targets(
        targets,
        jobs=options.jobs,
        fingerprint=fingerprinter_for(baseline),
        honour_pragmas=config.honour_pragmas,
        data_root=None if options.no_data else root,
        anywhere=options.data_anywhere,
        names=names,
        excluded=excluded_by(config, place_of),
        progress=None if shown is None else shown.data,
    )
    for file in reviewed if shown is None else shown.watch(reviewed):
        _add(report, file)
    applied = apply_policy(
        report.findings, config, baseline, place_of, complete=_holds_all(options.paths, config.root)
    )
    report.findings, report.notices = applied.findings, report.notices + applied.notices
    report.scanned.seconds = round(time.perf_counter() - started, 3)
    failed = write_reports(options.report, report, Surroundings(shared_key=baseline is not None))
    if failed:
        return usage("; ".join(failed))
    try:
        _write(report, options)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = options.output or "standard output"
        return usage(f"{where}: the report was not written: {error.strerror}")
    fail_on = None if options.fail_on == "never" else Severity(options.fail_on)
    if any(breaks(finding, fail_on) for finding in report.findings):
        return BROKEN
    return INCOMPLETE if report.errors else HOLDS


def scanned_root(paths: list[Path]) -> Path:
    """Return what the report's paths are relative to.

    The current folder where it holds all that is scanned, as links in a pipeline's log expect; else the
    folder that is scanned.
    """
    here = Path.cwd()
    absolute = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - resolve() would follow links
    if all(path == here or here in path.parents for path in absolute):
        return here
    try:
        common = Path(os.path.commonpath(absolute))
    except ValueError:  # several drives of Windows
        return here
    return common if common.is_dir() else common.parent


def _holds_all(paths: list[Path], root: Path) -> bool:
    """Whether the configuration's folder is scanned in whole, so that unused suppressions can be told."""
    return any(path.absolute() == root.absolute() for path in paths)


def _add(report: Report, file: Reviewed) -> None:
    report.findings += file.findings
    # A data file that cannot be read is told once, also where notebooks name it.
    report.errors += [error for error in file.errors if error not in report.errors]
    report.notices += file.notices
    scanned: Scanned = report.scanned
    scanned.files += 1
    scanned.notebooks += file.notebook
    scanned.cells += file.cells
    scanned.bytes += file.size_bytes


def _write(report: Report, options: argparse.Namespace) -> None:
    if options.format == "json":
        data = to_json(report)
    else:
        colour = options.color == "always" or (
            options.color == "auto" and options.output is None and _shows_colour()
        )
        data = ("\n".join(terminal_lines(report, coloured if colour else plain)) + "\n").encode(
            "utf-8", "replace"
        )
    if options.output is not None:
        write_whole(options.output, data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _shows_colour() -> bool:
    # https://no-color.org and the FORCE_COLOR convention of CI systems
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _cannot_hold(output: Path) -> str | None:
    if output.is_dir():
        return f"{output}: is a folder; name a file for --output"
    if not output.parent.is_dir():
        return f"{output}: the folder {output.parent} does not exist; create it first"
    return None


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)
