"""The plan applied to a notebook in memory: what a front end puts in the place of what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ..notebook.edit import Edit, apply_edits
from ..notebook.json_values import Attachments, JsonObject, Output
from ..rewrite.sites import apply_changes
from .leaves import chunks_of, replace_leaf
from .notebook_plan import NotebookPlan
from .purge import LeafEdit


class NewOutput(msgspec.Struct, frozen=True):
    """An output without its copies of values."""

    index: int
    """From 0."""
    output: Output


class ChangedCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changes in one cell; what does not is absent."""

    index: int
    """From 0."""
    id: str
    edits: tuple[Edit, ...] = ()
    outputs: tuple[NewOutput, ...] = ()
    metadata: JsonObject | None = None
    attachments: Attachments | None = None


def with_leaf_edits(notebook: Any, edits: Sequence[LeafEdit]) -> Any:
    """Return the notebook with ``edits`` made; what they do not touch is shared, not copied."""
    # Names of members last, and the innermost first: until then the paths are as they were.
    for edit in sorted(edits, key=lambda edit: (edit.kind == "key", -len(edit.path))):
        notebook = replace_leaf(notebook, edit.path, edit.kind, _replacement(edit))
    return notebook


def changed_cells(
    notebook: Mapping[str, Any], leaf_edits: Sequence[LeafEdit], edits: Sequence[tuple[Edit, ...]] = ()
) -> list[ChangedCell]:
    """Return the cells that change, in order.

    Parameters
    ----------
    leaf_edits
        Of outputs, metadata and attachments.
    edits
        Of the sources, for each cell; none where no source changes.
    """
    after = with_leaf_edits(notebook, leaf_edits)
    touched: dict[int, set[tuple[Any, ...]]] = {}
    for edit in leaf_edits:
        if len(edit.path) > 2 and edit.path[0] == "cells" and isinstance(edit.path[1], int):
            touched.setdefault(edit.path[1], set()).add(edit.path[2:4])
    found = []
    for index, cell in enumerate(notebook["cells"]):
        own = edits[index] if edits else ()
        places, new = touched.get(index, set()), after["cells"][index]
        if not own and not places:
            continue
        outputs = sorted({place[1] for place in places if place[0] == "outputs" and len(place) > 1})
        found.append(
            ChangedCell(
                index=index,
                id=cell.get("id") or str(index),
                edits=own,
                outputs=tuple(NewOutput(k, new["outputs"][k]) for k in outputs),
                metadata=new["metadata"] if any(p[0] == "metadata" for p in places) else None,
                attachments=new["attachments"] if any(p[0] == "attachments" for p in places) else None,
            )
        )
    return found


def changed_metadata(notebook: Mapping[str, Any], plan: NotebookPlan) -> Any:
    """Return the notebook's own metadata where a copy in it goes, else None."""
    edits = [edit for edit in plan.leaf_edits if edit.path[:1] == ("metadata",)]
    return with_leaf_edits({"metadata": notebook["metadata"]}, edits)["metadata"] if edits else None


def redacted_notebook(notebook: Mapping[str, Any], plan: NotebookPlan) -> dict[str, Any]:
    """Return a notebook with all of the plan applied."""
    after = dict(with_leaf_edits(dict(notebook), plan.leaf_edits))
    cells = list(after["cells"])
    for index, edits in enumerate(plan.edits):
        if not edits:
            continue
        stored = notebook["cells"][index].get("source", "")
        source = stored if isinstance(stored, str) else "".join(stored)
        new = apply_edits(source, edits)
        cells[index] = {**cells[index], "source": new if isinstance(stored, str) else chunks_of(new)}
    return {**after, "cells": cells}


def _replacement(edit: LeafEdit) -> Any:
    if edit.drop:
        return lambda _old: ""
    return lambda old: apply_changes(old, edit.changes)
