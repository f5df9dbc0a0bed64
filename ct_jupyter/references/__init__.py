"""Which files a notebook reads and writes, as its code says it.

Pure: code in, references out. What is run is never asked, and no file is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from .cell_source import CellSource, may_name_data
from .model import Reference

__all__ = ["CellSource", "Reference", "references_in"]


def references_in(cells: Iterable[CellSource]) -> list[Reference]:
    """Return what the cells read and write, in their order; what a cell binds, those below know."""
    cells = list(cells)
    if not any(may_name_data(cell.source) for cell in cells):
        return []
    from .cells import references_of  # a scan of notebooks without data starts sooner

    return references_of(cells)
