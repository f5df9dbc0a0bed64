"""The shape of a person's name: words that begin with a capital, particles, titles; and what it is not."""

from __future__ import annotations

from typing import Literal

from ....text.lazy import lazy
from ....text.words import word_set

PersonShape = Literal["titled", "full", "single"]
"""``titled``: with Mr, Frau, Dr; ``full``: two words or more; ``single``: one, as a first name has."""

LONGEST = 60

TITLES = word_set(
    """
    herrn docteur doctora dottor dottoressa doktor
    mr mrs ms miss mx dr prof professor sir madam rev hon herr frau fräulein monsieur madame
    mademoiselle mme mlle sr sra srta señor señora señorita don doña dom dona d dña sig sigra signor
    signora signorina dott dottssa ing avv dhr mevr mevrouw drs pan pani pán paní sr. bay bayan hr fr
    fru dra doutor doutora г-н г-жа univ dipl med inż mgr jr ii iii iv phd md dds dvm esq
    """
)
_SURE_TITLES = word_set(
    """
    mr mrs ms miss dr prof herr frau monsieur madame mme mlle señor señora signor signora dott mevr
    mevrouw pani г-н г-жа sra srta herrn docteur doctora doutora dottor dottoressa doktor
    """
)
_PARTICLES = word_set(
    """
    de da do dos das di del della dello degli dei du des la le les lo van von der den ter ten te zu zum
    zur y e i bin ibn bint al el ben of op 't la d' af av
    """
)
_COMPANY = word_set(
    """
    inc inc. ltd ltd. llc plc gmbh ag kg ohg mbh co co. corp corp. group company sons sa s.a. sas sarl
    s.l. sl slu slne s.l.n.e s.coop s.c.p s.c.l cb c.b spa s.p.a. srl s.r.l. snc bv b.v. nv n.v. vof ab
    oy oyj aps as a/s kft zrt nyrt bt s.r.o. sp. sp o.o. z k. k.k. kk partners associates holding
    holdings bank university institute college school hospital foundation museum church club team
    department ministry stiftung verein gruppe groupe gruppo grupo servicios sociedad ltda ltda. e.v. &
    und and et og och verlag sohn söhne fils fratelli limited trust 株式会社 有限会社 合同会社 有限公司 公司
    """
)
_OTHERS = word_set(
    """
    none null nan true false unknown other others total mean average median sum count min std test tests
    train training validation data dataset frame table figure fig plot chart graph model models layer
    layers regression classifier classification forest tree trees boosting bayes naive linear logistic
    neural network networks learning machine deep random gradient descent loss accuracy precision recall
    score scores error value values feature features label labels target class classes cluster clusters
    clustering component components principal analysis matrix vector vectors column columns row rows
    index file files folder path name names first last full user users admin customer customers client
    clients order orders product products price revenue income year month week day date time january
    february march july september october november december monday tuesday wednesday thursday friday
    saturday sunday north south east united states kingdom republic island islands city country world
    american english french german spanish european male female yes no not the a an this that these
    those for with from into without is are was in on at by to version update import export python
    jupyter notebook pandas numpy google microsoft amazon apple facebook openai azure github setosa
    versicolor virginica high low medium good bad all any each every is_null
    """
)
_BREAK = lazy(r"[\s\u3000,]+")
_WORD = lazy(r"[^\W\d_]+(?:(?:[-'’·・]|\.-?(?=[^\W\d_a-z]))[^\W\d_]+)*\.?\Z")
_EASTERN = lazy(
    r"[\u3400-\u9fff々]{2,6}\Z|[\uac00-\ud7a3]{2,4}\Z|[\u30a0-\u30ff]{2,10}・[\u30a0-\u30ff]{2,12}\Z"
)
_CASELESS = lazy(r"[\u0590-\u08ff\u0900-\u0fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def person_shape(value: str) -> PersonShape | None:
    """Return which shape of a name fills ``value``, a whole cell, string or field; None where none does.

    What is a company by its words, or made of the words that notebooks are full of, is no person.
    """
    value = value.strip()
    if not 2 <= len(value) <= LONGEST or not _is_wordy(value):
        return None
    words = _BREAK.split(value.strip(" ,."))
    if len(words) > 6:
        return None
    lowered = [word.lower() for word in words]
    if any(word in _COMPANY for word in lowered):
        return None
    titled = len(words) > 1 and lowered[0].rstrip(".") in _SURE_TITLES
    own = [w for w, low in zip(words, lowered, strict=True) if low.rstrip(".") not in TITLES]
    if not own or any(word.lower().rstrip(".") in _OTHERS for word in own):
        return None
    names = [word for word in own if not (word.lower() in _PARTICLES and word[0].islower())]
    if not names or not all(map(_is_name, names)):
        return None
    if not any(len(word.rstrip(".")) > 1 for word in names):
        return None  # initials alone
    if titled:
        return "titled"
    if len(names) > 1:
        return "full"
    return "single" if len(own) == 1 or _CASELESS.search(value) else "full"


def is_common(word: str) -> bool:
    """Return whether notebooks are full of the word, and it is nobody's name."""
    return word.lower() in _OTHERS


def is_company(value: str) -> bool:
    """Return whether a word of ``value`` says that it is a firm or an institution."""
    return any(word.lower().rstrip(",") in _COMPANY for word in value.split())


def _is_wordy(value: str) -> bool:
    letters = sum(map(str.isalpha, value))
    return letters >= 2 and not any(c.isdigit() or c in '_@/\\:;=<>|{}[]()#*+?!%$"`~^&' for c in value)


def _is_name(word: str) -> bool:
    if not _WORD.match(word) and not _has_marks(word):
        return False
    first = word.lstrip("'’")[:1]
    if not first:
        return False
    if not (first.isupper() or first.istitle() or _CASELESS.match(first)):
        return word[:2].lower() in ("d'", "d’") and len(word) > 3 and word[2].isupper()
    # McDonald and van't Hoff have capitals inside; a camelCaseName of three parts is an identifier.
    return word.isupper() or sum(map(str.isupper, word)) <= 1 + word.count("-") + word.count(".") + 1


def _has_marks(word: str) -> bool:
    """Return whether it is written in a script whose vowels are marks, which are no letters."""
    return _CASELESS.match(word) is not None and all(
        c.isalpha() or "\u0591" <= c <= "\u0dff" or c in "-'’.\u200c\u200d" for c in word
    )
