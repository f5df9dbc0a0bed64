"""Dates of birth: by the header, or by how the dates of a column without a telling name are spread."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ..detection.model import Confidence
from ..detection.personal.thresholds import BIRTHDAYS_ALONE, BIRTHDAYS_ANNOUNCED, CERTAIN
from .headers import says_nothing

_FORMS = (
    re.compile(
        r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"
    ),
    re.compile(r"(?P<d>\d{1,2})([-/.])(?P<m>\d{1,2})\2(?P<y>\d{4})"),
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
)
_FIRST_YEAR = 1900
_FEWEST = 20
_SPREAD_YEARS = 25
"""Between the 5th and the 95th of a hundred: people are of all ages, orders and logs are not."""
_GROWN_UP = 18


def date_of(text: str) -> datetime.date | None:
    """Return the day that a cell is; None of anything else, points in time too."""
    text = text.strip()
    if not 8 <= len(text) <= 29:
        return None
    for form in _FORMS:
        if found := form.fullmatch(text):
            year, month, day = (int(found[part]) for part in "ymd")
            if month > 12:
                month, day = day, month
            try:
                return datetime.date(year, month, day)
            except ValueError:
                return None
    return None


def birth_dates(
    header: str, strength: float, cells: Sequence[tuple[int, str]], today: datetime.date | None = None
) -> tuple[Confidence, list[tuple[int, str]]] | None:
    """Return how sure a column is of birth dates, and its cells that are dates.

    Parameters
    ----------
    header
        Of the column.
    strength
        How strongly it speaks for birth dates.
    cells
        Sampled (row, value), in order of rows.
    """
    today = today or datetime.date.today()
    dated = [(cell, day) for cell in cells if (day := date_of(cell[1])) is not None]
    plausible = [(cell, day) for cell, day in dated if day.year >= _FIRST_YEAR and day <= today]
    found = [cell for cell, _ in plausible]
    if strength >= CERTAIN:
        return (Confidence.HIGH, found) if len(found) >= max(1, BIRTHDAYS_ANNOUNCED * len(cells)) else None
    if not says_nothing(header) or len(plausible) < max(_FEWEST, BIRTHDAYS_ALONE * len(cells)):
        return None
    return (Confidence.LOW, found) if _of_people([day for _, day in plausible], today) else None


def _of_people(days: Sequence[datetime.date], today: datetime.date) -> bool:
    """Whether days in the order of their rows are spread as birthdays are."""
    years = sorted(day.year for day in days)
    low, middle, high = (years[int(share * (len(years) - 1))] for share in (0.05, 0.5, 0.95))
    if high - low < _SPREAD_YEARS or middle > today.year - _GROWN_UP:
        return False
    rising = sum(one <= other for one, other in pairwise(days)) / (len(days) - 1)
    if not 0.2 < rising < 0.8:
        return False  # a series over time
    of_month = Counter(day.day for day in days)
    # Months and quarters begin on the first.
    return len(of_month) >= min(15, len(days) // 3) and of_month.most_common(1)[0][1] <= max(
        3, len(days) // 5
    )
