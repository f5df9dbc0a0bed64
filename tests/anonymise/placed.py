"""A cell that treats personal data, put where the editor puts it."""

from __future__ import annotations

from typing import Any

from ct_jupyter.anonymise.data_cell import DataCell
from ct_jupyter.references.model import Reference


def with_data_cell(notebook: dict[str, Any], reference: Reference, cell: DataCell) -> dict[str, Any]:
    """Return the notebook with the cell in its place; the outputs of what it splits go."""
    cells = list(notebook["cells"])
    index = reference.cell - 1
    reading = cells[index]
    stored = reading["source"]
    source = stored if isinstance(stored, str) else "".join(stored)
    new = [_code_cell(cell.source)]
    if cell.split_at is not None:
        reading = {**reading, "source": source[: cell.split_at].rstrip("\n"), "outputs": []}
        new.append(_code_cell(source[cell.split_at :]))
    if notebook.get("nbformat_minor", 0) >= 5:
        taken = {one.get("id") for one in cells}
        for one in new:
            number = 1
            while f"personal-data-{number}" in taken:
                number += 1
            one["id"] = f"personal-data-{number}"
            taken.add(one["id"])
    return {**notebook, "cells": [*cells[:index], reading, *new, *cells[index + 1 :]]}


def _code_cell(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
