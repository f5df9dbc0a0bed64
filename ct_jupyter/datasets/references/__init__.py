"""Which files a notebook reads and writes, as its code says it.

Pure: code in, references out. What is run is never asked, and no file is looked at.
"""

from .model import Reference
from .notebook import CellSource, references_in
from .pieces import statement_end

__all__ = ["CellSource", "Reference", "references_in", "statement_end"]
