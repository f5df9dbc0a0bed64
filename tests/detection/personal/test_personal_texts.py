"""Personal data in texts as notebooks have them: what is told, and what stays silent."""

from __future__ import annotations

import random

import pytest

from ct_jupyter.detection import Confidence, Detector, Match, get_detector, load_rules
from ct_jupyter.detection.personal import samples


@pytest.fixture(scope="module", params=["hyperscan", "re"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan")
    return Detector(load_rules(), request.param)


def made(kind: str, seed: int = 1) -> str:
    return samples.make(kind, random.Random(seed))


def found(detector: Detector, text: str, language: str = "text") -> list[tuple[str, str]]:
    matches = detector.scan(text, language)
    return [(m.rule.id, text[m.start : m.end]) for m in matches if m.rule.id.startswith("pii.")]


def one(text: str, language: str = "text") -> Match:
    (match,) = [m for m in get_detector().scan(text, language) if m.rule.id.startswith("pii.")]
    return match


@pytest.mark.parametrize("kind", ["pl-pesel", "de-idnr", "nl-bsn", "ca-sin", "hr-oib", "jp-my-number"])
def test_bare_digits_are_told_by_the_name_they_are_given_to(kind: str, detector: Detector) -> None:
    value = made(kind)
    rule = next(rule for rule in load_rules() if rule.id == f"pii.national-id.{kind}")
    name = rule.names[0].replace(" ", "_")
    assert (rule.id, value) in found(detector, f'{name} = "{value}"', "python")


@pytest.mark.parametrize("kind", ["ca-sin", "hr-oib", "nl-bsn", "tr-vkn"])
def test_bare_digits_with_one_check_digit_in_prose_are_not(kind: str, detector: Detector) -> None:
    digits = "".join(c for c in made(kind) if c.isdigit())
    assert found(detector, f"we trained on {digits} samples in all", "markdown") == []


def test_the_text_of_a_frame_is_read_by_column(detector: Detector) -> None:
    rng = random.Random(3)
    numbers = [samples.make("phone", rng) for _ in range(3)] + ["0" + "".join(rng.choices("123456789", k=9))]
    text = "   id  phone  score\n" + "\n".join(
        f"{row}  {rng.randrange(10**6, 10**7)}  {number}  {rng.random():.6f}"
        for row, number in enumerate(numbers)
    )
    assert [value for _, value in found(detector, text)] == numbers


def test_most_of_a_column_says_what_the_rest_is_where_the_header_says_nothing(detector: Detector) -> None:
    rng = random.Random(4)
    numbers = [samples.make("phone", rng) for _ in range(3)] + ["".join(rng.choices("3456789", k=9))]
    rows = "".join(
        f"<tr><th>{row}</th><td>{number}</td><td>{rng.random():.4f}</td></tr>\n"
        for row, number in enumerate(numbers)
    )
    text = f"<table><thead><tr><th></th><th>c0</th><th>c1</th></tr></thead>\n<tbody>{rows}</tbody></table>"
    assert [value for kind, value in found(detector, text, "html") if kind == "pii.phone"] == numbers


def test_a_column_of_numbers_that_mostly_fail_is_no_column_of_cards(detector: Detector) -> None:
    rng = random.Random(5)
    ids = ["4" + "".join(rng.choices("0123456789", k=15)) for _ in range(30)]
    text = "   order  amount\n" + "\n".join(
        f"{row}  {number}  {rng.random():.3f}" for row, number in enumerate(ids)
    )
    assert found(detector, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "loss: 0.92948276 - val_loss: 1.2345678e-05",
        "created_at=1646757911 step 1593438098564",
        "2019-04-09 10:42:56.551640 took 00:12:31",
        "numpy==1.26.4 torch 2.1.0.15 (build 10.0.19041.1)",
        "x[::2], a[1::3], std::cout, f(123) 456",
        "[[ 123  456  789]\n [1011 1213 1415]]",
        "Epoch 014/050 | Batch 000/469 | 47744/48000",
        "array([255, 255, 255, 128, 64, 32])",
        "t0=16.730072, -3.015815",
        "(846, 539, 7032) 23.10.17 0x5a9d79ad020d",
        "git@github.com:team/project.git @app.route('/x') icon@2x.png",
    ],
)
@pytest.mark.parametrize("language", ["text", "python"])
def test_what_notebooks_are_full_of_stays_silent(text: str, language: str, detector: Detector) -> None:
    assert found(detector, text, language) == []


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("mail to jane@example.com", "kept for examples"),
        ("host = 192.168.1.17", "a private or reserved address"),
        ("bind 127.0.0.1", "the machine's own address"),
        ("phone: (415) 555-0132", "kept for examples"),
        ("card = '" + "42" * 8 + "'", "a test number of a payment provider"),
    ],
)
def test_what_is_nobodys_is_low_and_says_so(text: str, note: str) -> None:
    match = one(text)
    assert (match.confidence, match.note) == (Confidence.LOW, note)


def test_a_secret_wins_over_personal_data_at_one_place(detector: Detector) -> None:
    rng = random.Random(6)
    password = "".join(rng.choices("abcdefghkmnpqrstuvwxyz23456789", k=14))
    text = f'url = "postgresql://etl:{password}@db.{"corp"}-host.org:5432/sales"'
    assert found(detector, text, "python") == []


def test_several_in_one_line_keep_their_own_names(detector: Detector) -> None:
    mail, number, mac = made("email"), made("iban"), made("mac")
    text = f'{{"mail": "{mail}", "iban": "{number}", "hw": "{mac}", "ts": 1646757911}}'
    assert [kind for kind, _ in found(detector, text)] == ["pii.email", "pii.iban", "pii.mac-address"]
