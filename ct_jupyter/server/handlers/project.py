"""``ct_jupyter/project``: a scan of a folder or a repository, in a process of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...check.walk import PASSED_OVER
from ...git.work_tree import work_tree_top
from ...notebook.formats import BY_NAME
from ...protocol.requests import ProjectAgainRequest, ProjectRequest
from ...protocol.responses import Done, ProjectAgainResponse, ProjectInfo
from ...session.owner import owner_of
from ...session.places import local_root, shown_place
from ...session.project.messages import Task
from ...session.project.scans import ProjectScan
from ...stores.refusal import Refusal
from .base import CtHandler, RequestError, decode, guarded


class ProjectHandler(CtHandler):
    """Reads files below the server's root, for who may read them through the Contents API; writes none.

    Each user has one scan, which nobody else sees or stops.
    """

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Begin a scan, and answer with its state; an earlier one of the same user is stopped."""
        await self.check_may_read_files()
        body = decode(self.check_body(), ProjectRequest)
        ((folder, task),) = await self.ct.workers.run([partial(self._task, body)], self.cancelled)
        self.send(self.ct.projects.start(owner_of(self), folder, body.scope, task).answer(0))

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with how far the user's scan is and what came after ``since``.

        Without ``job``: which scan there is, and to which repository the folder ``path`` belongs.
        """
        await self.check_may_read_files()
        if self.get_query_argument("job", ""):
            self.send(self._scan(self.get_query_argument("job")).answer(self._since()))
            return
        scan = self.ct.projects.of(owner_of(self))
        path = self.get_query_argument("path", "")
        (repository,) = await self.ct.workers.run([partial(self._repository_of, path)], self.cancelled)
        self.send(ProjectInfo(scan.id if scan else None, repository))

    @web.authenticated
    @authorized
    @guarded
    async def put(self) -> None:
        """Scan some of the files again."""
        await self.check_may_read_files()
        body = decode(self.check_body(), ProjectAgainRequest)
        scan = self._scan(body.job)
        root = local_root(self.contents_manager)
        paths = [path for path in body.paths if _is_of(scan, path, root)]
        if paths:
            self.ct.projects.again(scan, [str(root / path) for path in paths])
        self.send(ProjectAgainResponse(paths))

    @web.authenticated
    @authorized
    @guarded
    async def delete(self) -> None:
        """Stop it; what was found can still be asked for."""
        self._scan(self.get_query_argument("job", "")).cancel()
        self.send(Done())

    def _scan(self, job: str) -> ProjectScan:
        scan = self.ct.projects.of(owner_of(self))
        if scan is None or scan.id != job:
            raise RequestError(404, "no-job", "This scan is no longer known here. Scan again.")
        return scan

    def _since(self) -> int:
        since = self.get_query_argument("since", "0")
        return int(since) if since.isdecimal() and len(since) < 10 else 0

    def _task(self, body: ProjectRequest) -> tuple[str, Task]:
        place, root = shown_place(self.contents_manager, body.path)
        if body.scope == "repository":
            place = _repository(place, root)
        task = Task(
            root=str(place if place.is_dir() else place.parent),
            server_root=str(root),
            paths=[str(place)],
            hidden=bool(self.contents_manager.allow_hidden),
            all_text=body.all_text,
        )
        return _shown(place, root), task

    def _repository_of(self, path: str) -> Any:
        try:
            place, root = shown_place(self.contents_manager, path)
            return _shown(_repository(place, root), root)
        except Refusal:
            return None


def _repository(place: Path, root: Path) -> Path:
    top = work_tree_top(place)
    if top is None or not top.is_relative_to(root):
        raise Refusal("outside-root", "The folder is in no git repository below the server's root.")
    return top


def _shown(place: Path, root: Path) -> str:
    shown = place.relative_to(root).as_posix()
    return "" if shown == "." else shown


def _is_of(scan: ProjectScan, path: str, root: Path) -> bool:
    """Whether a file, which may be gone, lies in what was scanned and is of a kind that is."""
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or "\0" in path or "\\" in path:
        return False
    if not PASSED_OVER.isdisjoint(parts):
        return False
    below = root / path
    inside = any(below == Path(one) or Path(one) in below.parents for one in scan.task.paths)
    is_scanned = scan.task.all_text or path.lower().endswith((".ipynb", *BY_NAME)) or scan.knows(path)
    return inside and is_scanned
