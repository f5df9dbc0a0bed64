"""What only a sample of a column's rows is looked at for: names, dates of birth, special categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..detection import rules_by_id
from ..detection.model import Confidence
from ..detection.personal.evidence import words_of
from ..detection.personal.names.columns import column_names
from ..detection.personal.personal_kinds import BIRTH, COORDINATES, is_personal, personal_kind
from ..detection.personal.thresholds import CERTAIN, HALF, NUMBERED
from ..text.lazy import lazy
from ..text.words import word_set
from .dates import birth_dates
from .special import special_kinds
from .tally import ColumnTally
from .verdict import Verdict

Cells = Sequence[tuple[int, str]]
"""Sampled (row from 0, value), in the order of the rows."""

_LATITUDE = word_set("lat latitude breitengrad latitud latitudine szerokosc 緯度")
_LONGITUDE = word_set("lon lng long longitude laengengrad langengrad longitud longitudine dlugosc 経度")
_FEW_NUMBERS = 20
_NUMBER = lazy(r"(?=(?:\D*\d){6})[+(]?[A-Za-z]{0,6} ?\d[\dA-Za-z ()./-]{4,32}")


def sampled_verdicts(column: ColumnTally, cells: Cells) -> Iterator[Verdict]:
    """Yield what a sample of a column says of it."""
    birth = birth_dates(column.name, column.announced.get(BIRTH, 0.0), cells)
    if birth is not None:
        confidence, within = birth
        note = None if confidence != Confidence.LOW else "told by how its dates are spread, not by its name"
        yield _verdict(column, cells, BIRTH, confidence, len(within), within[0][0], note)
        return
    found = False
    for rule_id, confidence, within in special_kinds(column.name, column.announced, cells):
        found = True
        yield _verdict(column, cells, rule_id, confidence, len(within), within[0][0])
    if not found:
        found_by_name = list(_announced(column, cells))
        yield from found_by_name
        if not found_by_name and not _is_numbers(cells):
            yield from _names(column, cells)


def _announced(column: ColumnTally, cells: Cells) -> Iterator[Verdict]:
    """Yield the kind that a header names where no check digit fits: made-up values, or none we know."""
    for rule_id in sorted(column.announced, key=lambda one: -column.announced[one]):
        certain = column.announced[rule_id] >= CERTAIN
        if (
            not certain
            or not (is_personal(rule_id) and personal_kind(rule_id).numbered)
            or rule_id not in rules_by_id()
        ):
            continue
        within = [cell for cell in cells if _NUMBER.fullmatch(cell[1].strip())]
        different = len({value for _, value in within})
        if len(within) >= NUMBERED * len(cells) and different >= HALF * len(within):
            note = "told by its name; its values do not pass the checks of the kind"
            yield _verdict(column, cells, rule_id, Confidence.LOW, len(within), within[0][0], note)
        return


def _names(column: ColumnTally, cells: Cells) -> Iterator[Verdict]:
    values = [value for _, value in cells]
    for one in column_names(column.name, values):
        yield _verdict(column, cells, one.rule_id, one.confidence, one.hits, cells[0][0], one.note)


def _verdict(  # noqa: PLR0913  # what goes in, by name
    column: ColumnTally,
    cells: Cells,
    rule_id: str,
    confidence: Confidence,
    hits: int,
    first_row: int,
    note: str | None = None,
) -> Verdict:
    scaled = max(1, round(column.rows * hits / len(cells)))
    strength = column.announced.get(rule_id, 0.0)
    return Verdict(
        rules_by_id()[rule_id], confidence, min(scaled, column.rows), first_row, "…", strength, note, True
    )


def _is_numbers(cells: Cells) -> bool:
    looked_at = [value for _, value in cells[:_FEW_NUMBERS]]
    return not any(any(letter.isalpha() for letter in value) for value in looked_at)


def add_coordinates(held: Mapping[str, list[Verdict]], cells: Mapping[str, Cells]) -> None:
    """Add the coordinates of a table whose rows are about persons: of shops they are nobody's data."""
    kinds = [one.rule.id for own in held.values() for one in own if is_personal(one.rule.id)]
    if not any(personal_kind(rule_id).identifies for rule_id in kinds):
        return
    both = [
        [name for name in held if name and _is_degrees(name, cells[name], words, most)]
        for words, most in ((_LATITUDE, 90.0), (_LONGITUDE, 180.0))
    ]
    if not all(both):
        return
    for name in (*both[0], *both[1]):
        if not held[name]:
            rows = len(cells[name])
            held[name].append(
                Verdict(
                    rules_by_id()[COORDINATES], Confidence.MEDIUM, rows, cells[name][0][0], "…", 1.0,
                    "beside columns about persons", True,
                )
            )  # fmt: skip


def _is_degrees(name: str, cells: Cells, words: frozenset[str], most: float) -> bool:
    if not words.intersection(words_of(name)) or not cells:
        return False
    exact = 0
    for _, value in cells:
        try:
            degrees = float(value.replace(",", "."))
        except ValueError:
            return False
        exact += abs(degrees) <= most and len(value.partition(".")[2] or value.partition(",")[2]) >= 4
    return exact >= len(cells) / 2
