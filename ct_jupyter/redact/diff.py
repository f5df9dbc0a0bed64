"""What would change, as a unified diff in which no value is seen."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from ..detection.secrets.copies import Needles

MAX_LINE = 400
"""Characters of a line that are shown; outputs may be as long as a book."""


def masked_diff(shown: str, masked_old: str, new: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a unified diff.

    Parameters
    ----------
    shown
        The file, as the diff is to name it.
    masked_old, new
        The file before, with every value that goes masked already; and after.
    values
        Names by value, also of those that stay: no line shows one.
    """
    needles = Needles(dict.fromkeys(values, ""))
    lines = difflib.unified_diff(
        masked_old.splitlines(), new.splitlines(), f"a/{shown}", f"b/{shown}", lineterm=""
    )
    for line in lines:
        text = line
        for copy in reversed(needles.find(line)):
            text = f"{text[: copy.start]}****{text[copy.end :]}"
        yield text if len(text) <= MAX_LINE else f"{text[: MAX_LINE - 1]}…"
