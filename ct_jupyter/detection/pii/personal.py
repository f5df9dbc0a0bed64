"""Forms to matches: each candidate judged by its check digits, its form and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .. import checks
from ..lazy import lazy
from ..matchers import Pattern
from ..matchers.patterns import FLAGS, widths
from ..model import Confidence, Match, Rule
from ..windows import windows_of
from . import phones
from .evidence import HINT, LIKELY, NATIONAL, announced_by_text, strength_for
from .forms import FORMS, Form, label_forms
from .names.headers import ADDRESS, PERSON
from .names.light import TRIGGERS as NAME_TRIGGERS
from .names.light import names_in
from .surroundings import Surroundings, surroundings_of
from .tables import Column, Tables

PREFIX = "pii."
NAME_KINDS = (PERSON, ADDRESS)
_LOWERED = {
    Confidence.HIGH: Confidence.MEDIUM,
    Confidence.MEDIUM: Confidence.LOW,
    Confidence.LOW: Confidence.LOW,
}
ALONE_NOTE = "only its check digits speak for it"


class PersonalRules:
    """The rules ``pii.*`` of a set, and the patterns that engines look for on their behalf."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_id = {rule.id: rule for rule in rules if rule.pattern}
        self._forms = [*FORMS, *label_forms(rules)] if self._by_id else []
        self._named = {rule.id: rule for rule in rules if rule.id in NAME_KINDS}
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._of_length: dict[int, list[tuple[Rule, re.Pattern[str]]]] = {}
        self._numbers = [
            rule for rule in self._by_id.values() if rule.id.startswith((NATIONAL, *_NUMBER_KINDS))
        ]

    @property
    def forms(self) -> list[Form]:
        """The forms that are looked for, in the order of ``patterns``."""
        return self._forms

    @property
    def patterns(self) -> list[Pattern]:
        """What the engines look for; the index of each is what ``matches`` is given."""
        triggers = NAME_TRIGGERS if self._named else ()
        return [*((form.engine, 1) for form in self._forms), *((trigger, 1) for trigger in triggers)]

    def matches(self, text: str, proposed: Mapping[int, Sequence[int]], language: str) -> list[Match]:
        """Return the personal data in ``text``, perhaps overlapping.

        Parameters
        ----------
        proposed
            For each of ``patterns`` the offsets, ascending, that an engine proposes.
        """
        search = _Search(self, text, language)
        of_names: list[int] = []
        for index, offsets in proposed.items():
            if index >= len(self._forms):
                of_names += offsets
                continue
            form = self._forms[index]
            handler = search.handlers[form.name]
            for window in windows_of(text, offsets):
                for found in form.expression.finditer(text, window.start, window.limit):
                    if found.start() >= window.stop:
                        break
                    handler(found)
        search.complete_columns()
        for window in windows_of(text, sorted(of_names)):
            for name in names_in(text, window, language, search.tables):
                rule = self._named[name.rule_id]
                search.add(rule, name.start, name.end, name.confidence, name.name, name.note)
        return list(search.found.values())

    def compiled(self, rule: Rule) -> re.Pattern[str]:
        """Return the rule's pattern of a whole value."""
        pattern = self._compiled.get(rule.id)
        if pattern is None:
            pattern = self._compiled[rule.id] = re.compile(rule.pattern, FLAGS)
        return pattern

    def get(self, rule_id: str) -> Rule | None:
        """Return the rule, where the set has it."""
        return self._by_id.get(rule_id)

    @property
    def numbers(self) -> list[Rule]:
        """The rules of values that are mostly digits."""
        return self._numbers

    def numbers_of(self, length: int) -> Sequence[tuple[Rule, re.Pattern[str]]]:
        """Return those that may fit so many characters, with their patterns."""
        fitting = self._of_length.get(length)
        if fitting is None:
            fitting = self._of_length[length] = [
                (rule, self.compiled(rule)) for rule in self._numbers if length in widths(self.compiled(rule))
            ]
        return fitting


_NUMBER_KINDS = (
    "pii.credit-card",
    "pii.phone",
    "pii.bank-account",
    "pii.passport",
    "pii.driver-license",
    "pii.health-id",
)


