"""The dialect of a delimited file, from its first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..text.words import word_set

DELIMITERS = ",;\t|"
_LOOKED_AT = 200
"""Records; more would tell nothing new."""
_MOST_FIELD = 1 << 24
_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*(?:[eE][-+]?\d+)?%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?")
_LONGEST_NAME = 80
_CAPITALS = re.compile(r"(?=[^\W\d_a-z])[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){0,4}")
_HEADERS = word_set(
    """id date time type title category country city state region value description status product company
    department job key label class group code number text comment note author publisher brand model
    color language genre"""
)


class Dialect(NamedTuple):
    """How a delimited file is written."""

    delimiter: str
    quoted: bool
    """Whether quotes hold fields together; in some files they are plain characters."""
    header: bool
    columns: tuple[str, ...]
    """Names, unique; ``column 1`` … where the file has none."""
    skipped: int
    """Lines before the first record: ``sep=;``, comments."""


IsValue = Callable[[str], bool]
"""Whether a cell holds personal data by its form, which no column's name does."""


def dialect_of(text: str, delimiter: str | None, is_value: IsValue) -> Dialect:
    """Return the dialect of a file that begins with ``text``.

    Parameters
    ----------
    text
        Whole lines, as far as that can be told.
    delimiter
        Where the file's name says it.
    """
    skipped = 0
    while (line := _line(text)) is not None and (line.lower().startswith("sep=") or line.startswith("#")):
        if line.lower().startswith("sep=") and len(line.strip()) == 5:
            delimiter = line.strip()[4]
        elif line.startswith("#") and not _is_comment(text):
            break
        text = text[len(line) :]
        skipped += 1
    delimiter = delimiter or _delimiter(text)
    quoted = _is_quoted(text, delimiter)
    records = parse(text, delimiter, quoted)[:_LOOKED_AT]
    if not records:
        return Dialect(delimiter, quoted, False, (), skipped)
    width = max(map(len, records))
    header = has_header(records, is_value)
    names = [name.strip() for name in records[0]] if header else []
    names += [f"column {number}" for number in range(len(names) + 1, width + 1)]
    return Dialect(delimiter, quoted, header, unique(names), skipped)


def parse(text: str, delimiter: str, quoted: bool, *, strict: bool = False) -> list[list[str]]:
    """Return the records of ``text``.

    Raises
    ------
    csv.Error
        With ``strict``, a quote that is not closed or that text follows.
    """
    reader = csv.reader(
        text.splitlines(keepends=True),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=strict,
    )
    # The limit is the whole process', in which users' own cells may set it: theirs is put back.
    before = csv.field_size_limit(_MOST_FIELD)
    try:
        return [record for record in reader if record]
    finally:
        csv.field_size_limit(before)


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Return ``names`` with a number behind those that came before; an empty one says its place."""
    seen: Counter[str] = Counter()
    made = []
    for number, name in enumerate(names, start=1):
        name = name or f"column {number}"
        seen[name] += 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in names:
            seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(made)


def _line(text: str) -> str | None:
    end = text.find("\n")
    return text[: end + 1] if end >= 0 else None


def _is_comment(text: str) -> bool:
    """Whether the first line is a remark: what follows has other numbers of fields than it."""
    first, *rest = text.splitlines()[:20]
    best = max(DELIMITERS, key=lambda each: sum(each in line for line in rest))
    return bool(rest) and first.count(best) != rest[-1].count(best)


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the most lines into the same number of fields."""

    def score(delimiter: str) -> tuple[float, int]:
        records = parse(text, delimiter, quoted=True)[:_LOOKED_AT]
        widths = Counter(map(len, records))
        if not widths:
            return 0.0, 0
        width, times = widths.most_common(1)[0]
        return (times / len(records) if width > 1 else 0.0), width

    best = max(DELIMITERS, key=score)
    return best if score(best)[0] > 0 else ","


def _is_quoted(text: str, delimiter: str) -> bool:
    """Whether quotes open fields and are closed again, each on its own or over lines."""
    if '"' not in text:
        return True  # what comes later is then taken as everybody writes it
    edge = re.escape(delimiter)
    opening = rf'(?:^|(?<=[\n{edge}]))\s?"'
    closing = rf'"(?=[\r\n{edge}]|$)'
    either = len(
        re.findall(rf"{opening}(?=[\r\n{edge}]|$)", text)
    )  # beside a line break that a cell holds, too
    opened = len(re.findall(opening, text)) - either
    closed = len(re.findall(closing, text))
    # One that is not closed is a mistake in a file that has quotes; many are inches and dittos.
    return opened + either > 0 and closed >= min(opened - 1, opened * 0.8)


def has_header(records: Sequence[Sequence[str]], is_value: IsValue) -> bool:
    """Whether the first of ``records`` names the columns: nobody's data, and unlike what is below it."""
    first, rest = records[0], records[1:]
    cells = [cell.strip() for cell in first]
    filled = [cell for cell in cells if cell]
    if not filled or any(_is_data(cell) or is_value(cell) for cell in filled):
        return False
    if not rest:
        return True
    again = sum(
        any(position < len(record) and record[position].strip() == cell for record in rest)
        for position, cell in enumerate(cells)
        if cell
    )
    # A category repeats below its first row, a name does not.
    return again * 2 < len(filled) and not _may_be_names(cells, rest)


def _may_be_names(cells: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the first record looks as all others do, in capitals, and says nothing that headers say.

    It may be somebody's name then, which must not be shown as a column's.
    """
    from ..detection.personal.evidence import announced_by_name, words_of

    if not all(map(_CAPITALS.fullmatch, cells)):
        return False
    if any(announced_by_name(cell) or _HEADERS.intersection(words_of(cell)) for cell in cells):
        return False
    below = [cell.strip() for record in rest for cell in record if cell.strip()]
    return bool(below) and sum(map(bool, map(_CAPITALS.fullmatch, below))) >= 0.8 * len(below)


def _is_data(cell: str) -> bool:
    if len(cell) > _LONGEST_NAME or _DATE.fullmatch(cell):
        return True
    return bool(_NUMBER.fullmatch(cell)) and not _YEAR.fullmatch(cell)
