"""What takes the place of personal data: hashes, masks, and fakes of the same shape, by a key.

The functions below the line also go, as they stand here, into the cell that a notebook gets
(:mod:`.data_cell`): only the standard library, one statement a line, no line over 88 characters, no name
that a comment or a text repeats. One value has one fake under one key, in every file and cell, and no two
numbers share one: joins keep their rows. Where there is a range that is nobody's, fakes are of it, which may
be too small for that: telephone and social security numbers, addresses of networks. What is of no such range
carries a mark: the last syllable of a word is made of those before it. A scan is silent about both
(:mod:`ct_jupyter.detection.pii.made`).
"""

from __future__ import annotations

import hashlib
import hmac
import math
import re
from collections.abc import Callable
from typing import Any

Change = Callable[[Any, bytes], Any]
"""A value that is not missing, and the key, in; what takes its place out."""

MIN_KEY_LENGTH = 16
"""Telephone numbers are few enough to try them all: with a key that can be guessed, so can the values."""

# ---------------------------------------------------------------------------------------------------------


def text_of(value: Any) -> str:
    """Return a value as text: the same for 7, 7.0 and "7"."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    text = str(value).strip()
    return text[:-2] if re.fullmatch(r"-?\d+\.0", text) else text


MAILBOX = r"[^\s<>\"',;:()\[\]@]+@[^\s<>\"',;:()\[\]@]+"
"""An address of the net, in whatever stands around it."""


def digest_of(text: str, key: bytes) -> int:
    """Return 256 bits that only the holder of the key can make from the text."""
    data = text.encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(data, key=key[:64], digest_size=32).digest()
    return int.from_bytes(digest, "big")


def permuted(number: int, size: int, key: bytes) -> int:
    """Return another number below size; no two numbers lead to the same one."""
    half = math.isqrt(size - 1) + 1
    while True:
        left, right = divmod(number, half)
        for turn in range(8):
            mixed = left + digest_of(f"{turn} {size} {right}", key)
            left, right = right, mixed % half
        number = left * half + right
        if number < size:
            return number


def letters_beside(letter: str) -> str:
    """Return the letters, or the digits, that may take the place of one."""
    for kind in ("0123456789", "abcdefghijklmnopqrstuvwxyz"):
        for letters in (kind, kind.upper()):
            if letter in letters:
                return letters
    first = ord(letter) & ~15
    near = map(chr, range(first, first + 16))
    return "".join(c for c in near if c.isalnum() and c.isdigit() == letter.isdigit())


def reshaped(text: str, key: bytes, zeros: bool = True) -> str:
    """Return other letters and digits in the place of those of the text.

    With zeros, those in front of a number stay, as programs that read it drop them.
    """
    places = []
    number, size = 0, 1
    leading = zeros and not re.search(r"[^\W\d]", text)
    for place, letter in enumerate(text):
        if not letter.isalnum() or (leading and letter == "0"):
            continue
        letters = letters_beside(letter)
        if leading:
            letters, leading = letters.removeprefix("0"), False
        places.append((place, letters))
        number = number * len(letters) + letters.index(letter)
        size *= len(letters)
    number = permuted(number, size, key) if size > 1 else 0
    changed = list(text)
    for place, letters in reversed(places):
        number, index = divmod(number, len(letters))
        changed[place] = letters[index]
    return "".join(changed)


def word_like(word: str, key: bytes) -> str:
    """Return a word that can be spoken, capitalised as the given one is.

    Its last syllable is made of the others: who knows that tells it from a word.
    """
    number = digest_of(word, key)
    made = ""
    for _ in range(3 if len(word) < 5 else 4):
        number, first = divmod(number, 16)
        number, second = divmod(number, 5)
        made += "bdfghjklmnprstvz"[first] + "aeiou"[second]
    mark = sum(turn * ord(c) for turn, c in enumerate(made, 1)) % 80
    made += "bdfghjklmnprstvz"[mark % 16] + "aeiou"[mark // 16]
    if word.isupper():
        return made.upper()
    return made.capitalize() if word[:1].isupper() or not word.islower() else made


def with_words_changed(text: str, key: bytes) -> str:
    """Return the text with other words; particles, titles and kinds of streets stay."""
    kept = (
        "von van der den de del della di da dos das la le el al bin ibn y e dr mr mrs"
        " ms prof st sr jr street road rd avenue ave lane drive way square court blvd"
        " str strasse straße weg platz allee rue place calle plaza via piazza ulica"
    )

    def change(found: re.Match[str]) -> str:
        word = found[0]
        if word.lower() in kept.split() or (long and not word[0].isupper()):
            return word
        return word_like(word, key) if len(word) > 1 else reshaped(word, key)

    long = len(text.split()) > 6
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", change, text)


def with_numbers_changed(text: str, key: bytes) -> str:
    """Return the text with other numbers; words without a digit stay."""
    numbers = r"(?=\S*\d)\S+(?: (?=\S*\d)\S+)*"
    return re.sub(numbers, lambda found: reshaped(found[0], key), text)


def like(value: Any, changed: str) -> Any:
    """Return a changed text as the kind of thing that the value was."""
    try:
        return type(value)(changed) if isinstance(value, (int, float)) else changed
    except ValueError:
        return changed


def fake_number(value: Any, key: bytes) -> Any:
    """Return another number of the same form."""
    text = text_of(value)
    if not re.search(r"[\d\s]", text):
        return reshaped(text, key)
    return like(value, with_numbers_changed(text, key))


def fake_text(value: Any, key: bytes) -> Any:
    """Return other words and other numbers: names and addresses that nobody has."""
    text = with_words_changed(text_of(value), key)
    return like(value, with_numbers_changed(text, key))


def fake_phone(value: Any, key: bytes) -> Any:
    """Return a number of the same form, in the same country, that begins with zeros.

    None does: behind the code of a country not with two, else not with three.
    Digits alone may be read as a number, which loses zeros: they are as before.
    """

    def change(found: re.Match[str]) -> str:
        if text.isdigit():
            return reshaped(found[2], key)
        zeros = iter("00" if found[1] else "000")
        number = reshaped(found[2], key, zeros=False)
        return found[1] + re.sub(r"\d", lambda digit: next(zeros, digit[0]), number)

    text = text_of(value)
    changed = re.sub(r"(\+\d\d[ ().\-/]*|)(\d(?:[ ().\-/]{0,3}\d){3,})", change, text)
    return like(value, changed) if changed != text else fake_text(value, key)


def fake_ssn(value: Any, key: bytes) -> Any:
    """Return a number that no authority gives out: 900-00 to 999-49."""

    def change(found: re.Match[str]) -> str:
        new = reshaped(re.sub(r"\D", "", found[0]), key, zeros=False)
        digits = iter(f"9{new[1:3]}{int(new[3]) % 5}{new[4:]}")
        return re.sub(r"\d", lambda _: next(digits), found[0])

    text = text_of(value)
    changed = re.sub(r"(?a:\b\d{3}[ \-]?\d\d[ \-]?\d{4}\b)", change, text)
    return like(value, changed) if changed != text else fake_number(value, key)


def fake_card(value: Any, key: bytes) -> Any:
    """Return a number of the same form; a check digit that was right is wrong."""

    def check_of(digits: str) -> int:
        doubled = "0246813579"
        pairs = enumerate(reversed(digits))
        return -sum(int(doubled[int(d)] if n % 2 == 0 else d) for n, d in pairs) % 10

    def change(found: re.Match[str]) -> str:
        old = re.sub(r"\D", "", found[0])
        new = old[0] + reshaped(old[1:-1], key, zeros=False)
        off = (int(old[-1]) - check_of(old[:-1]) + 5) % 10
        digits = iter(f"{new}{(check_of(new) + off) % 10}")
        return re.sub(r"\d", lambda _: next(digits), found[0])

    text = text_of(value)
    changed = re.sub(r"(?a:\d(?:[ \-]?\d){11,18})", change, text)
    return like(value, changed) if changed != text else fake_text(value, key)


def fake_iban(value: Any, key: bytes) -> Any:
    """Return a number of the same form, its check digits 00: no bank has it."""

    def change(found: re.Match[str]) -> str:
        return f"{found[1]}00{reshaped(found[2], key, zeros=False)}"

    form = r"\b([A-Za-z]{2})\d\d((?: ?[A-Za-z0-9]{1,4}){3,8})\b"
    changed = re.sub(form, change, str(value))
    return changed if changed != str(value) else fake_text(value, key)


def fake_email(value: Any, key: bytes) -> Any:
    """Return an address at example.com, which is nobody's: one in any case."""

    def change(found: re.Match[str]) -> str:
        address = found[0].lower()
        first, second = word_like(address, key), word_like(f"{address} ", key)
        mark = digest_of(address, key) >> 216
        return f"{first}.{second}.{mark:010x}@example.com".lower()

    text = str(value)
    if re.fullmatch(rf"\s*{MAILBOX}\s*", text):
        text = text.strip()
    changed = re.sub(MAILBOX, change, text)
    return changed if changed != str(value) else fake_text(value, key)


