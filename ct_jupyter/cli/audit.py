"""``ct-jupyter audit``: walk through the baseline, and say of each entry why it stays."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..files.atomic import reason_of, write_whole
from ..findings.catalogue import kinds_by_id
from ..findings.finding import Finding
from ..policy.baseline import VERDICTS, Audit, Baseline, Entry, audited, auditor, load_baseline, to_bytes
from ..policy.config import Config
from ..policy.paths import file_of
from ..policy.settings import ConfigError
from ..policy.suppressions import today
from ..reports.terminal import printable
from ..reports.words import place
from .baseline import scan_for
from .exits import HOLDS, usage
from .policy_options import add_policy_options, config_of

Ask = Callable[[str], str]

_KEYS = dict(zip("ftrw", VERDICTS, strict=True))
_QUESTION = "  [f]alse positive, used in [t]ests, [r]evoked, [w]ill not fix, [s]kip, [q]uit: "


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "audit",
        help="record for each known finding why it may stay",
        description="Go through the entries of the baseline that were not decided yet, or whose decision has "
        "expired, and record why each may stay. Each answer is saved at once.",
    )
    parser.add_argument("--all", action="store_true", help="also ask about entries that were decided already")
    parser.add_argument("--list", action="store_true", help="only list the entries and the decisions")
    add_policy_options(parser, gate=False)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, and write what was said."""
    try:
        config = config_of(options, Path.cwd(), {})
        baseline = load_baseline(config)
    except ConfigError as error:
        return usage(str(error))
    if baseline is None:
        return usage(f"{config.baseline} does not exist; make it with: ct-jupyter baseline")
    if options.list:
        sys.stdout.writelines(f"{_line(entry)}\n" for entry in baseline.entries)
        return HOLDS
    try:
        return _walk(config, baseline, input, everything=options.all)
    except EOFError:
        return usage("audit asks questions; run it in a terminal, or use --list")


def _walk(config: Config, baseline: Baseline, ask: Ask, *, everything: bool) -> int:
    waiting = [entry for entry in baseline.entries if everything or entry.audit is None or entry.expired()]
    if not waiting:
        sys.stdout.write("Every entry of the baseline is audited.\n")
        return HOLDS
    places = _places(config, baseline, waiting)
    by = auditor(Path.cwd())
    for number, entry in enumerate(waiting, start=1):
        rule = kinds_by_id().get(entry.weakness_id) or config.own.rule(entry.weakness_id)
        sys.stdout.write(f"\n{number} of {len(waiting)}  {_line(entry)}\n")
        if rule is not None:
            sys.stdout.write(f"  {rule.title}, {rule.severity.value}. {rule.why}\n")
        where = places.get((entry.path, entry.weakness_id, entry.fingerprint), [])
        for finding in where or ():
            context = f": {printable(finding.context)}" if finding.context else ""
            sys.stdout.write(f"    {printable(place(finding))}{context}\n")
        if not where:
            sys.stdout.write("    no longer found; `ct-jupyter baseline` takes it out\n")
        answer = _answer(ask)
        if answer == "q":
            break
        if answer == "s":
            continue
        audit = Audit(
            _KEYS[answer],
            by=by,
            on=today(),
            note=ask("  Why (may be empty): ").strip(),
            until=_until(ask),
        )
        baseline = audited(baseline, msgspec.structs.replace(entry, audit=audit))
        try:
            write_whole(config.baseline, to_bytes(baseline))
        except OSError as error:
            return usage(f"{config.baseline}: was not written: {reason_of(error)}")
    left = sum(entry.audit is None for entry in baseline.entries)
    sys.stdout.write(f"\n{left} of {len(baseline.entries)} entries not audited.\n")
    return HOLDS


def _answer(ask: Ask) -> str:
    while True:
        answer = ask(_QUESTION).strip().lower()[:1]
        if answer and answer in "ftrwsq":
            return answer


def _until(ask: Ask) -> datetime.date | None:
    while True:
        text = ask("  Until which day (2027-01-31; empty: for good): ").strip()
        if not text:
            return None
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            sys.stdout.write("  That is no day.\n")
            continue
        if day >= today():
            return day
        sys.stdout.write("  That day has passed.\n")


def _places(
    config: Config, baseline: Baseline, entries: list[Entry]
) -> dict[tuple[str, str, str], list[Finding]]:
    paths = sorted({config.root / file_of(entry.path) for entry in entries})
    findings, _, _ = scan_for(config, baseline, [path for path in paths if path.exists()])
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.path, finding.weakness_id, finding.fingerprint), []).append(finding)
    return found


def _line(entry: Entry) -> str:
    audit = entry.audit
    said = "not audited"
    if audit is not None:
        until = f", until {audit.until}" if audit.until else ""
        expired = " (expired)" if entry.expired() else ""
        said = f"{printable(entry.reason)} (by {printable(audit.by)} on {audit.on}{until}){expired}"
    return f"{printable(entry.path)}  [{entry.weakness_id}]  {said}"
