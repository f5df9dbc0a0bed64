"""A clean copy of a notebook, to give away: redacted, and scanned again to prove that it is clean."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

import msgspec

from ..anonymise.pseudonym_file import FILE_MODULE, FILE_NAME
from ..check.located import ScanText
from ..check.names import NamesPass
from ..check.parts import check_parts
from ..detection import Confidence
from ..detection.personal.personal_kinds import is_personal
from ..notebook import Part, UnreadableNotebookError, document_parts, language_of
from ..notebook.leftovers import leftover_parts
from ..notebook.mime_types import is_picture
from ..notebook.schema import Notebook
from ..stores.known import NOTHING_KNOWN, KnownValues
from ..stores.refusal import Refusal
from .model import redacted_notebook, with_leaf_edits
from .notebook_plan import NotebookPlan, Variable, plan_notebook
from .one_document import located_secrets
from .personal import Chosen, KindFound, PersonalLook, choose, kinds_of, without_personal
from .portable import portable, variables_needed
from .printed import Printed, printed_secrets
from .purge import LeafEdit, purge, still_holding

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
    personal_taken: dict[str, int] = {}
    """Places by kind of personal data: ``{"pii.email": 3}``."""
    personal_left: tuple[KindFound, ...] = ()
    """Kinds that are in the copy, since nobody chose them or they could not be taken out."""
    personal_failed: bool = False
    """Whether a kind that was chosen is still there."""
    images: tuple[int, ...] = ()
    """Cells, from 1, with an image or an attachment: nobody looked into it."""
    looked_for_names: bool = False
    """Whether the model looked; else names are known by what stands around them alone."""
    left: tuple[KindFound, ...] = ()
    """All that a scan finds in the copy, of low confidence too."""
    needed: tuple[str, ...] = ()
    """Variables that have to be set for the copy to run, whenever they came in."""
    clean: bool = False
    """Whether a scan of all of the copy found nothing: no secret, no personal data, nothing ignored."""


class ShareLook(msgspec.Struct, frozen=True, kw_only=True):
    """What a notebook holds that a copy may be without."""

    secrets: int
    personal: tuple[KindFound, ...]
    """Of no low confidence: what is offered to be taken out."""
    suppressed: int
    images: tuple[int, ...]
    looked_for_names: bool
    found: tuple[KindFound, ...] = ()
    """All that a scan finds, of low confidence too; what somebody chose to ignore is only counted."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.found or self.suppressed)


class Personal(NamedTuple):
    """What of personal data goes, and how it is looked for."""

    chosen: Chosen = choose(())
    columns: tuple[str, ...] = ()
    """Of data files that the notebook reads, known to hold personal data."""
    names: NamesPass | None = None


NO_PERSONAL = Personal()


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
        converted = msgspec.convert(notebook, Notebook[Any])
        return [*document_parts(converted), *leftover_parts(msgspec.json.encode(notebook), converted)]
    except msgspec.MsgspecError:
        raise UnreadableNotebookError("is not as the notebook format has it") from None


def look_at(
    notebook: dict[str, Any],
    path: PurePath,
    *,
    scan_text: ScanText | None = None,
    names: NamesPass | None = None,
    known: KnownValues = NOTHING_KNOWN,
) -> ShareLook:
    """Return what a notebook holds, all of it: to choose from, or to prove that a copy is clean.

    Raises
    ------
    UnreadableNotebookError
        It is not of format 4.
    """
    # What the policy switches off is there all the same: the copy goes where that policy does not hold.
    findings = check_parts(parts_of(notebook), path.as_posix(), scan_text=scan_text, names=names, known=known)
    counted = [one for one in findings if one.suppressed is None]
    personal = [one for one in counted if is_personal(one.weakness_id)]
    return ShareLook(
        secrets=sum(one.weakness_id.startswith("secret.") or one.variable is not None for one in counted),
        personal=kinds_of(one for one in personal if one.confidence is not Confidence.LOW),
        suppressed=len(findings) - len(counted),
        images=_images(notebook),
        looked_for_names=names is not None and names.problem is None and not names.left_out,
        found=kinds_of(counted),
    )


