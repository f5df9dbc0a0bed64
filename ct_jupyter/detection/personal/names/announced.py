"""Names in running text, known by the words in front of them: ``Call **Maria Lopez** on …``, ``Dr. Lopez``.

Emphasis and links of Markdown, and their like in HTML, may stand in between. Titles of sections are left
alone: in those other words begin with capitals, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ....text.lazy import lazy
from ....text.words import word_set
from .persons import PersonShape, person_shape
from .spans import PARTICLES

_VERBS = (
    "call|phone|ring|contact|e-?mail|ask|notify|meet|text|message|visit|speak|spoke|talk|reach|write|wrote"
)
_ROLES = (
    "patient|customer|client|owner|tenant|landlord|employee|colleague|applicant|candidate|resident|nurse|doctor"
    "|physician|supervisor|manager|student|teacher|passenger|participant|guardian|spouse|husband|wife|mother"
    "|father|contact(?:[ ]person)?|account[ ]holder|card[ ]?holder"
)
_SAYS = "my name is|her name is|his name is|their name is|patient's name is|signed by|i am called"
_SAYS_ABROAD = (
    "(?i:mein name ist|ich heisse)",
    "(?i:ich hei)ße",
    "(?i:je m)(?:'|’)(?i:appelle)",
    "(?i:mon nom est|me llamo|mi nombre es|se llama|mi chiamo|si chiama|me chamo|chamo-me)",
    "(?i:il mio nome |meu nome |o meu nome )(?:è|é)",
    "(?i:mijn naam is|ik heet|jag heter|jeg hedder|jeg heter|mit navn er|navnet mitt er|nimeni on)",
    "(?i:mitt namn )är",
    "(?i:nazywam si|mam na imi)ę",
    "(?i:jmenuji se|jmenuju se|numele meu este|a nevem)",
    "(?i:vol)ám sa",
    "[Mm]ă numesc",
    "(?i:benim ad)ım",
    "(?:меня|Меня) зовут",
    "(?:мене|Мене) звати",
    "(?:με|Με) λένε",
)
"""``My name is`` in twenty languages. Letters beyond ASCII have one case: engines know no other of them."""
_ROLES_ABROAD = (
    "(?i:patientin|kunde|kundin|kunden|mitarbeiter|mitarbeiterin|patiente|cliente|client|paciente"
    "|paziente|empleado|empleada|dipendente|funcionario|klant|pacjent|pacjentka|klient|klientka|patienten"
    "|pacient|pacientka|asiakas|potilas|clientul|pacientul)",
    "(?i:pati)ënt",
    "(?i:z)ákazník",
    "(?:пациент|Пациент|клиент|Клиент|клієнт|Клієнт)(?:ка)?",
)
"""Patients, customers and employees in a dozen languages."""
_TITLES = (
    "Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Herr|Frau|Monsieur|Madame|Mme|Señor|Señora|Sra|Signora|Dott|Mevrouw"
    "|Herrn|Docteur|docteur|Doctora|doctora|Doutora|doutora|Dottor|dottor|Dottoressa|dottoressa|Doktor|doktor"
    "|monsieur|madame|signora|signor|señora|señor|mevrouw|Pani|pani"
)

_MARK = r"(?:[*_]{1,3}|\[|</?(?:b|i|em|strong|mark|span)>)"
_BETWEEN = rf"{_MARK}{{0,2}}[ ]?(?:[:,-]|[^\x00-\x7f]{{1,3}})?{_MARK}{{0,2}}[ ]{{0,2}}{_MARK}{{0,2}}"
_CAPITAL = r"(?:[A-Z]|[^\x00-\x7f])"

TRIGGERS: tuple[str, ...] = (
    rf"(?i:{_VERBS.replace('|ask|', '|ask[ ]|')})(?:[ ](?:to|with|out[ ]to))?"
    rf"(?:[ ](?:our|the|my)[ ][a-z]{{3,16}})?{_BETWEEN}"
    rf"{_CAPITAL}",
    rf"(?i:{_ROLES}){_BETWEEN}{_CAPITAL}",
    rf"(?i:{_SAYS}){_BETWEEN}{_CAPITAL}",
    *(rf"{phrase}{_BETWEEN}{_CAPITAL}" for phrase in (*_SAYS_ABROAD, *_ROLES_ABROAD)),
    # Two letters and a space are too short a literal: a full stop, or what stands in front, makes a fourth.
    rf"(?:{'|'.join(title for title in _TITLES.split('|') if len(title) > 2)})\.?[ ]{_MARK}{{0,2}}{_CAPITAL}",
    rf"(?:(?:Dr|Mr|Ms)\.|[ \n*(](?:Dr|Mr|Ms))[ ]{_MARK}{{0,2}}{_CAPITAL}",
)
"""What the engines look for, each on one line."""

_LETTERS = r"[^\W\d_]+(?:['’\-][^\W\d_]+)*"
_NO_CAPITAL = r"(?![a-zß-ÿα-ώа-џ])"
_NAME_WORD = rf"(?:{_NO_CAPITAL}[^\W\d_]\.|{_NO_CAPITAL}{_LETTERS})"
_GAP = rf"[ ]{{1,2}}(?:(?:{PARTICLES})[ ]){{0,3}}"
_WORDS = rf"{_NAME_WORD}(?:{_GAP}{_NAME_WORD}){{0,3}}"


def _verbose(phrases: Iterable[str]) -> str:
    return "|".join(phrases).replace(" ", "[ ]")


_ANNOUNCED = lazy(
    rf"""(?<![^\W_])(?<![./-])(?<!(?:we|so)[ ])(?<!(?:they|also)[ ])
    (?:(?P<verb>(?i:{_VERBS}))(?:[ ](?:to|with|out[ ]to))?(?:[ ](?:our|the|my)[ ](?:[a-z]{{3,16}}))?
      |(?P<role>(?i:{_ROLES}))
      |(?P<abroad>{_verbose(_ROLES_ABROAD)})
      |(?P<says>(?i:{_verbose([_SAYS])})|{_verbose(_SAYS_ABROAD)}))
    (?P<between>{_MARK}{{0,2}}[ ]?[:,–—-]?{_MARK}{{0,2}}[ ]{{0,2}}{_MARK}{{0,2}})
    (?<![^\W_])
    (?P<name>(?:(?:{_TITLES})\.?[ ])?{_WORDS})(?![^\W_]|[@/]|\.\w)""",
    re.VERBOSE,
)
_TITLED = lazy(
    rf"""(?<![^\W_])(?<![./-])(?:{_TITLES})\.?[ ]{_MARK}{{0,2}}
    (?P<name>{_NAME_WORD}(?:{_GAP}{_NAME_WORD}){{0,3}})(?![^\W_]|[@/]|\.\w)""",
    re.VERBOSE,
)
_HEADING = lazy(
    r"\s{0,3}#{1,6}[ ]|\s*<h[1-6]|\s*(?:[*_]{2,3}|<b>|<strong>)[^*_<]*(?:[*_]{2,3}|</b>|</strong>)\s*:?\s*\Z"
)
_GOES_ON = lazy(rf"[ ]{{1,2}}{_MARK}{{0,2}}[A-Z][a-z]")
_STREET_BEFORE = lazy(r"[A-Z][\w'-]*[ ]\Z")
_NOBODY = word_set(
    """
    support service services resources sales office desk center centre helpdesk hotline line operations
    engineering marketing finance security management emergency staff crew board council committee agency
    police fire ambulance hospital clinic pharmacy store shop market house street road avenue park square
    api sdk cli url http https json csv sql html rest graph web app app's page form forms portal site
    overflow exchange hub lab labs cloud drive docs sheets slides teams slack zoom outlook gmail github
    gitlab jira confluence segmentation churn satisfaction retention lifetime journey behaviour behavior
    relationship experience feedback attrition turnover performance salary records record history
    demographics outcome outcomes care health length stay visits admissions readmission survey details
    detail info information id ids number numbers type types status level levels rate rates count counts
    lens tracing duration recording recordings method methods function functions transcript transcripts
    volume volumes queue classification prediction detection recognition extraction generation
    question questions answer answers here there me us them him her it you back before after now today
    apache spark kafka airflow flink means
    if when while then and or but so because please
    """
)


def announced_names(text: str, start: int, stop: int, *, fields: bool) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each name in a line, and the word that announces it.

    Parameters
    ----------
    fields
        Whether ``Contact: …`` counts; a log's fields are judged elsewhere.
    """
    line = text[start:stop]
    if _HEADING.match(line):
        return
    for found in _ANNOUNCED.finditer(text, start, stop):
        word = found["verb"] or found["role"] or found["abroad"] or found["says"]
        if not fields and ":" in found["between"]:
            continue
        if (found["verb"] or found["role"]) and word[:1].isupper() and not _is_apart(found, text, start):
            continue  # `Customer Lifetime Value`, a title
        if _is_person(text, *found.span("name"), shapes=_ANY if found["says"] else _FULL):
            yield *found.span("name"), word
    for found in _TITLED.finditer(text, start, stop):
        first, last = found.span("name")
        street = _STREET_BEFORE.search(text, start, found.start())  # `12 Maple Dr Springfield`
        if not street and _is_person(text, found.start(), last):
            yield first, last, text[found.start() : first].strip(" *_[")


