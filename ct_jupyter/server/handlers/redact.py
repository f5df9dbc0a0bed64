"""``POST redact``: the plan for a whole notebook; unless it is a dry run, its values are stored first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from msgspec import UNSET
from tornado import web

from ...check.located import Located
from ...check.walk import Target
from ...findings.finding import ScanError
from ...findings.tool_copies import Copy, copies_of
from ...git.work_tree import work_tree_top
from ...languages.of_files import language_of_file
from ...notebook import UnreadableNotebookError, language_of
from ...notebook.edit import apply_edits
from ...policy.additions import Additions
from ...policy.config import Config
from ...protocol.requests import RedactRequest
from ...protocol.responses import (
    Counts,
    KeyringAdded,
    PlatformInfo,
    RedactedFile,
    RedactPlan,
    RedactResponse,
    Replaced,
)
from ...redact.files import beside, others_of, replace_redacted
from ...redact.model import changed_cells, changed_metadata
from ...redact.notebook_plan import NotebookPlan, plan_notebook
from ...redact.one_document import Judge, Redacted, located_secrets, redact_data
from ...redact.reach import out_of_reach
from ...redact.share import parts_of
from ...rewrite.loading import Load
from ...rewrite.naming import Names
from ...rewrite.source_plan import Options
from ...rewrite.text_files import (
    ENV_FILE_NOTE,
    WOULD_NOT_READ,
    is_env_file,
    kind_of_text,
    placeholder_notes,
    still_reads,
)
from ...session.checker import Checker
from ...session.places import env_folder, local_root
from ...session.sent import part_of_file
from ...stores.chosen_store import ChosenStore, Wanted, chosen_store
from ...stores.env_link import NO_LINK, EnvLinks
from ...stores.keyring_store import KeyringStore
from ...stores.receipt import Receipt, keyring_receipt
from ...stores.refusal import Refusal
from ...stores.storable import check_storable
from ...stores.store import ENV_NAME, EnvFile, Stored
from .base import CtHandler, RequestError, decode, guarded


class RedactHandler(CtHandler):
    """The same plan as the command line's; the browser applies it to what it shows."""

    @web.authenticated
    @authorized
    @guarded
    async def post(self) -> None:
        """Answer with the edits, the new outputs, the names and, unless it is a dry run, the values."""
        # A whole notebook: it is decoded off the event loop.
        (body,) = await self.ct.workers.run(
            [partial(decode, self.check_body(), RedactRequest)], self.cancelled
        )
        if not body.dry_run:
            await self.check_may_write_files()
        policy = self.ct.policies.of(self.contents_manager, body.path)
        wanted = _wanted(body, policy.policy.config)
        work = partial(self._redact, body, wanted, policy.additions)
        (answer,) = await self.ct.workers.run([work], self.cancelled)
        self.send(answer)

    def _redact(self, body: RedactRequest, wanted: Wanted, additions: Additions) -> RedactPlan:
        if body.kind == "file":
            body = _of_file(body)
        language = body.language or language_of(_metadata(body))
        chosen = chosen_store(wanted, body.content, language, is_notebook=body.kind == "notebook")
        if body.store == "auto" and chosen.kind != "env" and not body.dry_run:
            raise Refusal("preview-first", _why_a_preview(chosen))
        store = _store_for(self.contents_manager, body, chosen)
        found = _located(body, self.ct.checker, additions)
        to_go = [one for one in found if body.findings is None or one.finding.fingerprint in body.findings]
        plan = plan_notebook(
            body.content,
            to_go,
            language=language,
            names=store.names,
            known=self._known(body, chosen),
            chosen=body.names,
            options=Options(
                load=_load(body, chosen),
                whole_urls=body.whole_urls,
                imports=body.imports,
                links=store.links,
                store=chosen.store,
                load_for=tuple(body.load_for),
            ),
            pending=found,
        )
        if body.kind == "file":
            _check_still_reads(body, plan)
            plan = _with_notes(body, plan)
        # A dry run is refused where the real one would be, while there is a form to say so.
        _about_a_variable(partial(store.check, plan), plan)
        path = store.notebook
        answer = msgspec.structs.replace(
            _plan_of(body, plan, skipped=len(found) - len(to_go)),
            store_kind=chosen.kind,
            platform=_platform(chosen, plan),
            repository=_repository(self.contents_manager, body.path),
            out_of_reach=out_of_reach(path, path.name, plan) if path is not None else (),
        )
        others = _files(self.contents_manager, path, plan, body)
        if body.dry_run:
            values = plan.values if body.with_values else UNSET
            return msgspec.structs.replace(answer, files=[_counted(one) for one in others], values=values)
        stored = _about_a_variable(partial(store.add, plan), plan)
        lacks_link = plan.link is not None and store.links is not None and not store.links.make(plan.link)
        done = {
            "values": plan.values,
            "notes": [*plan.notes, NO_LINK] if lacks_link else plan.notes,
            "files": [_written(one) for one in others],
        }
        fields = {name: getattr(answer, name) for name in RedactPlan.__struct_fields__}
        return RedactResponse(**{**fields, **done}, store=stored, receipt=store.receipt)

    def _known(self, body: RedactRequest, chosen: ChosenStore) -> Mapping[str, str] | None:
        """Return what is stored already, where all goes: the notebook may show it as well."""
        if body.findings is not None or body.kind == "file" or chosen.kind not in ("env", "keyring"):
            return None
        sources = (str(cell.get("source", "")) for cell in body.content["cells"] if isinstance(cell, dict))
        return self.ct.stored.of(self.contents_manager, body.path, sources).known.by_value


