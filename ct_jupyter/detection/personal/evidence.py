"""What a name, a header or the words around a value announce."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from ...text.lazy import lazy
from ...text.words import word_set
from ..model import Rule
from .personal_kinds import NATIONAL
from .thresholds import CERTAIN, HINT, LIKELY

_CAMEL = lazy(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = lazy(r"[^\W\d_]+(?:[^\W_]*[^\W\d_])?")
_ANY_NATIONAL = (
    "national id",
    "national identity",
    "national identification",
    "national number",
    "identity number",
    "identity card",
    "id number",
    "id card",
    "id no",
    "identification number",
    "personal number",
    "personal id",
    "personal code",
    "personal identity",
    "citizen id",
    "government id",
    "tax id",
    "tax number",
    "tax no",
    "tin",
    "taxpayer id",
    "taxpayer number",
    "social security",
    "social insurance",
    "ausweisnummer",
    "personalausweis",
    "documento",
    "numero de identificacion",
    "numero de identidad",
    "cedula",
    "carte d identite",
    "carta d identita",
    "documento de identidade",
    "numero d identification",
    "fiscal code",
)
_VAGUE = word_set(
    "contact call user pan sin tin pin nit fin rut rif cf kt ik ni nie mail post card konto karta login plate"
)
"""Words that mean much else: a hint, unless the value is good evidence itself."""
_LONGEST = 5


@cache
def _phrases() -> Mapping[tuple[str, ...], tuple[tuple[str, float], ...]]:
    from ..rule_files import load_rules

    found: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for rule in load_rules():
        for phrase in rule.names:
            _add(found, phrase, rule.id, HINT if phrase in _VAGUE else CERTAIN)
    for phrase in _ANY_NATIONAL:
        _add(found, phrase, NATIONAL, LIKELY)
    return {words: tuple(kinds) for words, kinds in found.items()}


@cache
def _openings() -> frozenset[str]:
    """Return the words that a phrase may begin with, whole or run together with the next."""
    return frozenset(words[0][:length] for words in _phrases() for length in range(1, len(words[0]) + 1))


def _add(
    found: dict[tuple[str, ...], list[tuple[str, float]]], phrase: str, kind: str, strength: float
) -> None:
    words = tuple(words_of(phrase))
    forms = {words}
    if len(words) > 1 and "".join(words).isascii():
        forms.add(("".join(words),))
    for form in forms:
        found.setdefault(form, []).append((kind, strength))


_SHORTENED = word_set(
    "phone telephone mobile cellphone email creditcard credit passport birthdate birthday insurance"
)
"""Words that people shorten by their end in names of columns and keys: ``phon``, ``mobil``."""


@cache
def _beginnings() -> Mapping[str, tuple[str, float]]:
    """Return what the beginnings of such words announce."""
    found: dict[str, tuple[str, float]] = {}
    for word in _SHORTENED:
        kinds = {kind for words, own in _phrases().items() if words[0] == word for kind, _ in own}
        if len(kinds) == 1:
            for length in range(4, len(word)):
                found[word[:length]] = (next(iter(kinds)), HINT)
    return found


def words_of(text: str) -> list[str]:
    """Return the words of a name or a phrase, lower case, without accents and trailing digits."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if not text.isupper():
        text = _CAMEL.sub(" ", text)
    return [word.lower() for word in _WORD.findall(text)]


def announced_by(words: Sequence[str]) -> dict[str, float]:
    """Return what the words announce, with strengths; ``NATIONAL`` stands for any number of a state."""
    phrases, openings = _phrases(), _openings()
    found: dict[str, float] = {}
    first = 0
    while first < len(words):
        if words[first] not in openings:
            first += 1
            continue
        # Of two phrases that begin with one word the longer says more: "dni peru".
        for length in range(min(_LONGEST, len(words) - first), 0, -1):
            phrase = tuple(words[first : first + length])
            announced = phrases.get(phrase) or (length > 1 and phrases.get(("".join(phrase),)))
            if announced:
                for kind, strength in announced:
                    found[kind] = max(found.get(kind, 0.0), strength)
                first += length - 1
                break
        first += 1
    return found


def announced_by_text(name: str) -> Mapping[str, float]:
    """Return what a name announces."""
    words = words_of(name)
    found = announced_by(words)
    if not found and len(words) == 1 and (beginning := _beginnings().get(words[0])):
        found[beginning[0]] = beginning[1]
    return found


announced_by_name = lru_cache(maxsize=4096)(announced_by_text)
"""The same for the header of a column, remembered. Not for what may be a value: what is remembered stays."""


def strength_for(rule: Rule, announced: Mapping[str, float]) -> float:
    """Return how strongly ``announced`` speaks for the rule's kind."""
    own = announced.get(rule.id, 0.0)
    if rule.id.startswith(f"{NATIONAL}."):
        return max(own, announced.get(NATIONAL, 0.0))
    return own
