"""Forms to matches: each candidate judged by its check digits, its form and what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from ...text.lazy import lazy
from ...text.text_shape import digits_as_zeros
from ...text.text_tables import Tables
from .. import checks
from ..engine import Pattern
from ..engine.windows import windows_of
from ..model import Confidence, Match, Rule
from .evidence import announced_by_text
from .forms import FORMS, Form, label_forms, own_forms
from .names.light import TRIGGERS as NAME_TRIGGERS
from .names.light import names_in
from .numbers import NumberRules, between_numbers
from .personal_kinds import (
    ADDRESS,
    BIRTH,
    COOKIE,
    CRYPTO_WALLET,
    EMAIL,
    IBAN,
    IP_ADDRESS,
    MAC_ADDRESS,
    PERSON,
    USERNAME,
    VEHICLE_NUMBER,
)
from .surroundings import Surroundings, surroundings_of
from .thresholds import CERTAIN, LIKELY
from .values import form_of
from .whole_columns import WholeColumns

NAME_KINDS = (PERSON, ADDRESS)


class PersonalRules:
    """The rules ``pii.*`` of a set, and the patterns that engines look for on their behalf."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_id = {rule.id: rule for rule in rules if rule.pattern}
        self._forms = [*FORMS, *own_forms(rules), *label_forms(rules)] if self._by_id else []
        self._named = {rule.id: rule for rule in rules if rule.id in NAME_KINDS}
        self.numbers = NumberRules(self._by_id.values())

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
        search.columns.complete()
        for window in windows_of(text, sorted(of_names)):
            for name in names_in(text, window, language, search.tables):
                rule = self._named[name.rule_id]
                search.add(rule, name.start, name.end, name.confidence, name.name, name.note)
        return list(search.found.values())

    def get(self, rule_id: str) -> Rule | None:
        """Return the rule, where the set has it."""
        return self._by_id.get(rule_id)


class _List:
    """Numbers that follow each other with nothing but commas between them."""

    def __init__(self, around: Surroundings | None = None) -> None:
        self.around = around
        self.end = 0
        """Of the last one."""
        self.silent = 0
        """How many said nothing since one did."""


