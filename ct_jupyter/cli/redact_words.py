"""What ``ct-jupyter redact`` tells a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..findings.finding import ScanError
from ..redact.files import Redaction
from ..redact.one_document import Redacted


def file_words(result: Redacted) -> Iterator[str]:
    """Yield what changes in one file, in a line, and what is worth a look."""
    plan = result.plan
    places = len(plan.replaced)
    copies = sum(plan.counts.values())
    parts = [
        f"{places} in the source" if places else "",
        f"{copies} in outputs and metadata" if copies else "",
    ]
    yield f"{result.target.shown}: {' and '.join(part for part in parts if part) or 'nothing'}"
    yield from (f"  {note}" for note in _notes(result))


def _notes(result: Redacted) -> Iterator[str]:
    """Yield what did not become a lookup, or was left, and why; cells in the form of a scan's places."""
    for one in result.plan.replaced:
        if one.note:
            cell = f"cell_{one.cell + 1}: " if result.notebook else ""
            yield f"{cell}{one.name}: {one.note}"
    yield from result.plan.notes


def closing_words(
    redaction: Redaction,
    changed: Sequence[Redacted],
    errors: Sequence[ScanError],
    *,
    left: Sequence[str],
    written: bool,
) -> Iterator[str]:
    """Yield what was done, where the values are, and what nobody can do from here."""
    for error in errors:
        where = f"{error.path}, cell {error.cell}" if error.cell else error.path
        yield f"ct-jupyter: error: {where}: {error.message}"
    yield from redaction.passed_over
    if not changed and not left:
        yield "No secrets to redact."
        return
    if changed:
        verb = "Redacted" if written else "Would redact"
        yield f"{verb} {len(changed)} file{'s' if len(changed) > 1 else ''}."
    if not written:  # else they stand with each file
        yield from (f"{result.target.shown}: {note}" for result in changed for note in _notes(result))
    yield from redaction.where_values_went(written=written)
    if left:
        plural = "s" if len(left) > 1 else ""
        yield f"{len(left)} secret{plural} could not be removed; change by hand:"
        yield from (f"  {place}" for place in left)
    if not changed:
        return
    yield "These secrets were exposed; rotate each of them:"
    seen = set()
    for result in changed:
        for variable in result.plan.variables:
            if variable.name not in seen and variable.remedy:
                seen.add(variable.name)
                yield f"  {variable.name}: {variable.remedy} {variable.page}"
    remains = list(dict.fromkeys(line for result in changed for line in redaction.out_of_reach(result)))
    if remains:
        yield "What cannot be cleaned from here:"
        yield from (f"  {line}" for line in remains)
    if not written:
        yield "Nothing was written; --write does it."
