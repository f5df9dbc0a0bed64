"""What a git repository holds: which blobs a change brings in, and their bytes. Asks git, changes nothing."""

from .at_commit import file_at
from .blobs import Blob, BlobReader, MissingBlobError, reading_order
from .changes import Selection, everything, history, staged, without_huge
from .client import GitError, Repository
from .ranges import Range, changed, find_range

__all__ = [
    "Blob",
    "BlobReader",
    "GitError",
    "MissingBlobError",
    "Range",
    "Repository",
    "Selection",
    "changed",
    "everything",
    "file_at",
    "find_range",
    "history",
    "reading_order",
    "staged",
    "without_huge",
]
