"""Files in SQL: what DuckDB and its magics read and write by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from ..text.lazy import lazy
from .readers import COMPRESSIONS, DATA_SUFFIXES

_WORDS = lazy(r"(?i)\b(?:from|join|copy|to|attach|read_\w+|scan_\w+|table|sniff_csv|st_read|load)\b")
_FILE = lazy(
    r"""(?ix)
    (?: \b (?P<word> from | join | to | table
            | attach(?:\s{1,80}database)?(?:\s{1,80}if\s{1,80}not\s{1,80}exists)? ) \s{0,80} \(?
      | \b (?P<kind> parquet | csv | json | orc ) (?=\.`)
      | \b (?P<call> \w{0,40}(?:read|scan|sniff)_\w{1,40} ) \s{0,80} \( \s{0,80} (?P<list>\[)? )
    \s{0,80} (?: '(?P<single>[^'\n]+)' | "(?P<double>[^"\n]+)" | \.`(?P<spark>[^`\n]+)` )
    """
)
_MORE = lazy(r"""\s{0,80},\s{0,80}(?:'(?P<single>[^'\n]+)'|"(?P<double>[^"\n]+)")""")


class SqlFile(NamedTuple):
    """A file that SQL names; offsets of the name in the text."""

    start: int
    end: int
    path: str
    writes: bool
    attached: bool = False
    """Whether it is a database of its own."""


def sql_files(text: str) -> Iterator[SqlFile]:
    """Yield the files that ``text`` reads or writes: quoted names of a kind that holds data."""
    if not _WORDS.search(text):
        return
    for found in _FILE.finditer(text):
        attached = (found["word"] or "").lower().startswith("attach")
        writes = (found["word"] or "").lower() == "to"
        group = next(one for one in ("single", "double", "spark") if found[one] is not None)
        if attached or found["call"] or found["kind"] or is_data_name(found[group]):
            yield SqlFile(*found.span(group), found[group], writes, attached)
        position = found.end()
        while found["list"] and (more := _MORE.match(text, position)):
            group = "single" if more["single"] is not None else "double"
            yield SqlFile(*more.span(group), more[group], False)
            position = more.end()


def is_data_name(path: str) -> bool:
    """Tell whether a file of this name may hold data, by its suffix; where it is compressed by the inner."""
    name = PurePosixPath(path.replace("\\", "/").split("?")[0])
    suffix = name.suffix.lower()
    if suffix in COMPRESSIONS and name.with_suffix("").suffix:
        return name.with_suffix("").suffix.lower() in DATA_SUFFIXES
    return suffix in DATA_SUFFIXES
