"""Special categories of personal data (GDPR, Article 9): by the header, and by the words of its values."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from ..detection.model import Confidence
from ..detection.personal.evidence import words_of
from ..detection.personal.personal_kinds import SPECIAL
from ..detection.personal.thresholds import CERTAIN, HALF, SPECIAL_ALONE, SPECIAL_WORDS
from .headers import says_nothing

_PREFIX = f"{SPECIAL}."
_CODES = 40
"""Different numbers that a category may be coded with."""
_ICD = re.compile(r"[A-TV-Z]\d[0-9A-B](?:\.[0-9A-Z]{1,4})")
"""ICD-10: https://icd.who.int/browse10; with its point, without which it is any code."""

_RACES = frozenset({"race"})
_WEAK = frozenset({"union"})
"""Whose words mean much else: they never speak for themselves."""


@cache
def _words() -> Mapping[str, frozenset[str]]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    text = resources.files(__package__).joinpath("special.toml").read_text(encoding="utf-8")
    return {f"{_PREFIX}{kind}": frozenset(words) for kind, words in tomllib.loads(text).items()}


def special_kinds(
    header: str, announced: Mapping[str, float], cells: Sequence[tuple[int, str]]
) -> Iterator[tuple[str, Confidence, list[tuple[int, str]]]]:
    """Yield the special categories that a column holds: weakness id, how sure, and the cells that do.

    Parameters
    ----------
    header
        Of the column.
    announced
        What the header says, by weakness id.
    cells
        Sampled (row, value).
    """
    counts = Counter(value.strip().casefold() for _, value in cells)
    if not counts:
        return
    for kind in sorted({*_words(), *(kind for kind in announced if kind.startswith(_PREFIX))}):
        known = _words().get(kind, frozenset())
        within = [cell for cell in cells if cell[1].strip().casefold() in known or _is_code(kind, cell[1])]
        if announced.get(kind, 0.0) >= CERTAIN:
            if not within and _RACES.issubset(words := words_of(header)) and len(words) > 1:
                continue  # of cars or horses
            if confidence := _by_header(counts, len(within) / len(cells)):
                yield kind, confidence, list(cells)
        elif says_nothing(header) and _speaks_for_itself(kind, within, len(cells)):
            yield kind, Confidence.LOW, within


def _by_header(counts: Counter[str], share: float) -> Confidence | None:
    if share >= SPECIAL_WORDS:
        return Confidence.HIGH
    if len(counts) == 1 and next(iter(counts)) in ("0", "false", "no", "none", "n", "nan", "unknown"):
        return None
    numbers = sum(count for value, count in counts.items() if _is_number(value))
    if numbers < HALF * counts.total():
        return Confidence.MEDIUM
    # Numbers are a coding of it while there are few; measurements and identifiers say less.
    return (
        Confidence.LOW
        if len(counts) <= _CODES and all(_is_code_number(value) or not _is_number(value) for value in counts)
        else None
    )


def _speaks_for_itself(kind: str, within: Sequence[tuple[int, str]], cells: int) -> bool:
    different = {value.strip().casefold() for _, value in within}
    weak = kind.removeprefix(_PREFIX) in _WEAK
    return not weak and len(different) >= 3 and len(within) >= max(10, SPECIAL_ALONE * cells)


def _is_code(kind: str, value: str) -> bool:
    return kind == f"{_PREFIX}health" and _ICD.fullmatch(value.strip()) is not None


def _is_code_number(value: str) -> bool:
    return _is_number(value) and value.partition(".")[2].strip("0") == ""


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).lstrip("-").isdigit()