def clean_copy(
    notebook: dict[str, Any],
    path: PurePath,
    outputs: Outputs,
    *,
    scan_text: ScanText | None = None,
    personal: Personal = NO_PERSONAL,
    known: KnownValues = NOTHING_KNOWN,
) -> Shared:
    """Return a copy of ``notebook`` without its secrets, and without the personal data that was chosen.

    Parameters
    ----------
    known
        Values that are stored outside of it, which no output may print.

    Raises
    ------
    Refusal
        ``not-clean``: a scan of the copy still finds a secret.
    UnreadableNotebookError
        It is not of format 4.
    """
    shown = path.as_posix()
    found, _ = located_secrets(parts_of(notebook), shown, scan_text=scan_text)
    metadata = notebook.get("metadata")
    language = language_of(metadata if isinstance(metadata, dict) else {})
    shown_there = printed_secrets(notebook)
    plan = plan_notebook(notebook, found, language=language, known=shown_there.values)
    copy = redacted_notebook(notebook, plan)
    printed = purge(copy, known.needles) if known else []
    copy = with_leaf_edits(copy, printed)
    look = PersonalLook(shown, scan_text=scan_text, names=personal.names)
    without = without_personal(
        copy, lambda current: look.at(parts_of(current)), personal.chosen, personal.columns
    )
    copy = without.notebook
    held = _outputs_in(plan.leaf_edits) | _outputs_in(printed) | without.outputs
    held |= {(cell, k) for cell in shown_there.cells for k in range(len(notebook["cells"][cell]["outputs"]))}
    may_show = _may_show(shown_there, _outputs_in(plan.leaf_edits)) if outputs == "keep" else ()
    dropped = _without_outputs(copy, plan, held, outputs)
    # As whoever opens the file reads it.
    copy = json.loads(json.dumps(portable(copy)))
    left, _ = located_secrets(parts_of(copy), shown, scan_text=scan_text)
    where = [f"cell {one.finding.cell}" if one.finding.cell else "the metadata" for one in left]
    where += still_holding(copy, plan.by_value)
    if where:
        raise Refusal("not-clean", _what_is_left(where))
    after = look_at(copy, path, scan_text=scan_text, names=personal.names, known=known)
    failed = any(personal.chosen(one.kind) for one in after.personal)
    return Shared(
        notebook=copy,
        report=ShareReport(
            variables=plan.variables,
            places=len(plan.replaced),
            copies=0 if outputs == "drop" else sum(plan.counts.values()) + len(printed),
            outputs_dropped=dropped,
            pictures=tuple(index + 1 for index in plan.pictures) if outputs == "keep" else (),
            suppressed=after.suppressed,
            notes=(*plan.notes, *may_show, *_beside(copy)),
            personal_taken=without.taken,
            personal_left=after.personal,
            personal_failed=failed,
            images=after.images,
            looked_for_names=after.looked_for_names,
            left=after.found,
            needed=variables_needed(copy),
            clean=after.clean and not may_show,
        ),
    )


def _may_show(printed: Printed, changed: Collection[tuple[Any, ...]]) -> tuple[str, ...]:
    """Return what to say of outputs that may show a secret whose value is not known here."""
    cells = sorted(printed.cells - {cell for cell, _ in changed})
    if not cells:
        return ()
    named = ", ".join(str(cell + 1) for cell in cells)
    return (
        f"The output of cell {named} may show a secret that the code looks up: look at it, or leave out "
        "outputs that may show one.",
    )


def _beside(copy: dict[str, Any]) -> Iterator[str]:
    """Yield what has to go along for the copy to run."""
    if any(FILE_MODULE in str(cell.get("source")) for cell in copy["cells"]):
        yield f"The copy calls {FILE_NAME}, which lies beside the notebook: give that file along with it."


def _outputs_in(edits: Sequence[LeafEdit]) -> set[tuple[Any, ...]]:
    """Return cell and output, from 0, of the outputs that edits change."""
    return {edit.path[1:4:2] for edit in edits if edit.path[2:3] == ("outputs",)}


def _images(notebook: dict[str, Any]) -> tuple[int, ...]:
    return tuple(
        number
        for number, cell in enumerate(notebook["cells"], start=1)
        if any(map(_is_image, cell.get("outputs") or ())) or cell.get("attachments")
    )


def _without_outputs(
    copy: dict[str, Any], plan: NotebookPlan, held: Collection[tuple[Any, ...]], outputs: Outputs
) -> int:
    """Leave out outputs as was asked; ``held`` are those that held something. Return how many went."""
    if outputs == "keep":
        return 0
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
    return isinstance(data, dict) and any(is_picture(str(mime)) for mime in data)


def _what_is_left(places: Sequence[str]) -> str:
    named = ", ".join(sorted(set(places)))
    return f"A secret could not be removed from {named}, so no copy was made. Remove it there and try again."
