"""Notebooks that are packed by themselves: ``a.ipynb.gz``."""

from __future__ import annotations

from ..datasets.archives import unpacked
from ..datasets.kinds import notebook_packing
from ..datasets.source import Limits, Source

_LIMITS = Limits(unpacked_bytes=Limits().memory_bytes)
"""A notebook has to be in memory as a whole."""


def unpacked_notebook(name: str, data: bytes) -> bytes:
    """Return the notebook that ``data`` is packed from, or ``data`` where the name says that it is not.

    Raises
    ------
    UnreadableDataError
        It is damaged, packed by what cannot be unpacked here, or more than the limits allow.
    """
    packing = notebook_packing(name)
    if packing is None:
        return data
    with unpacked(Source.of_bytes(name, data), packing, _LIMITS).open() as stream:
        return stream.read()
