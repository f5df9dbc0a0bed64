"""The baseline: findings that are known, by fingerprint only, in a file that is committed.

Stable under cell moves, reordering and re-execution, since an entry holds neither cell nor line; sorted, so
that a change is a small diff. Its key is random and of this repository; all but values of a random form are
stretched, so that who reads the file cannot try a long list of likely passwords or people.
"""

from __future__ import annotations

import base64
import datetime
import getpass
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from ..findings.finding import Finding, Suppression
from ..findings.fingerprint import FIRST, KEY_BYTES, TODAY, Fingerprinter, private_fingerprinter
from ..git import GitError, Repository
from .config import Config
from .paths import file_of
from .settings import ConfigError
from .sources import Read, read_file
from .suppressions import today

Verdict = Literal["false positive", "used in tests", "revoked", "will not fix"]
VERDICTS: tuple[Verdict, ...] = ("false positive", "used in tests", "revoked", "will not fix")

VERSION = 2
"""Of the files that are written. In those of version 1 less was stretched, and at a lower cost."""

ABOUT = "Findings of ct-jupyter that are known, as keyed hashes. Update it with: ct-jupyter baseline"


class Audit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody said of an entry."""

    verdict: Verdict
    by: str
    on: datetime.date
    note: str = ""
    until: datetime.date | None = None


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value of one file."""

    path: str
    weakness_id: str
    fingerprint: str
    audit: Audit | None = None

    def expired(self) -> bool:
        """Whether the day that the audit named has passed."""
        return self.audit is not None and self.audit.until is not None and self.audit.until < today()

    def speaks_for(self, place: str, root: Path) -> bool:
        """Whether it is of the file at ``place``, or of one that is gone, whose copies it speaks for."""
        return self.path == place or not (root / file_of(self.path)).exists()

    @property
    def reason(self) -> str:
        """What a report shows."""
        if self.audit is None:
            return "known, not audited"
        return f"{self.audit.verdict}: {self.audit.note}" if self.audit.note else self.audit.verdict

    @property
    def suppression(self) -> Suppression:
        """What a finding that it knows carries."""
        said = self.audit
        if said is None:
            return Suppression("baseline", self.reason)
        return Suppression("baseline", self.reason, by=said.by, on=said.on, until=said.until)


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    key: str
    entries: list[Entry]
    version: int = VERSION
    about: str = ABOUT

    @property
    def is_old(self) -> bool:
        """Whether its fingerprints are of a form that is read, but not written any more."""
        return self.version < VERSION

    def fingerprinter(self) -> Fingerprinter:
        """Return what makes this baseline's fingerprints."""
        return Fingerprinter(base64.b64decode(self.key), stretch=FIRST if self.is_old else TODAY)


