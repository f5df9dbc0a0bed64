"""A scan says nothing of the fakes that we make, and goes on finding what looks like them."""

from __future__ import annotations

import random

import pytest

from ct_jupyter.anonymise.pseudonyms import fake_for, word_like
from ct_jupyter.detection import get_detector
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.detection.personal.made import is_made_text, is_made_word

KEY = b"k" * 32
FIRST = ["Ann", "Bo", "Cyrus", "Maria", "Hans", "Ole", "Petra", "Ines", "Juan", "Raquel"]
LAST = ["Lopez", "Meyer", "Smith", "Jones", "Olsen", "Berg", "Novak", "Rossi", "Silva", "Tanaka"]


def real(kind: str, seed: int) -> str:
    rng = random.Random(seed)
    first, last = rng.choice(FIRST), rng.choice(LAST)
    made = {
        "pii.person": f"{first} {last}",
        "pii.address": f"{rng.randint(1, 99)} {last} Street",
        "pii.email": f"{first}.{last}{seed}@mail-{seed}.net".lower(),
        "pii.ip-address": ".".join(str(rng.randint(20, 90)) for _ in range(4)),
        "pii.mac-address": "3c:22:" + ":".join(f"{rng.randint(0, 255):02x}" for _ in range(4)),
        "pii.phone": (
            f"(212) {rng.randint(200, 999)}-{rng.randint(1000, 9999)}"
            if seed % 2
            else f"+49 30 {rng.randint(1000000, 99999999)}"
        ),
    }
    return made.get(kind) or sample_value(kind, seed)


HEADERS = {
    "pii.email": "email",
    "pii.phone": "phone",
    "pii.credit-card": "card_number",
    "pii.iban": "iban",
    "pii.ip-address": "ip_address",
    "pii.mac-address": "mac",
    "pii.person": "full_name",
    "pii.address": "address",
    "pii.national-id.us-ssn": "ssn",
}


def found(text: str, language: str) -> set[str]:
    return {match.rule.id for match in get_detector().scan(text, language)}


def shapes(header: str, values: list[str]) -> dict[str, str]:
    """Return the values as a table in HTML and in text, in prose, in code and in JSON."""
    rows = "".join(f"<tr><th>{n}</th><td>{value}</td><td>7</td></tr>" for n, value in enumerate(values))
    head = f"<thead><tr><th></th><th>{header}</th><th>n</th></tr></thead>"
    return {
        "html": f"<table>{head}<tbody>{rows}</tbody></table>",
        "text": f"   {header:>40}  n\n" + "".join(f"{n:<2} {v:>40}  7\n" for n, v in enumerate(values)),
        "markdown": "\n".join(f"The record of {value} is new." for value in values),
        "python": "\n".join(f'{header} = "{value}"' for value in values),
        "json": "\n".join(f'{{"{header}": "{value}"}}' for value in values),
    }


@pytest.mark.parametrize("kind", HEADERS)
def test_a_scan_is_silent_about_fakes_in_whatever_shape(kind: str) -> None:
    values = [real(kind, seed) for seed in range(20)]
    fakes = [str(fake_for(kind)(value, KEY)) for value in values]
    assert len(set(fakes)) == len(set(values))
    wanted = {language: found(text, language) for language, text in shapes(HEADERS[kind], values).items()}
    assert any(kind in ids for ids in wanted.values()), "the same tables of real values are reported"
    for language, text in shapes(HEADERS[kind], fakes).items():
        assert found(text, language) == set(), language


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tel: 0049 30 12345678", "pii.phone"),  # ct: ignore[pii.*] made up here
        ("phone = '+39 06 1234 5679'", "pii.phone"),  # ct: ignore[pii.*] made up here
        ("full_name = 'Hiroko Tanaka'", "pii.person"),  # ct: ignore[pii.*] made up here
        ("full_name = 'Romano Takeda'", "pii.person"),  # ct: ignore[pii.*] made up here
        ("mac = '02:42:ac:11:00:02'", "pii.mac-address"),
        ("client 203.0.112.9 connected", "pii.ip-address"),
    ],
)
def test_what_looks_like_them_is_still_found(text: str, kind: str) -> None:
    assert kind in found(text, "python")


def test_a_word_of_ours_is_told_by_its_last_syllable() -> None:
    words = [word_like(word, KEY) for word in (*FIRST, *LAST)]
    assert all(map(is_made_word, words))
    assert not any(is_made_word(word[:-2] + "qu") for word in words)
    assert is_made_text(f"Dr. {words[0]} von {words[1]}")
    assert not is_made_text(f"{words[0]} Lopez")
    assert not is_made_text("12 345")
