"""Notebooks as decoded texts: a file of any format in, parts out, and the way back to a line of it."""

from ..languages.canonical import canonical_language, language_of, language_of_cell
from .part import Part, Segment
from .parts import cell_parts, document_parts, metadata_parts
from .reader import Document, UnreadableNotebookError, read_notebook

__all__ = [
    "Document",
    "Part",
    "Segment",
    "UnreadableNotebookError",
    "canonical_language",
    "cell_parts",
    "document_parts",
    "language_of",
    "language_of_cell",
    "metadata_parts",
    "read_notebook",
]
