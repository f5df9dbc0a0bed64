"""What the engines look for: forms that a value or the word in front of it has, several kinds to a form.

Each is tried at a whole word; what stands in front (never part of a float, a path or a longer number)
belongs to what the engines look for, so that output full of numbers proposes next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from ...text.words import word_set
from ..engine.patterns import FLAGS
from ..model import Rule

FormName = Literal[
    "email", "ip", "mac", "iban", "number", "letters", "wallet", "label", "header", "user", "cookie"
]

_NUMBER_FRONT = r"\w.,+/\-"
_WORD_FRONT = r"\w"


class Form(msgspec.Struct, frozen=True, dict=True):
    """One expression for the engines and for ``re``."""

    name: FormName
    body: str
    front: str = _WORD_FRONT
    """Characters of a class, none of which may stand right before."""
    behind: str = r"(?!\w)"
    trigger: str = ""
    """What of it the engines look for, where the whole would cost them more than it saves."""

    @property
    def engine(self) -> str:
        """The pattern that engines compile: what may stand in front is read along."""
        # An engine knows no look-ahead, so what has to follow is written out for it.
        if self.trigger:
            return self.trigger
        body = self.body.replace("(?=(?P<rest>", "(?:(?:")
        return rf"(?:\A|[^{self.front}])(?:{body})" if self.front else body

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The pattern that confirms; what is found is its whole match."""
        before = f"(?<![{self.front}])" if self.front else ""
        return re.compile(f"{before}(?:{self.body}){self.behind}", FLAGS)


_END = r"(?![\w])(?!\.\d)(?!-\d)"
_WORD_END = r"(?!\w)(?!\.\d)(?!-\w)"
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]"

