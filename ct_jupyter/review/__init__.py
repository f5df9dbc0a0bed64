"""Scan, suppressions and proposed fixes together.

What the editor, the save hook and the command line show comes from here, so that they never differ.
"""

from .blobs import review_blobs
from .change import ReviewedChange, review_selection
from .parts import review_parts
from .reviewed import Reviewed
from .tree import review_targets

__all__ = ["Reviewed", "ReviewedChange", "review_blobs", "review_parts", "review_selection", "review_targets"]
