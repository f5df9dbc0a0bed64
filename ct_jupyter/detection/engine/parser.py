"""Python's own parser of regular expressions, which moved in 3.11."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 11):
    from re import _constants as sre  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_constants as sre
    import sre_parse as parser

__all__ = ["parser", "sre"]
