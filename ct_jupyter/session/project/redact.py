"""Secrets out of many files at once: the plan for a preview, or the files written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

from ...check.walk import Target
from ...findings.finding import Finding, ScanError
from ...findings.tool_copies import is_checkpoint
from ...git.work_tree import work_tree_top
from ...policy.additions import additions_of
from ...protocol.requests import ProjectRedactRequest
from ...protocol.responses import Counts, FileDiff, ProjectRedacted, ProjectRedactPlan, RedactedFile
from ...redact.files import Given, Redaction, StoreKind, kernel_loads_env
from ...redact.notebook_plan import Variable
from ...redact.one_document import Judge, Redacted
from ...redact.readable import readable_diff
from ...rewrite.source_plan import Options
from ...stores.chosen_store import Wanted
from ...stores.receipt import Receipt
from ...stores.refusal import Refusal
from ...stores.store import ENV_NAME
from ...stores.undo import Before, Written
from ..jobs import CancelledJob, FailedJob, Job
from ..policies import NotebookPolicy

MAX_LINES = 400
"""Of one file's diff in a preview."""
MAX_ALL_LINES = 20_000


class Place(NamedTuple):
    """Where the files are."""

    root: Path
    """The server's."""
    targets: list[Target]
    """With paths of the Contents API."""
    folder: str
    """Contents API path of the folder that was scanned."""
    policy: NotebookPolicy
    """Of the folder that was scanned."""


class Done(NamedTuple):
    """What became of it."""

    answer: ProjectRedactPlan | ProjectRedacted
    written: list[Written]
    entries: Receipt | None = None
    """Of what the keyring was given."""


def redact_project(body: ProjectRedactRequest, place: Place, job: Job) -> Done:
    """Plan the redaction of the files and, unless it is a dry run, write them.

    Raises
    ------
    CancelledJob
        It was stopped before anything was written.
    FailedJob
        A name cannot be had, or a value not be stored; no file was changed.
    """
    try:
        return _redact(body, place, job)
    except Refusal as refusal:
        where = {"name": refusal.name, "fingerprint": refusal.fingerprint}
        raise FailedJob(refusal.message, where) from None


def _redact(body: ProjectRedactRequest, place: Place, job: Job) -> Done:
    wanted = _wanted(body, place)
    kind = StoreKind(wanted.store) if wanted.store in ("env", "keyring", "none") else StoreKind.ENV
    unsaved = {place.root / path: json.dumps(content).encode() for path, content in body.unsaved.items()}
    redaction = Redaction(
        kind,
        at_repository=body.env_at == "repository",
        options=lambda target: _options(body, kind, target),
        folder=body.neighbours,
        judge=_judge(body, place),
        given=Given(
            chosen=body.names,
            within=place.root,
            unsaved=unsaved,
            # Values for a platform's store are kept in .env: here nobody is asked about each.
            platforms=wanted,
        ),
    )
    results: list[Redacted | ScanError] = []
    seen = 0
    for result in redaction.plan(place.targets):
        results.append(result)
        seen = min(seen + 1, len(place.targets))
        shown = result.path if isinstance(result, ScanError) else result.target.shown
        job.progress(shown, seen, len(place.targets))
        if job.cancelled():
            raise CancelledJob
    changed = [one for one in results if isinstance(one, Redacted) and one.changes]
    if body.dry_run:
        return Done(_plan(results, changed, redaction, place), [])
    changed = [one for one in changed if one.target.path not in unsaved]
    before = Before(_touched(redaction, changed, place.root))
    errors = {error.path: error.message for error in redaction.write(changed)}
    files = [_counted(one, errors) for one in results if isinstance(one, ScanError) or one in changed]
    answer = ProjectRedacted(files=files, stored=redaction.stored, notes=list(_notes(redaction, changed)))
    return Done(answer, before.written(), redaction.entries)


def _wanted(body: ProjectRedactRequest, place: Place) -> Wanted:
    config = place.policy.policy.config
    return Wanted(config.store if body.store == "auto" else body.store, body.vault or config.vault)


def _judge(body: ProjectRedactRequest, place: Place) -> Judge:
    policy = place.policy.policy
    wanted = None if body.findings is None else frozenset(body.findings)

    def policy_for(path: str) -> NotebookPolicy:
        name = PurePosixPath(path)
        below = name.relative_to(place.folder) if name.is_relative_to(place.folder) else name
        return NotebookPolicy(policy, below.as_posix())

    def suppresses(finding: Finding) -> bool:
        if wanted is not None and finding.fingerprint not in wanted:
            return True
        judged = policy_for(finding.path).judge([finding])
        # What the baseline knows is still to be cleaned: only what is no secret stays.
        kept = [one for one in judged if one.suppressed is None or one.suppressed.kind == "baseline"]
        return not kept

    additions = additions_of(policy.config, lambda path: policy_for(path).place)
    return Judge(suppresses, place.policy.fingerprint(), place.policy.honour_pragmas, additions)


