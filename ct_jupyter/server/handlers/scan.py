"""``POST scan``: cells as they stand in the editor, findings out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from ...findings.finding import ScanError
from ...protocol.requests import ScanRequest
from ...protocol.responses import ScanResponse
from ...session.sent import Outcome, checks_of, sources_in
from .base import CtHandler, decode, guarded


class ScanHandler(CtHandler):
    """Scans what is sent; writes no file, and reads none but those of the policy."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the findings of the parts in the body, as the policy has them."""
        started = time.perf_counter()
        answers: list[ScanResponse] = []
        await self.ct.workers.run(self._pieces(self.check_body(), answers), self.cancelled)
        seconds = round(time.perf_counter() - started, 6)
        self.send(msgspec.structs.replace(answers[0], seconds=seconds))

    def _pieces(self, raw: bytes, answers: list[ScanResponse]) -> Iterator[Callable[[], object]]:
        """Yield the work; the body too is decoded where this is advanced, off the event loop."""
        body = decode(raw, ScanRequest)
        policy = self.ct.policies.of(self.contents_manager, body.path)
        fingerprint = policy.fingerprint(stretch=body.settled)
        outcomes: list[Outcome] = []
        stored = self.ct.stored.of(self.contents_manager, body.path, sources_in(body))
        for check in checks_of(body, self.ct.checker, policy, fingerprint, stored.known):
            yield partial(_keep, check, outcomes)
        errors: list[ScanError] = [error for _, failed in outcomes for error in failed]
        answer = ScanResponse(
            findings=policy.judge([finding for findings, _ in outcomes for finding in findings]),
            errors=errors,
            # What the outputs are marked by is a part of what they were judged by.
            policy=policy.summary(stored.version),
            waiting=fingerprint.waiting,
            seconds=0,
        )
        answers.append(answer)


def _keep(check: Callable[[], Outcome], outcomes: list[Outcome]) -> None:
    outcomes.append(check())
