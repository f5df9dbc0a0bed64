"""The pre-save hook: the one place that REST saves and collaboration saves both come by."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from ..detection.personal.personal_kinds import is_personal
from ..findings.finding import Finding, ScanError
from ..policy.gate import breaks
from ..protocol.responses import REFUSED, SaveEvent, SaveOutcome
from ..session.checker import Checker, Rules
from ..session.errors import describe
from ..session.policies import Policies
from ..session.snapshot import Snapshot, pieces_of, take_snapshot
from ..session.stored import StoredValues
from ..session.work import Workers
from .refused import SaveRefused
from .save_event import save_event

MAX_NAMED = 5
"""Cells that a refusal names before it only counts."""


class Server(Protocol):
    """What the hook needs of the extension app."""

    checker: Checker
    policies: Policies
    stored: StoredValues
    workers: Workers
    log: Any

    @property
    def effective_save_mode(self) -> str:
        """``off``, ``warn`` or ``block``."""

    def take_pass(self, path: str) -> bool:
        """Whether the next save of ``path`` was asked for in spite of all; it is good for one."""

    def is_told(self, finding: Finding) -> bool:
        """Whether the user wants to know of it."""

    def emit_save(self, event: SaveEvent) -> None:
        """Emit the save event; may be called from any thread."""


class SaveHook:
    """Scans what is saved. In ``warn`` mode it never fails, and never keeps a save waiting."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._newest: dict[str, int] = {}

    @property
    def waiting(self) -> int:
        """How many notebooks were saved and are not scanned yet."""
        with self._lock:
            return len(self._newest)

    def run(self, model: Mapping[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
        """Scan ``model``, which is about to be saved at ``path``.

        Raises
        ------
        SaveRefused
            In ``block`` mode, where a finding breaks the policy; JupyterLab shows the message.
        """
        mode = self._server.effective_save_mode
        if mode == "off":
            return
        try:
            snapshot = take_snapshot(model, path)
            if snapshot is None:
                return
            if mode == "block" and self._server.take_pass(path):
                mode = "warn"  # somebody has seen what is in it, and wants it saved
            if snapshot.text is not None and mode != "block":
                return  # what is in text files is told by the editor
            if mode == "block":
                findings, errors = self._check(snapshot, path, contents_manager)
            else:
                self._scan_later(snapshot, path, contents_manager)
                return
        except Exception as error:
            # Whatever goes wrong here, the user's work is saved.
            self._failed(path, error)
            return
        breaking = [finding for finding in findings if breaks(finding)]
        outcome: SaveOutcome = "blocked" if breaking else "incomplete" if errors else "scanned"
        is_text = snapshot.text is not None
        if not is_text:
            self._emit(path, findings, errors, outcome)
        if breaking:
            raise SaveRefused(refusal_message(breaking, is_text=is_text), is_text=is_text)

    def _scan_later(self, snapshot: Snapshot, path: str, contents_manager: Any) -> None:
        with self._lock:
            generation = self._newest[path] = self._newest.get(path, 0) + 1
        if not self._server.workers.submit(partial(self._scan, snapshot, path, contents_manager, generation)):
            with self._lock:
                self._newest.pop(path, None)
            self._emit(path, [], [_error(path, "too many scans are waiting")], "incomplete")

    def _scan(self, snapshot: Snapshot, path: str, contents_manager: Any, generation: int) -> None:
        with self._lock:
            if self._newest.get(path) != generation:
                return  # saved again meanwhile: the newer one is scanned
            del self._newest[path]
        try:
            findings, errors = self._check(snapshot, path, contents_manager)
            self._emit(path, findings, errors, "incomplete" if errors else "scanned")
        except Exception as error:
            self._failed(path, error)

    def _check(
        self, snapshot: Snapshot, path: str, contents_manager: Any
    ) -> tuple[list[Finding], list[ScanError]]:
        findings: list[Finding] = []
        errors = [_error(path, "only a piece of the file was sent")] if snapshot.partial else []
        policy = self._server.policies.of(contents_manager, path)
        if policy.excluded:
            return [], []
        try:
            pieces, directives = pieces_of(snapshot, path)
            stored = self._server.stored.of(contents_manager, path)
            rules = Rules(
                policy.fingerprint(), policy.honour_pragmas, directives, policy.additions, stored.known
            )
            for number, parts in pieces:
                found, failed = self._server.checker.check(parts, path, number, rules)
                findings += found
                errors += failed
        except Exception as error:
            errors.append(_error(path, f"could not be read ({type(error).__name__})"))
        return [one for one in policy.judge(findings) if self._server.is_told(one)], errors

    def _failed(self, path: str, error: Exception) -> None:
        self._server.log.warning("ct_jupyter: a save was not scanned: %s", describe(error))
        self._emit(path, [], [_error(path, "the scan failed")], "incomplete")

    def _emit(
        self, path: str, findings: list[Finding], errors: list[ScanError], outcome: SaveOutcome
    ) -> None:
        try:
            self._server.emit_save(save_event(path, findings, errors, outcome))
        except Exception as error:
            self._server.log.warning("ct_jupyter: the save event was not sent: %s", describe(error))


def refusal_message(breaking: list[Finding], *, is_text: bool = False) -> str:
    """Return what the save dialog says: which cells or lines hold what, and the way out."""
    places = list(dict.fromkeys((_place(finding, is_text), finding.title) for finding in breaking))
    named = "; ".join(f"{place}: {title}" for place, title in places[:MAX_NAMED])
    more = f"; and {len(places) - MAX_NAMED} more" if len(places) > MAX_NAMED else ""
    # tornado doubles percent signs in messages, and a title may have one.
    what = {is_personal(finding.weakness_id) for finding in breaking}
    held = (
        "secrets" if what == {False} else "personal data" if what == {True} else "secrets and personal data"
    )
    document = "file" if is_text else "notebook"
    return (
        f"{REFUSED}{document} holds {held} ({named}{more}). Replace or ignore them in the "
        "panel, or change what happens on save in the settings, then save again."
    ).replace("%", " percent")


def _place(finding: Finding, is_text: bool) -> str:
    if is_text:
        return f"line {finding.start.line}"
    return f"cell {finding.cell}" if finding.cell else "the notebook metadata"


def _error(path: str, message: str) -> ScanError:
    return ScanError(path=path, message=message)