class _Verdict(NamedTuple):
    rule: Rule
    confidence: Confidence
    note: str | None
    weight: float
    """How much speaks for it, to choose among kinds."""


class _Search:
    """The search of one text."""

    def __init__(self, rules: PersonalRules, text: str, language: str) -> None:
        self.rules = rules
        self.text = text
        self.language = language
        self.tables = Tables(text, language)
        self.found: dict[tuple[int, int, str], Match] = {}
        self._columns: dict[int, Column] = {}
        self._judged: set[tuple[int, int]] = set()
        self._silent: dict[str, int] = {}
        self.handlers: dict[str, Callable[[re.Match[str]], object]] = {
            "email": self._email,
            "ip": self._ip,
            "mac": self._by_form("pii.mac-address"),
            "iban": self._iban,
            "number": self._number,
            "letters": self._number,
            "wallet": self._wallet,
            "label": self._label,
            "header": self._header,
            "user": self._in_log("pii.username"),
            "cookie": self._in_log("pii.cookie"),
        }

    def add(
        self, rule: Rule, start: int, end: int, confidence: Confidence, name: str | None, note: str | None
    ) -> None:
        self.found.setdefault((start, end, rule.id), Match(rule, start, end, confidence, name, note))

    def _checked(self, rule_id: str, start: int, end: int, around: Surroundings | None = None) -> bool:
        """Add what passes its checks, at the rule's own confidence."""
        rule = self.rules.get(rule_id)
        if rule is None:
            return False
        outcome = checks.run(rule.checks, self.text[start:end])
        if outcome is False:
            return False
        note = outcome if isinstance(outcome, str) else None
        around = around or surroundings_of(self.text, start, end, self.tables)
        self._remember(around)
        self.add(rule, start, end, Confidence.LOW if note else rule.confidence, around.name, note)
        return True

    def _by_form(self, rule_id: str) -> Callable[[re.Match[str]], object]:
        return lambda found: self._checked(rule_id, *found.span())

    def _in_log(self, rule_id: str) -> Callable[[re.Match[str]], object]:
        def add(found: re.Match[str]) -> None:
            if self.language in ("python", "markdown") and rule_id == "pii.username" and "=" in found[0]:
                return  # an argument of a call, a setting
            self._checked(rule_id, *found.span("value"))

        return add

    # Forms that speak for themselves

    def _email(self, found: re.Match[str]) -> None:
        start, end = found.span()
        if _REMOTE.match(self.text, start) or _IN_URL.search(self.text[max(0, start - 200) : start]):
            return
        while self.text[start] in ".-+%":
            start += 1
        self._checked("pii.email", start, end)

    def _ip(self, found: re.Match[str]) -> None:
        start, end = found.span()
        value = found[0]
        if ":" not in value:
            self._ipv4(start, end)
            return
        before = self.text[max(0, start - 8) : start]
        if value.strip(":") == "" or len(value.replace(":", "")) < 5:
            # A slice, a scope, a duration: only a whole word of its own, or with its prefix length.
            around = surroundings_of(self.text, start, end, self.tables)
            alone = around.alone and around.whole
            if not (alone or around.announced.get("pii.ip-address", 0) >= 1) or before.endswith("["):
                return
        elif value.replace(":", "").isdigit() and "::" not in value and len(value) < 15:
            return
        self._checked("pii.ip-address", start, end)

    def _ipv4(self, start: int, end: int) -> None:
        around = surroundings_of(self.text, start, end, self.tables)
        before = self.text[max(0, start - 24) : start]
        if around.announced.get("pii.ip-address", 0) < 1:
            if _VERSION.search(before) or self.text[end : end + 1] in ("-", "+"):
                return
            first, *rest = (int(part) for part in self.text[start:end].partition("/")[0].split("."))
            small = first < 10 and max(rest) < 30
            if (
                (small or first == 0)
                and not (around.alone and around.whole)
                and not (first == 0 and not any(rest))
            ):
                return  # a section, a version
        self._checked("pii.ip-address", start, end, around)

    def _iban(self, found: re.Match[str]) -> None:
        start = found.start()
        value = found[0]
        rule = self.rules.get("pii.iban")
        # In groups the word behind may look like one more of them.
        while rule is not None and len(value) >= 15:
            if checks.run(rule.checks, value) is True:
                self._checked("pii.iban", start, start + len(value))
                return
            cut = max(value.rfind(" "), value.rfind("-"))
            if cut < 0:
                return
            value = value[:cut]

    def _wallet(self, found: re.Match[str]) -> None:
        start, end = found.span()
        around = surroundings_of(self.text, start, end, self.tables)
        if found[0].startswith("0x") and not around.announced.get("pii.crypto-wallet"):
            mixed = any(c.isupper() for c in found[0][2:]) and any(c.islower() for c in found[0][2:])
            if not mixed:
                return  # a hash, perhaps
        self._checked("pii.crypto-wallet", start, end, around)

    # Numbers

    def _number(self, found: re.Match[str]) -> None:
        start, end = found.span()
        if " " in found[0] and _between_numbers(self.text, start, end, found[0]):
            return  # a row of an array
        if found[0][0] == "(" and self.text[max(0, start - 3) : start].strip() == "+":
            start = self.text.rfind("+", 0, start)
        while self.text[end - 1] in " -.(":
            end -= 1
        if (start, end) in self._judged:
            return
        self._judged.add((start, end))
        value = self.text[start:end]
        if self._silent.get(value, 0) >= _MOST_SILENT:
            return  # what said nothing thirty times over
        self._silent[value] = self._silent.get(value, 0) + 1
        around = surroundings_of(self.text, start, end, self.tables)
        self._remember(around)
        verdict = self._verdict(self.text[start:end], around, start, end)
        if verdict is not None:
            self.add(verdict.rule, start, end, verdict.confidence, around.name, verdict.note)
        elif " " in found[0]:
            self._pieces(start, end)

    def _pieces(self, start: int, end: int) -> None:
        """Try the two halves that a space separates, which may be two values."""
        middle = self.text.find(" ", start + 7, end - 6)
        if middle > 0 and self.text.find(" ", middle + 1, end) < 0:
            for first, last in ((start, middle), (middle + 1, end)):
                around = surroundings_of(self.text, first, last, self.tables)
                verdict = self._verdict(self.text[first:last], around, first, last)
                if verdict is not None:
                    self.add(verdict.rule, first, last, verdict.confidence, around.name, verdict.note)

    def _verdict(self, value: str, around: Surroundings, start: int, end: int) -> _Verdict | None:
        best: _Verdict | None = None
        plain = value.isdigit()
        most = _most_odds(value, around)
        for rule, pattern in self.rules.numbers_of(len(value)):
            strength = strength_for(rule, around.announced) if around.announced else 0.0
            if not strength and plain and rule.chance > most and rule.id not in _ODDS_OF_THEIR_OWN:
                continue  # most numbers, most kinds: no need to look at them
            by_itself = around.alone and rule.id in _ALONE and _PASSPORT.fullmatch(value)
            if rule.chance >= 1 and strength < LIKELY and not by_itself:
                continue
            if not pattern.fullmatch(value):
                continue
            outcome = checks.run(rule.checks, value)
            if outcome is False:
                continue
            verdict = (
                self._phone(rule, value, strength, around, start, end)
                if rule.id == "pii.phone"
                else _national(rule, value, strength, around)
            )
            if verdict is None:
                continue
            if isinstance(outcome, str):
                verdict = verdict._replace(confidence=Confidence.LOW, note=outcome)
            if best is None or verdict.weight > best.weight:
                best = verdict
        return (
            best
            if best is None or best.weight >= 1 or self._stands_out(best.rule, value, start, end)
            else None
        )

    def _stands_out(self, rule: Rule, value: str, start: int, end: int) -> bool:
        """Return False where numbers of one shape stand around and most of them fail: ids, then."""
        if not value.isdigit():
            return True
        nearby = self.text[max(0, start - 1500) : start] + " " + self.text[end : end + 1500]
        others = [n for n in _DIGITS.findall(nearby) if len(n) == len(value) and n != value][:20]
        if len(others) < 3:
            return True
        fits = sum(
            checks.run(rule.checks, other) is not False
            for other in others
            if self.rules.compiled(rule).fullmatch(other)
        )
        return fits > 0.6 * len(others)

    def _phone(
        self, rule: Rule, value: str, strength: float, around: Surroundings, start: int, end: int
    ) -> _Verdict | None:
        grade = phones.grade_of(value)
        if grade == phones.STRONG:
            confidence = Confidence.HIGH
        elif grade == phones.LIKELY:
            confidence = Confidence.HIGH if strength >= LIKELY else Confidence.MEDIUM
            if value[0] not in "+(" and not (strength or around.whole or around.alone):
                return None
        elif strength >= HINT and (strength >= LIKELY or around.whole):
            confidence = Confidence.MEDIUM
        else:
            return None
        if not strength and _between_numbers(self.text, start, end, value):
            return None
        weight = 2 + strength if strength >= LIKELY else _PHONE_WEIGHTS[grade] + strength / 100
        return _Verdict(rule, confidence, None, weight)

    # Words that announce

    def _label(self, found: re.Match[str]) -> None:
        start, stop = found.end(), self.text.find("\n", found.end())
        stop = min(len(self.text) if stop < 0 else stop, start + 80)
        gap = _GAP.match(self.text, start, stop)
        if gap is None:
            return
        announced = announced_by_text(found[0])
        for rule_id, strength in announced.items():
            rule = self.rules.get(rule_id)
            if rule is None or strength < LIKELY or rule.id not in _LABELLED:
                continue
            value = self._value_at(rule, gap.end(), stop)
            if value is None or (rule_id == "pii.vehicle-number" and not _is_vehicle(*value, gap[0])):
                continue
            self._labelled(rule, *value, found[0])
            return

    def _value_at(self, rule: Rule, start: int, stop: int) -> tuple[int, int] | None:
        for shift in _STARTS.finditer(self.text, start, min(stop, start + 24)):
            value = self.rules.compiled(rule).match(self.text, shift.start(), stop)
            if value is not None and _ENDS.match(self.text, value.end()):
                return value.span()
        return None

    def _labelled(self, rule: Rule, start: int, end: int, name: str) -> None:
        outcome = checks.run(rule.checks, self.text[start:end])
        if outcome is False:
            return
        note = outcome if isinstance(outcome, str) else None
        self.add(rule, start, end, Confidence.LOW if note else Confidence.MEDIUM, name, note)

    def _header(self, found: re.Match[str]) -> None:
        # The column is that of the first cell below.
        below = self.text.find("\n", found.end())
        for _ in range(12 if self.language == "html" else 1):
            if below < 0:
                return
            for run in _CELLS.finditer(self.text, below + 1, min(len(self.text), below + 400)):
                cell = self.tables.at(run.start())
                if cell is not None:
                    for column in self.tables.columns():
                        if found[0].strip(" \t|") in column.header:
                            self._columns[id(column)] = column
                    return
            below = self.text.find("\n", below + 1)

    # Columns

    def _remember(self, around: Surroundings) -> None:
        if around.cell is not None:
            self._columns[id(around.cell.column)] = around.cell.column

    def complete_columns(self) -> None:
        """Judge each column that a candidate stands in as a whole: what most cells are, the others may be."""
        for column in self._columns.values():
            self._complete(column)

    def _complete(self, column: Column) -> None:
        own = {(start, end): rule_id for start, end, rule_id in self.found}
        kinds: dict[str, int] = {}
        for span in column.cells:
            if span in own:
                kinds[own[span]] = kinds.get(own[span], 0) + 1
        announced = announced_by_text(column.header) if column.header else {}
        for rule in self.rules.numbers + [r for r in map(self.rules.get, _COLUMN_KINDS) if r]:
            strength = strength_for(rule, announced)
            sure = kinds.get(rule.id, 0)
            if not sure and strength < HINT and rule.chance > 0.1:
                continue
            self._fill(column, rule, strength, sure)

    def _fill(self, column: Column, rule: Rule, strength: float, sure: int) -> None:
        values = [(span, self.text[slice(*span)]) for span in column.cells]
        fitting = [
            (span, value)
            for span, value in values
            if self.rules.compiled(rule).fullmatch(value) and checks.run(rule.checks, value) is not False
        ]
        share = len(fitting) / len(values)
        by_chance = sure < 1 and strength < HINT
        if rule.id == "pii.phone":
            enough = share >= 0.6 and (sure >= 1 or strength >= HINT)
        elif by_chance:
            distinct = {value for _, value in fitting if not _TIME.fullmatch(value)}
            enough = (
                share >= 0.9 and len(distinct) >= 2 and rule.chance ** len(distinct) <= _CHANCE_OF_A_COLUMN
            )
        else:
            enough = share >= (0.3 if strength >= LIKELY else 0.6)
        if not enough:
            return
        for (start, end), value in fitting:
            outcome = checks.run(rule.checks, value)
            note = outcome if isinstance(outcome, str) else None
            confidence = Confidence.LOW if note else Confidence.HIGH if strength >= 1 else Confidence.MEDIUM
            self.add(rule, start, end, confidence, column.header or None, note)
        if share > 0.6 and (sure or strength):
            # What single cells of the column looked like otherwise, they are not.
            spans = {span for span, _ in fitting}
            kinds = {other.id for other in self.rules.numbers} - {rule.id}
            for start, end, kind in list(self.found):
                if (start, end) in spans and kind in kinds and self._count(column, kind) < len(fitting) / 2:
                    del self.found[start, end, kind]

    def _count(self, column: Column, kind: str) -> int:
        return sum((start, end, kind) in self.found for start, end in column.cells)


