"""How a short text is made: entropy, sequences, words. Nothing here knows what a secret is."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from .lazy import lazy
from .words import word_set

# The commonest letter pairs of English and of identifiers: some 30 % of all pairs, which make up 90 % of
# the pairs in words and 30 % of those in random letters.
_PAIRS = word_set(
    """
    th he in er an re nd on en at ou ed ha to or it is hi es ng st nt ti se ar te al ve of me le wi
    ne ea ll ri ro co de ra io ic be si ch li ma om ur us ce el ta la ns di fo ho pe ec pr no ct as
    so il ac ss em ad ai un ut ot ow ly nc tr ge ke ap am ee rs wa po mo ol im id ca bl ie ul et do
    sh up ag pa ay gh ev pl bo sp lo ir av ew su vi ld mi ig ts oo da ga fi op ab bu cl cr qu gr br
    fr ex ty my ey sk ck dr du fa fe fl go gi gu hu if ip ki kn lu mp mb mu nk na ni nu ob od oc oi
    pi ps rt ry rd rk rm rn sc sl sm sw tu tw ub ue ug um ui va vo we wh wo wr ye yo os ia ph rv xt
    tt nn pp mm ff ef eg ep eq au ua ud uc rc rl rg lt lf ls ks ds gs bs ms ws py db ba bi by cu cy
    ei eo
    """
)
_LETTERS = lazy(r"[A-Za-z]+")
_CASE_PARTS = lazy(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_VOWEL = lazy(r"[aeiouyAEIOUY]")
_ZEROS = str.maketrans("123456789", "000000000")


def digits_as_zeros(text: str) -> str:
    """Return what is the same for texts that differ in their digits alone: the lines of a log."""
    return text.translate(_ZEROS)


def entropy(text: str) -> float:
    """Return the Shannon entropy of the characters of ``text``, in bits per character."""
    size = len(text)
    return -sum([n / size * math.log2(n / size) for n in Counter(text).values()]) if size else 0.0


def sequential_share(text: str) -> float:
    """Return the share of neighbours that are equal or next to each other in the alphabet."""
    if len(text) < 2:
        return 0.0
    near = sum([-1 <= a - b <= 1 for a, b in pairwise(map(ord, text))])
    return near / (len(text) - 1)


def is_repetitive(text: str) -> bool:
    """Return whether one character or a short unit fills the text: ``xxxxxxxx``, ``abcabcabc``."""
    distinct = len(set(text))
    if distinct > 8 and 2 * distinct >= len(text) + 2:
        return False  # too many for a unit of eight, and for one character to fill half
    if len(text) >= 4 and max(Counter(text).values()) > 0.5 * len(text):
        return True
    return len(text) >= 12 and any(
        text[unit:] == text[:-unit] for unit in range(1, min(9, len(text) // 3 + 1))
    )


def word_share(text: str) -> float:
    """Return the share of letter pairs that are common in words; 1.0 for a text that is all words.

    Pairs are taken inside ``camelCase`` parts, so that identifiers count as words.
    """
    common = total = 0
    for run in _CASE_PARTS.findall(text):
        lowered = run.lower()
        for index in range(len(lowered) - 1):
            total += 1
            common += lowered[index : index + 2] in _PAIRS
    return common / total if total else 0.0


_MANY_SIGNS = 5


def is_punctuated(text: str) -> bool:
    """Return whether the text was made of all sorts of signs, as web frameworks make their keys."""
    if len(text) < 20 or " " in text:
        return False
    signs = {character for character in text if not character.isalnum() and character not in "_-./"}
    letters = sum(map(str.isalnum, text))
    return (
        len(signs) >= (_MANY_SIGNS if any(map(str.isdigit, text)) else 2 * _MANY_SIGNS - 2)
        and letters >= 8
        and len(text) - letters >= 0.15 * len(text)
        and entropy(text) >= 3.6
    )


def is_letter_salad(text: str, least: int = 24) -> bool:
    """Return whether a run of letters of one case is no word: too few of their pairs are in words."""
    if (
        len(text) < least
        or not text.isascii()
        or not text.isalpha()
        or not (text.islower() or text.isupper())
    ):
        return False
    return word_share(text.lower()) < 0.62 and entropy(text) >= 3.0 and not is_repetitive(text)


_HEX = lazy(r"(?:[0-9a-f]{16,}|[0-9A-F]{16,})\Z")
_SEGMENT = lazy(r"[A-Za-z0-9+/]{20,}")


def is_wordy(text: str) -> bool:
    """Return whether the text reads as words, as an identifier, or as a path rather than as random."""
    if _HEX.match(text) and sum(map(str.isdigit, text)) >= 3:
        return False  # the letters of hexadecimal make many a word
    letters = sum(map(len, _LETTERS.findall(text)))
    if letters < 4 or letters < 0.5 * len(text):
        return False
    parts = [p for p in _CASE_PARTS.findall(text) if len(p) > 1]
    if not parts:
        return False
    # Random letters change case every other character; identifiers make few, long parts with vowels.
    long_parts = [p for p in parts if len(p) >= 3 and _VOWEL.search(p)]
    if sum(map(len, long_parts)) < 0.6 * letters:
        return False
    return word_share(text) >= 0.72


def looks_random(text: str, least: int = 16) -> bool:
    """Return whether ``text`` looks like a generated value of ``least`` characters or more.

    Words in front of a generated part (``acme_pat_…``) do not make the whole less random.
    """
    if len(text) < least or is_repetitive(text):
        return False
    if is_wordy(text):
        part = max(_SEGMENT.findall(text), key=len, default=text)
        return part != text and any(map(str.isdigit, part)) and looks_random(part, max(least, 20))
    digits = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text))
    if not letters or (not digits and not (any(map(str.isupper, text[1:])) and any(map(str.islower, text)))):
        return False
    if letters + digits < 0.75 * len(text):
        return False
    if sequential_share(text) > 0.5:
        return False
    return entropy(text) >= min(3.0, 0.7 * math.log2(len(text)))
