"""A file in; its plan, its new content and what is left of secrets out: for command line and server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from ..check.files import read_data
from ..check.located import Located, ScanText, scan_parts
from ..check.parts import one_by_one
from ..check.walk import Target
from ..detection import get_detector
from ..findings.finding import Finding, ScanError
from ..findings.fingerprint import MakeFingerprint, private_fingerprinter
from ..languages.of_files import language_of_file
from ..notebook import Part, language_of
from ..policy.additions import NOTHING_ADDED, Additions
from ..policy.suppressions import metadata_directives, suppression_of
from ..rewrite.naming import Names
from ..rewrite.source_plan import Options
from ..rewrite.text_files import WOULD_NOT_READ, placeholder_notes, still_reads
from .document import FileDocument, NotEditableError, changed_text, masked_text, read_document, to_bytes
from .notebook_plan import NotebookPlan, plan_notebook, value_of
from .printed import printed_secrets
from .purge import still_holding


class Redacted(msgspec.Struct, frozen=True, kw_only=True):
    """One file, with what a redaction makes of it."""

    target: Target
    old: bytes
    new: bytes
    """The same as ``old`` where nothing changes."""
    plan: NotebookPlan
    left: tuple[Finding, ...]
    """Secrets that a scan of the new content still finds."""
    still_in: tuple[str, ...] = ()
    """Where a value that went elsewhere still stands, in a form that cannot be changed from here."""
    suppressed: int
    """Findings that stay because somebody said why."""
    masked: str
    """The old text, without the values."""
    text: str
    """The new text."""
    notebook: bool
    """Whether it has cells."""
    values: frozenset[str]
    """All values that went or stayed, to keep them out of what is printed."""

    @property
    def changes(self) -> bool:
        """Whether the file is to be written."""
        return self.new != self.old

    def __repr__(self) -> str:
        return f"Redacted({self.target.shown}, {self.plan!r})"


class Judge(msgspec.Struct, frozen=True):
    """What decides, beside the notebook's own comments and tags, that a finding is to stay."""

    suppresses: Callable[[Finding], bool] = lambda _finding: False
    fingerprint: MakeFingerprint | None = None
    """With the key that the configuration's fingerprints were made with."""
    honour_pragmas: bool = True
    additions: Additions = NOTHING_ADDED


def located_secrets(
    parts: Sequence[Part],
    path: str,
    *,
    scan_text: ScanText | None = None,
    judge: Judge | None = None,
) -> tuple[list[Located], int]:
    """Return the secrets in ``parts`` that nobody suppressed, and how many somebody did."""
    judge = judge or Judge()
    own = judge.additions.rules
    scan = partial(
        scan_parts,
        path=path,
        scan_texts=get_detector(own).scan_all if scan_text is None else partial(one_by_one, scan_text),
        fingerprint=judge.fingerprint or private_fingerprinter(),
    )
    found, suppressed = [], 0
    metadata = metadata_directives(parts)
    for one in _with_hidden(list(scan(parts)), scan):
        rule_id = one.match.rule.id
        if not rule_id.startswith("secret.") or (own and not judge.additions.is_for(rule_id, path)):
            continue
        here = suppression_of(
            one.part,
            one.match.start,
            rule_id,
            metadata=metadata,
            honour_pragmas=judge.honour_pragmas,
        ) or judge.additions.suppression(path, rule_id, one.part.text, one.match.secret_span)
        if here is None and not judge.suppresses(one.finding):
            found.append(one)
        else:
            suppressed += 1
    return found, suppressed


