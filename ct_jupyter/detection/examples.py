"""Made-up secrets for tests, demonstrations and the rules' own examples.

No token stands in this repository in full: templates such as ``sk-{base62:20}`` are filled by a seeded
generator, checksums computed.
"""

from __future__ import annotations

import base64
import json
import random
import re
import string
from collections.abc import Callable

from .checks import BASE62, base62_crc32, nkey_seed
from .detector import get_detector
from .personal import samples
from .rule_files import rules_by_id

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)(?::(\d+))?\}")

_ALPHABETS = {
    "hex": "0123456789abcdef",
    "hex-upper": "0123456789ABCDEF",
    "digits": string.digits,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "alnum": BASE62,
    "base62": BASE62,
    "alnum-lower": string.ascii_lowercase + string.digits,
    "alnum-upper": string.ascii_uppercase + string.digits,
    "base32": string.ascii_uppercase + "234567",
    "base64url": BASE62 + "-_",
    "age": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}


def _letters(alphabet: str, length: int, rng: random.Random) -> str:
    """Return random letters with every kind that the alphabet has, as a generated value would."""
    kinds = [
        k for k in (string.digits, string.ascii_lowercase, string.ascii_uppercase) if set(k) & set(alphabet)
    ]
    while True:
        value = "".join(rng.choices(alphabet, k=length))
        varied = length < 12 or all(set(value) & set(kind) for kind in kinds)
        # A body that ends or begins with a dash would leave a token's end open to doubt.
        if varied and value[0] not in "-_" and value[-1] not in "-_":
            return value


def _base64(length: int, rng: random.Random) -> str:
    return base64.b64encode(rng.randbytes(length)).decode()


def _url_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _jwt(_: int, rng: random.Random) -> str:
    header = {"alg": "HS256", "typ": "JWT"}
    claims = {"sub": str(rng.randrange(10**9)), "iat": 1_700_000_000 + rng.randrange(10**7)}
    parts = (_url_base64(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return ".".join((*parts, _url_base64(rng.randbytes(32))))


def _pem_body(lines: int, rng: random.Random) -> str:
    return "\n".join(_base64(48, rng) for _ in range(lines or 4))


def _pem_escaped(lines: int, rng: random.Random) -> str:
    return _pem_body(lines, rng).replace("\n", "\\n")


def _uuid(_: int, rng: random.Random) -> str:
    body = f"{rng.getrandbits(128):032x}"
    return f"{body[:8]}-{body[8:12]}-4{body[13:16]}-a{body[17:20]}-{body[20:]}"


def _crc32(length: int, rng: random.Random) -> str:
    body = _letters(BASE62, length, rng)
    return body + base62_crc32(body)


def _basic(_: int, rng: random.Random) -> str:
    return base64.b64encode(f"user{rng.randrange(100)}:{_letters(BASE62, 12, rng)}".encode()).decode()


def _json_key(length: int, rng: random.Random) -> str:
    """Return a JSON object in base64, with a key of so many characters under ``k``."""
    fields = {"k": _letters(BASE62, length, rng), "n": "reports", "id": 1}
    return base64.b64encode(json.dumps(fields, separators=(",", ":")).encode()).decode()


def _password(length: int, rng: random.Random) -> str:
    """Return what a person might have chosen: syllables and digits."""
    syllables = "".join(
        rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(max(2, length // 2 - 1))
    )
    return f"{syllables.capitalize()}{rng.randrange(10, 100)}"


def _nkey(_: int, rng: random.Random) -> str:
    return nkey_seed(rng.randbytes(32))


_GENERATORS: dict[str, Callable[[int, random.Random], str]] = {
    "base64-bytes": _base64,
    "basic": _basic,
    "crc32-base62": _crc32,
    "json-key": _json_key,
    "jwt": _jwt,
    "nkey": _nkey,
    "password": _password,
    "pem-body": _pem_body,
    "pem-body-escaped": _pem_escaped,
    "uuid": _uuid,
}

_WITHOUT_LENGTH = frozenset({"basic", "jwt", "nkey", "uuid"})


def fill(template: str, rng: random.Random | int = 0) -> str:
    """Return ``template`` with its placeholders filled.

    Parameters
    ----------
    template
        ``{name:length}``: ``hex``, ``hex-upper``, ``digits``, ``lower``, ``upper``, ``alnum`` (also
        ``base62``), ``alnum-lower``, ``alnum-upper``, ``base32``, ``base64url`` of that many characters;
        ``base64-bytes`` encodes that many bytes; ``crc32-base62`` is so many characters and their checksum
        of six; ``json-key`` is a JSON object in base64 with such a key; ``pem-body`` and
        ``pem-body-escaped`` are so many lines; ``password`` is as a person chooses it; ``uuid``, ``jwt``,
        ``nkey`` (a seed of NATS) and ``basic`` (user and password in base64) need no length, nor do
        ``pii-email``, ``pii-us-ssn`` and
        what else ``ct_jupyter/detection/personal/samples.py`` makes. Braces around anything else stay.
    rng
        A generator, or the seed of one: the same seed gives the same text.
    """
    source = random.Random(rng) if isinstance(rng, int) else rng  # noqa: S311 - made-up values, not secrets

    def value(match: re.Match[str]) -> str:
        kind, length = match[1], int(match[2] or 0)
        if kind.startswith("pii-") and kind[4:] in samples.kinds():
            return samples.make(kind[4:], source)
        if kind in _GENERATORS and (length or kind in _WITHOUT_LENGTH):
            return _GENERATORS[kind](length, source)
        if kind in _ALPHABETS and length:
            return _letters(_ALPHABETS[kind], length, source)
        return match[0]

    return _PLACEHOLDER.sub(value, template)


def sample(weakness_id: str, seed: int = 0) -> str:
    """Return a text with one made-up secret of the kind, from its rule's first template.

    Raises
    ------
    KeyError
        If no rule has the id.
    """
    return fill(rules_by_id()[weakness_id].match[0], seed)


def sample_value(weakness_id: str, seed: int = 0) -> str:
    """Return only the secret in ``sample(weakness_id, seed)``.

    Raises
    ------
    LookupError
        If no rule has the id, or its template does not match.
    """
    text = sample(weakness_id, seed)
    for match in get_detector().scan(text):
        if match.rule.id == weakness_id:
            return text[match.start : match.end]
    raise LookupError(f"{weakness_id} does not find its own example")
