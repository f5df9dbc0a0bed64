"""``POST code``: the code cells of a notebook, and where they open a door."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.requests import ScanRequest
from ...protocol.responses import ScanResponse
from ...session.sent import code_in
from .base import CtHandler, decode, guarded


class CodeHandler(CtHandler):
    """Judges the code of all cells at once: a value may come from any of those above."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the findings of code, as the policy has them."""
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

        def judge() -> None:
            findings, errors = ([], []) if policy.excluded else code_in(body, policy, fingerprint)
            answers.append(
                ScanResponse(
                    findings=policy.judge(findings),
                    errors=errors,
                    policy=policy.summary(""),
                    waiting=fingerprint.waiting,
                    seconds=0,
                )
            )

        yield judge
