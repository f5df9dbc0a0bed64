"""Cards, bank accounts and wallets, and the arithmetic of their check digits."""

from __future__ import annotations

import hashlib

from ...text.lazy import lazy

TEST_NOTE = "a test number of a payment provider"

# Issuer prefixes with the lengths of their numbers (ISO/IEC 7812, the networks' own pages).
_ISSUERS = lazy(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-59]|[689]\d)\d{11}(?:\d{2,5})?"  # Diners Club
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12}(?:\d{3})?"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}(?:\d{3})?|(?:2131|1800)\d{11}"  # JCB
    r"|62\d{14,17}|81\d{14}"  # UnionPay
    r"|220[0-4]\d{12,15}"  # Mir
    r"|(?:60|82|508)\d{14}"  # RuPay
    r"|(?:50\d\d|5[678]\d\d|6(?:304|390|7\d\d|0\d\d))\d{8,15}"  # Maestro
)
# Hashes of the numbers that Stripe, Adyen, PayPal and Braintree publish for tests.
_TEST_NUMBERS = frozenset(
    bytes.fromhex(digest)
    for digest in [
        "4f848b3c94d742bf",
        "214b6d3a83efbde0",
        "6e1c9dff7cdd0d54",
        "36ac9d0f300aae72",
        "095d04e899ff216f",
        "ba875b3faff1ca18",
        "44b2b9bae9b03883",
        "5845a855b8ef05f4",
        "87e186f4a8f514a4",
        "b15547cf1a37f055",
        "cba0b254551cde41",
        "2a7efc7085286ef4",
        "d8fb4e2e12027e3e",
        "7e602c76f0d9d177",
        "bdcf995d07a32bcb",
        "c2f099a515eb9d9c",
        "ff8e5da215b7e7b8",
        "de22347a2b1c53ad",
        "29b95bf318c769ab",
        "2047f425de960bdc",
        "b68fcc7a7286ef47",
        "df21c4988f5d2fa8",
        "46475f9eb1991422",
        "73d13be66e066525",
        "8d7b43ae51980ac3",
        "1db703be5e9ab273",
        "d68641af76bf5759",
        "b51b5f9c5de786fb",
        "a14769e2428732e2",
        "a5bfdf73ea2ecb1a",
        "dd2b891eb856a8bb",
        "d5fee085b3e72355",
        "c6f14a4b01d0214c",
        "6c6841f56062f671",
        "d905597674d0ed58",
        "95ce3ff707e8b6b4",
        "c6ae94b1197d1de6",
        "a56c0f50b2bec593",
        "160e30f870c34549",
        "02a101dde962b7ae",
        "c14624e80db2ca5e",
        "34dbca0503ee0796",
        "35f81f211645aa71",
        "8977a9c67527abb4",
        "9440ee4745a2a2ae",
        "b5d984e97d4583e5",
    ]
)


def luhn(digits: str) -> bool:
    """Return whether the last digit is the one of ISO/IEC 7812-1."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        number = int(digit)
        if index % 2:
            number = number * 2 - 9 if number > 4 else number * 2
        total += number
    return total % 10 == 0


def digits_of(value: str) -> str:
    """Return the ASCII digits of ``value``."""
    if value.isascii() and value.isdigit():
        return value
    return "".join(c for c in value if "0" <= c <= "9")


def card(value: str, _: str) -> bool | str:
    """A number that a network issues, with its check digit."""
    if len({c for c in value if c in " -"}) > 1:
        return False
    digits = digits_of(value)
    if not _ISSUERS.fullmatch(digits) or not luhn(digits):
        return False
    if _digest(digits) in _TEST_NUMBERS or len(set(digits)) <= 2:
        return TEST_NOTE
    return True


def _digest(digits: str) -> bytes:
    return hashlib.blake2b(digits.encode(), digest_size=8).digest()


def iban(value: str, _: str) -> bool | str:
    """An IBAN: the country's structure and the two check digits of ISO 7064."""
    from stdnum import iban as registry

    kinds = {c for c in value if c in " -"}
    if len(kinds) > 1 or (kinds and any(len(part) != 4 for part in value.replace("-", " ").split(" ")[:-1])):
        return False
    return bool(registry.is_valid(value, check_country=False))


def bank_account(value: str, _: str) -> bool | str:
    """An account number of a country, of which only some carry check digits."""
    digits = digits_of(value)
    return 6 <= len(digits) <= 23 and len(set(digits)) > 2


_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def wallet(value: str, _: str) -> bool | str:
    """An address of Bitcoin or its kin by its checksum, or of Ethereum."""
    if value[:2] in ("0x", "0X"):
        return len(set(value[2:].lower())) > 4
    if value.lower().startswith(("bc1", "tb1", "ltc1")):
        return _bech32(value.lower())
    return _base58check(value)


def _base58check(value: str) -> bool:
    number = 0
    for letter in value:
        place = _BASE58.find(letter)
        if place < 0:
            return False
        number = number * 58 + place
    if number >> 200:
        return False
    data = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]


def _bech32(value: str) -> bool:
    """Bech32 (BIP 173) or Bech32m (BIP 350)."""
    human, _one, data = value.rpartition("1")
    if any(letter not in _BECH32 for letter in data):
        return False
    check = 1
    for number in (
        *(ord(c) >> 5 for c in human),
        0,
        *(ord(c) & 31 for c in human),
        *map(_BECH32.index, data),
    ):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ number
        for bit, generator in enumerate(_GENERATORS):
            if top >> bit & 1:
                check ^= generator
    return check in (1, 0x2BC830A3)
