"""The kinds of personal data: one record a kind, for everything that treats kinds differently.

What a value looks like is in its rules (``detection/rules/*.toml``), of which a kind may have many: one for
each number of a state. ``scripts/personal_kinds.py`` copies to the front end, to the settings' schema, to the
pseudonyms and to ``docs/personal-data.md`` what they need of this.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from ..model import Severity

PREFIX = "pii."

EMAIL = "pii.email"
PHONE = "pii.phone"
CREDIT_CARD = "pii.credit-card"
IBAN = "pii.iban"
IP_ADDRESS = "pii.ip-address"
MAC_ADDRESS = "pii.mac-address"
CRYPTO_WALLET = "pii.crypto-wallet"
PASSPORT = "pii.passport"
VEHICLE_NUMBER = "pii.vehicle-number"
BIRTH = "pii.date-of-birth"
COORDINATES = "pii.coordinates"
USERNAME = "pii.username"
COOKIE = "pii.cookie"
PERSON = "pii.person"
ADDRESS = "pii.address"
NATIONAL = "pii.national-id"
SPECIAL = "pii.special"
SSN = "pii.national-id.us-ssn"

Preview = Literal["nothing", "initial", "last-characters"]


class PersonalKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of personal data. The defaults are those of a number that has a form or check digits."""

    id: str
    """Weakness id, or what the weakness ids of its rules begin with: ``pii.national-id``."""
    label: str
    """What lists call it, in the plural: ``Telephone numbers``."""
    law: tuple[str, ...] = ()
    """Provisions that name it, beside Article 4(1) of the GDPR, which covers all kinds."""
    preview: Preview = "nothing"
    """What findings show of a value: nothing, its first character, or its last four."""
    column_severity: Severity | None = None
    """Severity in the column of a data file, where that differs from the rule's."""
    weighed: bool = True
    """Whether values are numbers, of which a text may have many of other meanings: each is weighed by its
    form, its check digits and what is around it. The other kinds have functions of their own."""
    trigger: str = ""
    """Regular expression (the subset that Rust and Python share) that any cell with such a value matches: the
    first, cheap test of all rows of a column. Default: the rule's own pattern."""
    whole_cell: str = ""
    """Regular expression of a cell that is one such value and can hardly be anything else: after some were
    checked, the others are only counted."""
    stands_alone: bool = False
    """Whether a value is told by its form within a longer text of a column."""
    never_a_header: bool = False
    """Whether a file whose first row holds such a value has no row of names."""
    numbered: bool = False
    """Whether a column with its name and other numbers than our checks accept is reported, with low
    confidence."""
    identifies: bool = False
    """Whether a table with it has a person in each row, so that coordinates beside it are a person's."""
    yields_to_names: bool = False
    """Whether the names model knows better: the first word of a name looks like an account."""
    fakes: dict[str, str] = msgspec.field(default_factory=dict)
    """Functions of ``anonymise/pseudonyms.py`` by weakness id without ``id`` ("" for all); default:
    ``fake_number``, other letters and digits of the same form."""
    example: str = ""
    """A value reserved for examples, which the editor offers to put in the place of a real one."""


_HIPAA = "HIPAA § 164.514(b)(2)(i)"

