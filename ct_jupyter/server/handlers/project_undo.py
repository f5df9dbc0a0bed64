"""``ct_jupyter/project-undo``: takes back what ``project-redact`` wrote, while the page is open."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocol.requests import ProjectUndoRequest
from ...protocol.responses import Done, ProjectUndoResponse, PutBack, UndoKept
from ...session.owner import owner_of
from ...session.places import local_root
from ...stores.keyring_store import KeyringStore
from ...stores.receipt import Receipt, take_back_entries
from ...stores.refusal import Refusal
from ...stores.store import ENV_NAME
from ...stores.undo import take_back
from .base import CtHandler, RequestError, decode, guarded

STILL_READ = "was left as it is: a file that was not put back may need it"


class ProjectUndoHandler(CtHandler):
    """Writes files, for who may through the Contents API; each only where nobody changed it since."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Put the files back, and answer with what became of each."""
        await self.check_may_write_files()
        body = decode(self.check_body(), ProjectUndoRequest)
        (files,) = await self.ct.workers.run([partial(self._undo, body.undo)], self.cancelled)
        self.send(ProjectUndoResponse(files))

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with whether it can still be taken back; asking keeps it so."""
        undo = self.get_query_argument("undo", "")
        self.send(UndoKept(self.ct.undos.touch(owner_of(self), undo)))

    @web.authenticated
    @authorized
    @guarded
    async def delete(self) -> None:
        """Forget it."""
        self.ct.undos.take(owner_of(self), self.get_query_argument("undo", ""))
        self.send(Done())

    def _undo(self, undo: str) -> list[PutBack]:
        kept = self.ct.undos.take(owner_of(self), undo)
        if kept is None:
            raise RequestError(404, "no-undo", "This can no longer be taken back from here.")
        root = local_root(self.contents_manager)
        files: list[PutBack] = []
        # In the order that they were written in: what reads the values, then what holds them.
        for one in kept.written:
            is_store = one.path.name in (ENV_NAME, ".gitignore")
            error = STILL_READ if is_store and any(file.error for file in files) else take_back(one)
            files.append(PutBack(one.path.relative_to(root).as_posix(), error))
        if kept.entries is not None and kept.entries.keyring:
            failed = any(file.error for file in files)
            if error := STILL_READ if failed else _take_back_entries(kept.entries):
                files.append(PutBack("keyring", error))
        return files


def _take_back_entries(entries: Receipt) -> str | None:
    """Take out of the keyring what it was given; return why that was not done."""
    try:
        store = KeyringStore()
        states = [one.state for one in take_back_entries([entries], store.get, store.remove)]
    except Refusal as refusal:
        return f"was not put back: {refusal.message}"
    return "was changed since, so it was left as it is" if "changed" in states else None
