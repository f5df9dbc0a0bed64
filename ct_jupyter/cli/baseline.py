"""``ct-jupyter baseline``: take what is found now as known."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from ..check.targets import excluded_by, targets_below
from ..check.tree import check_targets
from ..files.atomic import reason_of, write_whole
from ..findings.finding import Finding
from ..policy.additions import additions_of
from ..policy.apply import apply_policy, place_below
from ..policy.baseline import Baseline, BothForms, baseline_to_update, renewed, to_bytes, updated
from ..policy.config import Config
from ..policy.settings import ConfigError
from ..reports.terminal import plural
from .exits import HOLDS, INCOMPLETE, complain, usage
from .policy_options import add_policy_options, config_of


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "baseline",
        help="record the current findings as known, so that only new ones count",
        description="Write the current findings to .ct-jupyter/baseline.json, so that from now on only new "
        "ones count. Decisions made with `ct-jupyter audit` are kept. Commit the file: it holds keyed hashes "
        "only, and what could be guessed is stretched.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="file or folder to scan (default: everything in the folder of the configuration)",
    )
    add_policy_options(parser, gate=False)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scan, and write the baseline."""
    try:
        config = config_of(options, Path.cwd(), {})
        baseline = baseline_to_update(config)
    except ConfigError as error:
        return usage(str(error))
    # One file has fingerprints of one form, so all that it names is looked at to write them anew.
    paths = [config.root, *options.paths] if baseline.is_old else options.paths or [config.root]
    forms: dict[str, str] = {}
    findings, scanned, errors = scan_for(config, baseline, paths, forms if baseline.is_old else None)
    made = updated(baseline, findings, scanned, config.root)
    before, after = set(baseline.entries), set(made.entries)
    if baseline.is_old:
        made = renewed(made, forms)
    try:
        config.baseline.parent.mkdir(parents=True, exist_ok=True)
        write_whole(config.baseline, to_bytes(made))
    except OSError as error:
        return usage(f"{config.baseline}: was not written: {reason_of(error)}")
    open_entries = sum(entry.audit is None for entry in made.entries)
    sys.stdout.write(
        f"{config.baseline}: {plural(len(after), 'known value')}, {len(after - before)} new, "
        f"{len(before - after)} gone. Commit it.\n"
    )
    if baseline.is_old:
        sys.stdout.write(_rewritten(config, forms))
    if open_entries:
        sys.stdout.write(f"{open_entries} not audited yet: say why they stay with `ct-jupyter audit`.\n")
    complain(f"ct-jupyter: {error}" for error in errors)
    return INCOMPLETE if errors else HOLDS


def scan_for(
    config: Config, baseline: Baseline, paths: list[Path], forms: dict[str, str] | None = None
) -> tuple[list[Finding], list[str], list[str]]:
    """Return the findings that nothing but the baseline suppresses, the scanned paths, and what went wrong.

    All paths are relative to the configuration.

    Parameters
    ----------
    forms
        Where given, of an old baseline: filled with the fingerprints of today by those that it has.
    """
    targets, missing = targets_below(paths, config.root, config, lambda shown: shown)
    errors = [f"{error.path}: {error.message}" for error in missing]
    findings: list[Finding] = []
    checked = check_targets(
        targets,
        code=True,
        fingerprint=baseline.fingerprinter() if forms is None else BothForms(baseline),
        honour_pragmas=config.honour_pragmas,
        data_root=config.root,
        excluded=excluded_by(config, lambda shown: shown),
        additions=additions_of(config, place_below(config.root, config.root)),
    )
    for file in checked:
        findings += file.findings
        errors += [f"{error.path}: {error.message}" for error in file.errors]
    if forms is not None:
        pairs = [BothForms.apart(finding.fingerprint) for finding in findings]
        forms.update(pairs)
        findings = [
            msgspec.structs.replace(finding, fingerprint=old)
            for finding, (old, _) in zip(findings, pairs, strict=True)
        ]
    without = msgspec.structs.replace(baseline, entries=[])
    applied = apply_policy(findings, config, without, lambda path: path, complete=False)
    open_findings = [finding for finding in applied.findings if finding.suppressed is None]
    return open_findings, [target.shown for target in targets], errors


def _rewritten(config: Config, forms: dict[str, str]) -> str:
    lines = [
        "Its fingerprints were of an old form, from which values can be guessed, and were made anew. The old "
        "ones stay in the history of the repository: who can read it may try likely values.\n"
    ]
    for rule in config.allow:
        new = forms.get(rule.fingerprint)
        if new is not None and new != rule.fingerprint:
            lines.append(f"{rule.at or 'allow'}: write {new} in place of {rule.fingerprint}.\n")
    return "".join(lines)
