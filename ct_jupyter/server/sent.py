"""The cells of a request, reviewed one by one under the policy of their notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import msgspec

from ..notebook import Part, cell_parts, metadata_parts
from ..notebook.schema import Cell, Output
from ..policy.suppressions import Directive, parse_directives
from ..redaction.known import NOTHING_KNOWN, KnownValues
from ..scan.finding import Finding, ScanError
from .bodies import ScanBody, SentCell
from .policies import NotebookPolicy
from .prints import TwoKeys
from .review import Reviewer, Rules

_OUTPUTS = msgspec.json.Decoder(list[Output[msgspec.Raw]])
_ATTACHMENTS = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])

Outcome = tuple[list[Finding], list[ScanError]]


def reviews_of(
    body: ScanBody,
    reviewer: Reviewer,
    policy: NotebookPolicy,
    fingerprint: TwoKeys,
    known: KnownValues = NOTHING_KNOWN,
) -> Iterator[Callable[[], Outcome]]:
    """Yield the work, cell by cell; nothing where the policy leaves the notebook out."""
    if policy.excluded:
        return
    rules = Rules(fingerprint, policy.honour_pragmas, directives_in(body), known)
    if body.metadata:
        parts = partial(metadata_parts, body.metadata)
        yield partial(reviewer.review, parts, body.path, None, rules)
    for sent in body.cells:
        yield partial(reviewer.review, partial(parts_in, sent, body.language), body.path, sent.cell, rules)


def sources_in(body: ScanBody) -> Iterator[str]:
    """Yield the sources that were sent."""
    for sent in body.cells:
        if sent.source is not None:
            yield sent.source if isinstance(sent.source, str) else "".join(sent.source)


def directives_in(body: ScanBody) -> dict[int | None, list[Directive]]:
    """Return the suppressions of metadata that came beside the parts."""
    found: dict[int | None, list[Directive]] = {None: _parsed(body.ignore)}
    for sent in body.cells:
        if sent.ignore:
            found[sent.cell] = _parsed(sent.ignore)
    return found


def _parsed(texts: Iterable[Any] | None) -> list[Directive]:
    return parse_directives(text for text in texts or () if isinstance(text, str))


def parts_in(sent: SentCell, language: str) -> Iterable[Part]:
    """Return the parts of a cell."""
    return cell_parts(_cell(sent), sent.cell, language)


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