def _repository(contents_manager: Any, path: str) -> str | None:
    """Return where a ``.env`` at the top of the repository would lie, where that is another than beside."""
    try:
        folder, root = env_folder(contents_manager, path)
    except Refusal:
        return None
    top = work_tree_top(folder)
    if top is None or top == folder or not top.is_relative_to(root):
        return None
    return (top / ENV_NAME).relative_to(root).as_posix()


def _metadata(body: RedactRequest) -> dict[str, Any]:
    metadata = body.content.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


class _Store:
    """Where the values of one request go."""

    def __init__(self, notebook: Path | None, env: EnvFile | None, keyring: KeyringStore | None) -> None:
        self.notebook = notebook
        self._env = env
        self._keyring = keyring
        self.receipt: Receipt | None = None
        """For what :meth:`add` added."""

    @property
    def names(self) -> Names:
        if self._keyring is not None:
            return Names(held=self._keyring.read())
        return Names(held=self._env.read() if self._env else {}, environment=dict(os.environ))

    @property
    def links(self) -> EnvLinks | None:
        """By which the notebook finds its ``.env`` from anywhere."""
        return EnvLinks(self._env.folder) if self._env is not None else None

    def check(self, plan: NotebookPlan) -> None:
        """Raise a ``Refusal`` where :meth:`add` would, for all that can be told before."""
        for name, value in plan.values.items():
            check_storable(value, name)
        if self._keyring is None and self._env is not None:
            loader = plan.loader
            self._env.check(plan.values, shell=loader.loads and loader.code.startswith("set -a"))

    def add(self, plan: NotebookPlan) -> Stored | KeyringAdded | None:
        if self._keyring is not None:
            missing = {name: value for name, value in plan.values.items() if self._keyring.get(name) is None}
            self.receipt = keyring_receipt(missing)
            return KeyringAdded(self._keyring.add_all(plan.values))
        if self._env is None or not plan.values:
            return None
        stored = self._env.add_all(plan.values)
        self.receipt = self._env.receipt
        return stored


def _about_a_variable(store: Callable[[], Any], plan: NotebookPlan) -> Any:
    """Return what ``store`` does; a refusal says which finding's name or value it is about."""
    try:
        return store()
    except Refusal as refusal:
        found = (one.fingerprint for one in plan.variables if refusal.name and one.name == refusal.name)
        raise refusal.about(fingerprint=next(found, "")) from None


def _wanted(body: RedactRequest, config: Config) -> Wanted:
    """Return what was chosen: the policy's choice stands where the user left it to us."""
    return Wanted(config.store if body.store == "auto" else body.store, body.vault or config.vault)


def _why_a_preview(chosen: ChosenStore) -> str:
    if chosen.store is None:
        return "The policy has the values elsewhere than in .env: replace them in the notebook's own preview."
    platform = chosen.store.platform
    return (
        f"This notebook reads {platform.store}. Replace its secrets in its own preview: there you can copy "
        "the values, to enter them."
    )


def _load(body: RedactRequest, chosen: ChosenStore) -> Load:
    """Return how the notebook loads what is stored: who left the store to us could not know."""
    if body.store != "auto" or body.load == "none" or chosen.kind not in ("env", "keyring"):
        return body.load
    return "keyring" if chosen.kind == "keyring" else "env"


def _platform(chosen: ChosenStore, plan: NotebookPlan) -> PlatformInfo | None:
    """Return the platform whose store is chosen, or could be, with what a person enters there."""
    store = chosen.store or chosen.offered
    if store is None:
        return None
    platform = store.platform
    return PlatformInfo(
        id=platform.id,
        title=platform.title,
        store=platform.store,
        module=store.module,
        vault=store.vault,
        vault_title=platform.vault,
        steps=store.steps,
        keys={name: store.key(name) for name in plan.values},
    )


def _store_for(contents_manager: Any, body: RedactRequest, chosen: ChosenStore) -> _Store:
    try:
        folder, root = env_folder(contents_manager, body.path)
    except Refusal:
        if chosen.kind == "env":
            raise
        return _Store(None, None, KeyringStore() if chosen.kind == "keyring" else None)
    notebook = folder / body.path.rpartition("/")[2]
    if chosen.kind == "keyring":
        return _Store(notebook, None, KeyringStore())
    if chosen.kind != "env":
        return _Store(notebook, None, None)
    top = work_tree_top(folder) if body.env_at == "repository" else None
    place = top if top is not None and top.is_relative_to(root) else folder
    return _Store(notebook, EnvFile(place, root), None)