def fake_user(value: Any, key: bytes) -> Any:
    """Return a user name that nobody has."""
    text = text_of(value)
    if text.isdigit():
        return like(value, reshaped(text, key))
    return f"user{digest_of(text, key) >> 216:010x}"


def fake_group(value: Any, key: bytes) -> Any:
    """Return a name for a group that does not say what its people have in common."""
    return f"group-{digest_of(text_of(value), key) >> 224:08x}"


def fake_date(value: Any, key: bytes) -> Any:
    """Return another date within three years, written in the same way."""
    text, midnight, _ = re.split(r"([T ]00:00[:.0]*|)$", text_of(value), maxsplit=1)
    number = digest_of(text, key)
    parts = re.findall(r"\d+", text)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    new = []
    for part in parts:
        number, turn = divmod(number, 84)
        if len(part) == 4:
            new.append(str(int(part) + turn % 7 - 3))
        elif len(part) < 3:
            new.append(f"{turn % (12 if len(part) == 2 else 9) + 1:0{len(part)}}")
        else:
            new.append(reshaped(part, key))
    if hasattr(value, "year") and len(new) > 2:
        return value.replace(year=int(new[0]), month=int(new[1]), day=int(new[2]))
    digits = iter(new)
    if re.fullmatch(r"\d{8}", text):
        return like(value, "".join(new))
    return re.sub(r"\d+", lambda _: next(digits), text) + midnight