class BothForms:
    """Gives the fingerprint of an old baseline, with that of today behind it.

    One text, as findings that are made in other processes bring back nothing else.
    """

    def __init__(self, baseline: Baseline) -> None:
        self._old = baseline.fingerprinter()
        self._new = msgspec.structs.replace(baseline, version=VERSION).fingerprinter()

    def __call__(self, weakness_id: str, value: str) -> str:
        """Return both."""
        return self._old(weakness_id, value) + self._new(weakness_id, value)

    @staticmethod
    def apart(both: str) -> tuple[str, str]:
        """Return the old one and the new one."""
        return both[: len(both) // 2], both[len(both) // 2 :]


def renewed(baseline: Baseline, forms: Mapping[str, str]) -> Baseline:
    """Return the baseline with fingerprints of today.

    Parameters
    ----------
    forms
        The new fingerprint by the old one, of all that was found. Entries of what was not found go: nothing
        could tell them any more.
    """
    entries = [
        msgspec.structs.replace(entry, fingerprint=forms[entry.fingerprint])
        for entry in baseline.entries
        if entry.fingerprint in forms
    ]
    entries.sort(key=lambda entry: (entry.path, entry.weakness_id, entry.fingerprint))
    return msgspec.structs.replace(baseline, entries=entries, version=VERSION, about=ABOUT)


def new_baseline() -> Baseline:
    """Return an empty baseline with a key of its own."""
    return Baseline(key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(), entries=[])


def load_baseline(config: Config, read: Read = read_file) -> Baseline | None:
    """Return the baseline that the settings name; None where there is no such file.

    Parameters
    ----------
    read
        Where it is read from: the work tree, or a commit.

    Raises
    ------
    ConfigError
        The file is damaged, or a setting needs it and it is not there.
    """
    path = config.baseline
    data = read(path)
    if data is None:
        if any(one.fingerprint for one in config.allow):
            raise ConfigError(
                f"allow: its fingerprints need the repository's key, which {path} holds; "
                "make it with: ct-jupyter baseline"
            )
        if config.sources.get("baseline", "default") != "default":
            raise ConfigError(f"baseline: {path} does not exist; make it with: ct-jupyter baseline")
        return None
    try:
        baseline = msgspec.json.decode(data, type=Baseline)
        if not 1 <= baseline.version <= VERSION:
            raise ConfigError(
                f"baseline: {path} is of version {baseline.version}, which a newer ct-jupyter made"
            )
        if len(base64.b64decode(baseline.key, validate=True)) != KEY_BYTES:
            raise ValueError("its key has not the right length")
    except ConfigError:
        raise
    except ValueError as error:
        why = "it holds an unresolved merge conflict" if b"<<<<<<<" in data else str(error)
        raise ConfigError(
            f"baseline: {path} cannot be used: {why}; "
            "restore it from git, or delete it and run ct-jupyter baseline"
        ) from None
    return baseline


def baseline_to_update(config: Config) -> Baseline:
    """Return the baseline that is there, or a new one.

    Raises
    ------
    ConfigError
        The file is damaged.
    """
    if not config.baseline.exists():
        return new_baseline()
    return load_baseline(config) or new_baseline()


def fingerprinter_for(baseline: Baseline | None) -> Fingerprinter:
    """Return the repository's own where it has a baseline, else the user's."""
    return private_fingerprinter() if baseline is None else baseline.fingerprinter()


def updated(baseline: Baseline, findings: Iterable[Finding], scanned: Iterable[str], here: Path) -> Baseline:
    """Return a baseline of ``findings`` that keeps what was said of those it knew.

    Parameters
    ----------
    findings
        With fingerprints of this baseline's key.
    scanned
        The paths that were looked at: entries of others stay.
    here
        What the paths are relative to; entries of files that are gone do not stay.
    """
    looked_at = set(scanned)
    told = {(entry.weakness_id, entry.fingerprint): entry.audit for entry in baseline.entries if entry.audit}
    told_there = {
        (entry.path, entry.weakness_id, entry.fingerprint): entry.audit for entry in baseline.entries
    }
    entries = {
        (entry.path, entry.weakness_id, entry.fingerprint): entry
        for entry in baseline.entries
        if file_of(entry.path) not in looked_at and (here / file_of(entry.path)).exists()
    }
    for finding in findings:
        at = (finding.path, finding.weakness_id, finding.fingerprint)
        # A notebook that was renamed, or a value that was copied, is still what somebody said it is.
        audit = told_there.get(at) or told.get(at[1:])
        entries[at] = Entry(*at, audit)
    return msgspec.structs.replace(baseline, entries=[entries[at] for at in sorted(entries)])


def audited(baseline: Baseline, entry: Entry) -> Baseline:
    """Return the baseline with ``entry``, in place of what it said of the same value in the same file."""
    entries = {(one.path, one.weakness_id, one.fingerprint): one for one in (*baseline.entries, entry)}
    return msgspec.structs.replace(baseline, entries=[entries[at] for at in sorted(entries)])


def auditor(folder: Path) -> str:
    """Return the name that git writes into commits made in ``folder``, else the user's on this machine."""
    try:
        name = Repository(folder).word("config", "user.name")
    except GitError:
        name = None
    return name or getpass.getuser()


def to_bytes(baseline: Baseline) -> bytes:
    """Return the file: one entry a line, sorted."""
    lines = [f"  {msgspec.json.encode(entry).decode()}" for entry in baseline.entries]
    head = {"version": baseline.version, "about": baseline.about, "key": baseline.key}
    members = [
        f" {msgspec.json.encode(k).decode()}: {msgspec.json.encode(v).decode()}" for k, v in head.items()
    ]
    entries = "[\n" + ",\n".join(lines) + "\n ]" if lines else "[]"
    return ("{\n" + ",\n".join([*members, f' "entries": {entries}']) + "\n}\n").encode()