def _with_hidden(found: list[Located], scan: Callable[..., Iterable[Located]]) -> list[Located]:
    """Add what a better match hid: of a URL with a password and a key in it, only the key is reported."""
    by_part: dict[int, list[Located]] = {}
    for one in found:
        by_part.setdefault(id(one.part), []).append(one)
    masked = []
    for inside in by_part.values():
        text = inside[0].part.text
        for one in inside:
            start, end = one.match.secret_span
            text = f"{text[:start]}{'x' * (end - start)}{text[end:]}"
        masked.append(msgspec.structs.replace(inside[0].part, text=text))
    more = []
    for one, inside in _beside(masked, list(by_part.values()), scan):
        low, high = one.match.secret_span
        apart = all(high <= m.match.secret_span[0] or m.match.secret_span[1] <= low for m in inside)
        if apart:
            # With the text as it is: what is read of it later is the value, not the mask.
            more.append(one._replace(part=inside[0].part))
    return found + more


def _beside(
    masked: list[Part], found: list[list[Located]], scan: Callable[..., Iterable[Located]]
) -> Iterator[tuple[Located, list[Located]]]:
    of_part = {id(part): inside for part, inside in zip(masked, found, strict=True)}
    for one in scan(masked) if masked else ():
        yield one, of_part[id(one.part)]


def redact_data(  # noqa: PLR0913  # what goes in, by name
    target: Target,
    data: bytes,
    *,
    names: Names | None = None,
    known: Mapping[str, str] | None = None,
    options: Options | None = None,
    only_known: bool = False,
    judge: Judge | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Redacted | ScanError:
    """Plan the redaction of a file and apply it to its content in memory; nothing is written.

    Parameters
    ----------
    data
        The file's content.
    names, known, options, chosen
        As :func:`~ct_jupyter.redact.notebook_plan.plan_notebook` takes them.
    only_known
        Whether only the values in ``known`` go, and not what the file itself holds besides.
    """
    file = read_data(target, data)
    if file.errors:
        return file.errors[0]
    try:
        document = read_document(target.path, data, language_of_file(target.path), plain=target.plain)
    except NotEditableError as error:
        return ScanError(path=target.shown, message=str(error))
    found, suppressed = located_secrets(file.parts, target.shown, judge=judge)
    language = _language(target.path, document)
    shown_there = {} if only_known or not document.is_notebook else printed_secrets(document.notebook).values
    plan = plan_notebook(
        document.notebook,
        [] if only_known else found,
        language=language,
        names=names,
        known={**shown_there, **(known or {})},
        options=options or Options(),
        chosen=chosen,
    )
    text = changed_text(document, plan) if plan.changes else document.text
    if not document.is_notebook and plan.changes:
        if not still_reads(target.path, document.text, text):
            return ScanError(path=target.shown, message=WOULD_NOT_READ)
        notes = placeholder_notes(target.path, document.text, text)
        plan = msgspec.structs.replace(plan, notes=(*plan.notes, *notes))
    new = to_bytes(document, text) if plan.changes else data
    left = (
        located_secrets(read_data(target, new).parts, target.shown, judge=judge)[0] if plan.changes else found
    )
    if only_known:
        left = []
    return Redacted(
        target=target,
        old=data,
        new=new,
        plan=plan,
        left=tuple(one.finding for one in left),
        still_in=tuple(_still_in(target, new, text, plan)) if plan.changes else (),
        suppressed=suppressed,
        masked=masked_text(document, plan),
        text=text,
        notebook=document.is_notebook,
        values=frozenset({*plan.by_value, *map(value_of, found), *map(value_of, left)}),
    )


def _still_in(target: Target, new: bytes, text: str, plan: NotebookPlan) -> list[str]:
    after = read_document(target.path, new, language_of_file(target.path), plain=target.plain)
    in_cells = still_holding(after.notebook, plan.by_value) if after.is_notebook else []
    # The text too: of a member that is there twice, only the last is read.
    return in_cells or still_holding(text, plan.by_value)


def _language(path: Path, document: FileDocument) -> str:
    if not document.is_notebook:
        return language_of_file(path)
    metadata = document.notebook.get("metadata")
    return language_of(metadata if isinstance(metadata, dict) else {})