class _Search:
    """The search of one text."""

    def __init__(self, rules: PersonalRules, text: str, language: str) -> None:
        self.rules = rules
        self.text = text
        self.language = language
        self.tables = Tables(text, language)
        self.found: dict[tuple[int, int, str], Match] = {}
        others = [rule for rule in map(rules.get, _COLUMN_KINDS) if rule is not None]
        self.columns = WholeColumns(text, self.found, rules.numbers.rules, others)
        self._judged: set[tuple[int, int]] = set()
        self._silent: Counter[str | tuple[int, str]] = Counter()
        """How often a value, or a number of some length behind some words, said nothing."""
        self._list = _List()
        self.handlers: dict[str, Callable[[re.Match[str]], object]] = {
            "email": self._email,
            "ip": self._ip,
            "mac": self._by_form(MAC_ADDRESS),
            "iban": self._iban,
            "number": self._number,
            "letters": self._number,
            "wallet": self._wallet,
            "label": self._label,
            "header": self._header,
            "user": self._in_log(USERNAME),
            "cookie": self._in_log(COOKIE),
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
        self.columns.remember(around)
        self.add(rule, start, end, Confidence.LOW if note else rule.confidence, around.name, note)
        return True

    def _by_form(self, rule_id: str) -> Callable[[re.Match[str]], object]:
        return lambda found: self._checked(rule_id, *found.span())

    def _in_log(self, rule_id: str) -> Callable[[re.Match[str]], object]:
        def add(found: re.Match[str]) -> None:
            if self.language in ("python", "markdown") and rule_id == USERNAME and "=" in found[0]:
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
        self._checked(EMAIL, start, end)

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
            if not (alone or around.announced.get(IP_ADDRESS, 0) >= CERTAIN) or before.endswith("["):
                return
        elif value.replace(":", "").isdigit() and "::" not in value and len(value) < 15:
            return
        self._checked(IP_ADDRESS, start, end)

    def _ipv4(self, start: int, end: int) -> None:
        around = surroundings_of(self.text, start, end, self.tables)
        before = self.text[max(0, start - 24) : start]
        if around.announced.get(IP_ADDRESS, 0) < CERTAIN:
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
        self._checked(IP_ADDRESS, start, end, around)

    def _iban(self, found: re.Match[str]) -> None:
        start = found.start()
        value = found[0]
        rule = self.rules.get(IBAN)
        # In groups the word behind may look like one more of them.
        while rule is not None and len(value) >= 15:
            if checks.run(rule.checks, value) is True:
                self._checked(IBAN, start, start + len(value))
                return
            cut = max(value.rfind(" "), value.rfind("-"))
            if cut < 0:
                return
            value = value[:cut]

    def _wallet(self, found: re.Match[str]) -> None:
        start, end = found.span()
        around = surroundings_of(self.text, start, end, self.tables)
        if found[0].startswith("0x") and not around.announced.get(CRYPTO_WALLET):
            mixed = any(c.isupper() for c in found[0][2:]) and any(c.islower() for c in found[0][2:])
            if not mixed:
                return  # a hash, perhaps
        self._checked(CRYPTO_WALLET, start, end, around)

    # Numbers

    def _number(self, found: re.Match[str]) -> None:
        start, end = found.span()
        if " " in found[0] and between_numbers(self.text, start, end):
            return  # a row of an array
        if found[0][0] == "(" and self.text[max(0, start - 3) : start].strip() == "+":
            start = self.text.rfind("+", 0, start)
        while self.text[end - 1] in " -.(":
            end -= 1
        if (start, end) in self._judged:
            return
        self._judged.add((start, end))
        value = self.text[start:end]
        shape = self._shape(start, end)
        if self._silent[value] >= _MOST_SILENT or (shape and self._silent[shape] >= _MOST_SILENT):
            return  # what said nothing thirty times over
        around = self._around(start, end)
        if self._list.silent >= _MOST_SILENT and not around.announced and value.isdigit():
            self._list.end = end
            return
        verdict = self.rules.numbers.judge(self.text, start, end, around)
        self._list.end = end
        if verdict is not None:
            self._list.silent = 0
            self.add(verdict.rule, start, end, verdict.confidence, around.name, verdict.note)
            return
        self._list.silent += 1
        self._silent[value] += 1
        if shape and not around.announced and around.cell is None:
            self._silent[shape] += 1
        if " " in found[0]:
            self._pieces(start, end)

    def _shape(self, start: int, end: int) -> tuple[int, str] | None:
        """Return the length of bare digits, and the words right before them: one for all lines of a log."""
        before = self.text[max(0, start - _WORDS_BEFORE) : start]
        if not self.text[start:end].isdigit() or not any(map(str.isalpha, before)):
            return None
        return end - start, digits_as_zeros(before)

    def _around(self, start: int, end: int) -> Surroundings:
        """Return what stands around a number. The next one of a list has what the one before it had."""
        held = self._list
        if held.around is not None and 0 < start - held.end <= _LONGEST_GAP:
            gap = self.text[held.end : start]
            if gap == " " or (("," in gap or "]" in gap) and not gap.strip(_LIST_MARKS)):
                return held.around
        around = surroundings_of(self.text, start, end, self.tables)
        self.columns.remember(around)
        # The cells of a table have each its own.
        self._list = _List(around if around.cell is None else None)
        return around

    def _pieces(self, start: int, end: int) -> None:
        """Try the two halves that a space separates, which may be two values."""
        middle = self.text.find(" ", start + 7, end - 6)
        if middle > 0 and self.text.find(" ", middle + 1, end) < 0:
            for first, last in ((start, middle), (middle + 1, end)):
                around = surroundings_of(self.text, first, last, self.tables)
                verdict = self.rules.numbers.judge(self.text, first, last, around)
                if verdict is not None:
                    self.add(verdict.rule, first, last, verdict.confidence, around.name, verdict.note)

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
            if rule is None or strength < LIKELY or rule.words_in != "text":
                continue
            value = self._value_at(rule, gap.end(), stop)
            if value is None or (rule_id == VEHICLE_NUMBER and not _is_vehicle(*value, gap[0])):
                continue
            self._labelled(rule, *value, found[0])
            return

    def _value_at(self, rule: Rule, start: int, stop: int) -> tuple[int, int] | None:
        for shift in _STARTS.finditer(self.text, start, min(stop, start + 24)):
            value = form_of(rule).match(self.text, shift.start(), stop)
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
                            self.columns.add(column)
                    return
            below = self.text.find("\n", below + 1)


_COLUMN_KINDS = (BIRTH, VEHICLE_NUMBER)
_MOST_SILENT = 30
_WORDS_BEFORE = 12
_LIST_MARKS = " \t\n,[]()"
_LONGEST_GAP = 16
"""Code points between two numbers of a list, over a line break and its indentation too."""
_REMOTE = lazy(r"(?:git|hg|svn)@[\w.\-]+[:/]")
_IN_URL = lazy(r"[a-z][a-z0-9+.\-]{1,20}://[^\s\"'<>@]*$")
_VERSION = lazy(
    r"(?i)(?:version|ver|v|release|build|rev|section|sec|chapter|oid|[=<>~!]=|[a-z]-|\bv\.?)"
    r"[\"' :=(]{0,3}$|§ ?$"
)
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
