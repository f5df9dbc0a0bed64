"""``gitignore``: keep a data file out of the repository, or say whether it is."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...git.work_tree import ignore, look
from ...protocol.requests import GitignoreRequest
from ...protocol.responses import GitignoreResponse, GitSight
from ...session.places import env_folder
from .base import CtHandler, RequestError, decode, guarded


class GitignoreHandler(CtHandler):
    """Adds a line to ``.gitignore``; nothing else is touched."""

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with how git sees the file ``path``; nothing is changed."""
        await self.check_may_read_files()
        path = self.get_query_argument("path", "")
        (answer,) = await self.ct.workers.run([partial(self._look, path)], self.cancelled)
        self.send(answer)

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with what became of the line, and whether git tracks the file already."""
        await self.check_may_write_files()
        (answer,) = await self.ct.workers.run([partial(self._ignore, self.check_body())], self.cancelled)
        self.send(answer)

    def _look(self, path: str) -> GitSight:
        folder, _ = env_folder(self.contents_manager, path)
        view = look(folder, _name_of(path))
        if view.top is None:
            return GitSight("no-repository", view.tracked)
        if not view.answers:
            return GitSight("unknown", view.tracked)
        return GitSight("present" if view.ignored else "absent", view.tracked)

    def _ignore(self, raw: bytes) -> GitignoreResponse:
        body = decode(raw, GitignoreRequest)
        folder, root = env_folder(self.contents_manager, body.path)
        name = _name_of(body.path)
        if name.startswith(("#", "!")) or any(letter in name for letter in "\\*?["):
            raise RequestError(409, "special", "Git reads that name as a pattern. Add it by hand.")
        view = look(folder, name)
        try:
            state = ignore(folder, name, root, view)
        except OSError as error:
            why = error.strerror or "a line further down takes it back"
            raise RequestError(409, "not-written", f".gitignore was not written: {why}") from None
        return GitignoreResponse(state, view.tracked)


def _name_of(path: str) -> str:
    name = path.rpartition("/")[2]
    if not name or name in (".", "..") or any(letter in name for letter in "\0\n\r"):
        raise RequestError(400, "malformed", "The path does not name a file.")
    return name
