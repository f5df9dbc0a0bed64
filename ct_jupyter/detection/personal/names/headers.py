"""What a header, a key or a variable says about names and addresses."""

from __future__ import annotations

from collections.abc import Sequence

from ....text.words import word_set
from ..evidence import announced_by, words_of
from ..personal_kinds import ADDRESS, PERSON
from ..thresholds import HINT, WEAK

_HINTS = word_set(
    """
    user users owner customer client employee contact recipient sender member guest student teacher
    doctor manager agent driver passenger candidate participant respondent kunde cliente klant klient
    usuario utilisateur benutzer mitarbeiter empleado employe dipendente funcionario pracownik pers
    people assigned assignee
    """
)
"""Words for persons, who may also go by a number or an alias, or be a company."""
_WEAK = word_set(
    """
    name names nom nombre nome naam namn navn nimi jmeno meno nev nume ime isim nama author authors
    creator created autor auteur autore human signed reviewer maintainer by from to
    """
)
"""Words that go with persons among much else, or with those who sign their work."""
_LAST = word_set("name names nom nombre nome naam namn navn by")
# Of these a "name" is the thing's own.
_OF_THINGS = word_set(
    """
    file folder dir path column col field table sheet class model method function func module package
    variable var feature host domain server process thread task job test run experiment project repo
    branch dataset data db database schema index layer node tag event metric image font color colour
    device product item brand company org organization organisation country city state region event team
    group song movie book title species common plot label target display_column attribute attr param
    parameter key event kernel display mime env environment
    """
)
_OTHER_ADDRESSES = word_set(
    """
    ip ipv4 ipv6 mac email mail e web url site host http https memory mem physical virtual wallet btc
    bitcoin eth ethereum contract token port bus hardware hw ble bluetooth base byte start end return
    server remote client src dst source dest destination socket listen bind peer proxy
    """
)


def person_strength(name: str) -> float:
    """Return how strongly ``name`` announces a person: 1.0 a surname, 0.4 a user, 0.2 a name of whatever."""
    return _person(words_of(name))


def address_strength(name: str) -> float:
    """Return how strongly ``name`` announces a postal address."""
    words = words_of(name)
    if not words or _OTHER_ADDRESSES.intersection(words):
        return 0.0
    return announced_by(words).get(ADDRESS, 0.0)


def _person(words: Sequence[str]) -> float:
    if not words:
        return 0.0
    found = announced_by(words).get(PERSON, 0.0)
    if found:
        return found
    if words[-1] in _LAST and _OF_THINGS.intersection(words):
        return 0.0
    if words[-1] in _HINTS or words[0] in _HINTS:
        return HINT
    return WEAK if words[-1] in _WEAK or words[0] in _WEAK else 0.0
