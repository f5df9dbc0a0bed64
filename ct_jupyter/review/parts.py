"""Parts in; findings out, each with what suppresses it and what would fix it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from ..detection import Match, get_detector
from ..notebook import Part
from ..notebook.locate import FileLines
from ..policy.suppressions import suppression_of
from ..redaction.propose import propose_fix, spot_of
from ..scan import Finding, Fingerprinter, ScanText, private_fingerprinter, scan_parts


def review_parts(
    parts: Iterable[Part],
    path: str,
    *,
    scan_text: ScanText | None = None,
    fingerprint: Fingerprinter | None = None,
    file_lines: FileLines | None = None,
) -> list[Finding]:
    """Return the findings of ``parts``, each with what suppresses it and the fix that one click applies.

    Parameters
    ----------
    path
        POSIX, as the findings are to carry it.
    scan_text
        The detector's own scan unless given; a server passes one with a cache in front.
    """
    findings = []
    for finding, match, part in scan_parts(
        parts,
        path,
        scan_texts=get_detector().scan_all if scan_text is None else partial(one_by_one, scan_text),
        fingerprint=fingerprint or private_fingerprinter(),
        file_lines=file_lines,
    ):
        fix = None
        if part.kind == "source" and part.cell_type == "code":
            fix = propose_fix(
                part.text, part.language, match.start, match.end, match.rule, match.name, spot_of(match)
            )
        suppressed = suppression_of(part, match.start, match.rule.id)
        findings.append(msgspec.structs.replace(finding, suppressed=suppressed, fix=fix))
    return findings


def one_by_one(scan_text: ScanText, texts: Sequence[tuple[str, str]]) -> list[list[Match]]:
    """Scan ``texts`` with what scans one text at a time."""
    return [scan_text(text, language) for text, language in texts]
