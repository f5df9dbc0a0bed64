"""The policy that holds for a notebook, as the pipeline will read it: found by its folder, kept until a file
of it changes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from ..findings.finding import Finding
from ..policy.additions import NOTHING_ADDED, Additions, additions_of
from ..policy.apply import apply_policy
from ..policy.baseline import Baseline, load_baseline
from ..policy.config import OWN_FILE, PROJECT_FILE, Config, Limits, load_config
from ..policy.kinds import named
from ..policy.paths import path_matches
from ..policy.settings import ConfigError
from ..policy.suppressions import today
from ..protocol.responses import BaselineInfo, PolicyInfo
from ..stores.refusal import Refusal
from .places import COLLABORATION_DRIVE, notebook_folder
from .prints import BaselinePrints, TwoKeys

MAX_FOLDERS = 1000

Stamp = tuple[tuple[str, int, int, int], ...]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What holds in a folder."""

    config: Config
    baseline: Baseline | None = None
    prints: BaselinePrints | None = None
    error: str = ""
    """Why the policy cannot be read; nothing of it holds then."""
    version: str = ""
    """Another one after each change of a file of the policy, and on another day."""
    folder: Path | None = None
    """Without links; None where the server's files are not on its own disk."""
    root: Path | None = None
    """The server's."""
    shows_hidden: bool = False
    """Whether the server shows hidden files."""

    @property
    def source(self) -> str | None:
        """The file that the settings stand in."""
        named_by = set(self.config.sources.values()) - {"default"}
        return min((source.partition(":")[0] for source in named_by), default=None)


class NotebookPolicy:
    """A policy, and the notebook that it is asked of."""

    def __init__(self, policy: Policy, name: str) -> None:
        self.policy = policy
        self.place = _place(policy, name)

    @property
    def honour_pragmas(self) -> bool:
        """Whether other scanners' comments suppress as well."""
        return self.policy.config.honour_pragmas

    @property
    def additions(self) -> Additions:
        """What the policy adds to the check of this notebook."""
        if self.place is None:
            return NOTHING_ADDED
        return additions_of(self.policy.config, partial(_always, self.place))

    @property
    def excluded(self) -> bool:
        """Whether the policy leaves the notebook out."""
        return self.place is not None and path_matches(self.place, self.policy.config.exclude)

    def fingerprint(self, *, stretch: bool = True) -> TwoKeys:
        """Return what makes the fingerprints of a check."""
        config = self.policy.config
        # With a list of values any finding may be meant.
        needs = _any_kind if any(one.fingerprint for one in config.allow) else self._is_named_here
        return TwoKeys(self.policy.prints, needs, stretch=stretch)

    def _is_named_here(self, weakness_id: str) -> bool:
        """Whether the baseline has an entry of a kind that may speak for this notebook."""
        baseline, place = self.policy.baseline, self.place
        if baseline is None or place is None:
            return False
        entries = [one for one in baseline.entries if one.weakness_id == weakness_id and not one.expired()]
        root = self.policy.config.root
        # Those of this file first: they need no look at the disk.
        return any(one.path == place for one in entries) or any(
            one.speaks_for(place, root) for one in entries
        )

    def judge(self, findings: Sequence[Finding]) -> list[Finding]:
        """Leave out and suppress what the policy says, by the rules of the pipeline."""
        config, baseline, prints = self.policy.config, self.policy.baseline, self.policy.prints
        kept = [one for one in findings if not named(one.weakness_id, config.disable)]
        if not kept or self.place is None:
            return kept
        if baseline is not None:
            # The others cannot name any of these, and a baseline may be long.
            ids = {one.weakness_id for one in kept}
            entries = [entry for entry in baseline.entries if entry.weakness_id in ids]
            baseline = msgspec.structs.replace(baseline, entries=entries)
        place = self.place
        known = [_with_print(one, prints.of(one.fingerprint) if prints else "") for one in kept]
        applied = apply_policy(known, config, baseline, lambda _: place, complete=False).findings
        return [_with_print(one, own.fingerprint) for one, own in zip(applied, kept, strict=True)]

    def summary(self, more: str = "") -> PolicyInfo:
        """Return what the front end is told; ``more`` is added to the version."""
        return PolicyInfo(
            version=self.policy.version + more,
            file=self.policy.source,
            error=self.policy.error,
            excluded=self.excluded,
            disabled=list(self.policy.config.disable),
            baseline=self._baseline(),
        )

    def _baseline(self) -> BaselineInfo | None:
        path = writable_baseline(self.policy)
        if path is None or self.place is None or self.policy.root is None:
            return None
        shown = path.relative_to(self.policy.root).as_posix()
        return BaselineInfo(shown, self.policy.baseline is not None)