def fake_coordinate(value: Any, key: bytes) -> Any:
    """Return a place within ten kilometres or so."""

    def change(found: re.Match[str]) -> str:
        return found[1] + reshaped(found[2], key, zeros=False)

    text = text_of(value)
    changed = re.sub(r"(\d\.\d)(\d+)", change, text)
    return like(value, changed) if changed != text else fake_text(value, key)


def fake_network(value: Any, key: bytes) -> Any:
    """Return a network address that nobody has; of hardware one from 02:ff on."""

    def four(found: re.Match[str]) -> str:
        number = 0
        for part in found[0].split("."):
            number = number * 256 + int(part) % 256
        number = permuted(number, 2**32, key) % 2**28 + 15 * 2**28
        return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))

    def six(found: re.Match[str]) -> str:
        text = f"{digest_of(found[0].lower(), key) >> 160:024x}"
        return ":".join(["2001", "db8", *re.findall("....", text)])

    def hardware(found: re.Match[str]) -> str:
        pairs = f"ff{digest_of(found[0].lower(), key) >> 224:08x}"
        return "02" + "".join(found[1] + pairs[at : at + 2] for at in range(0, 10, 2))

    text = str(value)
    pair = r"[\da-fA-F]{2}"
    changed = re.sub(rf"\b{pair}([:\-])(?:{pair}\1){{4}}{pair}\b", hardware, text)
    if changed == text:
        groups = r"(?<![\w:])(?=[^\s:]*:[^\s:]*:)[\da-fA-F:]{2,39}(?![\w:])"
        changed = re.sub(groups, six, text)
    if changed == text:
        changed = re.sub(r"(?a:\b\d{1,3}(?:\.\d{1,3}){3}\b)", four, text)
    return changed if changed != text else fake_text(value, key)


def hashed(value: Any, key: bytes) -> Any:
    """Return 32 digits of the HMAC-SHA256, which other programs make as well."""
    text = text_of(value)
    if re.fullmatch(MAILBOX, text):
        text = text.lower()
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def masked(value: Any, key: bytes) -> Any:  # noqa: ARG001  # as all that change a value
    """Return the value with an asterisk for each letter and digit."""
    return re.sub(r"[^\W_]", "*", text_of(value))


# ---------------------------------------------------------------------------------------------------------

FAKES: dict[str, Change] = {
    "pii.national-id.us-ssn": fake_ssn,
    "pii.credit-card": fake_card,
    "pii.iban": fake_iban,
    "pii.special": fake_group,
    "pii.person": fake_text,
    "pii.address": fake_text,
    "pii.phone": fake_phone,
    "pii.date-of-birth": fake_date,
    "pii.coordinates": fake_coordinate,
    "pii.email": fake_email,
    "pii.username": fake_user,
    "pii.ip-address": fake_network,
    "pii.mac-address": fake_network,
}
"""By kind of personal data, as far as the weakness id says it; :func:`fake_number` for all others."""


def fake_for(weakness_id: str) -> Change:
    """Return what makes fakes of a kind of personal data: ``pii.national-id.us-ssn``."""
    kind = weakness_id
    while kind and kind not in FAKES:
        kind = kind.rpartition(".")[0]
    return FAKES.get(kind, fake_number)
