"""The words of detection: severity, confidence, rule, match."""

from __future__ import annotations

from enum import Enum
from typing import Literal

import msgspec

from .near import Given


class Severity(str, Enum):
    """How much a leaked value opens, worst first."""

    CRITICAL = "critical"
    """Opens an account or data by itself."""
    HIGH = "high"
    """A credential with a narrower reach, or a government or payment number."""
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """Position in worst-first order: 0 for critical."""
        return _SEVERITY_ORDER.index(self)


class Confidence(str, Enum):
    """How sure the core is that the value is a real one."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


_SEVERITY_ORDER = list(Severity)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of secret, as a table ``[[rule]]`` of ``detection/rules/*.toml`` states it.

    ``docs/rules.md`` says how to write one.
    """

    id: str
    """Weakness id: dotted, lower case, stable; people write it in policies."""
    title: str
    """What it is, as a person would say it: ``OpenAI API key``."""
    provider: str
    severity: Severity
    pattern: str
    """Python regular expression; the group ``value`` (else the whole match) is what is reported.

    A group ``secret`` inside it is what the checks judge and what the fingerprint is taken of: the password
    in a connection string. Groups ``user`` and ``host`` beside it tell logins of demonstrations.
    With ``name`` it has to match the whole value instead.
    """
    why: str
    """One sentence: what somebody who has the value can do."""
    remedy: str
    """One sentence: what to do now, beginning with revoking it at the provider."""
    source: str
    """Page of the provider (or of the format) that documents what the value looks like."""
    name: str = ""
    """For a value without a form of its own: regular expression searched in the name it is given to.

    The name is in ``lower_snake_case`` whatever its style in the text, the called function in front of
    it (``wandb_login_key``), and the expression has to begin and end at its words.
    """
    near: str = ""
    """For a value that only its provider's name beside it gives away: expression for that name, in any case;
    with ``^`` it begins a word. ``pattern`` is then the value alone, until the rule is loaded."""
    given: Given = "name"
    """With ``near``: what the value has to be given to."""
    names: tuple[str, ...] = ()
    """For personal data: what announces it in a name, a header or the words around it, in lower case and
    without accents: ``date of birth``."""
    chance: float = 0.0
    """For personal data: the share of random values of its shape that the checks let pass; 0.1 for one check
    digit."""
    distinctive: str = ""
    """For personal data: regular expression of a way to write it in which so many signs come together that
    they say more than the check digits: an SSN with its dashes."""
    birthday_only: bool = False
    """For personal data: whether it is a birthday and digits without a check; too many other numbers are."""
    words_in: Literal["", "text", "header"] = ""
    """For personal data that no form gives away: where its ``names`` are looked for, so that the value behind
    them is; with "header" above columns only."""
    own_form: bool = False
    """For personal data: whether ``pattern`` itself is looked for in texts, as none of the forms that several
    kinds share (detection/personal/forms.py) proposes its values. ``make lint`` says where it is needed."""
    shape: str = ""
    """For personal data: what made-up values look like, for ``{pii-…}`` in templates. YY, YYYY, MM and DD are
    a birthday, # a digit, @ a letter, other characters themselves. Check digits are found by trying."""
    special: bool = False
    """Whether the law counts it to the special categories (GDPR, Article 9); looked for in columns only."""
    pair: str = ""
    """Weakness id of the other half: of an access key id, for the rule of its secret key."""
    half: str = ""
    """Regular expression of a value that is taken for one where the other half is in the same document,
    whatever its name: the whole match is judged by the checks."""
    lines: int = 1
    """Lines that a match may span; only a rule whose first line has a literal may span more than one."""
    checks: tuple[str, ...] = ()
    """Names of functions in ``detection/checks.py`` that the value has to pass."""
    confidence: Confidence = Confidence.HIGH
    specificity: int = 50
    """Of two rules on one value the one with the larger number is reported."""
    public_prefix: str = ""
    """What every value of this kind begins with; all that a preview may show, four characters at most."""
    env: str = ""
    """Variable that the provider's own SDK reads, for the ``os.environ`` lookup."""
    budget: str = ""
    """Why the pattern may do without a literal of four bytes, for the rule lint."""
    match: tuple[str, ...] = ()
    """Templates that have to match; filled by ``detection/examples.py`` with a seeded generator."""
    no_match: tuple[str, ...] = ()


class Match(msgspec.Struct, frozen=True):
    """A span of a text that a rule recognised. It carries positions, never the value."""

    rule: Rule
    start: int
    """Offset of the value's first character, in code points from 0."""
    end: int
    """Offset behind the value's last character."""
    confidence: Confidence
    name: str | None = None
    """Identifier, key or header that the value was given to, as written: ``database_password``."""
    note: str | None = None
    """Why the confidence differs from the rule's: ``checksum does not fit``."""
    secret_start: int | None = None
    """Where the match is more than the secret, as a connection string is: offset of the secret in it."""
    secret_end: int | None = None

    @property
    def secret_span(self) -> tuple[int, int]:
        """Span of the secret itself: the password of a connection string, else the whole match."""
        if self.secret_start is None or self.secret_end is None:
            return self.start, self.end
        return self.secret_start, self.secret_end