_CHANCE_OF_A_COLUMN = 1e-5
"""That all numbers of a column pass by chance; eighty kinds are tried on it."""
_COLUMN_KINDS = ("pii.date-of-birth", "pii.vehicle-number")
_MOST_SILENT = 30
_LABELLED = frozenset(
    {
        *("pii.phone", "pii.date-of-birth", "pii.passport", "pii.driver-license", "pii.bank-account"),
        *(
            "pii.health-id",
            "pii.vehicle-number",
            "pii.coordinates",
            "pii.national-id.ar-dni",
        ),
    }
)
_REMOTE = lazy(r"(?:git|hg|svn)@[\w.\-]+[:/]")
_IN_URL = lazy(r"[a-z][a-z0-9+.\-]{1,20}://[^\s\"'<>@]*$")
_VERSION = lazy(
    r"(?i)(?:version|ver|v|release|build|rev|section|sec|chapter|oid|[=<>~!]=|[a-z]-|\bv\.?)"
    r"[\"' :=(]{0,3}$|§ ?$"
)
_DIGITS = lazy(r"(?<![\w.])\d{6,19}(?![\w.])")
_GAP = lazy(
    r"""[A-Za-z_'’]{0,12}(?:[ ._\-]{1,2}(?:no|nr|num|number|id|is|was|on|of|am|le|el|the|code|and|#|№)\b)"""
    r"""{0,3}"""
    r"""[.:]{0,2}[\])"'`]{0,3}\s{0,4}(?:[:=#]|=>|->)?[\s"'`(\[<]{0,4}"""
)
_STARTS = lazy(r"(?<![A-Za-z0-9])[A-Za-z0-9+(\-]")
_ENDS = lazy(r"(?!\w)(?![.,]\d)(?!-\d)(?!\()(?!%)")
_CELLS = lazy(r"[^\s<>]{2,}(?= |<|\n|\t|$)")


