"""Numbers that states give to people: python-stdnum where it knows one, arithmetic here where it does not."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from .payment import digits_of, luhn

SAMPLE_NOTE = "a well-known sample"


def stdnum(value: str, module: str) -> bool | str:
    """Whatever ``stdnum.<module>`` accepts."""
    try:
        accepted = import_module(f"stdnum.{module}").is_valid(value.upper())
    except LookupError:
        return False  # its table of Chinese counties has gaps that it stumbles over
    return bool(accepted) and not _dull(value)


def _dull(value: str) -> bool:
    """Return whether one digit fills the number, or all in order, as where somebody leaned on the keys."""
    digits = digits_of(value)
    return len(digits) > 4 and (
        len(set(digits)) < 2 or digits in "12345678901234" or digits in "98765432109876"
    )


def digits(value: str, count: str) -> bool | str:
    """So many digits, of which the state says no more."""
    return len(digits_of(value)) == int(count) and not _dull(value)


def is_date(year: int, month: int, day: int) -> bool:
    """Return whether there is such a day."""
    with suppress(ValueError):
        return bool(datetime.date(year, month, day))
    return False


def _weighted(text: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))


def us_ssn(value: str, _: str) -> bool | str:
    """No check digit; some numbers are never given out (ssa.gov), two stood in advertisements."""
    digits = digits_of(value)
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in ("000", "666") or area[0] == "9" or group == "00" or serial == "0000" or _dull(value):
        return False
    if digits in ("123456789", "987654321"):
        return SAMPLE_NOTE
    return SAMPLE_NOTE if (area, group, serial) in {("078", "05", "1120"), ("219", "09", "9999")} else True


def us_itin(value: str, _: str) -> bool | str:
    """Nine digits from 900, with a group from 50 to 65, 70 to 88, 90 to 92 or 94 to 99 (irs.gov)."""
    digits = digits_of(value)
    group = int(digits[3:5])
    return 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or group >= 94


def au_medicare(value: str, _: str) -> bool | str:
    """The ninth digit checks the first eight."""
    digits = digits_of(value)
    return _weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(digits[8])


def de_rvnr(value: str, _: str) -> bool | str:
    """Area, birthday, initial, serial and check digit (§ 2 VKVV)."""
    plain = value.replace(" ", "").upper()
    day, month = int(plain[2:4]) % 50, int(plain[4:6])
    if not is_date(2000, month, day):
        return False
    numbers = plain[:8] + f"{ord(plain[8]) - 64:02}" + plain[9:11]
    total = 0
    for digit, weight in zip(numbers, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True):
        product = int(digit) * weight
        total += product // 10 + product % 10
    return total % 10 == int(plain[-1])


def es_dni(value: str, _: str) -> bool | str:
    """The letter is the rest of the number by 23; a leading zero may be missing."""
    plain = value.replace("-", "").upper()
    right = "TRWAGMYFPDXBNJZSQVHLCKE"[int(plain[:-1]) % 23] == plain[-1]
    return right and (SAMPLE_NOTE if plain.startswith("1234567") else not _dull(plain[:-1]))


def fi_hetu(value: str, _: str) -> bool | str:
    """Birthday, sign of the century, serial and check character (dvv.fi)."""
    plain = value.upper()
    birthday, serial = plain[:6], plain[7:10]
    if not is_date(2000 + int(birthday[4:]) % 4, int(birthday[2:4]), int(birthday[:2])):
        return False
    if int(serial) < 2:
        return False
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(birthday + serial) % 31] == plain[-1]


def gb_nino(value: str, _: str) -> bool | str:
    """Two letters of which some pairs are not used, six digits, a letter (gov.uk)."""
    plain = value.replace(" ", "").upper()
    if plain[:2] in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}:
        return "with a prefix that is not given out"
    return SAMPLE_NOTE if plain.startswith("QQ") or plain[2:8] == "123456" else not _dull(plain)


def hk_id(value: str, _: str) -> bool | str:
    """One or two letters, six digits, a check digit in parentheses."""
    plain = value.replace("(", "").replace(")", "").upper()
    body = plain[:-1].rjust(8)
    numbers = [36 if c == " " else int(c, 36) for c in body]
    rest = sum(n * weight for n, weight in zip(numbers, range(9, 1, -1), strict=True)) % 11
    return "0A987654321"[rest] == plain[-1]


def hu_taj(value: str, _: str) -> bool | str:
    """Nine digits, the last checks the first eight."""
    digits = digits_of(value)
    return _weighted(digits[:8], (3, 7) * 4) % 10 == int(digits[8]) and not _dull(digits)


def hu_tax_id(value: str, _: str) -> bool | str:
    """An eight, days since 1867, a serial and a check digit."""
    return _weighted(value[:9], tuple(range(1, 10))) % 11 == int(value[9])


def it_codice_fiscale(value: str, _: str) -> bool | str:
    """Name, birthday and place in letters and digits, and a check letter."""
    from stdnum.it import codicefiscale

    try:
        plain = codicefiscale.validate(value.upper())
    except (ValueError, KeyError):
        return False
    return len(plain) == 16


def kr_rrn(value: str, _: str) -> bool | str:
    """Birthday, century and sex, and a check digit; since October 2020 the rest is random."""
    digits = digits_of(value)
    century = {"1": 1900, "2": 1900, "3": 2000, "4": 2000, "5": 1900, "6": 1900, "7": 2000, "8": 2000}[
        digits[6]
    ]
    year = century + int(digits[:2])
    if not is_date(year, int(digits[2:4]), int(digits[4:6])) or year > datetime.date.today().year:
        return False
    rest = _weighted(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11
    start = 13 if digits[6] in "5678" else 11  # of foreigners, of citizens
    if (start - rest) % 10 == int(digits[12]):
        return True
    return year * 100 + int(digits[2:4]) >= 202010


def lv_pk(value: str, _: str) -> bool | str:
    """Birthday, century and serial, or a random number that begins with 32."""
    from stdnum.lv import pvn

    return bool(pvn.is_valid(value)) and digits_of(value)[0] in "0123"


def ru_snils(value: str, _: str) -> bool | str:
    """Nine digits, weighted nine to one, by 101."""
    digits = digits_of(value)
    return _weighted(digits[:9], tuple(range(9, 0, -1))) % 101 % 100 == int(digits[9:]) and not _dull(
        digits[:9]
    )


def sg_nric(value: str, _: str) -> bool | str:
    """A letter for the century, seven digits, a check letter."""
    plain = value.upper()
    total = _weighted(plain[1:8], (2, 7, 6, 5, 4, 3, 2)) + (3 if plain[0] == "M" else 4 * (plain[0] in "TG"))
    letters = {
        "S": "JZIHGFEDCBA",
        "T": "JZIHGFEDCBA",
        "F": "XWUTRQPNMLK",
        "G": "XWUTRQPNMLK",
        "M": "KLJNPQRTUWX",
    }
    rest = total % 11
    return letters[plain[0]][10 - rest if plain[0] == "M" else rest] == plain[-1]


_THAI_PROVINCES = frozenset(
    [
        *range(10, 28),
        *range(30, 50),
        *range(50, 59),
        *range(60, 68),
        *range(70, 78),
        *range(80, 87),
        *range(90, 97),
    ]
)


def th_pin(value: str, _: str) -> bool | str:
    """Kind of person, province and district, serial, check digit."""
    digits = digits_of(value)
    if digits[0] not in "12345678" or int(digits[1:3]) not in _THAI_PROVINCES:
        return False
    return (11 - _weighted(digits[:12], tuple(range(13, 1, -1))) % 11) % 10 == int(digits[12])


def tw_id(value: str, _: str) -> bool | str:
    """A letter for the place, sex, serial, check digit."""
    place = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(value[0]) + 10
    total = place // 10 + place % 10 * 9 + _weighted(value[1:9], (8, 7, 6, 5, 4, 3, 2, 1)) + int(value[9])
    return total % 10 == 0


def za_id(value: str, _: str) -> bool | str:
    """Birthday, sex, citizenship, a digit that once stood for race, check digit."""
    digits = digits_of(value)
    return is_date(2000 + int(digits[:2]) % 4, int(digits[2:4]), int(digits[4:6])) and luhn(digits)


STATES: dict[str, Callable[[str, str], bool | str]] = {
    "au-medicare": au_medicare,
    "de-rvnr": de_rvnr,
    "digits": digits,
    "es-dni": es_dni,
    "fi-hetu": fi_hetu,
    "gb-nino": gb_nino,
    "hk-id": hk_id,
    "hu-taj": hu_taj,
    "hu-tax-id": hu_tax_id,
    "it-codice-fiscale": it_codice_fiscale,
    "kr-rrn": kr_rrn,
    "lv-pk": lv_pk,
    "ru-snils": ru_snils,
    "sg-nric": sg_nric,
    "stdnum": stdnum,
    "th-pin": th_pin,
    "tw-id": tw_id,
    "us-itin": us_itin,
    "us-ssn": us_ssn,
    "za-id": za_id,
}
