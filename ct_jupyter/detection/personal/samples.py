"""Made-up personal data for tests, demonstrations and the rules' own examples: valid, and nobody's."""

from __future__ import annotations

import random
import re
import string
from functools import cache

from .. import checks
from ..engine.patterns import FLAGS
from ..model import Rule
from ..rule_files import load_rules, rules_by_id
from .personal_kinds import CREDIT_CARD, VEHICLE_NUMBER

_TRIES = 200_000


def make(kind: str, rng: random.Random) -> str:
    """Return a made-up value.

    Parameters
    ----------
    kind
        The weakness id without ``pii.`` or ``pii.national-id.``: ``email``, ``us-ssn``; also ``ip``, ``mac``.

    Raises
    ------
    KeyError
        If no kind has the name.
    """
    if kind in _MAKERS:
        return _MAKERS[kind](rng)
    rule = _shaped()[kind]
    return _valid(rule.id, rule.shape, rng)


def kinds() -> list[str]:
    """Return what ``make`` takes."""
    return [*_MAKERS, *_shaped()]


@cache
def _shaped() -> dict[str, Rule]:
    """Return the rules that say what made-up values look like, by the end of their weakness id."""
    return {rule.id.rpartition(".")[2]: rule for rule in load_rules() if rule.shape}


def _valid(rule_id: str, shape: str, rng: random.Random) -> str:
    """Fill the shape until the rule's checks pass; a state's number passes one time in a hundred or so."""
    rule = rules_by_id()[rule_id]
    for _ in range(_TRIES):
        value = _filled(shape, rng)
        if re.fullmatch(rule.pattern, value, FLAGS) and checks.run(rule.checks, value) is True:
            return value
    raise ValueError(f"no value of the shape of {rule_id} passes its checks")


def _filled(shape: str, rng: random.Random) -> str:
    year = rng.randrange(1940, 2000)
    text = shape.replace("YYYY", str(year)).replace("YY", f"{year % 100:02}")
    text = text.replace("MM", f"{rng.randrange(1, 13):02}").replace("DD", f"{rng.randrange(1, 29):02}")
    pools = {"#": string.digits, "@": "ABCDEFGHJKLMNPRSTUVWXYZ"}
    return "".join(rng.choice(pools[c]) if c in pools else c for c in text)


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(syllables))


def _email(rng: random.Random) -> str:
    domain = f"{_word(rng, 3)}-{_word(rng, 2)}.{rng.choice(['de', 'org', 'fr', 'it', 'co.uk'])}"
    return f"{_word(rng, 2)}.{_word(rng, 3)}@{domain}"


def _phone(rng: random.Random) -> str:
    # Berlin, Paris, Warsaw, Madrid, Toronto
    shape = rng.choice(
        ["+49 30 9######", "+33 1 4# ## ## ##", "+48 22 6## ## ##", "+34 91 5## ## ##", "+1 416-9##-2###"]
    )
    return _filled(shape, rng)


def _card(rng: random.Random) -> str:
    shape = rng.choice(
        ["4############" + "###", "53##############", "4### #### #### ####", "37#############"]
    )
    return _valid(CREDIT_CARD, shape, rng)


def _iban(rng: random.Random) -> str:
    from stdnum import iban

    body = _filled(
        rng.choice(["DE00##################", "ES00####################", "NL00ABNA##########"]), rng
    )
    return str(body[:2] + iban.calc_check_digits(body) + body[4:])


def _ip(rng: random.Random) -> str:
    return f"{rng.randrange(50, 99)}.{rng.randrange(1, 255)}.{rng.randrange(1, 255)}.{rng.randrange(1, 255)}"


def _mac(rng: random.Random) -> str:
    return ":".join(f"{rng.randrange(256):02x}" for _ in range(6))


def _wallet(rng: random.Random) -> str:
    import hashlib

    data = b"\0" + rng.randbytes(20)
    data += hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[rest] + text
    return "1" + text


def _birthday(rng: random.Random) -> str:
    return _filled(rng.choice(["YYYY-MM-DD", "DD.MM.YYYY"]), rng)


def _coordinates(rng: random.Random) -> str:
    return f"{rng.uniform(40, 60):.6f}, {rng.uniform(1, 20):.6f}"


def _vin(rng: random.Random) -> str:
    return _valid(VEHICLE_NUMBER, "WVWZZZ1J#YW######".replace("Y", "X"), rng)


def _surname(rng: random.Random) -> str:
    return "".join(rng.choice("bdklmnrstv") + rng.choice("aeio") for _ in range(3)).capitalize() + "n"


def _person(rng: random.Random) -> str:
    return f"{_surname(rng)[:-1]} {_surname(rng)}"


def _address(rng: random.Random) -> str:
    form = rng.choice(("{n} {name} Street", "{name}straße {n}", "{n}, rue {name}"))
    return form.format(n=rng.randrange(1, 300), name=_surname(rng))


_MAKERS = {
    "person": _person,
    "surname": _surname,
    "address": _address,
    "email": _email,
    "phone": _phone,
    "credit-card": _card,
    "iban": _iban,
    "ip": _ip,
    "mac": _mac,
    "crypto-wallet": _wallet,
    "date-of-birth": _birthday,
    "coordinates": _coordinates,
    "vin": _vin,
}