def _is_vehicle(start: int, end: int, gap: str) -> bool:
    """Return whether a plate is given to its name: any short word of letters and digits looks like one."""
    return end - start == 17 or ":" in gap or "=" in gap


def _between_numbers(text: str, start: int, end: int, value: str) -> bool:
    """Return whether numbers stand right before or behind, as in an array."""
    if value[0] in "+(":
        return False
    return bool(_NUMBER_BEFORE.search(text[max(0, start - 12) : start]) or _NUMBER_BEHIND.match(text, end))


_NUMBER_BEFORE = lazy(r"\d,? ?$")
_NUMBER_BEHIND = lazy(r",? -?\d+(?:[\s,.\]]|$)")


def _national(rule: Rule, value: str, strength: float, around: Surroundings) -> _Verdict | None:
    """Judge a value that its checks passed, by its form and what stands around it."""
    if strength >= LIKELY or (strength and rule.chance <= 0.1):
        sure = strength >= 1 or rule.chance <= 0.01
        confidence = rule.confidence if sure else Confidence.MEDIUM
        return _Verdict(rule, confidence, None, 2 + strength - rule.chance / 2)
    odds = rule.chance * (1 if value.isdigit() else 0.1)
    if rule.id in _WRITTEN and _WRITTEN[rule.id].fullmatch(value):
        odds = min(odds, 0.01)
    elif rule.chance >= 0.05 and not value.isdigit() and not any(map(str.isalpha, value)):
        odds = rule.chance * 0.5  # groups that telephone numbers have too
    weight = 1 - odds / 2
    most = _most_odds(value, around)
    if rule.id == _CARD and value.isdigit() and most < 0.03:
        most = 0.03 if len(value) in (15, 16) and not around.in_prose else 0.0
    if odds <= (most if most < _MOST_ALONE else _MOST_WHOLE):
        return _Verdict(rule, Confidence.MEDIUM, None, weight)
    if around.alone and rule.id not in _DATE_ONLY and (odds <= _MOST_ALONE or rule.id in _ALONE):
        return _Verdict(rule, Confidence.LOW, ALONE_NOTE, weight)
    return None


