"""Special categories of personal data (GDPR, Article 9): by the header, and by the words of its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..detection.model import Confidence
from .headers import says_nothing

_PREFIX = "pii.special."
_CODES = 40
"""Different numbers that a category may be coded with."""
_VALUES_ALONE = 0.8
_ICD = re.compile(r"[A-TV-Z]\d[0-9A-B](?:\.[0-9A-Z]{1,4})")
"""ICD-10: https://icd.who.int/browse10; with its point, without which it is any code."""

_WORDS = {
    "religion": """christian, christianity, catholic, roman catholic, protestant, orthodox, lutheran, anglican,
        baptist, methodist, evangelical, muslim, islam, islamic, sunni, shia, jewish, judaism, jew, hindu,
        hinduism, buddhist, buddhism, sikh, sikhism, jain, atheist, agnostic, mormon, jehovah's witness,
        christlich, katholisch, evangelisch, muslimisch, jüdisch, konfessionslos, atheistisch, römisch-katholisch,
        chrétien, catholique, musulman, juif, juive, bouddhiste, athée, católico, católica, cristiano, cristiana,
        musulmán, musulmana, judío, judía, ateo, atea, cattolico, cattolica, musulmano, ebreo, ebrea, katolik,
        prawosławny, ateista, protestante, budista, evangélico, islamitisch, katholiek, joods, 仏教, 神道, キリスト教,
        イスラム教, мусульманин, православный, католик""",
    "ethnicity": """caucasian, white british, african american, african-american, black or african american,
        hispanic, latino, latina, hispanic or latino, not hispanic or latino, native american, american indian,
        american indian or alaska native, pacific islander, native hawaiian, asian-pac-islander,
        amer-indian-eskimo, asian american, black british, black african, black caribbean, south asian, east asian,
        roma, sinti, romani, gypsy, aboriginal, maori, mestizo, mulatto, kurdish, arab, jewish, non-hispanic white,
        non-hispanic black, white irish, mixed race, multiracial, biracial, han chinese, uyghur""",
    "orientation": """heterosexual, homosexual, bisexual, gay, lesbian, asexual, pansexual, queer, straight,
        gay/lesbian, heterosexuell, homosexuell, bisexuell, lesbisch, schwul, hétérosexuel, homosexuel, lesbienne,
        bisexuel, bisexuelle, hétérosexuelle, homosexuelle, eterosessuale, omosessuale, bisessuale, lesbica,
        lesbiana, heteroseksualny, homoseksualny, biseksualny, heteroseksueel, homoseksueel""",
    "politics": """democrat, republican, independent, libertarian, green party, conservative, labour, liberal,
        liberal democrats, socialist, communist, social democrat, tory, brexit party, spd, cdu, csu, afd, die linke,
        bündnis 90/die grünen, fdp, die grünen, psoe, vox, podemos, partido popular, ciudadanos, la france insoumise,
        rassemblement national, les républicains, parti socialiste, lega, forza italia, fratelli d'italia,
        partito democratico, prawo i sprawiedliwość, platforma obywatelska, pvda, vvd, d66, groenlinks, 自民党, 立憲民主党""",
    "health": """diabetes, type 2 diabetes, type 1 diabetes, hypertension, asthma, depression, anxiety, cancer,
        breast cancer, lung cancer, hiv, hiv positive, aids, epilepsy, schizophrenia, bipolar disorder, copd, stroke,
        hepatitis, hepatitis b, hepatitis c, tuberculosis, arthritis, migraine, obesity, dementia, parkinson's disease,
        alzheimer's disease, alzheimer, multiple sclerosis, covid-19, pneumonia, autism, adhd, anorexia, leukemia,
        heart disease, heart failure, kidney failure, chronic kidney disease, coronary artery disease, pregnant,
        bluthochdruck, krebs, depressionen, asthme, hypertension artérielle, dépression, cáncer, depresión, diabète,
        hipertensión, diabete, ipertensione, nadciśnienie, cukrzyca, astma, depresja, 糖尿病, 高血圧, うつ病, 喘息, がん""",
    "union": """ver.di, ig metall, verdi, dgb, unison, unite the union, gmb, cgt, cfdt, ccoo, ugt, cgil, cisl, uil,
        afl-cio, seiu, afscme, teamsters, uaw, cwa, union member, gewerkschaftsmitglied, syndiqué, afiliado,
        non-member, member""",
}
_WEAK = frozenset({"union"})
"""Whose words mean much else: they never speak for themselves."""


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {
        f"{_PREFIX}{kind}": frozenset(" ".join(word.split()) for word in words.split(","))
        for kind, words in _WORDS.items()
    }


def special_kinds(
    header: str, announced: Mapping[str, float], cells: Sequence[tuple[int, str]]
) -> Iterator[tuple[str, Confidence, list[tuple[int, str]]]]:
    """Yield the special categories that a column holds: weakness id, how sure, and the cells that do.

    Parameters
    ----------
    header
        Of the column.
    announced
        What the header says, by weakness id.
    cells
        Sampled (row, value).
    """
    counts = Counter(value.strip().casefold() for _, value in cells)
    if not counts:
        return
    for kind in sorted({*_words(), *(kind for kind in announced if kind.startswith(_PREFIX))}):
        known = _words().get(kind, frozenset())
        within = [cell for cell in cells if cell[1].strip().casefold() in known or _is_code(kind, cell[1])]
        if announced.get(kind, 0.0) >= 1:
            if confidence := _by_header(kind, counts, len(within) / len(cells)):
                yield kind, confidence, list(cells)
        elif says_nothing(header) and _speaks_for_itself(kind, within, len(cells)):
            yield kind, Confidence.LOW, within


def _by_header(kind: str, counts: Counter[str], share: float) -> Confidence | None:
    if share >= 0.2:
        return Confidence.HIGH
    if len(counts) == 1 and next(iter(counts)) in ("0", "false", "no", "none", "n", "nan", "unknown"):
        return None
    numbers = sum(count for value, count in counts.items() if _is_number(value))
    if numbers < 0.5 * counts.total():
        return Confidence.MEDIUM
    # Numbers are a coding of it while there are few; measurements and identifiers say less.
    return Confidence.LOW if len(counts) <= _CODES else None


def _speaks_for_itself(kind: str, within: Sequence[tuple[int, str]], cells: int) -> bool:
    different = {value.strip().casefold() for _, value in within}
    weak = kind.removeprefix(_PREFIX) in _WEAK
    return not weak and len(different) >= 3 and len(within) >= max(10, _VALUES_ALONE * cells)


def _is_code(kind: str, value: str) -> bool:
    return kind == f"{_PREFIX}health" and _ICD.fullmatch(value.strip()) is not None


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).lstrip("-").isdigit()