def _is_apart(found: re.Match[str], text: str, start: int) -> bool:
    """Whether something separates a capitalised word from the name, or it begins a sentence as verbs do."""
    if any(mark in found["between"] for mark in "*_:,[<–—-"):
        return True
    before = text[start : found.start()].rstrip(" *_>-+0123456789.)")
    begins = not before or text[start : found.start()].rstrip(" *_").endswith((".", "!", "?", ":", ";"))
    # A title goes on with capitals or ends; behind the name of somebody to call the sentence goes on.
    return (
        found["verb"] is not None
        and begins
        and re.match(r"[*_]{0,3}\]?[ ,.;(]{1,3}[a-z(+\d]", text[found.end() :]) is not None
    )


_LETTERS_OF_A_THING = 4

_FULL: tuple[PersonShape, ...] = ("full", "titled")
_ANY: tuple[PersonShape, ...] = ("full", "titled", "single")
"""Who says a name of one word says their own; what words for roles go with is much else."""


def _is_person(text: str, start: int, end: int, shapes: tuple[PersonShape, ...] = _FULL) -> bool:
    name = text[start:end]
    if _GOES_ON.match(text, end) or person_shape(name) not in shapes:
        return False
    words = [word.strip(".'’") for word in name.split()]
    # Letters that stand for words belong to a thing: `call Vertex AI`, `client, PIL Thumbnailing`.
    if any(word.isupper() and 1 < len(word) <= _LETTERS_OF_A_THING for word in words) and not name.isupper():
        return False
    return not any(word.lower() in _NOBODY for word in words)
