"""The checks that a rule names: what a regular expression cannot say of a value.

A check takes the value and the argument behind the colon of its name (``entropy:3.5``), and returns True
(passed), False (not a secret), or a note: the value is reported with low confidence, and the note says why.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable

from ..text import text_shape
from ..text.lazy import lazy
from ..text.words import word_set
from .personal.validators import PERSONAL
from .secrets.placeholders import is_filler, is_placeholder, is_sequence, may_be_typed

Outcome = bool | str
Check = Callable[[str, str], Outcome]

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKSUM_NOTE = "checksum does not fit"
SAMPLE_NOTE = "runs along the alphabet, as samples do"


def base62_crc32(body: str) -> str:
    """Return the six characters that end a GitHub or npm token, for the ``body`` between prefix and them.

    CRC-32 of the body, in base 62 with leading zeros
    (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/).
    """
    number = zlib.crc32(body.encode())
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = BASE62[rest] + digits
    return digits.rjust(6, "0")


def _crc32_base62(value: str, _: str) -> Outcome:
    body = value.rpartition("_")[2]
    return body[-6:] == base62_crc32(body[:-6]) or CHECKSUM_NOTE


def _entropy(value: str, least: str) -> Outcome:
    return text_shape.entropy(value) >= float(least)


def _random(value: str, least: str) -> Outcome:
    if text_shape.looks_random(value, int(least or 16)):
        return True
    return is_sequence(value) and may_be_typed(value) and SAMPLE_NOTE


def _not_words(value: str, _: str) -> Outcome:
    return not text_shape.is_wordy(value)


def _not_placeholder(value: str, _: str) -> Outcome:
    return not is_placeholder(value)


def _not_filler(value: str, _: str) -> Outcome:
    if is_filler(value):
        return False
    return not is_sequence(value) or (len(set(value)) >= 12 and SAMPLE_NOTE)


def _digit(value: str, least: str) -> Outcome:
    return sum(c.isdigit() for c in value) >= int(least or 1)


def _mixed(value: str, _: str) -> Outcome:
    """A generated value of some length has digits and letters of both cases."""
    return (
        any(c.isdigit() for c in value)
        and any(c.isupper() for c in value)
        and any(c.islower() for c in value)
    )


def decode_base64(value: str) -> bytes | None:
    """Return what base64 or base64url of any padding holds, or None."""
    text = value.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _base64_bytes(value: str, size: str) -> Outcome:
    decoded = decode_base64(value)
    return decoded is not None and len(decoded) == int(size)


def _basic_auth(value: str, _: str) -> Outcome:
    """``user:password`` in base64, as the Basic scheme has it (RFC 7617)."""
    decoded = decode_base64(value)
    if decoded is None or b":" not in decoded:
        return False
    password = decoded.partition(b":")[2]
    return bool(password) and not is_placeholder(password.decode(errors="replace"))


def _base64_text(value: str, needle: str) -> Outcome:
    decoded = decode_base64(value[: len(value) // 4 * 4])
    return decoded is not None and needle.encode() in decoded


def _base64_json(value: str, field: str) -> Outcome:
    """A JSON object in base64 with a string in ``field`` that stands for nothing else."""
    try:
        fields = json.loads(decode_base64(value) or b"")
    except ValueError:
        return False
    inner = fields.get(field) if isinstance(fields, dict) else None
    return isinstance(inner, str) and bool(inner) and not is_placeholder(inner)


def _jwt(value: str, _: str) -> Outcome:
    """A header that is a JSON object with an algorithm (RFC 7519); three parts, or the five of RFC 7516."""
    head, *parts = value.rstrip(".").split(".")
    header = decode_base64(head)
    try:
        fields = json.loads(header or b"")
    except ValueError:
        fields = None
    if len(parts) == 4:
        return isinstance(fields, dict) and "enc" in fields
    if not parts or len(parts) > 2 or len(parts[0]) < 12:
        return False
    claims = parts[0].startswith(("eyJ", "ew"))
    signed = len(parts) == 2 and len(parts[1]) >= 16
    if not isinstance(fields, dict):
        return claims and signed and fields is None and "the header is not JSON"
    if not signed:
        return claims and bool(fields.keys() & {"alg", "typ"}) and "the signature is missing"
    if "alg" in fields or "enc" in fields:
        return True
    return claims and "the header names no algorithm"


def _crc16(data: bytes) -> int:
    """Return CRC-16/XMODEM, which ends the keys of NATS."""
    return binascii.crc_hqx(data, 0)


def nkey_seed(body: bytes) -> str:
    """Return the seed of a NATS user for 32 random bytes: two bytes of prefix, the body, CRC-16."""
    raw = bytes([(18 << 3) | (20 << 3 >> 5), (20 << 3 & 31) << 3]) + body
    return base64.b32encode(raw + _crc16(raw).to_bytes(2, "little")).decode().rstrip("=")


def _nkey(value: str, _: str) -> Outcome:
    """Whether the last two bytes are the checksum of those in front of them."""
    try:
        raw = base64.b32decode(value + "=" * (-len(value) % 8))
    except (binascii.Error, ValueError):
        return False
    return _crc16(raw[:-2]) == int.from_bytes(raw[-2:], "little") or CHECKSUM_NOTE


_PEM_NOISE = lazy(
    r"\\+[nrt]|(?:Proc-Type|DEK-Info|Comment|Version):[^\n\\]*|\{[a-z:0-9-]*\}"
    r"|-----[A-Z0-9 ]*-----|[^A-Za-z0-9+/=]"
)


def _pem(value: str, _: str) -> Outcome:
    """Enough base64 between the two lines to be a key, and not one letter over and over."""
    body = _PEM_NOISE.sub("", value)
    return len(body) >= 40 and not text_shape.is_repetitive(body) and len(set(body)) >= 12


_PASSWORD_WORDS = lazy(
    r"(?i)^(?:\W*(?:user(?:name)?|db|my|the|root|admin)?[-_ ]?)"
    r"(?:password|passwd|passwort|pass|pwd|pw|passw|secret|token)s?\W*$"
)


def _password(value: str, _: str) -> Outcome:
    """What a URL or a connection string has where the password goes."""
    if len(set(value)) < 2 or is_placeholder(value) or _PASSWORD_WORDS.match(value):
        return False
    return not re.fullmatch(r"[\W_]+|\[.*|.*[{}].*|\$.*|%[sd].*|<.*|None|null|True|False", value)


_LOCAL = lazy(
    r"(?i)^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|host\.docker\.internal|host|hostname|server|db"
    r"|database|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|localdb)(?:[:/?]|$)"
)
_SAMPLE_HOST = lazy(r"(?i)^(?:[\w-]+\.){0,3}(?:example|invalid|test)(?:\.(?:com|org|net))?(?:[:/?]|$)")
_COMMON = word_set(
    """
    root admin guest postgres mysql mongo mongodb rabbitmq redis sa test user username demo default secret
    1234 12345 123456 password1 changeme toor admin123 password123 pass123 root123 test123
    scott tiger foo bar baz example
    """
)


def login(user: str, password: str, host: str) -> Outcome:
    """Judge a password by whom and where it lets in: ``postgres:postgres@localhost`` opens nothing.

    Parameters
    ----------
    host
        What follows the ``@``, up to the end of the URL.
    """
    weak = password.lower() in _COMMON or password.lower() == user.lower()
    if not weak:
        return True
    if _LOCAL.match(host) or _SAMPLE_HOST.match(host):
        return "a default login of a local or an example host"
    return True


def _url_key(value: str, _: str) -> Outcome:
    """What a query has where a key goes: generated, and neither a word, a number nor a date."""
    plain = value.rstrip("=").replace("%3D", "").replace("%2B", "+").replace("%2F", "/")
    if len(plain) >= 20:
        return text_shape.looks_random(plain, 16) or text_shape.is_letter_salad(plain)
    digits = sum(map(str.isdigit, plain))
    letters = sum(map(str.isalpha, plain))
    return digits >= 2 and letters >= 4 and text_shape.looks_random(plain, 10)


CHECKS: dict[str, Check] = {
    **PERSONAL,
    "base64-bytes": _base64_bytes,
    "base64-json": _base64_json,
    "base64-text": _base64_text,
    "basic-auth": _basic_auth,
    "crc32-base62": _crc32_base62,
    "digit": _digit,
    "entropy": _entropy,
    "jwt": _jwt,
    "mixed": _mixed,
    "nkey": _nkey,
    "not-filler": _not_filler,
    "not-placeholder": _not_placeholder,
    "not-words": _not_words,
    "password": _password,
    "pem": _pem,
    "random": _random,
    "url-key": _url_key,
}


def run(names: tuple[str, ...], value: str) -> Outcome:
    """Apply the named checks in order; the first that rejects decides, else the first note."""
    note: Outcome = True
    for name in names:
        key, _, argument = name.partition(":")
        outcome = CHECKS[key](value, argument)
        if outcome is False:
            return False
        if note is True:
            note = outcome
    return note
