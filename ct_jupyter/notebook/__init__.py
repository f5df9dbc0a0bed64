"""Notebooks as decoded texts: ``.ipynb`` in, parts out, and the way back to a line of the file."""

from .part import Part, Segment
from .parts import cell_parts, document_parts, language_of, metadata_parts
from .reader import Document, UnreadableNotebookError, read_notebook

__all__ = [
    "Document",
    "Part",
    "Segment",
    "UnreadableNotebookError",
    "cell_parts",
    "document_parts",
    "language_of",
    "metadata_parts",
    "read_notebook",
]
