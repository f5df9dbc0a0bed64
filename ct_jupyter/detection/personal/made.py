"""What our own fakes look like: they stand for nobody, and a scan is silent about them.

Which numbers are nobody's is for the kinds to say, each with its source; names, streets and mailboxes have no
range of their own, so that those that :mod:`ct_jupyter.anonymise.pseudonyms` makes carry a mark.
"""

from __future__ import annotations

from ...text.lazy import lazy
from ...text.words import word_set

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aeiou"
_SPOKEN = lazy(rf"(?:[{_CONSONANTS}][{_VOWELS}]){{4,5}}")
_MAILBOX = lazy(r"(?P<first>[a-z]{8,10})\.(?P<second>[a-z]{8,10})\.[0-9a-f]{10}@example\.com")
_WORD = lazy(r"[^\W\d_]+")
_PHONE = lazy(r"\+\d{1,3}[ ().\-/]{0,3}0[ ().\-/]{0,3}0|(?:\+\D{0,2})?\(?0[ ().\-/]{0,3}0[ ().\-/]{0,3}0")
_HARDWARE = lazy(r"02[:\-]ff[:\-]")
_SHORT = 3
"""Letters of a word that may stay as it is: titles, particles, and kinds of streets besides."""
_KEPT = word_set("prof street road avenue lane drive square court blvd strasse straße platz allee place")


def is_made_word(word: str) -> bool:
    """Return whether a word is one that we make: its last syllable is made of those before it."""
    lowered = word.lower()
    if not _SPOKEN.fullmatch(lowered):
        return False
    front, last = lowered[:-2], lowered[-2:]
    mark = sum(turn * ord(letter) for turn, letter in enumerate(front, 1)) % 80
    return last == _CONSONANTS[mark % 16] + _VOWELS[mark // 16]


def is_made_text(text: str) -> bool:
    """Return whether the words of a name or an address are ours, but for those that stay in one."""
    words = [word for word in _WORD.findall(text) if len(word) > _SHORT and word.lower() not in _KEPT]
    return bool(words) and all(map(is_made_word, words))


def is_made_mailbox(address: str) -> bool:
    """Return whether a mailbox is one that we make, at example.com (RFC 2606)."""
    found = _MAILBOX.fullmatch(address)
    return found is not None and is_made_word(found["first"]) and is_made_word(found["second"])


def is_made_phone(number: str) -> bool:
    """Return whether a telephone number begins with zeros as ours do, and nobody's does."""
    return _PHONE.match(number.strip()) is not None


def is_made_hardware(address: str) -> bool:
    """Return whether an address of hardware is of our range, of those that each may give itself."""
    return _HARDWARE.match(address.lower()) is not None
