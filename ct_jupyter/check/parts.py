"""Parts in; findings out, each with what suppresses it and what would fix it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import msgspec

from ..detection import Match, get_detector
from ..detection.personal.personal_kinds import is_personal
from ..findings.finding import Finding
from ..findings.fingerprint import MakeFingerprint, private_fingerprinter
from ..notebook import Part
from ..notebook.locate import PartLines
from ..policy.additions import NOTHING_ADDED, Additions
from ..policy.suppressions import Comments, Directive, metadata_directives, suppression_of
from ..rewrite.propose import propose_fix, spot_of
from ..stores.known import NOTHING_KNOWN, KnownValues
from .context import MaskedLines
from .known_values import KnownPass
from .located import ScanText, ScanTexts, scan_parts
from .names import NamesPass


def check_parts(  # noqa: PLR0913  # what a check goes by
    parts: Iterable[Part],
    path: str,
    *,
    scan_text: ScanText | None = None,
    fingerprint: MakeFingerprint | None = None,
    file_lines: PartLines | None = None,
    honour_pragmas: bool = True,
    context: bool = False,
    directives: Mapping[int | None, Iterable[Directive]] = MappingProxyType({}),
    names: NamesPass | None = None,
    known: KnownValues = NOTHING_KNOWN,
    additions: Additions = NOTHING_ADDED,
) -> list[Finding]:
    """Return the findings of ``parts``, each with what suppresses it and the fix that one click applies.

    Parameters
    ----------
    path
        POSIX, as the findings are to carry it.
    scan_text
        The detector's own scan unless given; a server passes one with a cache in front.
    honour_pragmas
        Whether other scanners' comments suppress as well.
    context
        Whether each finding gets its line, with the values masked.
    directives
        Suppressions in metadata that are not among ``parts``, where cells are looked at one by one.
    names
        Looks for names of persons and addresses as well; far slower than all else.
    known
        Values that are stored outside of the document: outputs that show one are marked.
    additions
        Of the policy. ``scan_text``, where it is given, goes by its rules already.
    """
    own = additions.rules
    scan_all = get_detector(own).scan_all
    scan_texts: ScanTexts = scan_all if scan_text is None else partial(one_by_one, scan_text)
    findings: list[Finding] = []
    located: list[tuple[Part, Match]] = []
    parts = list(parts)
    metadata = metadata_directives(parts)
    for cell, more in directives.items():
        metadata.setdefault(cell, []).extend(more)
    if names is not None:
        scan_texts = partial(names.scan, scan_texts)
    stored = KnownPass(known, parts)
    comments: Comments | None = None
    for finding, match, part in scan_parts(
        parts,
        path,
        scan_texts=partial(stored.scan, scan_texts) if known else scan_texts,
        fingerprint=fingerprint or private_fingerprinter(),
        file_lines=file_lines,
    ):
        if own and not additions.is_for(match.rule.id, path):
            continue
        fix = None
        if part.kind == "source" and part.cell_type == "code":
            fix = propose_fix(
                part.text, part.language, match.start, match.end, match.rule, match.name, spot_of(match)
            )
        if comments is None or comments.text is not part.text:
            comments = Comments(part.text)
        suppressed = suppression_of(
            part,
            match.start,
            match.rule.id,
            comments=comments,
            metadata=metadata,
            honour_pragmas=honour_pragmas,
        ) or additions.suppression(path, match.rule.id, part.text, match.secret_span)
        finding = stored.told(finding, match, part)
        findings.append(msgspec.structs.replace(finding, suppressed=suppressed, fix=fix))
        located.append((part, match))
    return _with_context(findings, located) if context else findings


def _with_context(findings: list[Finding], located: list[tuple[Part, Match]]) -> list[Finding]:
    spans: dict[int, list[tuple[int, int]]] = {}
    for part, match in located:
        spans.setdefault(id(part), []).append((match.start, match.end))
    texts = {id(part): part.text for part, _ in located}
    lines = {key: MaskedLines(texts[key], values) for key, values in spans.items()}
    return [
        msgspec.structs.replace(finding, context=lines[id(part)].around(match.start))
        if part.kind == "source" or not is_personal(match.rule.id)
        else finding  # what stands beside one person's data in an output is more of the same person's
        for finding, (part, match) in zip(findings, located, strict=True)
    ]


def one_by_one(scan_text: ScanText, texts: Sequence[tuple[str, str]]) -> list[list[Match]]:
    """Scan ``texts`` with what scans one text at a time."""
    return [scan_text(text, language) for text, language in texts]
