"""``kernel-env``: give a kernel the variables of ``.env`` when it starts again."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import ensure_async
from tornado import web

from ...protocol.requests import KernelEnvRequest
from ...protocol.responses import Done
from ..kernel_env import can_be_handed
from .base import CtHandler, RequestError, decode, guarded


class KernelEnvHandler(CtHandler):
    """Remembers what a user asks for one kernel; nothing is restarted here."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with an empty object once the kernel's next start reads ``.env``."""
        body = decode(self.check_body(), KernelEnvRequest)
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "execute", "kernels")
        )
        if not allowed:
            raise RequestError(403, "forbidden", "You may not restart kernels on this server.")
        kernels = self.kernel_manager
        if body.kernel not in kernels:
            raise RequestError(404, "no-kernel", "This kernel does not run here any more.")
        if not can_be_handed(kernels.get_kernel(body.kernel)):
            raise RequestError(
                409,
                "not-started-here",
                "This server does not start the kernel itself: set the variables where it is started.",
            )
        running = set(kernels.list_kernel_ids())
        self.ct.kernels_with_env = {one for one in self.ct.kernels_with_env if one in running} | {body.kernel}
        self.send(Done())
