"""The cells of a request, checked one by one under the policy of their notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import msgspec

from ..check.code import code_findings
from ..check.files import file_part
from ..findings.finding import Finding, ScanError
from ..notebook import Part, cell_parts, metadata_parts
from ..notebook.schema import Cell, Output, joined
from ..policy.suppressions import Directive, parse_directives
from ..protocol.requests import ScanRequest, SentCell
from ..rewrite.text_files import kind_of_text
from ..stores.known import NOTHING_KNOWN, KnownValues
from .checker import NOT_AS_THE_FORMAT, Checker, Rules
from .policies import NotebookPolicy
from .prints import TwoKeys

_OUTPUTS = msgspec.json.Decoder(list[Output[msgspec.Raw]])
_ATTACHMENTS = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])

Outcome = tuple[list[Finding], list[ScanError]]


def checks_of(
    body: ScanRequest,
    checker: Checker,
    policy: NotebookPolicy,
    fingerprint: TwoKeys,
    known: KnownValues = NOTHING_KNOWN,
) -> Iterator[Callable[[], Outcome]]:
    """Yield the work, cell by cell; nothing where the policy leaves the notebook out."""
    if policy.excluded:
        return
    rules = Rules(fingerprint, policy.honour_pragmas, directives_in(body), policy.additions, known)
    if body.metadata:
        parts = partial(metadata_parts, body.metadata)
        yield partial(checker.check, parts, body.path, None, rules)
    for sent in body.cells:
        yield partial(checker.check, partial(parts_in, sent, body), body.path, sent.cell, rules)


def code_in(body: ScanRequest, policy: NotebookPolicy, fingerprint: TwoKeys) -> Outcome:
    """Return where the cells that were sent open a door; each knows what those above it bind."""
    parts: list[Part] = []
    errors: list[ScanError] = []
    for sent in body.cells:
        try:
            parts += parts_in(sent, body)
        except msgspec.MsgspecError:
            errors.append(ScanError(path=body.path, message=NOT_AS_THE_FORMAT, cell=sent.cell))
    found = code_findings(
        parts,
        body.path,
        fingerprint=fingerprint,
        honour_pragmas=policy.honour_pragmas,
        directives=directives_in(body),
    )
    return found, errors


def sources_in(body: ScanRequest) -> Iterator[str]:
    """Yield the sources that were sent."""
    for sent in body.cells:
        if sent.source is not None:
            yield sent.source if isinstance(sent.source, str) else "".join(sent.source)


def directives_in(body: ScanRequest) -> dict[int | None, list[Directive]]:
    """Return the suppressions of metadata that came beside the parts."""
    found: dict[int | None, list[Directive]] = {None: _parsed(body.ignore)}
    for sent in body.cells:
        if sent.ignore:
            found[sent.cell] = _parsed(sent.ignore)
    return found


def _parsed(texts: Iterable[Any] | None) -> list[Directive]:
    return parse_directives(text for text in texts or () if isinstance(text, str))


def parts_in(sent: SentCell, body: ScanRequest) -> Iterable[Part]:
    """Return the parts of a cell; of a file its one part, as the command line reads it."""
    if body.kind == "file":
        text = joined(sent.source) if sent.source is not None else ""
        return [part_of_file(body.path, text, sent.cell, sent.id)]
    return cell_parts(_cell(sent), sent.cell, body.language)


def part_of_file(path: str, text: str, cell: int, cell_id: str | None) -> Part:
    """Return a file that is sent as a notebook of one cell; lookups are proposed where it is code."""
    part = file_part(PurePosixPath(path), text)
    kind = kind_of_text(part.language)
    return msgspec.structs.replace(part, cell=cell, cell_id=cell_id, cell_type=kind)


def _cell(sent: SentCell) -> Cell[msgspec.Raw]:
    metadata = dict(sent.metadata or {})
    if sent.tags is not None:
        metadata["tags"] = sent.tags
    return Cell(
        cell_type=sent.type,
        id=sent.id,
        source=sent.source or "",
        metadata=metadata,
        outputs=_OUTPUTS.decode(sent.outputs) if bytes(sent.outputs) else [],
        attachments=_ATTACHMENTS.decode(sent.attachments) if bytes(sent.attachments) else {},
    )