_NUMBERS = (
    # (what is judged, what of it the engines look for, what must not follow), the most telling first
    # Cards, and what else is written in groups of four.
    (r"\d{4}[ \-]\d{4}[ \-]\d{4}(?:[ \-]\d{4}[ \-]\d{3}|[ \-]\d{1,4})?", r"\d{4}[ \-]\d{4}[ \-]\d{4}", _END),
    (r"\d{4}[ \-]\d{6}[ \-]\d{4,5}", r"\d{4}[ \-]\d{6}[ \-]\d{4}", _END),
    (r"\d{9,19}", r"\d{9}", r"(?!\w)(?!\.\d)(?![\-/,]\d)"),
    (r"\d{3}-\d{3}-\d{3} \d\d", r"\d{3}-\d{3}-\d{3} \d\d", _END),
    # Three groups or more with hyphens; no dates.
    (
        r"(?:\d{3}-\d\d|\d{1,5}-\d{3,8}|\d{6}-\d\d)-\d{1,6}(?:-\d{1,6}){0,3}(?:[xX]\d{1,6})?",
        r"(?:\d{3}-\d\d|\d{1,5}-\d{3,8})-\d",
        _END,
    ),
    (r"\d{3}\.\d{3}\.\d{4}(?:[xX]\d{1,6})?", r"\d{3}\.\d{3}\.\d{4}", _END),
    (r"\d{1,3}(?:\.\d{3}){2}[\-/][\dkK]{1,2}", r"\d{1,3}\.\d{3}\.\d{3}[\-/][\dkK]", _END),
    (r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d|756\.\d{4}\.\d{4}\.\d\d", r"\d\d\.\d\d\.\d\d-\d|756\.\d{4}\.\d", _END),
    (r"\d\d-\d{3}/\d{4}", r"\d\d-\d{3}/\d", _END),
    # A birthday or a long half, then a short one.
    (r"\d{5,10}[\-/+]\d{1,7}", r"\d{5,8}[\-/+]\d", _END),
    (r"\d{2,3}-\d{6,9}(?:-\d)?", r"\d{2,3}-\d{6}", _END),
    # Groups with spaces.
    (r"[1278] \d\d \d\d (?:\d\d|2[AB]) \d{3} \d{3} \d\d", r"[1278] \d\d \d\d \d[\dAB] \d{3}", _END),
    (r"\d{2,5}(?: \d{2,4}){2,6}", r"\d{2,5} \d{2,4} \d\d", _END),
    (r"\d\d \d{4,5}-\d{4}", r"\d\d \d{4,5}-\d", _END),
    (
        r"0\d{1,5}[ \-](?:\d{4,8}|\d{2,3}[ \-]\d{2,4})(?:[ \-]\d{2,4}){0,3}",
        r"0\d{1,5}[ \-](?:\d{4}|\d{2,3}[ \-]\d\d)",
        _END,
    ),
    (r"\d{6} \d{4,5}(?: \d{3})?", r"\d{6} \d{4}", _END),
    (r"0\d{1,5}/ ?\d{5,8}", r"0\d{1,5}/ ?\d{5}", _END),
)
_NUMBERS_BEGIN = r"(?=\d{9}|\d{1,10}[ \-/+] ?\d|\d{1,3}\.\d{2,4}\.\d)"
"""What all of these have in common: most numbers fail here, before each form is tried."""
_LETTERS = (
    r"[XYZ]-?\d{7}-?[A-Z]",
    r"\d{7,8}-?[A-Z]",
    r"[A-Z]{1,2}\d{6}\([\dA]\)",
    r"[A-Z]{1,3}\d{6,9}[A-Z]?",
    r"[A-Z]{2} \d\d \d\d \d\d [A-D]",
    r"[A-Z]{2} \d{6} ?[A-D]",
    r"[A-Z]{5}\d{4}[A-Z]",
    r"\d{7}[A-W][A-IW]",
    r"[VEJPG]-\d{8,9}-?\d",
    r"[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPR-T][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]",
    r"\d{6}[\-+A-FU-Y]\d{3}[\dA-Z]",
    r"\d\d ?\d{6} ?[A-Z] ?\d{3}",
    r"[A-Z]{4} ?-?\d{6} ?-?[A-Z\d]{3}",
    r"[A-Z]{4}\d{6}[A-Z]{6}[A-Z\d]\d",
    r"\d{17}X",
    r"\d\d[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]",
    r"\d{8} \d [A-Z]{2}\d",
    r"[A-Z]\d{12}[A-Z\d]",
    r"[A-Z]-?\d{6}-?[A-Z]",
)

FORMS: tuple[Form, ...] = (
    Form(
        "email",
        r"[\w.+%\-]{0,63}\w@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z][A-Za-z\-]{1,23}",
        front=r"\w.+%\-@/",
        behind=r"(?![\w@\-])",
        trigger=r"\w@[A-Za-z0-9\-]{1,63}\.[A-Za-z0-9]",
    ),
    Form("ip", r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?", front=r"\w.\-", behind=r"(?!\w)(?!\.\d)(?!-\w)"),
    Form(
        "ip",
        r"(?i:(?:[0-9a-f]{1,4}:){1,7}(?::[0-9a-f]{1,4}){1,7}|::[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}"
        r"|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,7}:)(?:(?:[:.]\d{1,3}){1,3}\.\d{1,3})?(?:/\d{1,3})?",
        front=r"\w:.",
        behind=r"(?![\w:])",
        trigger=r"::",
    ),
    Form("ip", r"(?i:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4})", front=r"\w:.", behind=r"(?![\w:])"),
    Form("mac", r"(?i:[0-9a-f]{2}(?:[:\-][0-9a-f]{2}){5})", front=r"\w:\-", behind=r"(?![\w:]|-\w)"),
    Form("iban", r"[A-Z]{2}\d\d(?:[A-Z0-9]{11,30}|(?:[ \-][A-Z0-9]{4}){2,7}(?:[ \-][A-Z0-9]{1,3})?)"),
    Form(
        "number",
        _NUMBERS_BEGIN + "(?:" + "|".join(rf"(?:{body}){behind}" for body, _, behind in _NUMBERS) + ")",
        front=_NUMBER_FRONT,
        behind="",
        trigger=rf"(?:\A|[^{_NUMBER_FRONT}])(?:{'|'.join(trigger for _, trigger, _ in _NUMBERS)})",
    ),
    Form("number", r"\+\d[\d().\- ]{5,20}\d(?:[xX]\d{1,6})?", front=r"\w.", behind=_END),
    Form(
        "number",
        r"\(\+?\d{1,5}\)[ \-]{0,2}\d[\d \-]{3,12}\d(?:[xX]\d{1,6})?",
        front=r"\w)\]",
        behind=_END,
    ),
    Form("letters", "|".join(_LETTERS), behind=_WORD_END),
    Form(
        "wallet",
        r"[13][1-9A-HJ-NP-Za-km-z]{25,34}|(?i:bc1|tb1|ltc1)[02-9A-HJ-NP-Za-hj-np-z]{11,71}|0x[0-9A-Fa-f]{40}"
        r"|[LMDT][1-9A-HJ-NP-Za-km-z]{26,33}",
        front=r"\w/+=\-",
        behind=r"(?![\w/+=])",
    ),
    Form(
        "user",
        r"(?:(?:Accepted|Failed) (?:password|publickey|keyboard-interactive/pam) for (?:invalid user )?"
        r"|session (?:opened|closed) for user )(?P<value>[A-Za-z][\w.\-]{1,31})",
    ),
    Form(
        "user",
        r"(?:user|username|login|userid|user_id|USER|uname)=(?P<value>[A-Za-z][\w.\-]{2,31})",
        behind=r"(?=[\s;,&\]]|\Z)",
    ),
    Form(
        "user",
        r"(?:\d{1,3}\.){3}\d{1,3} \S{1,40} (?P<value>[A-Za-z][\w.@\-]{1,40}) \[\d{1,2}/[A-Z]",
        front=r"\w.",
        behind="",
    ),
    Form(
        "cookie",
        r"(?i:set-cookie|cookie)\b[\"']?[:=] ?[\"']?[\w.\-]{1,60}=(?P<value>[^\s;,\"'<>]{16,1024})",
        behind="",
    ),
)

_MOST_SPELLINGS = 70
"""Of one form, with and without a space or an underscore between words."""


def own_forms(rules: Iterable[Rule]) -> list[Form]:
    """Return forms for the rules that bring their own: their pattern, at whole words."""
    return [Form("letters", rule.pattern, behind=_WORD_END) for rule in rules if rule.own_form]


def label_forms(rules: Sequence[Rule]) -> list[Form]:
    """Return forms for the words that announce such values: with a digit behind, and as headers."""
    phrases = sorted(
        {phrase for rule in rules if rule.words_in for phrase in rule.names if _is_telling(phrase)}
    )
    forms: list[Form] = []
    # Apart, as their letters in both cases are too many spellings to be looked for as literals.
    groups = [
        *_groups([phrase for phrase in phrases if phrase.isascii()]),
        [phrase for phrase in phrases if not phrase.isascii()],
    ]
    for group in filter(None, groups):
        words = "|".join(re.escape(phrase).replace("\\ ", r"[ _]?") for phrase in group)
        # An engine reads what follows as well; where the word goes on, it is another one.
        forms.append(
            Form(
                "label",
                rf"(?i:{words})(?=(?P<rest>(?:[^A-Za-z\n][^\n]{{0,30}}?)?\d))",
                front="A-Za-z",
                behind="",
            )
        )
        forms.append(
            Form(
                "header",
                rf"(?i:{words})(?=(?P<rest>[\w .()/\-]{{0,20}}</t[hd]))",
                front="A-Za-z",
                behind=r"(?![a-z])",
            )
        )
        if group[0].isascii():  # the others' own letters would have to be looked for on every line
            forms.append(
                Form(
                    "header",
                    rf"(?:[ ]{{2}}|\t|\| )(?:\w{{0,12}}[_.])?(?i:{words})"
                    r"(?=(?P<rest>\d?(?:[_.]\w{{1,12}})?(?:[ \t\n])))",
                    front="",
                    behind="",
                )
            )
    return forms


def _groups(phrases: Sequence[str]) -> Iterator[list[str]]:
    """Yield the phrases in groups of so few spellings that the fallback can look for each."""
    group: list[str] = []
    spellings = 0
    for phrase in phrases:
        own = 3 ** phrase.count(" ")
        if spellings + own > _MOST_SPELLINGS:
            yield group
            group, spellings = [], 0
        group.append(phrase)
        spellings += own
    if group:
        yield group


def _is_telling(phrase: str) -> bool:
    if not phrase.isascii():
        return len(phrase.replace(" ", "")) >= 2
    return len(phrase) >= 3 and phrase not in _TOO_COMMON


_TOO_COMMON = word_set(
    "contact call pan fin rut rif nit pin cell card user geb tin plate vehicle matricula placa targa plaque"
    " sms cdi passi born ccc rib cbu gsm gps"
)
