"""``GET rules``: what is looked for, why it matters and what to do."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...findings.catalogue import kinds_by_id
from ...protocol.responses import RuleInfo, RulesResponse
from .base import CtHandler, guarded

_SHOWN = RuleInfo.__struct_fields__


class RulesHandler(CtHandler):
    """The rules, for messages and for "Learn more"."""

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with every rule, without its pattern."""
        (rules,) = await self.ct.workers.run([kinds_by_id], self.cancelled)
        shown = [RuleInfo(**{field: getattr(rule, field) for field in _SHOWN}) for rule in rules.values()]
        self.send(RulesResponse(shown))
