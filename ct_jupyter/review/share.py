"""A clean copy of a notebook, to give away: redacted, and scanned again to prove that it is clean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Literal

import msgspec

from ..notebook import Part, UnreadableNotebookError, document_parts, language_of
from ..notebook.schema import Notebook
from ..redaction.model import redacted_notebook
from ..redaction.notebook_plan import NotebookPlan, Variable, plan_notebook
from ..redaction.refusal import Refusal
from ..scan import ScanText
from .redact import located_secrets

Outputs = Literal["keep", "scrub", "drop"]
"""``keep``: with placeholders; ``scrub``: those that held a secret, or may show one, go; ``drop``: all go."""


class ShareReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was done to the copy."""

    variables: tuple[Variable, ...]
    places: int
    """In sources."""
    copies: int
    """In outputs, metadata and attachments that were kept."""
    outputs_dropped: int
    pictures: tuple[int, ...]
    """Cells, from 1, with an image that was kept and may show a value."""
    suppressed: int
    """Findings that stay, because somebody said why."""
    notes: tuple[str, ...]


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """A clean copy and its report."""

    notebook: dict[str, Any]
    report: ShareReport

    def __repr__(self) -> str:
        return f"Shared({len(self.notebook.get('cells', ()))} cells)"


def parts_of(notebook: dict[str, Any]) -> list[Part]:
    """Return the parts of a notebook in memory.

    Raises
    ------
    UnreadableNotebookError
        It is not of format 4.
    """
    try:
        # JSON in memory may hold anything where the format wants cells.
        return list(document_parts(msgspec.convert(notebook, Notebook[Any])))
    except msgspec.ValidationError:
        raise UnreadableNotebookError("is not as the notebook format has it") from None


def clean_copy(
    notebook: dict[str, Any], path: PurePath, outputs: Outputs, *, scan_text: ScanText | None = None
) -> Shared:
    """Return a copy of ``notebook`` without its secrets.

    Raises
    ------
    Refusal
        ``not-clean``: a scan of the copy still finds a secret.
    UnreadableNotebookError
        It is not of format 4.
    """
    shown = path.as_posix()
    found, suppressed = located_secrets(parts_of(notebook), shown, scan_text=scan_text)
    metadata = notebook.get("metadata")
    language = language_of(metadata if isinstance(metadata, dict) else {})
    plan = plan_notebook(notebook, found, language=language)
    copy = redacted_notebook(notebook, plan)
    dropped = _without_outputs(copy, plan, outputs)
    left, _ = located_secrets(parts_of(copy), shown, scan_text=scan_text)
    if left:
        raise Refusal("not-clean", _what_is_left([one.finding.cell for one in left]))
    return Shared(
        notebook=copy,
        report=ShareReport(
            variables=plan.variables,
            places=len(plan.replaced),
            copies=0 if outputs == "drop" else sum(plan.counts.values()),
            outputs_dropped=dropped,
            pictures=tuple(index + 1 for index in plan.pictures) if outputs == "keep" else (),
            suppressed=suppressed,
            notes=plan.notes,
        ),
    )


def _without_outputs(copy: dict[str, Any], plan: NotebookPlan, outputs: Outputs) -> int:
    if outputs == "keep":
        return 0
    held = {edit.path[1:4:2] for edit in plan.leaf_edits if edit.path[2:3] == ("outputs",)}
    dropped = 0
    cells = list(copy["cells"])
    for index, cell in enumerate(cells):
        if not isinstance(cell.get("outputs"), list):
            continue
        stay = [
            output
            for k, output in enumerate(cell["outputs"])
            if outputs == "scrub"
            and (index, k) not in held
            and not (index in plan.pictures and _is_image(output))
        ]
        dropped += len(cell["outputs"]) - len(stay)
        cells[index] = {**cell, "outputs": stay}
        if outputs == "drop":
            cells[index]["execution_count"] = None
    copy["cells"] = cells
    if isinstance(copy.get("metadata"), dict):
        copy["metadata"] = {name: value for name, value in copy["metadata"].items() if name != "widgets"}
    return dropped


def _is_image(output: Any) -> bool:
    data = output.get("data") if isinstance(output, dict) else None
    return isinstance(data, dict) and any(
        str(mime).startswith(("image/", "application/pdf")) for mime in data
    )


def _what_is_left(cells: Sequence[int | None]) -> str:
    named = ", ".join(sorted({f"cell {cell}" if cell else "the metadata" for cell in cells}))
    return f"A secret could not be removed from {named}, so no copy was made. Remove it there and try again."
