"""The forms of addresses: words for streets in many languages, with the number where each language has it.

The lists follow what the post offices publish: the street suffixes of USPS Publication 28 (appendix C1),
the `tipos de logradouro` of Correios, the `tipos de vía` of the Spanish land register, the `DUG` of the
Italian one, and what other languages build streets with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ....text.lazy import lazy

AddressForm = Literal["certain", "likely", "street"]
"""``certain`` in any text; ``likely`` where nothing else fills the value; ``street``: one without a number,
which says something only with a header or among other addresses."""


def _any(words: str) -> str:
    """Return an alternation of the words, longest first; a dot at the end may be missing."""
    listed = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "|".join(word.replace(".", r"\.").replace("_", " ") for word in listed)


_UPPER = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΆ-ΏΑ-ΫЀ-Я"
_CASELESS = r"\u0590-\u07ff\u0900-\u0dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_NAMED = rf"[{_UPPER}{_CASELESS}][^\W\d_]{{0,24}}\.?"
"""A word that begins like a name. Without hyphens: they separate, or there were many ways to read each."""
_PARTICLE = (
    r"(?:d[aeio]|du|des|dos|das|del|della|delle|degli|dei|dal|la|las|los|le|les|l|the|of|van|von|der|den"
    r"|de la|de los|y|e|św\.|gen\.|ks\.|im\.)"
)
_NAMES = rf"(?:{_PARTICLE}[ ’'])?{_NAMED}(?:[ ’'-](?:{_PARTICLE}[ ’'])?{_NAMED}){{0,6}}"
_NUMBER = r"\d{1,5}(?:[ ]?[A-Za-z](?!\w))?(?:[-/–]\d{1,5}[A-Za-z]?(?!\w)){0,2}"
_NUMBER_MARK = r"(?:(?i:n[º°o.:]{1,2}|nr\.?|num\.?|número|numero|č\.p\.|д\.|буд\.|#)[ ]?)?"

_ENGLISH = _any(
    """
    Street Road Avenue Ave Lane Drive Boulevard Blvd Terrace Crescent Highway Hwy Parkway Pkwy Turnpike
    Expressway Cul-de-sac St Rd Ln Dr Hwy
    """
)
_ENGLISH_MORE = _any(
    """
    Alley Annex Arcade Bayou Beach Bend Bluff Bluffs Bottom Branch Bridge Brook Brooks Burg Burgs Bypass
    Camp Canyon Cape Causeway Center Centers Circle Circles Cliff Cliffs Close Club Common Commons
    Corner Corners Course Court Courts Cove Coves Creek Crest Crossing Crossroad Crossroads Curve Dale
    Dam Divide Drives Estate Estates Extension Extensions Fall Falls Ferry Field Fields Flat Flats Ford
    Fords Forest Forge Forges Fork Forks Fort Freeway Garden Gardens Gateway Glen Glens Green Greens
    Grove Groves Harbor Harbors Haven Heights Hill Hills Hollow Inlet Island Islands Isle Junction
    Junctions Key Keys Knoll Knolls Lake Lakes Land Landing Light Lights Loaf Lock Locks Lodge Loop Mall
    Manor Manors Meadow Meadows Mews Mill Mills Mission Motorway Mount Mountain Mountains Neck Orchard
    Oval Overpass Park Parks Parkways Pass Passage Path Pike Pine Pines Place Plain Plains Plaza Point
    Points Port Ports Prairie Quay Radial Ramp Ranch Rapid Rapids Rest Ridge Ridges Rise River Roads
    Route Row Rue Run Shoal Shoals Shore Shores Skyway Spring Springs Spur Spurs Square Squares Station
    Stravenue Stream Streets Summit Throughway Trace Track Trafficway Trail Trailer Tunnel Underpass
    Union Unions Valley Valleys Via Viaduct View Views Village Villages Ville Vista Walk Walks Pathway
    Courtyard Wall Way Ways Well Wells Wharf Yard Ct Pl Sq Cir Ter Cres Pkwy
    """
)
_UNIT = (
    r"(?:[ ]?,?[ ](?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|Bldg|Building|Box"
    r"|Piso|Puerta|Planta|Bajo|Esc|Piano|Interno|Appartamento|Scala|Apto|Apartamento|Bloco|Andar|Sala|Casa"
    r"|Bâtiment|Bât|Étage|Appt|Appartement|Wohnung|Whg|Stock|Haus|lgh|tv|th|m|lok|kv|кв|оф|корп|стр|Daire|Kat)"
    r"\b\.?(?:[ ]?[\w-]{1,6}\b)?){0,3}"
)
_CITY = rf"{_NAMED}(?:[ -]{_NAMED})?"
_TOWN = (
    rf"(?:,?[ ](?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:-\d{{3,4}})?[ ]{_CITY}|,[ ]\d\d-\d{{3}}[ ]{_NAMED}"
    rf"|,[ ]{_CITY},[ ][A-Z]{{2}}[ ]\d{{5}}(?:-\d{{4}})?)?"
)

# One word with the street's at its end; those that are the end of other words too stand in the second list.
_ENDINGS = _any(
    """
    straße strasse str. gasse weg allee platz damm ufer chaussee stieg steig graben
    straat laan plein gracht dijk singel steeg dreef baan
    gatan vägen gränd gränden torget stigen allén backen vagen
    stræde vej allé veien gata svingen bakken katu kuja polku bulevardi
    """
)
_ENDINGS_MORE = rf"{_any('hof markt plads plass boulevard brücke')}|(?<![aeiou])ring|(?<!Note)(?<!Key)pad"


_BEFORE = _any(
    """
    rue avenue av. boulevard bd. bvd. chemin allée impasse quai ruelle faubourg calle c/ avenida av
    avda. avd. plaza pza. paseo carretera callejón glorieta travesía rambla carrer carrera diagonal
    circuito viale v.le vicolo piazza p.zza piazzale corso lungomare rua travessa praça estrada rodovia
    ladeira viela ul. ulica al. aleja aleje pl. plac os. osiedle nám. náměstí třída ulice ulica trg
    strada bulevardul bd. aleea calea șoseaua soseaua drumul intrarea ул. улица просп. проспект пр-т пр.
    пер. переулок алл. ш. бул. бульвар шоссе наб. набережная пл. площадь вул. вулиця провулок площа
    набережна шосе сквер οδός λεωφόρος λεωφ. πλατεία jalan jl. jln. gang gg. đường
    """
)
_BEFORE_MORE = _any(
    """
    place route cours passage square sentier résidence villa hameau rond-point voie esplanade promenade
    vía via camino ronda alameda urbanización vial cañada cuesta acceso pasaje pasadizo rúa sector
    polígono parque c. largo contrada borgo rotonda stretto incrocio canale salita traversa calata
    strada frazione località vila praia sítio trevo feira esplanada condomínio jardim núcleo distrito
    viaduto vereda vale trecho estação aeroporto recanto quadra passarela pátio morro loteamento lagoa
    lago fazenda favela conjunto colônia chácara campo área residencial setor parque estação r. tv. beco
    rondo skwer park
    """
)
_AFTER = _any(
    """
    utca útja tér körút köz caddesi cad. sokak sok. sokağı bulvarı blv. mahallesi mah. cesta ulica ulice
    trg út
    """
)
_KANJI = r"\u3040-\u30ff\u3400-\u9fff"
_EASTERN = (
    rf"(?:〒?\d{{3}}-\d{{4}}[ \u3000]?)?[{_KANJI}]{{1,10}}?[都道府県][{_KANJI}]{{1,12}}?[市区町村郡]"
    r"[^\s,\"'<>|\d]{0,30}\d[^\s,\"'<>|]{0,30}"
    rf"|[{_KANJI}]{{2,20}}\d{{1,3}}丁目[^\s,\"'<>|]{{0,30}}"
    r"|[\u3400-\u9fff]{2,24}?(?:路|街|巷|大道)[\u3400-\u9fff]{0,6}\d{1,5}(?:弄\d{1,4})?号[^\s,\"'<>|]{0,20}"
    r"|[\uac00-\ud7a3]{2,8}(?:시|도)[ ][\uac00-\ud7a3]{1,6}(?:구|시|군)[ ]"
    r"[\uac00-\ud7a3\d]{1,10}(?:로|길)[ ]?\d{1,5}(?:-\d{1,4})?"
)

_NUMBER_FIRST = rf"(?<![\w.,:/-]){_NUMBER},?[ ]"
_NUMBER_LAST = rf",?[ ]{{1,2}}(?:{_NUMBER_MARK}{_NUMBER}|[Ss]/[Nn]\b)"
_COMPASS = r"(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?[ ])?"
_HOUSE = r"(?:(?:Flat|Studio|Unit|Suite|Apt|Apartment|Room|House)\.?[ ])"


def _western(before: str, ending: str, english: str, after: str) -> str:
    return "|".join(
        (
            rf"{_NUMBER_FIRST}(?i:{before})[ ]{_NAMES}",
            rf"(?<![\w.-])(?i:{before})[ ]?{_NAMES}(?:{_NUMBER_LAST})",
            rf"(?<![\w.-])(?:{_NAMED}[ -]){{0,3}}[{_UPPER}][\w'’-]{{0,60}}?(?:{ending})(?:{_NUMBER_LAST})",
            rf"(?<![\w.-])(?:{_NAMED}[ -]){{0,3}}{_NAMED}[- ](?i:{ending})(?:{_NUMBER_LAST})",
            rf"(?:{_HOUSE})?{_NUMBER_FIRST}{_COMPASS}(?:{_NAMED}[ -]){{1,4}}(?:{english})(?:\.|\b)",
            rf"(?<![\w.-])(?:{_NAMED}[ ]){{1,3}}(?i:{after})(?:{_NUMBER_LAST})",
        )
    )


_BEFORE_ALL, _ENDINGS_ALL = f"{_BEFORE}|{_BEFORE_MORE}", f"{_ENDINGS}|{_ENDINGS_MORE}"
_ENGLISH_ALL = f"{_ENGLISH}|{_ENGLISH_MORE}"
_CERTAIN = lazy(rf"(?:{_western(_BEFORE, _ENDINGS, _ENGLISH, _AFTER)}){_UNIT}{_TOWN}|{_EASTERN}")
_LIKELY = lazy(
    rf"(?:{_western(_BEFORE_ALL, _ENDINGS_ALL, _ENGLISH_ALL, _AFTER)}){_UNIT}{_TOWN}(?:[ ]?,.{{0,80}})?"
    # Whatever the street is called: a number, a postal code, a town.
    rf"|{_NAMES}{_NUMBER_LAST}[ ]?,{{1,2}}[ ](?:[A-Z]{{1,2}}-|ΤΚ[ ])?\d{{3}}[ ]?\d{{1,3}}(?:-\d{{3}})?[ ]"
    rf"{_NAMED}(?:[ -]\w+){{0,3}}"
)
_STREET = lazy(
    rf"(?:{_HOUSE}\w{{1,5}}[ ])?(?:(?i:{_BEFORE_ALL})[ ]?{_NAMES}"
    rf"|[{_UPPER}][\w'’-]{{0,60}}?(?:{_ENDINGS})|(?:{_NAMED}[ ]){{1,3}}(?:{_ENGLISH_ALL}))"
)
_HAS_DIGIT = lazy(r"\d")
_HAS_NUMBER = lazy(r"\d|[Ss]/[Nn]")
"""What every form that is certain has: the house's number, or that it has none."""
LONGEST = 160


class Span(NamedTuple):
    """A stretch of a text; offsets in code points."""

    start: int
    end: int


def address_form(value: str) -> AddressForm | None:
    """Return which form of an address fills ``value``, a whole cell, string or field."""
    value = value.strip().replace("\n", ", ")
    if not 5 <= len(value) <= LONGEST:
        return None
    if _HAS_DIGIT.search(value):
        found = _CERTAIN.search(value)
        if found and 2 * len(found[0]) >= len(value):
            return "certain"
        return "likely" if ":" not in value and _LIKELY.fullmatch(value) else None
    return "street" if _STREET.fullmatch(value) else None


def addresses_in(text: str, start: int, stop: int) -> Iterator[Span]:
    """Yield the addresses that are certain in any text. Some 2 MB/s: for lines that an engine proposes."""
    if not _HAS_NUMBER.search(text, start, stop):
        return
    for found in _CERTAIN.finditer(text, start, stop):
        yield Span(*found.span())