KINDS: tuple[PersonalKind, ...] = (
    PersonalKind(
        id=NATIONAL,
        label="National and tax IDs",
        law=("GDPR Art. 87", f"{_HIPAA}(G)", "CCPA § 1798.140(ae)"),
        trigger=r"(?:\d[ ./-]?[A-Za-z]?[ -]?){6}",
        numbered=True,
        identifies=True,
        fakes={".us-ssn": "fake_ssn"},
    ),
    PersonalKind(
        id=PASSPORT,
        label="Passports",
        law=(f"{_HIPAA}(R)", "CCPA § 1798.140(ae)"),
        trigger=r"\d{4}",
        numbered=True,
    ),
    PersonalKind(
        id="pii.driver-license",
        label="Driving licences",
        law=(f"{_HIPAA}(K)", "CCPA § 1798.140(ae)"),
        trigger=r"\d{4}",
    ),
    PersonalKind(
        id="pii.health-id",
        label="Health IDs",
        law=("GDPR Art. 9", f"{_HIPAA}(H), (I)"),
        trigger=r"\d{4}",
        identifies=True,
    ),
    PersonalKind(
        id=CREDIT_CARD,
        label="Credit cards",
        law=("PCI DSS 3", f"{_HIPAA}(J)", "CCPA § 1798.140(ae)"),
        preview="last-characters",
        trigger=r"(?:\d[ -]?){11,18}\d",
        whole_cell=r"^[\d -]{12,30}$",
        stands_alone=True,
        never_a_header=True,
        numbered=True,
        fakes={"": "fake_card"},
    ),
    PersonalKind(
        id=IBAN,
        label="IBANs",
        law=(f"{_HIPAA}(J)", "CCPA § 1798.140(ae)"),
        preview="last-characters",
        weighed=False,
        trigger=r"[A-Z]{2}\d{2}[ -]?[A-Z0-9]{4}[ -]?[A-Z0-9]{4}",
        whole_cell=r"^[A-Z]{2}\d{2}[A-Z0-9 -]{11,40}$",
        stands_alone=True,
        never_a_header=True,
        numbered=True,
        fakes={"": "fake_iban"},
    ),
    PersonalKind(
        id="pii.bank-account",
        label="Bank accounts",
        law=(f"{_HIPAA}(J)", "CCPA § 1798.140(ae)"),
        preview="last-characters",
        trigger=r"\d{4,}",
    ),
    PersonalKind(
        id=SPECIAL,
        label="Special categories",
        law=("GDPR Art. 9", "CCPA § 1798.140(ae)"),
        weighed=False,
        fakes={"": "fake_group"},
    ),
    PersonalKind(
        id=PERSON,
        label="Names",
        law=(f"{_HIPAA}(A)",),
        weighed=False,
        identifies=True,
        yields_to_names=True,
        fakes={"": "fake_text"},
        example="Jane Doe",
    ),
    PersonalKind(
        id=ADDRESS,
        label="Addresses",
        law=(f"{_HIPAA}(B)",),
        weighed=False,
        yields_to_names=True,
        fakes={"": "fake_text"},
        example="1 Example Street",  # ct: ignore[pii.address] no real street
    ),
    PersonalKind(
        id=PHONE,
        label="Telephone numbers",
        law=(f"{_HIPAA}(D)",),
        preview="last-characters",
        trigger=r"\d[\d ()./-]{5,}\d",
        numbered=True,
        identifies=True,
        fakes={"": "fake_phone"},
        example="+1 202-555-0100",
    ),
    PersonalKind(
        id=BIRTH,
        label="Dates of birth",
        law=(f"{_HIPAA}(C)",),
        weighed=False,
        trigger=r"\d{4}",
        identifies=True,
        fakes={"": "fake_date"},
        example="1970-01-01",
    ),
    PersonalKind(
        id=COORDINATES,
        label="Coordinates",
        law=(f"{_HIPAA}(B)", "CCPA § 1798.140(ae)"),
        weighed=False,
        trigger=r"\d\.\d{4}",
        fakes={"": "fake_coordinate"},
    ),
    PersonalKind(
        id=CRYPTO_WALLET,
        label="Crypto wallets",
        law=(f"{_HIPAA}(R)",),
        weighed=False,
        trigger=r"[A-Za-z0-9]{26}",
        stands_alone=True,
    ),
    PersonalKind(
        id=VEHICLE_NUMBER,
        label="Vehicle numbers",
        law=(f"{_HIPAA}(L)",),
        weighed=False,
        trigger=r"\d",
    ),
    PersonalKind(
        id=EMAIL,
        label="E-mail addresses",
        law=(f"{_HIPAA}(F)",),
        preview="initial",
        # The author's own in a notebook is one thing, a list of customers another.
        column_severity=Severity.MEDIUM,
        weighed=False,
        trigger=r"[A-Za-z0-9_]@[A-Za-z0-9-]+\.[A-Za-z]",
        whole_cell=r"^[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}$",
        stands_alone=True,
        never_a_header=True,
        identifies=True,
        fakes={"": "fake_email"},
        example="user@example.com",
    ),
    PersonalKind(
        id=USERNAME,
        label="User names",
        law=("CCPA § 1798.140(v)(1)(A)",),
        weighed=False,
        trigger=r"[A-Za-z]",
        identifies=True,
        yields_to_names=True,
        fakes={"": "fake_user"},
        example="user",
    ),
    PersonalKind(
        id=IP_ADDRESS,
        label="IP addresses",
        law=(f"{_HIPAA}(O)", "GDPR Recital 30"),
        weighed=False,
        trigger=r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:",
        stands_alone=True,
        never_a_header=True,
        fakes={"": "fake_network"},
        example="192.0.2.1",
    ),
    PersonalKind(
        id=MAC_ADDRESS,
        label="MAC addresses",
        law=(f"{_HIPAA}(M)", "GDPR Recital 30"),
        weighed=False,
        trigger=r"(?:[0-9A-Fa-f]{2}[:-]){3}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.",
        stands_alone=True,
        never_a_header=True,
        fakes={"": "fake_network"},
        example="00:00:5E:00:53:00",
    ),
    PersonalKind(
        id=COOKIE,
        label="Cookies",
        law=("GDPR Recital 30",),
        weighed=False,
        trigger=r"[A-Za-z0-9]{8}",
    ),
)
"""Worst first, as lists show them."""

_BY_ID = {kind.id: kind for kind in KINDS}


def is_personal(weakness_id: str) -> bool:
    """Return whether a weakness id is of personal data."""
    return weakness_id.startswith(PREFIX)


def kind_of(weakness_id: str) -> str:
    """Return the kind that a weakness id is of: ``pii.national-id`` for ``pii.national-id.us-ssn``."""
    return ".".join(weakness_id.split(".")[:2])


@lru_cache(maxsize=1024)
def personal_kind(weakness_id: str) -> PersonalKind:
    """Return the record of the kind that a weakness id belongs to.

    Raises
    ------
    KeyError
        If there is none; names the weakness id and what to add.
    """
    found = _BY_ID.get(kind_of(weakness_id))
    if found is None:
        raise KeyError(f"{weakness_id}: no record in detection/personal/personal_kinds.py")
    return found
