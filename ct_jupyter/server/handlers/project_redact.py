"""``ct_jupyter/project-redact``: secrets out of many files, in the background."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from ...check.walk import Target
from ...findings.finding import ScanError
from ...protocol.requests import ProjectRedactRequest
from ...protocol.responses import Done, JobStarted, ProjectRedacted, ProjectRedactPlan, RedactedFile
from ...session.jobs import Job
from ...session.owner import owner_of
from ...session.places import local_root, shown_place
from ...session.project.redact import Place, redact_project
from ...stores.refusal import Refusal
from .base import decode, guarded
from .job import JobHandler


class ProjectRedactHandler(JobHandler):
    """A dry run shows what would be done; the other writes files, for who may through the Contents API."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Begin, and answer with the job's id."""
        await self.check_may_read_files()
        body: ProjectRedactRequest
        (body,) = await self.ct.workers.run(
            [partial(decode, self.check_body(), ProjectRedactRequest)], self.cancelled
        )
        if not body.dry_run:
            await self.check_may_write_files()
        local_root(self.contents_manager)  # refuses where there are no files
        owner = owner_of(self)
        work = partial(self._redact, body, owner)
        self.send(JobStarted(self.ct.jobs.start("project-redact", work, owner=owner).id))

    @web.authenticated
    @authorized
    @guarded
    async def get(self) -> None:
        """Answer with how far it is, and once it is done with the plan, or with what became of each file."""
        self.send(self.job().answer())

    @web.authenticated
    @authorized
    @guarded
    async def delete(self) -> None:
        """Stop it; files that are being written already are written."""
        self.job().cancel()
        self.send(Done())

    def _redact(
        self, body: ProjectRedactRequest, owner: str, job: Job
    ) -> ProjectRedactPlan | ProjectRedacted:
        root = local_root(self.contents_manager)
        targets: list[Target] = []
        errors: list[ScanError] = []
        for path in dict.fromkeys(body.paths):
            try:
                place, _ = shown_place(self.contents_manager, path)
                targets.append(Target(place, place.relative_to(root).as_posix()))
            except Refusal as refusal:
                errors.append(ScanError(path=path, message=refusal.message))
        folder = _folder_of(shown_place(self.contents_manager, body.folder)[0], root)
        policy = self.ct.policies.of(self.contents_manager, f"{folder}/x" if folder else "x")
        # Where the values go is where they may stay.
        targets = [target for target in targets if target.path.name != ".env"]
        done = redact_project(body, Place(root, targets, folder, policy), job)
        refused = [RedactedFile(one.path, 0, one.message) for one in errors]
        answer = msgspec.structs.replace(done.answer, files=[*done.answer.files, *refused])
        if isinstance(answer, ProjectRedactPlan):
            return answer
        undo = self.ct.undos.keep(owner, done.written, done.entries)
        return msgspec.structs.replace(answer, undo=undo)


def _folder_of(scanned: Path, root: Path) -> str:
    """Return the Contents API path of the folder that was scanned, also where that was one file."""
    shown = (scanned if scanned.is_dir() else scanned.parent).relative_to(root).as_posix()
    return "" if shown == "." else shown
