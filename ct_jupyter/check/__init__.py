"""The one use case: files, buffers, blobs or data in; findings, judged by suppressions, out.

What the editor, the save hook and the command line show comes from here, so that they never differ.
"""

from .blobs import check_blobs
from .change import CheckedChange, check_selection
from .checked import Checked
from .parts import check_parts
from .tree import check_targets

__all__ = ["Checked", "CheckedChange", "check_blobs", "check_parts", "check_selection", "check_targets"]
