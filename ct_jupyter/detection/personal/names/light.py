"""Names and addresses without the model, at every keystroke: by what announces them and by their forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ....text.lazy import lazy
from ....text.text_tables import Tables
from ...engine.patterns import FLAGS
from ...engine.windows import Window
from ...model import Confidence
from ..made import is_made_text
from ..personal_kinds import ADDRESS, PERSON
from .addresses import addresses_in
from .announced import TRIGGERS as _ANNOUNCED
from .announced import announced_names
from .columns import column_names
from .headers import address_strength, person_strength
from .slots import name_before
from .weigh import weigh

# Few enough in each, and long enough, that engines look for them as literals.
_WORDS = (
    "(?i:(?:first|last|given|family|full|middle|maiden|person|customer|client|patient|employee|contact|holder"
    "|owner|applicant|passenger|student|guest|member|legal|recipient|sender|participant|user)[ _.-]?"
    "name)",
    "(?i:surname|forename|fname|lname|cardholder|account_?holder|patient|person|vorname|nachname|familienname"
    "|kundenname|ansprechpartner|prenom|nom_complet|nom_de_famille|apellido|nombre_completo|cognome"
    "|nominativo|sobrenome|nome_completo|voornaam|achternaam|nazwisko)",
    "(?i:fornavn|etternavn|efternavn|efternamn|etunimi|sukunimi|priezvisko|prenume|prezime|soyad|nama_lengkap)",
    "(?:prénom|Prénom|imię|Imię|förnamn|Förnamn|jméno|Jméno|příjmení|Příjmení|keresztnév|Keresztnév|vezetéknév|Vezetéknév)",
    # Letters beyond ASCII are looked for in both cases: the beginnings of words have to do.
    "(?:фам|отч|пріз|επών)[^\\x00-\\x7f]{1,12}",
    "(?:氏名|姓名|名前|이름|성명|الاسم|שם פרטי|שם משפחה|住所|地址|주소|כתובת|عنوان)",
    "(?i:address|addr|adresse|anschrift|direccion|domicilio|indirizzo|endereco|morada|logradouro"
    "|adres|osoite|alamat|street|strasse)",
    "(?:dirección|endereço|lakcím|straße|Straße|адр[^\\x00-\\x7f]{1,6}|διεύ[^\\x00-\\x7f]{1,6})",
)
_HINTS = "customer|client|contact|employee|cliente|kunde|usuario|utilisateur|passenger|recipient|user|pers"
_VALUE = r"""["'\])]{0,3}[ \t]{0,4}[=:][ \t]{0,4}[rbfu]?["'(\[]{0,3}"""
_STREETS = (
    r"\d[A-Za-z]?,?[ ](?:[A-Z][\w.'-]{1,24}[ ]){1,3}"
    r"(?:Street|Road|Avenue|Lane|Drive|Boulevard|Terrace|Crescent|Highway|Parkway|Blvd)(?!\w)",
    r"\d[A-Za-z]?,?[ ](?:[A-Z][\w.'-]{1,24}[ ]){1,3}"
    r"(?:St\.[ ]|St,[ ]|Rd\.[ ]|Rd,[ ]|Ave\.[ ]|Ave,[ ]|Ln,[ ]|Dr,[ ]|Hwy,[ ])[A-Z]",
    r"(?i:straße[ ]|strasse[ ]|str\.[ ]|gasse[ ]|allee[ ]|platz[ ]|straat[ ]|laan[ ]|plein[ ]|gracht[ ]"
    r"|gatan[ ]"
    r"|vägen[ ]|gränd[ ]|torget[ ]|stigen[ ]|katu[ ]|utca[ ])\d",
    r"[a-z](?:weg[ ]|damm[ ]|ufer[ ]|vej[ ]|vei[ ]|veien[ ])\d",
    r"\d,?[ ](?i:rue[ ]|avenue[ ]|boulevard[ ]|chemin[ ]|impasse[ ]|quai[ ])(?=[^\n\d])",
    r"(?i:calle[ ]|avenida[ ]|avda\.[ ]|plaza[ ]|paseo[ ]|carretera[ ]|viale[ ]|vicolo[ ]|piazza[ ]|corso[ ])"
    r"[^\n\d]{2,50}\d",
    r"(?i:travessa[ ]|estrada[ ]|rodovia[ ]|ladeira[ ]|rua[ ]|ulica[ ]|aleja[ ]|plac[ ]|strada[ ]|jalan[ ])"
    r"[^\n\d]{2,50}\d",
    r"(?:улиц[^\x00-\x7f] |вул[^ ]{1,12} |praça |áměstí )[^\n\d]{2,50}\d",
    r"(?i:bulevardul[ ][^\n\d]{2,50}|caddesi[ ]|sokak[ ])(?:No[:.]?[ ]?)?\d",
    r"ul\.[ ][^\n\d]{2,50}\d",
    "丁目|番地",
)

TRIGGERS: tuple[str, ...] = (
    *(rf"{words}\w{{0,4}}{_VALUE}[^\s\"'=(\[{{]" for words in _WORDS),
    *(rf"{words}\w{{0,8}}[ ]{{0,2}}</t[hd]" for words in _WORDS),
    *(rf"{words}\w{{0,8}}(?:[ ][ ]|[ ]?\||\t|\n)" for words in _WORDS),
    rf"(?i:{_HINTS})\w{{0,4}}{_VALUE}(?:[A-Z][a-z]|[^\x00-\x7f])",
    *_STREETS,
    *_ANNOUNCED,
)
"""What the engines look for, each on one line."""

_TRIGGER, _STREET = (
    lazy("|".join(f"(?:{trigger})" for trigger in triggers), FLAGS) for triggers in (TRIGGERS, _STREETS)
)
"""Asked again where a line is proposed: the engines propose others too, and not all the same."""
_HEADER = lazy("|".join(_WORDS))
_FIELD = lazy(
    r"""(?P<name>[^\W\d][\w.-]{0,60}(?:[ ]\w{1,20}){0,2})["'\])]{0,3}[ \t]{0,4}"""
    r"""(?:=(?!=)|:|：)[ \t]{0,4}[rbfu]?"""
    r"""(?:"(?P<double>[^"\\\n]{2,200})"|'(?P<single>[^'\\\n]{2,200})'"""
    r"""|(?P<bare>[^\s"'=:,;|<>{}()\[\]][^\n=:;|<>{}()\[\]"\t]{1,120}?)"""
    r"""(?=[ ]{2}|\t|\n|\Z|[;|<>)\]}]|,?[ ]\w[\w.-]{1,30}[ ]?[=:：]))"""
)
_LONGEST = 4000
_PROSE = ("markdown", "text", "html", "")
"""What running text is written in."""


class Found(NamedTuple):
    """A name or an address; offsets in code points of the whole text."""

    rule_id: str
    start: int
    end: int
    confidence: Confidence
    name: str | None
    note: str | None = None


def names_in(text: str, window: Window, language: str, tables: Tables) -> Iterator[Found]:
    """Yield what a line that ``TRIGGERS`` propose, and the table below it, hold; the model is not asked."""
    for found in _names_in(text, window, language, tables):
        if not is_made_text(text[found.start : found.end]):
            yield found


def _names_in(text: str, window: Window, language: str, tables: Tables) -> Iterator[Found]:
    if not _TRIGGER.search(text, window.start, window.limit + 1):
        return
    start, stop = window.start, min(window.limit, window.start + _LONGEST)
    for span in addresses_in(text, start, stop) if _STREET.search(text, start, stop) else ():
        yield Found(ADDRESS, *span, Confidence.MEDIUM, name_before(text, span.start))
    if language in _PROSE:
        for first, last, name in announced_names(text, start, stop, fields=language == "markdown"):
            yield Found(PERSON, first, last, Confidence.MEDIUM, name)
    elif language == "python" and (comment := text.find("#", start, stop)) >= 0:
        for first, last, name in announced_names(text, comment + 1, stop, fields=False):
            yield Found(PERSON, first, last, Confidence.MEDIUM, name)
    if language != "markdown":
        yield from _fields(text, start, stop, in_code=language not in ("text", "json", "html", ""))
    if language not in ("python", "json"):
        yield from _columns(text, start, stop, language, tables)


def _fields(text: str, start: int, stop: int, *, in_code: bool) -> Iterator[Found]:
    for field in _FIELD.finditer(text, start, stop):
        group = field.lastgroup or ""
        if in_code and group == "bare":
            continue  # a variable, an expression
        name = field["name"]
        if not person_strength(name) and not address_strength(name):
            continue
        first, last = field.span(group)
        value = text[first:last].rstrip(" ,.")
        weighed = weigh(value, name)
        if weighed is not None:
            yield Found(weighed.rule_id, first, first + len(value), weighed.confidence, name, weighed.note)


def _columns(text: str, start: int, stop: int, language: str, tables: Tables) -> Iterator[Found]:
    """Judge the columns of a table by their headers, where the line is, or is in, its head."""
    header = _HEADER.search(text, start, stop)
    if header is None:
        return
    below = _first_cell(text, header.end(), language, tables)
    if below is None:
        return
    for column in tables.columns():
        # A line inside a table may say the same word as its head: each column is judged once, from there.
        if not _HEADER.search(column.header) or column.cells[0][0] < below:
            continue
        values = [text[slice(*cell)] for cell in column.cells]
        for one in column_names(column.header, values, model=False):
            if one.rule_id not in (PERSON, ADDRESS):
                continue
            for cell, value in zip(column.cells, values, strict=True):
                if any(map(str.isalpha, value)) and weigh(value, column.header) is not None:
                    yield Found(one.rule_id, *cell, one.confidence, column.header, one.note)


def _first_cell(text: str, at: int, language: str, tables: Tables) -> int | None:
    """Return where the first cell below a header is."""
    if language == "html":
        row = text.find("<td", at)
        close = text.find("</table", at)
        if row < 0 or (0 <= close < row):
            return None
        begin = text.find(">", row) + 1
        end = text.find("<", begin)
        for _ in range(40):  # to a cell that holds something
            if begin <= 0 or end < 0:
                return None
            cell = tables.at(begin + (end - begin) // 2) if end > begin else None
            if cell is not None:
                return cell.span[0]
            row = text.find("<td", end)
            if row < 0 or (0 <= close < row):
                return None
            begin = text.find(">", row) + 1
            end = text.find("<", begin)
        return None
    below = text.find("\n", at)
    if below < 0:
        return None
    for run in _RUN.finditer(text, below + 1, min(len(text), below + 400)):
        cell = tables.at(run.start())
        if cell is not None:
            return cell.span[0]
        if text.find("\n", below + 1, run.start()) >= 0:
            return None
    return None


_RUN = lazy(r"[^\s|]{2,}")
