"""Numbers of documents, dates of birth, places, names and cookies: what only a context gives away."""

from __future__ import annotations

import datetime

from ...text.lazy import lazy
from ...text.words import word_set
from .payment import digits_of
from .states import is_date

_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "jan ene gen янв", "feb fev fév фев", "mar mär maa мар", "apr avr abr апр",
            "may mai mag maj mei май",
            "jun juin giu июн",
            "jul juil lug июл", "aug ago aoû авг", "sep set сен", "oct okt ott out окт",
            "nov ноя", "dec dez dic déc дек",
        ),
        start=1,
    )
    for month in names.split()
}  # fmt: skip
_NUMBERS = lazy(r"\d+")
_LETTERS = lazy(r"[A-Za-zÀ-žа-яА-Я]{3,}")


def document(value: str, _: str) -> bool | str:
    """Four digits or more, and not one over and over."""
    digits = digits_of(value)
    return len(digits) >= 4 and len(set(digits)) > 1


def birth_date(value: str, _: str) -> bool | str:
    """A day on which somebody who lives may have been born."""
    numbers = [int(n) for n in _NUMBERS.findall(value)]
    word = _LETTERS.search(value)
    this_year = datetime.date.today().year
    if len(numbers) == 1 and len(value) == 8:
        candidates = [(int(value[:4]), int(value[4:6]), int(value[6:]))]
    elif word and len(numbers) == 2:
        month = next((n for m, n in _MONTHS.items() if word[0].lower().startswith(m)), 0)
        candidates = [(max(numbers), month, min(numbers))]
    elif len(numbers) == 3:
        first, second, third = numbers
        year = third if third > 99 else third + (1900 if third > this_year % 100 else 2000)
        candidates = (
            [(first, second, third)] if first > 99 else [(year, second, first), (year, first, second)]
        )
    else:
        return False
    return any(1900 <= year <= this_year and is_date(year, month, day) for year, month, day in candidates)


_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vehicle(value: str, _: str) -> bool | str:
    """A vehicle identification number (ISO 3779; the check digit is North American), or a plate."""
    plain = value.upper()
    if len(plain) == 17:
        if not plain.isalnum() or sum(map(str.isdigit, plain)) < 4 or len(set(plain)) < 6:
            return False
        total = sum(
            int(_VIN_VALUES.get(letter, letter)) * weight
            for letter, weight in zip(plain, _VIN_WEIGHTS, strict=True)
        )
        return "0123456789X"[total % 11] == plain[8] or "checksum does not fit"
    return any(map(str.isdigit, plain)) and any(map(str.isalpha, plain)) and 4 <= len(plain) <= 12


def coordinates(value: str, _: str) -> bool | str:
    """Latitude and longitude, to ten metres or better."""
    numbers = [float(n) for n in lazy(r"[-+]?\d+\.\d+").findall(value)]
    return len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180 and all(numbers)


_NOBODY = word_set(
    """
    root admin administrator user users username guest nobody anonymous test tester demo none null true false
    default system daemon postgres mysql ubuntu debian centos ec2-user jovyan runner colab www-data nginx
    apache public self name str string int input get set your_username yourname your-username me you
    unknown invalid
    """
)


def username(value: str, _: str) -> bool | str:
    """An account that is somebody's, not a service's."""
    return value.lower() not in _NOBODY and any(map(str.isalpha, value))


def cookie(value: str, _: str) -> bool | str:
    """A value that somebody's session goes by."""
    return sum(map(str.isdigit, value)) >= 3 and len(set(value)) >= 8
