"""``POST audit``: what somebody says of a finding, written into the repository's baseline."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from ...files.atomic import reason_of, write_whole
from ...policy.baseline import (
    Audit,
    Baseline,
    Entry,
    audited,
    auditor,
    baseline_to_update,
    load_baseline,
    to_bytes,
)
from ...policy.settings import ConfigError
from ...policy.suppressions import today
from ...protocol.requests import AuditRequest, UnauditRequest
from ...protocol.responses import AuditResponse, UnauditResponse
from ...session.policies import NotebookPolicy, writable_baseline
from ...session.prints import BaselinePrints, TwoKeys
from ...session.sent import checks_of
from .base import CtHandler, RequestError, decode, guarded
from .ignore import check_until

if TYPE_CHECKING:
    from ..app import App

_WRITING = threading.Lock()
"""Two answers at once must not write the baseline from one state of it."""


class AuditHandler(CtHandler):
    """The same entry that ``ct-jupyter audit`` writes. The value is in the cells that are sent: it is
    scanned to make its fingerprint, and kept nowhere.
    """

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with where it was written, by whom and when."""
        await self.check_may_write_files()
        (answer,) = await self.ct.workers.run([partial(self._audit, self.check_body())], self.cancelled)
        self.send(answer)

    def _audit(self, raw: bytes) -> AuditResponse:
        body = decode(raw, AuditRequest)
        if body.until is not None:
            check_until(body.until)
        policy = self.ct.policies.of(self.contents_manager, body.path)
        path = _baseline_path(policy)
        config = policy.policy.config
        with _WRITING:
            try:
                created = not path.exists()
                baseline = baseline_to_update(config)
            except ConfigError as error:
                raise RequestError(409, "policy", str(error)) from None
            if created and not body.create:
                raise RequestError(
                    409,
                    "no-baseline",
                    f"There is no baseline yet; it would be made at {_shown(path, policy)}.",
                )
            prints = BaselinePrints(baseline)
            fingerprint = print_of(self.ct, body, policy, prints)
            audit = Audit(
                body.verdict,
                by=auditor(policy.policy.folder or path.parent),
                on=today(),
                note=" ".join(body.note.split()),
                until=body.until,
            )
            assert policy.place is not None  # else there would be no path
            entry = Entry(policy.place, body.weakness_id, fingerprint, audit)
            _write(path, audited(baseline, entry), policy)
        return AuditResponse(path=_shown(path, policy), created=created, suppressed=entry.suppression)


class UnauditHandler(CtHandler):
    """Takes an entry out of the baseline. Git keeps what it said."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the path of the baseline, and the number of entries that went."""
        await self.check_may_write_files()
        (answer,) = await self.ct.workers.run([partial(self._take_out, self.check_body())], self.cancelled)
        self.send(answer)

    def _take_out(self, raw: bytes) -> UnauditResponse:
        body = decode(raw, UnauditRequest)
        policy = self.ct.policies.of(self.contents_manager, body.path)
        path = _baseline_path(policy)
        root, place = policy.policy.config.root, policy.place
        assert place is not None  # else there would be no path
        with _WRITING:
            try:
                baseline = load_baseline(policy.policy.config)
            except ConfigError as error:
                raise RequestError(409, "policy", str(error)) from None
            if baseline is None:
                raise RequestError(409, "no-baseline", "There is no baseline any more.")
            known = (body.weakness_id, print_of(self.ct, body, policy, BaselinePrints(baseline)))
            # As the policy is applied: an entry of a file that is gone speaks for its copies.
            rest = [
                entry
                for entry in baseline.entries
                if (entry.weakness_id, entry.fingerprint) != known or not entry.speaks_for(place, root)
            ]
            removed = len(baseline.entries) - len(rest)
            if not removed:
                raise RequestError(409, "moved", "The baseline does not name this finding any more.")
            _write(path, msgspec.structs.replace(baseline, entries=rest), policy)
        return UnauditResponse(_shown(path, policy), removed)


def print_of(
    ct: App, body: AuditRequest | UnauditRequest, policy: NotebookPolicy, prints: BaselinePrints
) -> str:
    """Return the baseline's fingerprint of a finding, made from the cells that were sent.

    Raises
    ------
    RequestError
        The cells do not hold it.
    """
    checks = checks_of(body, ct.checker, policy, TwoKeys(prints, lambda one: one == body.weakness_id))
    for findings, _ in (check() for check in checks):
        for finding in findings:
            if (finding.weakness_id, finding.fingerprint) == (body.weakness_id, body.fingerprint):
                return prints.of(finding.fingerprint)
    raise RequestError(409, "moved", "The finding is no longer in the cell. Scan the notebook again.")


def _write(path: Path, baseline: Baseline, policy: NotebookPolicy) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, to_bytes(baseline))
    except OSError as error:
        shown = _shown(path, policy)
        raise RequestError(409, "not-written", f"{shown} was not written: {reason_of(error)}") from None


def _baseline_path(policy: NotebookPolicy) -> Path:
    if policy.policy.error:
        raise RequestError(409, "policy", f"The policy cannot be read: {policy.policy.error}")
    if policy.policy.root is None:
        raise RequestError(409, "no-local-files", "The files of this server are not on its own disk.")
    path = writable_baseline(policy.policy)
    if path is None:
        raise RequestError(
            409,
            "outside-root",
            "The baseline is outside the folder that this server serves. "
            "Add the finding to it with: ct-jupyter baseline",
        )
    return path


def _shown(path: Path, policy: NotebookPolicy) -> str:
    root = policy.policy.root
    return path.relative_to(root).as_posix() if root else path.name
