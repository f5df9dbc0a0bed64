"""``ct-jupyter ci``: scan what a change brings in, write the reports, then judge."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import Path, PurePosixPath
from typing import Any

from ..check.change import check_selection
from ..check.checked import Checked
from ..findings.passed_over import HUGE, MAX_TEXT_BYTES, PassedOver, by_reason, ending_of
from ..git import (
    GitError,
    Range,
    Repository,
    Selection,
    changed,
    everything,
    find_range,
    history,
    staged,
    without_huge,
)
from ..notebook.formats import LOOK_INSIDE
from ..pipelines.detect import detect_job
from ..pipelines.instance import InstanceError, instance_of, send_report
from ..pipelines.job import Job, JobError
from ..pipelines.log import Outcome, log_lines, not_looked_at
from ..policy.additions import additions_of
from ..policy.apply import apply_policy, place_below
from ..policy.baseline import fingerprinter_for
from ..policy.config import DEFAULT, Config
from ..policy.gate import Verdict, counts, judge
from ..policy.kinds import unknown_kind
from ..policy.of_change import ADOPT, Policy, policy_at_head, policy_of_change
from ..policy.paths import path_matches
from ..policy.settings import ConfigError
from ..reports.report import Report, Scanned, Skipped, to_json
from ..reports.terminal import coloured, plain
from ..reports.words import Surroundings, by_severity
from .exits import BROKEN, HOLDS, INCOMPLETE, complain, usage
from .policy_options import add_policy_options, config_of
from .progress import with_progress
from .report_options import add_report_option, write_reports

POLICY_FROM = ("base", "head")


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ci",
        help="scan a change in a pipeline or git hook, and fail if it breaks the policy",
        description="Scan what a change adds to the repository. In a pipeline, the change is taken from the "
        "CI system: the commits of a merge or pull request, the commits that were pushed, otherwise all "
        "files. Committed content is read, never the files in the working tree.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--diff", metavar="BASE..HEAD", help="scan the commits after BASE, up to HEAD")
    what.add_argument(
        "--staged",
        action="store_true",
        help="scan what the next commit would add: all text files in the index",
    )
    what.add_argument("--all", action="store_true", help="scan all files at HEAD")
    what.add_argument("--history", action="store_true", help="scan everything that was ever committed")
    add_report_option(parser)
    add_policy_options(parser)
    parser.add_argument(
        "--policy-from",
        choices=POLICY_FROM,
        help="where the policy and the baseline of a merge request are read: at its base, so that it cannot "
        f"change what it is judged by, or at its head (default: ${ADOPT}, or base)",
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (default: %(default)s)",
    )
    parser.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help="number of processes for a long history (default: one for each processor)",
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing unless the policy is broken")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scan, report, and return the exit code."""
    started, began = datetime.datetime.now(datetime.timezone.utc), time.perf_counter()
    try:
        config = config_of(options, Path.cwd())
        instance = instance_of(os.environ)
        job = _job(options)
        repository = Repository(Path.cwd())
        between = _range(repository, options, job)
        policy = _policy(repository, options, job, between) or policy_at_head(config)
        config, baseline = policy.config, policy.baseline
        selection = select(repository, options, between, config)
    except (ConfigError, InstanceError, JobError, GitError) as error:
        return usage(str(error))
    look_inside = _look_inside(options, config)
    place_of = place_below(config.root, repository.top)
    found = check_selection(
        repository,
        selection,
        fingerprinter_for(policy.key),
        jobs=options.jobs,
        watch=_watch(),
        honour_pragmas=config.honour_pragmas,
        only_notebooks=look_inside,
        additions=additions_of(config, place_of),
    )
    applied = apply_policy(
        found.findings,
        config,
        baseline,
        place_of,
        complete=_is_complete(options, job),
        # What a change moved was there before it; elsewhere a file that is gone may have been renamed.
        may_move=(lambda finding: finding.known is True) if between else (lambda _: True),
    )
    seconds = round(time.perf_counter() - began, 3)
    left_out = [PassedOver(path, ending_of(Path(path))) for path in selection.left_out]
    report = Report(
        findings=applied.findings,
        errors=found.errors,
        notices=[*policy.notices, *found.notices, *applied.notices],
        skipped=Skipped(by_reason([*found.passed_over, *found.left_out, *left_out]), found.passed_over),
        scanned=Scanned(found.files, found.notebooks, found.cells, found.bytes, seconds),
    )
    verdict = judge(report.findings, config.limits)
    around = Surroundings(
        link=lambda finding: job.link(finding, selection.head),
        commit=selection.head,
        shared_key=policy.key is not None,
        own=config.own,
        started=started.strftime("%Y-%m-%dT%H:%M:%S"),
    )
    # Reports first: a job that fails needs them most.
    problems = write_reports(options.report, report, around)
    if instance is not None:
        try:
            send_report(instance, to_json(report))
        except InstanceError as error:
            problems.append(str(error))
    exit_code = _exit_code(report, verdict, config, problems)
    _write_outputs(report, exit_code)
    outcome = Outcome(
        job=job,
        report=report,
        verdict=verdict,
        what=selection.what,
        head=selection.head,
        gated=config.sync_scan,
        notices=(*filter(None, [job.notice]), *selection.notices, *_unknown_weaknesses(config)),
        written=tuple(str(one.path) for one in options.report),
        own=config.own,
        before_commit=options.staged,
    )
    if exit_code != HOLDS or not options.quiet:
        paint = coloured if _colour(options, job) else plain
        _print(log_lines(outcome, paint))
    elif found.passed_over:
        complain([f"ct-jupyter: {not_looked_at(found.passed_over)}"])
    complain(f"ct-jupyter: error: {problem}" for problem in problems)
    return exit_code


