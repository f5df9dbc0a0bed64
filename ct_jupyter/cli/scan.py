"""``ct-jupyter scan``: walk, scan, report, and say by the exit code whether the policy holds."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..check.checked import Checked
from ..check.names import names_pass_for
from ..check.targets import excluded_by, targets_below, without_binaries
from ..check.tree import check_targets
from ..detection.model import Severity
from ..detection.personal.names import available, switched
from ..files.atomic import reason_of, write_whole
from ..findings.passed_over import PassedOver, by_reason
from ..policy.additions import additions_of
from ..policy.apply import apply_policy, place_below
from ..policy.baseline import fingerprinter_for, load_baseline
from ..policy.gate import DEFAULT_FAIL_ON, DEFAULT_FAIL_ON_CODE, breaks
from ..policy.settings import ConfigError
from ..reports.report import Report, Scanned, to_json
from ..reports.terminal import coloured, plain, printable, terminal_lines
from ..reports.words import Surroundings
from .exits import BROKEN, HOLDS, INCOMPLETE, usage
from .help import Help, examples
from .policy_options import add_policy_options, config_of
from .progress import ScanProgress
from .report_options import add_report_option, write_reports


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "scan",
        help="find secrets, personal data and dangerous code in notebooks and data files",
        description="Look for secrets, personal data and dangerous code. In a folder, notebooks and data "
        "files are scanned; a file that you name is scanned whatever its kind, as long as it is text. The "
        "exit code is 1 if something was found that is severe enough, 3 if a file could not be scanned, "
        "else 0.",
        epilog=examples(
            "ct-jupyter scan",
            "ct-jupyter scan analysis.ipynb data/",
            "ct-jupyter scan --all-text --fail-on high",
        ),
        formatter_class=Help,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[Path()],
        metavar="PATH",
        help="file or folder to scan (default: the current folder)",
    )
    what = parser.add_argument_group("what is scanned")
    what.add_argument(
        "--all-text",
        action="store_true",
        help="in folders, also scan every other text file (.py, .md, .env, …)",
    )
    what.add_argument(
        "--skip-binary",
        action="store_true",
        help="skip files that you name but that are binary or over 50 MB, where an error would be reported",
    )
    what.add_argument("--no-data", action="store_true", help="do not scan the data files that notebooks use")
    what.add_argument(
        "--data-anywhere",
        action="store_true",
        help="also scan data files that notebooks use but that lie outside the scanned folder",
    )
    what.add_argument(
        "--names",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="look for people's names and addresses with a language model; needs ct_jupyter[names] "
        "(default: if it is installed, for up to 10 MB of notebooks)",
    )
    what.add_argument(
        "--code",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="look for code that opens a door: commands, queries and code built from values, pickles, TLS "
        "switched off (default: on)",
    )
    add_policy_options(parser, gate=False)
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        choices=("terminal", "json"),
        default="terminal",
        help="how the result is printed (default: %(default)s)",
    )
    output.add_argument(
        "--output", type=Path, metavar="FILE", help="write the result to FILE instead of printing it"
    )
    add_report_option(output)
    output.add_argument("--list-skipped", action="store_true", help="list every file that was not scanned")
    output.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (default: %(default)s)",
    )
    output.add_argument("--no-progress", action="store_true", help="do not show a progress bar")
    parser.add_argument(
        "--fail-on",
        choices=(*(severity.value for severity in Severity), "never"),
        metavar="SEVERITY",
        help="exit with 1 at findings of this severity or worse: critical, high, medium, low, or never "
        f"(default: {DEFAULT_FAIL_ON.value}; {DEFAULT_FAIL_ON_CODE.value} for code whose "
        "values nobody else may set)",
    )
    parser.add_argument(
        "--jobs",
        type=_positive,
        metavar="N",
        help="number of processes for a large folder (default: one for each processor)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scan what the options name and return the exit code."""
    if options.output is not None and (problem := _cannot_hold(options.output)):
        return usage(problem)
    if options.names and not available():
        return usage('--names needs an extra: pip install "ct_jupyter[names]"')
    with switched(options.names):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    root = scanned_root(options.paths)
    try:
        # The gate of a pipeline is none of ours: FAILED_ARGS is not read.
        config = config_of(options, root, {})
        baseline = load_baseline(config)
    except ConfigError as error:
        return usage(str(error))
    place_of = place_below(config.root, root)
    passed: list[PassedOver] = []
    targets, errors = targets_below(
        options.paths, root, config, place_of, text=options.all_text, passed_over=passed
    )
    if options.skip_binary:
        targets = without_binaries(targets, passed)
    names, notices = names_pass_for(targets, asked=options.names)
    report = Report(errors=errors, notices=notices)
    report.skipped.counts = by_reason(passed)
    if options.list_skipped:
        report.skipped.files = passed
    shown = ScanProgress(len(targets)) if sys.stderr.isatty() and not options.no_progress else None
    checked: Iterable[Checked] = check_targets(
        targets,
        jobs=options.jobs,
        fingerprint=fingerprinter_for(baseline),
        honour_pragmas=config.honour_pragmas,
        data_root=None if options.no_data else root,
        anywhere=options.data_anywhere,
        names=names,
        excluded=excluded_by(config, place_of),
        additions=additions_of(config, place_of),
        code=options.code,
        progress=None if shown is None else shown.data,
    )
    for file in checked if shown is None else shown.watch(checked):
        _add(report, file)
    applied = apply_policy(
        report.findings, config, baseline, place_of, complete=_holds_all(options.paths, config.root)
    )
    report.findings, report.notices = applied.findings, report.notices + applied.notices
    report.scanned.seconds = round(time.perf_counter() - started, 3)
    failed = write_reports(
        options.report, report, Surroundings(shared_key=baseline is not None, own=config.own)
    )
    if failed:
        return usage("; ".join(failed))
    if options.format == "json" or options.output is not None:
        # Whoever sees a report that is read by programs only would take an error for a clean result.
        for one in report.errors:
            sys.stderr.write(f"ct-jupyter: error: {printable(one.path)}: {printable(one.message)}\n")
    try:
        _write(report, options)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = options.output or "standard output"
        return usage(f"{where}: the report was not written: {reason_of(error)}")
    if any(breaks(finding, *_fail_on(options.fail_on)) for finding in report.findings):
        return BROKEN
    return INCOMPLETE if report.errors else HOLDS


def _fail_on(given: str | None) -> tuple[Severity | None, Severity | None]:
    """Return from which severity on findings break the policy, and those of code that nobody else sets."""
    if given is None:
        return DEFAULT_FAIL_ON, DEFAULT_FAIL_ON_CODE
    severity = None if given == "never" else Severity(given)
    return severity, severity


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


def _add(report: Report, file: Checked) -> None:
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
        data = (
            "\n".join(terminal_lines(report, coloured if colour else plain, listed=options.list_skipped))
            + "\n"
        ).encode("utf-8", "replace")
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
