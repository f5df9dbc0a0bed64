"""Scan, suppressions and proposed fixes together.

What the editor, the save hook and the command line show comes from here, so that they never differ.
"""

from .parts import review_parts
from .tree import Reviewed, review_targets

__all__ = ["Reviewed", "review_parts", "review_targets"]