def _most_odds(value: str, around: Surroundings) -> float:
    """Return how likely a value may be to pass by chance and still be told without a name for it."""
    if value.isdigit() and (_TIME.fullmatch(value) or (around.name and not around.announced)):
        return 0.0005  # a time, or given to a name that says it is something else
    if around.alone:
        return _MOST_ALONE
    if around.in_prose:
        return 0.01 if around.whole else 0.002
    return _MOST_WHOLE


_MOST_ALONE, _MOST_WHOLE = 0.08, 0.03
_CARD = "pii.credit-card"
_ODDS_OF_THEIR_OWN = frozenset({_CARD, "pii.phone", "pii.passport"})
_PASSPORT = lazy(r"[A-Z]\d{8}|[A-Z]{2}\d{7}")
"""What many states number passports with; said of a value that stands alone."""
_TIME = lazy(r"(?:9\d{8}|1\d{9}|2[01]\d{8})(?:\d{3}|\d{6}|\d{9})?")
"""Seconds since 1970, also in fractions: from 1998 to 2038."""
_PHONE_WEIGHTS = {phones.STRONG: 0.99, phones.LIKELY: 0.9, phones.POSSIBLE: 0.3}
_ALONE = frozenset({"pii.passport"})
_DATE_ONLY = frozenset(NATIONAL + kind for kind in ("cu-ni", "dk-cpr", "id-nik", "my-nric"))
"""Numbers with a birthday and no check digit: too many others have one."""
_WRITTEN = {
    "pii.national-id.us-ssn": lazy(r"\d{3}-\d\d-\d{4}|\d{3}-\d{6}|\d{5}-\d{4}|\d{3} \d\d \d{4}"),
    "pii.national-id.us-itin": lazy(r"\d{3}-\d\d-\d{4}|\d{3}-\d{6}|\d{5}-\d{4}"),
    "pii.national-id.br-cpf": lazy(r"[\d.]+-\d\d"),
    "pii.national-id.cl-rut": lazy(r"[\d.]+-[\dkK]"),
    "pii.national-id.ar-cuit": lazy(r"\d\d-\d{8}-\d"),
    "pii.national-id.in-aadhaar": lazy(r"\d{4}[ -]\d{4}[ -]\d{4}"),
    "pii.national-id.in-pan": lazy(r"[A-Z]{5}\d{4}[A-Z]"),
    "pii.national-id.pk-cnic": lazy(r"\d{5}-\d{7}-\d"),
    "pii.national-id.do-cedula": lazy(r"\d{3}-\d{7}-\d"),
    "pii.national-id.pl-nip": lazy(r"\d{3}-\d{3}-\d\d-\d\d"),
    "pii.national-id.dk-cpr": lazy(r"\d{6}-\d{4}"),
    "pii.national-id.my-nric": lazy(r"\d{6}-\d\d-\d{4}"),
    "pii.national-id.th-pin": lazy(r"\d-\d{4}-\d{5}-\d\d-\d"),
    "pii.national-id.us-ein": lazy(r"(?!)"),
    "pii.credit-card": lazy(r"\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{3})?|\d{4}[ -]\d{6}[ -]\d{4,5}"),
}
"""Forms in which so many signs come together that they say more than the check digits."""
