"""``POST undo``: take back what a redaction stored, where nobody changed it since."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.requests import UndoRequest
from ...protocol.responses import UndoResponse
from ...session.places import env_folder
from ...stores.keyring_store import KeyringStore
from ...stores.receipt import take_back_entries, take_back_files
from .base import CtHandler, RequestError, decode, guarded


class UndoHandler(CtHandler):
    """Removes lines from ``.env`` and ``.gitignore``, and entries from the keyring; nothing else."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with what became of each place."""
        await self.check_may_write_files()
        (answer,) = await self.ct.workers.run([partial(self._undo, self.check_body())], self.cancelled)
        self.send(answer)

    def _undo(self, raw: bytes) -> UndoResponse:
        body = decode(raw, UndoRequest)
        found = []
        if any(receipt.files for receipt in body.receipts):
            _, root = env_folder(self.contents_manager, body.path)
            try:
                found += take_back_files(body.receipts, root, keep=body.keep)
            except OSError as error:
                why = error.strerror or "another program is writing to it"
                raise RequestError(409, "env-unwritable", f".env was not changed back: {why}.") from None
        if any(receipt.keyring for receipt in body.receipts):
            store = KeyringStore()
            found += take_back_entries(body.receipts, store.get, store.remove, keep=body.keep)
        return UndoResponse(found)
