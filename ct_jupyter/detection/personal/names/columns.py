"""Names and addresses in a column: one value may be anything, a hundred of them are not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from ....text.lazy import lazy
from ...model import Confidence
from .. import thresholds as t
from ..made import is_made_text
from ..personal_kinds import ADDRESS, PERSON
from .addresses import address_form, addresses_in
from .eastern import is_eastern_person
from .find import find_names
from .headers import address_strength, person_strength
from .model import enabled
from .persons import is_company, person_shape
from .sentences import sentences, told_in
from .spans import NameKind, NameSpan
from .weigh import share_of

_MODELLED = 256
"""Distinct values that the model is asked about; the share of names among all is then known within 6 %."""
_PROSE = 320
"""Texts of several words that it reads, of those that could hold a name."""
_FIRST = 40
"""Values that the model is asked about first: most columns hold nothing of the sort."""
AMONG_NOTE = "among other text"
_AROUND = 3
"""Words of a sentence around a name."""
_LONGEST = 400
"""Of a value that may be a name or an address as a whole."""
_PIECES = 3
"""Stretches of a long text that are read."""
_BESIDE = "Smith, "
"""In a list behind a name the model takes first names for names, and words and towns less."""
_INSIDE = lazy(r"[^\W\d_A-Z.!?:][,;]?[ ](?:\d{1,5}[A-Za-z]?,?[ ])?[^\W\d_a-z][^\W\d_]*[a-zß-ɏа-я]")
"""A word that begins like a name where no sentence begins."""


class NameColumn(NamedTuple):
    """What a column holds."""

    rule_id: str
    confidence: Confidence
    hits: int
    """Of the given values."""
    note: str | None = None


def column_names(header: str, values: Sequence[str], *, model: bool = True) -> list[NameColumn]:
    """Return which names or addresses a column holds, by a sample of its cells.

    Parameters
    ----------
    header
        May be empty, or say nothing.
    values
        Cells that are not empty, as they come; those of an equal text count as often as they stand there.
    model
        Whether the model may be asked, where it is installed.
    """
    values = [value.strip() for value in values if not is_made_text(value)]
    every = [value for value in dict.fromkeys(values) if value]
    distinct = [value for value in every if len(value) <= _LONGEST]
    if 2 * len(distinct) < len(every):
        return _inside(values, every, model and enabled())
    if not distinct:
        return []
    wordy = sum(any(map(str.isalpha, value)) for value in distinct)
    if 2 * wordy < len(distinct):
        return []
    asked = model and enabled()
    for found in (_addresses(header, values, distinct, asked), _persons(header, values, distinct, asked)):
        if found is not None:
            return [found]
    return _inside(values, every, asked)


def _addresses(header: str, values: Sequence[str], distinct: Sequence[str], asked: bool) -> NameColumn | None:
    strength = address_strength(header)
    forms = {value: address_form(value) for value in distinct}
    certain = sum(form == "certain" for form in forms.values()) / len(distinct)
    formed = sum(form in ("certain", "likely") for form in forms.values()) / len(distinct)
    streets = sum(form is not None for form in forms.values()) / len(distinct)
    enough = formed >= t.ADDRESSES if len(distinct) >= t.FEW or strength else certain >= t.ADDRESSES
    if strength:
        enough = enough or streets >= t.STREETS
        placed = sum(any(map(str.isdigit, v)) and " " in v for v in distinct) / len(distinct)
        enough = enough or (strength >= t.CERTAIN and placed >= t.PLACED)
    if not enough and asked and len(distinct) >= t.FEW and _has_numbers(distinct):
        enough = _share(distinct, _MODELLED // 2, "address", t.MODELLED) >= t.MODELLED
    if not enough:
        return None
    hits = len(values) if strength else sum(forms.get(value) is not None for value in values)
    return NameColumn(ADDRESS, Confidence.HIGH if strength else Confidence.MEDIUM, max(hits, 1))


def _persons(header: str, values: Sequence[str], distinct: Sequence[str], asked: bool) -> NameColumn | None:  # noqa: C901  # the evidence, one piece after the other
    strength = person_strength(header)
    shapes = {value: person_shape(value) for value in distinct}
    shaped = [value for value in distinct if shapes[value] is not None]
    hits = sum(shapes.get(value) is not None for value in values)
    if len(shaped) < t.SHAPED * len(distinct) or sum(map(is_company, distinct)) > t.COMPANIES * len(distinct):
        return None
    full = [value for value in shaped if shapes[value] != "single"]
    if strength >= t.CERTAIN:
        return NameColumn(PERSON, Confidence.HIGH, hits)
    if len(distinct) < t.FEW and not (strength >= t.HINT and full):
        return None
    titled = sum(shapes[value] == "titled" for value in shaped)
    if titled >= 2 and titled >= t.TITLED * len(distinct) and 2 * len(full) >= len(distinct):
        return NameColumn(PERSON, Confidence.HIGH if strength else Confidence.MEDIUM, hits)
    if sum(map(is_eastern_person, distinct)) >= t.EASTERN * len(distinct):
        return NameColumn(
            PERSON, Confidence.MEDIUM if strength else Confidence.LOW, hits, "by its family names"
        )
    if not asked:
        if strength >= t.HINT and 2 * len(full) >= len(distinct):
            return NameColumn(PERSON, Confidence.LOW, hits, "by its header and its shape")
        return None
    singles = 2 * len(full) < len(distinct)
    if singles and strength < t.HINT and len(distinct) < 4 * t.FEW:
        return None
    share = _share(shaped, _MODELLED, "person", t.SINGLE_WORDS if singles else t.PERSONS_HINTED)
    if not singles:
        if share >= (t.PERSONS_HINTED if strength else t.PERSONS):
            return NameColumn(PERSON, Confidence.HIGH if strength else Confidence.MEDIUM, hits)
        return None
    if share < t.SINGLE_WORDS:
        return None
    sample = _spread(shaped, _MODELLED)
    beside = find_names([_BESIDE + value for value in sample])
    second = sum(_tells(s, len(_BESIDE)) for s in beside) / len(sample)
    # Towns and countries are of two words more often than first names or surnames are.
    one_word = len(full) <= t.ONE_WORD * len(shaped)
    if (second >= t.SECOND_WORDS and share >= t.FIRST_WORDS) or (
        one_word and share + second >= (t.BOTH_HINTED if strength else t.BOTH)
    ):
        return NameColumn(PERSON, Confidence.MEDIUM, hits)
    return None


def _inside(values: Sequence[str], distinct: Sequence[str], asked: bool) -> list[NameColumn]:
    """Return what single cells hold among other text: a column of notes."""
    holding = {value for value in distinct if any(True for _ in addresses_in(value, 0, len(value)))}
    named: set[str] = set()
    worded = [v for v in distinct if _words(v) >= _AROUND]
    prose = [v for v in worded if _INSIDE.search(v)]
    if len(worded) < t.FEW_TEXTS:
        prose = worded
    read = 0
    for size in (_FIRST, _PROSE) if asked else ():
        sample = _spread(prose, size)
        read = len(sample)
        for value, told in zip(sample, _told(sample), strict=True):
            if "person" in told:
                named.add(value)
            if "address" in told:
                holding.add(value)
        if read == len(prose) or len(named) >= t.HALF * read:
            break
    found: list[NameColumn] = []
    if holding:
        hits = sum(value in holding for value in values)
        confidence = Confidence.MEDIUM if hits > 1 else Confidence.LOW
        found.append(NameColumn(ADDRESS, confidence, hits, AMONG_NOTE))
    # Any model sees a name where there is none now and then: a few among many capitals say nothing.
    if len(named) >= (1 if read < t.FEW_TEXTS else 3) and len(named) >= t.AMONG_TEXT * read:
        hits = round(sum(value in named for value in values) * len(prose) / read)
        sure = len(named) >= t.AMONG_TEXT_SURE * read
        found.append(
            NameColumn(PERSON, Confidence.MEDIUM if sure else Confidence.LOW, max(hits, 1), AMONG_NOTE)
        )
    return found


def _told(texts: Sequence[str]) -> list[set[str]]:
    """Return of each text which kinds the model is sure of in it."""
    pieces = [
        (index, text[first:last])
        for index, text in enumerate(texts)
        for first, last in islice(sentences(text, 0, len(text), frozenset()), _PIECES)
    ]
    kinds: list[set[str]] = [set() for _ in texts]
    for (index, piece), spans in zip(pieces, find_names([piece for _, piece in pieces]), strict=True):
        told = told_in(piece, spans, output=True)
        kinds[index] |= {one.kind for one in told if one.confidence == Confidence.MEDIUM}
    return kinds


def _share(values: Sequence[str], most: int, kind: NameKind, least: float) -> float:
    """Return the share of the values that the model takes for the kind; roughly, where it is too low."""
    share = 0.0
    for size in (_FIRST, most):
        sample = _spread(values, size)
        told = [
            share_of(v, spans, kind) >= t.MODELLED
            for v, spans in zip(sample, find_names(sample), strict=True)
        ]
        share = sum(told) / len(told)
        if len(values) <= size or share < least - 0.2:
            break
    return share


def _words(text: str) -> int:
    """Return how many of the words are written as words inside a sentence are."""
    return sum(word[0].islower() and len(word) > 1 for word in text.split())


def _tells(spans: Sequence[NameSpan], start: int) -> bool:
    return any(span.kind == "person" and span.end > start for span in spans)


def _has_numbers(distinct: Sequence[str]) -> bool:
    return sum(any(map(str.isdigit, value)) and " " in value for value in distinct) >= t.ADDRESSES * len(
        distinct
    )


def _spread(values: Sequence[str], most: int) -> list[str]:
    """Return at most so many of the values, taken evenly."""
    if len(values) <= most:
        return list(values)
    return [values[index * len(values) // most] for index in range(most)]
