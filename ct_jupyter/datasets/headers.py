"""What a header does not say."""

from __future__ import annotations

import re

_NOTHING = re.compile(
    r"(?:col|column|field|var|variable|feature|attr|attribute|unnamed|spalte|columna|colonne|kolumna|f|c|v|x|_)?"
    r"[\s_.:-]*\d*",
    re.IGNORECASE,
)


def says_nothing(header: str) -> bool:
    """Whether a header is a number or a place: ``col_3``, ``column 2``, ``Unnamed: 0``, ``V1``."""
    return _NOTHING.fullmatch(header.strip()) is not None
