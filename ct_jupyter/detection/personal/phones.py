"""Telephone numbers: how sure the written form alone makes us."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from ...text.lazy import lazy
from .internet import EXAMPLE_NOTE
from .made import is_made_phone
from .payment import digits_of

REGIONS = (
    *("US", "GB", "DE", "FR", "ES", "IT", "NL", "PL", "BR", "SE", "MX", "IN", "CN", "JP", "KR", "AU", "BE"),
    *("CH", "AT", "PT", "DK", "NO", "FI", "IE", "CZ", "SK", "HU", "RO", "GR", "TR", "RU", "UA", "IL", "ZA"),
    *("AR", "CL", "CO", "PE", "NZ", "SG", "MY", "ID", "TH", "VN", "PH", "PK", "NG", "KE", "EG", "AE", "SA"),
)
"""Whose national forms are tried, the commonest first."""

STRONG, LIKELY, POSSIBLE = 3, 2, 1

_EXTENSION = lazy(r"(?i)[ ]?(?:x|ext\.?)[ ]?\d{1,6}$")
_OTHER = lazy(
    r"(?:19|20)\d\d([-/. ])(?:0?[1-9]|1[0-2])\1\d{1,2}|\d{1,2}([-/. ])\d{1,2}\2(?:19|20)\d\d"
    r"|\d{3}-\d\d-\d{4}|\d+\.\d+|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:\d{1,3}\.){3}\d{1,3}|(?:19|20)\d\d[-/ ](?:19|20)\d\d"
)
"""Dates, spans of years, addresses of machines, social security numbers, floats."""
_NORTH_AMERICAN = lazy(
    r"(?:\+?1[ .-]?|001[ .-]?)?"
    r"(?:\([2-9]\d\d\)[ ]?[2-9]\d\d[-. ]|[2-9]\d\d(?P<dot>[-.])[2-9]\d\d(?P=dot))\d{4}"
)
_NORTH_AMERICAN_LOOSE = lazy(r"(?:\+?1[ .-]?|001[ .-]?)?(?:\(\d{3}\)[ ]?|\d{3}[-.])\d{3}[-. ]\d{4}")
_PARENTHESES = lazy(r"\(0?\d{1,5}\)[ -]{0,2}\d[\d -]{3,9}\d")
_NATIONAL = lazy(r"0\d{1,5}(?:[ /-]|\) )\d{2,8}(?:[ -]?\d{2,5}){0,4}|0\d(?:[ .]\d\d){4}|0[5-7]\d{3} ?\d{6}")
_GROUPS = lazy(r"\d{1,5}(?:[ -]\d{2,8}){1,5}")
_EXAMPLES = lazy(
    r"(?:00|\+)?1?(?:[2-9]\d\d)?55501\d\d"
    r"|(?:0|44|440)?(?:1632960\d{3}|1(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}|2079460\d{3}|7700900\d{3})"
)
"""555-01xx of North America, and what Ofcom keeps for drama."""


def phone(value: str, _: str) -> bool | str:
    """What a column of telephone numbers may hold."""
    grade = grade_of(value)
    return bool(grade) and (note_of(value) or True)


def note_of(value: str) -> str:
    """Return why the number is nobody's, or nothing."""
    digits = digits_of(_EXTENSION.sub("", value))
    if _EXAMPLES.fullmatch(digits.removeprefix("00")):
        return EXAMPLE_NOTE
    return "a made-up number" if len(set(digits)) < 3 or digits.endswith("1234567890") else ""


def grade_of(value: str) -> int:
    """Return how much the form says: ``STRONG``, ``LIKELY``, ``POSSIBLE`` or 0."""
    value = _EXTENSION.sub("", value.strip())
    digits = digits_of(value)
    if not 7 <= len(digits) <= 15 or len(set(digits)) < 2 or _OTHER.fullmatch(value) or is_made_phone(value):
        return 0
    if value.count("(") != value.count(")"):
        return 0
    if value[0] == "+" or (value.startswith("00") and len(digits) >= 10 and not value.isdigit()):
        plain = "+" + digits_of(value.replace("(0)", "")).removeprefix("00")
        return _international(plain)
    if _NORTH_AMERICAN.fullmatch(value):
        return STRONG
    if _PARENTHESES.fullmatch(value):
        return LIKELY
    if _NORTH_AMERICAN_LOOSE.fullmatch(value):
        return POSSIBLE
    if _NATIONAL.fullmatch(value):
        return LIKELY if len(digits) >= 8 and is_valid_somewhere(digits) else POSSIBLE
    if _GROUPS.fullmatch(value) or value.isdigit():
        return POSSIBLE
    return POSSIBLE if value[0] in "0(" else 0


def _international(plain: str) -> int:
    import phonenumbers

    try:
        number = phonenumbers.parse(plain, None)
    except phonenumbers.NumberParseException:
        return POSSIBLE if plain[1] != "0" else 0
    if phonenumbers.is_valid_number(number):
        return STRONG
    return LIKELY if phonenumbers.is_possible_number(number) else POSSIBLE


def is_valid_somewhere(digits: str) -> bool:
    """Return whether one of ``REGIONS`` gives out the national number."""
    import phonenumbers

    for region in REGIONS:
        with suppress(phonenumbers.NumberParseException):
            if _national_fits(len(digits), region) and phonenumbers.is_valid_number(
                phonenumbers.parse(digits, region)
            ):
                return True
    return False


@lru_cache(maxsize=1024)
def _national_fits(length: int, region: str) -> bool:
    """Return whether the region has numbers of about that many digits: most are ruled out at once."""
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.general_desc is None:
        return False
    return any(length - 2 <= possible <= length for possible in metadata.general_desc.possible_length)