def select(
    repository: Repository, options: argparse.Namespace, between: Range | None, config: Config
) -> Selection:
    """Return what is to be scanned: what an option says, else what the job is for.

    Raises
    ------
    GitError
        The clone does not hold what is needed.
    """
    left_out: set[str] = set()
    look_inside = _look_inside(options, config)

    def wanted(path: str) -> bool:
        if path_matches(path, config.exclude):
            return False
        taken = path_matches(path, config.include) or PurePosixPath(path).suffix.lower() in look_inside
        if not taken:
            left_out.add(path)
        return taken

    if options.staged:
        selection = _staged(repository, wanted, config)
    elif options.history:
        selection = history(repository, wanted)
    elif between is None:
        selection = everything(repository, wanted)
    else:
        selection = changed(repository, between, wanted)
    selection.left_out = sorted(left_out)
    return selection


def _look_inside(options: argparse.Namespace, config: Config) -> Set[str]:
    """Return the suffixes of files that count where their content says that they are notebooks.

    None where somebody said which files are scanned, and none where all text is.
    """
    return frozenset() if options.staged or config.sources["include"] != DEFAULT else LOOK_INSIDE


def _range(repository: Repository, options: argparse.Namespace, job: Job) -> Range | None:
    """Return the commits that are scanned; None where it is no change that is."""
    if options.staged or options.history or options.all:
        return None
    if options.diff:
        base, dots, head = options.diff.partition("..")
        if not dots or not base:
            raise GitError(f"--diff: {options.diff!r} is not BASE..HEAD")
        return find_range(repository, base, head.removeprefix(".") or "HEAD", (), job.fetch)
    if job.event == "everything":
        return None
    return find_range(repository, job.before, job.head, job.mainlines, job.fetch)


def _policy(
    repository: Repository, options: argparse.Namespace, job: Job, between: Range | None
) -> Policy | None:
    """Return the policy of the base, where a change is judged that is not merged yet."""
    source = options.policy_from or os.environ.get(ADOPT, "").strip() or "base"
    if source not in POLICY_FROM:
        raise ConfigError(f"{ADOPT}: {source!r} is neither base nor head")
    if source == "head" or between is None or not between.base:
        return None
    if job.event != "merge request" and not options.diff:
        return None  # who may push to a branch may set its policy: merge requests guard the protected ones
    base = repository.word("merge-base", between.base, between.head) or between.base
    return policy_of_change(
        lambda read: config_of(options, Path.cwd(), read=read), repository, base, between.head
    )


def _staged(repository: Repository, wanted: Callable[[str], bool], config: Config) -> Selection:
    """Select what is staged: all text, unless somebody said which files; a commit may bring in any kind."""
    if config.sources["include"] != DEFAULT:
        return staged(repository, wanted)
    selection = staged(repository, lambda path: not path_matches(path, config.exclude))
    # Notebooks and data files are read as what they are, whatever their size.
    without_huge(
        repository, selection, lambda path: not path_matches(path, config.include), MAX_TEXT_BYTES, HUGE
    )
    return selection


def _job(options: argparse.Namespace) -> Job:
    named = options.diff or options.staged or options.all or options.history
    try:
        return detect_job(os.environ)
    except JobError:
        if not named:
            raise
        return Job(system="CI", event="everything")


def _is_complete(options: argparse.Namespace, job: Job) -> bool:
    part = options.diff or options.staged or options.history
    return bool(options.all or (job.event == "everything" and not part))


def _exit_code(report: Report, verdict: Verdict, config: Config, problems: list[str]) -> int:
    if verdict.broken and config.sync_scan:
        return BROKEN
    return INCOMPLETE if report.errors or problems else HOLDS


def _unknown_weaknesses(config: Config) -> list[str]:
    # Of the limit alone: other scanners of the same policy may know the id. What only we read is an error.
    return [
        f"weakness_is: {glob} names no weakness that this version of ct-jupyter knows{meant}"
        for glob in config.limits.weakness_is
        if (meant := unknown_kind(glob, config.own.ids)) is not None
    ]


def _write_outputs(report: Report, exit_code: int) -> None:
    from ..pipelines.github import write_outputs

    counted = by_severity(finding for finding in report.findings if counts(finding))
    outputs = {severity.value: count for severity, count in counted.items()}
    write_outputs(os.environ, {"findings": sum(outputs.values()), **outputs, "exit-code": exit_code})


def _colour(options: argparse.Namespace, job: Job) -> bool:
    if options.color != "auto":
        return bool(options.color == "always")
    if os.environ.get("NO_COLOR"):
        return False
    return job.log.colour or sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _watch() -> Callable[[Iterator[Checked], int], Iterable[Checked]]:
    return with_progress if sys.stderr.isatty() else lambda checked, _: checked


def _print(lines: Iterable[str]) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