def _options(body: ProjectRedactRequest, kind: StoreKind, target: Target) -> Options:
    if kind is StoreKind.KEYRING and body.load != "none":
        return Options(load="keyring")
    if body.load in ("dotenv", "env") and not kernel_loads_env(target.path):
        return Options(load="none")
    return Options(load=body.load)


def _touched(redaction: Redaction, changed: Iterable[Redacted], root: Path) -> list[Path]:
    """Return the files that writing may change."""
    paths = [one.target.path.resolve() for one in changed]
    for place in redaction.env_places:
        paths.append(place / ".env")
        for folder in (place, *place.parents):
            paths.append(folder / ".gitignore")
            if folder == root:
                break
    return list(dict.fromkeys(paths))


def _plan(
    results: list[Redacted | ScanError], changed: list[Redacted], redaction: Redaction, place: Place
) -> ProjectRedactPlan:
    """Return what the page shows before anything is done: as for one notebook, with a diff for each file."""
    asked = {target.path for target in place.targets}
    counts = dict.fromkeys(Counts.__struct_fields__, 0)
    for one in changed:
        if one.target.path not in asked:
            continue  # a checkpoint, or another file beside it: each is listed with its copies
        counts["sources"] += len(one.plan.replaced)
        for kind, count in one.plan.counts.items():
            counts[kind] += count
    lines = 0
    diffs = []
    for one in changed:
        if is_checkpoint(one.target.path):  # as the notebook itself
            continue
        diff = list(islice(readable_diff(one), MAX_LINES + 1))
        room = max(0, min(MAX_LINES, MAX_ALL_LINES - lines))
        lines += min(len(diff), room)
        diffs.append(FileDiff(one.target.shown, diff[:room], len(diff) > room))
    return ProjectRedactPlan(
        variables=_variables(changed, asked),
        cells=[],
        metadata=None,
        replaced=[],
        counts=Counts(**counts),
        pictures=[],
        skipped=0,
        notes=list(_notes(redaction, changed)),
        imports=[],
        repository=_repository(place),
        out_of_reach=list(dict.fromkeys(line for one in changed for line in redaction.out_of_reach(one))),
        files=[_counted(one, {}) for one in results if isinstance(one, ScanError) or one.changes],
        diffs=diffs,
    )


def _repository(place: Place) -> str | None:
    """Return where ``.env`` would be at the top of the repository; None where there is none."""
    top = work_tree_top(place.root / place.folder)
    if top is None or not top.is_relative_to(place.root):
        return None
    return (top / ENV_NAME).relative_to(place.root).as_posix()


def _variables(changed: Iterable[Redacted], asked: Collection[Path]) -> list[Variable]:
    """Return the variables of all files.

    Parameters
    ----------
    asked
        Files whose cells count as such; what other files hold, as checkpoints do, are copies.
    """
    found: dict[tuple[str, str], Variable] = {}
    for one in changed:
        for variable in one.plan.variables:
            if one.target.path not in asked:
                copies = variable.places + variable.copies
                variable = msgspec.structs.replace(variable, places=0, copies=copies)
            key = (variable.fingerprint, variable.name)
            if not variable.fingerprint:  # of a value that another file gave away
                key = next((one for one in found if one[1] == variable.name), key)
            known = found.get(key)
            if known is None:
                found[key] = variable
            else:
                found[key] = msgspec.structs.replace(
                    known,
                    needed=known.needed or variable.needed,
                    places=known.places + variable.places,
                    copies=known.copies + variable.copies,
                )
    # One field a value, also where two folders have other names for it already.
    return list({variable.fingerprint: variable for variable in reversed(found.values())}.values())[::-1]


def _notes(redaction: Redaction, changed: Iterable[Redacted]) -> Iterable[str]:
    yield from redaction.to_enter
    yield from redaction.passed_over
    for one in changed:
        for note in one.plan.notes:
            yield f"{one.target.shown}: {note}"
        if one.left:
            cells = sorted({finding.cell for finding in one.left if finding.cell})
            where = f" (cells {', '.join(map(str, cells))})" if cells else ""
            yield f"{one.target.shown}: secrets are left that cannot be replaced from here{where}."
        if one.still_in:
            where = ", ".join(one.still_in)
            yield f"{one.target.shown}: copies are left that cannot be replaced from here ({where})."


def _counted(result: Redacted | ScanError, errors: dict[str, str]) -> RedactedFile:
    if isinstance(result, ScanError):
        return RedactedFile(result.path, 0, result.message)
    copies = len(result.plan.replaced) + sum(result.plan.counts.values())
    shown = result.target.shown
    return RedactedFile(shown, copies, errors.get(shown))
