"""Files that a scan does not look at, and why: what was passed over must not look as if it were clean."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePath

import msgspec

MAX_TEXT_BYTES = 50_000_000
"""Of a text file that is neither a notebook nor data: nobody writes as much, a program did."""

HEAD_BYTES = 8_000
"""What git reads to tell text from anything else."""

BINARY = "binary"
HUGE = "over 50 MB"
FOLDER = "folder"
WITHOUT = "without extension"

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)


class PassedOver(msgspec.Struct, frozen=True):
    """A file, or a whole folder, that was not looked at."""

    path: str
    """POSIX, relative to the scanned root."""
    why: str
    """``binary``, ``over 50 MB``, ``excluded by …``, ``folder``, or the ending of its name (``.png``)."""


def is_binary(head: bytes) -> bool:
    """Whether a file that begins so is no text. UTF-16 is text where it says that it is UTF-16."""
    return b"\0" in head[:HEAD_BYTES] and not head.startswith(_MARKS)


def reason_for(size_bytes: int, head: bytes) -> str | None:
    """Return why a file other than a notebook or data is not looked at; None where it is to be."""
    if is_binary(head):
        return BINARY
    return HUGE if size_bytes > MAX_TEXT_BYTES else None


def ending_of(path: PurePath) -> str:
    """Return what tells the kind of a file by its name: ``.png``, ``.gitignore``, ``without extension``."""
    return path.suffix.lower() or (path.name if path.name.startswith(".") else WITHOUT)


def kinds_in(counts: Mapping[str, int]) -> dict[str, int]:
    """Return of ``by_reason`` the kinds of files that are not scanned unless somebody says so."""
    return {why: number for why, number in counts.items() if why.startswith((".", WITHOUT))}


def by_reason(passed: Iterable[PassedOver]) -> dict[str, int]:
    """Return the number of files by reason, the most frequent first; folders are not among them.

    What was scanned but for its size or the policy comes before the kinds that are never scanned.
    """
    counts = Counter(one.why for one in passed if one.why != FOLDER)
    return dict(sorted(counts.items(), key=lambda item: (item[0].startswith("."), -item[1], item[0])))