class Policies:
    """The policies of the folders that notebooks were opened in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[Stamp, Policy]] = {}
        self._prints: dict[tuple[str, int], BaselinePrints] = {}

    def of(self, contents_manager: Any, path: str) -> NotebookPolicy:
        """Return what holds for the notebook at ``path`` of the Contents API.

        Where the server's files are not on its disk nothing but the defaults does.
        """
        try:
            folder, root = notebook_folder(contents_manager, path)
        except Refusal:
            return NotebookPolicy(Policy(config=Config(limits=Limits())), path)
        name = path.removeprefix(COLLABORATION_DRIVE).rpartition("/")[2]
        policy = self._in(folder, root)
        if contents_manager.allow_hidden:
            policy = msgspec.structs.replace(policy, shows_hidden=True)
        return NotebookPolicy(policy, name)

    def _in(self, folder: Path, root: Path) -> Policy:
        with self._lock:
            known = self._known.get(folder)
            # Of all folders above: a new file nearer to the notebook takes the place of one further up.
            stamp = _stamp(_files(folder, known[1].config if known else None))
            if known and known[0] == stamp:
                return known[1]
            policy, before = self._load(folder, root), stamp
            while (stamp := _stamp(_files(folder, policy.config))) != before:
                policy, before = self._load(folder, root), stamp  # it changed while it was read
            if len(self._known) >= MAX_FOLDERS:
                self._known.clear()
            self._known[folder] = (stamp, policy)
            return policy

    def _load(self, folder: Path, root: Path) -> Policy:
        nothing = Config(limits=Limits(), root=folder)
        config, baseline, error = nothing, None, ""
        try:
            # The gate of a pipeline is none of ours: FAILED_ARGS is not read.
            config = load_config(folder, {})
            baseline = load_baseline(config)
        except ConfigError as problem:
            # An absolute path of the server says nothing to its users.
            error = str(problem).replace(f"{root}/", "").replace(f"{root}\\", "")
            # A change of these files is one of the policy also where it could not be read.
            files = tuple(map(str, problem.files)) or config.rule_files
            config = msgspec.structs.replace(
                nothing, root=config.root, baseline=config.baseline, rule_files=files
            )
        version = blake2b(repr(_stamp(_files(folder, config))).encode(), digest_size=8)
        return Policy(
            config=config,
            baseline=baseline,
            prints=self._prints_of(baseline),
            error=error,
            version=version.hexdigest(),
            folder=folder,
            root=root,
        )

    def _prints_of(self, baseline: Baseline | None) -> BaselinePrints | None:
        """A changed baseline keeps its key, and with it what was made of it."""
        if baseline is None:
            return None
        return self._prints.setdefault((baseline.key, baseline.version), BaselinePrints(baseline))


def _any_kind(_: str) -> bool:
    return True


def _always(place: str, _: str) -> str:
    return place


def writable_baseline(policy: Policy) -> Path | None:
    """Return where the baseline is, or would be made; None where the server must not write there."""
    if policy.error or policy.root is None:
        return None
    path = policy.config.baseline
    inside = path.parent.resolve().is_relative_to(policy.root) and path.is_relative_to(policy.root)
    return path if inside and not path.is_symlink() else None


def _place(policy: Policy, name: str) -> str | None:
    if policy.folder is None or policy.error:
        return None
    return (policy.folder / name).relative_to(policy.config.root).as_posix()


def _with_print(finding: Finding, fingerprint: str) -> Finding:
    return msgspec.structs.replace(finding, fingerprint=fingerprint)


def _files(folder: Path, config: Config | None) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield from (place / OWN_FILE, place / PROJECT_FILE, place / ".git")
        if (place / ".git").exists():
            break
    if config is not None:
        yield config.baseline
        yield from (config.root / name for name in config.rule_files)


def _stamp(files: Iterable[Path]) -> Stamp:
    found = [(str(today()), 0, 0, 0)]
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        # Of the repository only that it is there: git writes into its folder all the time.
        is_git = file.name == ".git"
        changes = (0, 0, 0) if is_git else (status.st_mtime_ns, status.st_size, status.st_ino)
        found.append((str(file), *changes))
    return tuple(found)