def _of_file(body: RedactRequest) -> RedactRequest:
    """Return the request with the file's own language, whatever the front end took it for."""
    path = PurePosixPath(body.path)
    if is_env_file(path):
        raise Refusal(
            "env-file",
            f"{path.name} {ENV_FILE_NOTE}",
        )
    language = language_of_file(path)
    cell = _only_cell(body) | {"cell_type": kind_of_text(language)}
    load = body.load if language == "python" else "none"
    return msgspec.structs.replace(body, language=language, content={"cells": [cell]}, load=load)


def _only_cell(body: RedactRequest) -> dict[str, Any]:
    cells = body.content.get("cells")
    if not isinstance(cells, list) or len(cells) != 1 or not isinstance(cells[0], dict):
        raise RequestError(400, "malformed", "A file is sent as a notebook of one cell.")
    if not isinstance(cells[0].get("source"), str):
        raise RequestError(400, "malformed", "The text of the file is one string.")
    return cells[0]


def _check_still_reads(body: RedactRequest, plan: NotebookPlan) -> None:
    path, source = PurePosixPath(body.path), _only_cell(body)["source"]
    if not still_reads(path, source, _text_after(source, plan)):
        raise Refusal("would-not-read", f"{path.name} {WOULD_NOT_READ}")


def _text_after(source: str, plan: NotebookPlan) -> str:
    return apply_edits(source, plan.edits[0] if plan.edits else ())


def _with_notes(body: RedactRequest, plan: NotebookPlan) -> NotebookPlan:
    """Return the plan of a file with what its placeholders mean for who reads it."""
    source = _only_cell(body)["source"]
    notes = placeholder_notes(PurePosixPath(body.path), source, _text_after(source, plan))
    return msgspec.structs.replace(plan, notes=(*plan.notes, *notes))


def _located(body: RedactRequest, checker: Checker, additions: Additions) -> list[Located]:
    try:
        if body.kind == "file":
            cell = _only_cell(body)
            parts = [part_of_file(body.path, cell["source"], 1, cell.get("id"))]
        else:
            parts = parts_of(body.content)
        scan_text = checker.scan_text_for(additions.rules)
        return located_secrets(parts, body.path, scan_text=scan_text, judge=Judge(additions=additions))[0]
    except UnreadableNotebookError as error:
        raise RequestError(400, "malformed", f"The notebook {error}.") from None


def _plan_of(body: RedactRequest, plan: NotebookPlan, *, skipped: int) -> RedactPlan:
    """Return what the plan says itself; what stands around the notebook is still to be told."""
    cells = body.content["cells"]
    return RedactPlan(
        variables=plan.variables,
        cells=changed_cells(body.content, plan.leaf_edits, plan.edits),
        metadata=changed_metadata(body.content, plan),
        replaced=[
            Replaced(
                cell=one.cell + 1,
                cell_id=cells[one.cell].get("id"),
                start=one.start,
                end=one.end,
                weakness_id=one.weakness_id,
                name=one.name,
                outcome=one.outcome,
                note=one.note,
            )
            for one in plan.replaced
        ],
        counts=Counts(**{**plan.counts, "sources": len(plan.replaced)}),
        pictures=[index + 1 for index in plan.pictures],
        skipped=skipped,
        notes=plan.notes,
        loader=plan.loader,
        imports=plan.imports,
        out_of_reach=(),
        files=(),
        repository=None,
    )


def _files(
    contents_manager: Any, path: Path | None, plan: NotebookPlan, body: RedactRequest
) -> Iterator[Redacted | ScanError]:
    """Yield the files that hold the notebook's values: copies that tools made, and others where asked for."""
    if path is None or not plan.by_value:
        return
    target = Target(path, path.name)
    root = local_root(contents_manager)
    copies = copies_of(path, within=root, metadata=_metadata(body)) if body.checkpoints else []
    if body.folder:
        done = {path.resolve(), *(copy.path.resolve() for copy in copies)}
        copies += [Copy(other) for other in others_of(path.parent, done)]
    for copy in copies:
        shown = beside(target, copy.path, plain=copy.plain)
        try:
            data = copy.path.read_bytes()
        except OSError as error:
            yield ScanError(path=shown.shown, message=f"cannot be read: {error.strerror}")
            continue
        result = redact_data(shown, data, known=plan.by_value, only_known=True)
        if isinstance(result, ScanError) or result.changes:
            yield result


def _counted(result: Redacted | ScanError) -> RedactedFile:
    if isinstance(result, ScanError):
        return RedactedFile(result.path, 0, result.message)
    copies = len(result.plan.replaced) + sum(result.plan.counts.values())
    return RedactedFile(result.target.shown, copies, None)


def _written(result: Redacted | ScanError) -> RedactedFile:
    problem = replace_redacted(result) if isinstance(result, Redacted) else None
    counted = _counted(result)
    return msgspec.structs.replace(counted, error=problem) if problem else counted
