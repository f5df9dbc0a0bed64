"""The shape of names."""

from __future__ import annotations

import pytest

from ct_jupyter.detection.personal.names.eastern import is_eastern_person
from ct_jupyter.detection.personal.names.headers import address_strength, person_strength
from ct_jupyter.detection.personal.names.persons import is_company, person_shape
from tests.cost import assert_linear
from tests.detection.personal.names.people import people


@pytest.mark.parametrize("name", people(60))
def test_two_names_in_a_row_are_a_full_name(name: str) -> None:
    assert person_shape(name) == "full"
    assert person_shape(name.upper()) == "full"
    assert person_shape("Mrs. " + name) == "titled"
    assert person_shape(", ".join(reversed(name.split()))) == "full"


@pytest.mark.parametrize(
    ("pieces", "shape"),
    [
        (("Anouk", "van der", "Schuijt"), "full"),
        (("J. R. R.", "Morgan"), "full"),
        (("H.-Dieter", "Junk"), "full"),
        (("Sean", "O'Connor"), "full"),
        (("Иван", "Петров"), "full"),
        (("Harvey",), "single"),
    ],
)
def test_particles_initials_and_other_scripts(pieces: tuple[str, ...], shape: str) -> None:
    assert person_shape(" ".join(pieces)) == shape


@pytest.mark.parametrize(
    "value",
    [
        "Random Forest", "linear model", "Crawford Group", "Müller GmbH", "train.csv", "Bench.tar.gz", "x",
        "user_id", "Price (USD)", "A B", "Total Revenue", "v1.2", "2024", "fooBarBaz", "", "http://a.example",
        "One Two Three Four Five Six Seven", "'",
    ],
)  # fmt: skip
def test_what_is_no_name(value: str) -> None:
    assert person_shape(value) is None


def test_companies_are_told_by_their_form() -> None:
    assert is_company("Crawford, Hill and Sons")
    assert is_company("Spółdzielnia Nowak Sp. z o.o.")
    assert not is_company(people(1)[0])


@pytest.mark.parametrize("name", ["佐藤太一", "鈴木 花子", "王小明", "김민준"])
def test_eastern_names_begin_with_a_family_name(name: str) -> None:
    assert is_eastern_person(name)


@pytest.mark.parametrize("value", ["東京都", "千葉県", "株式会社", "モデル", "학습", "abc", ""])
def test_eastern_words_are_no_names(value: str) -> None:
    assert not is_eastern_person(value)


@pytest.mark.parametrize(
    ("name", "person", "address"),
    [
        ("first_name", 1.0, 0.0),
        ("lastName", 1.0, 0.0),
        ("Vorname", 1.0, 0.0),
        ("nazwisko", 1.0, 0.0),
        ("氏名", 1.0, 0.0),
        ("user", 0.4, 0.0),
        ("name", 0.2, 0.0),
        ("file_name", 0.0, 0.0),
        ("model_name", 0.0, 0.0),
        ("column_name", 0.0, 0.0),
        ("home_address", 0.0, 1.0),
        ("Straße", 0.0, 1.0),
        ("ip_address", 0.0, 0.0),
        ("wallet_address", 0.0, 0.0),
        ("epoch", 0.0, 0.0),
        ("", 0.0, 0.0),
    ],
)
def test_what_a_header_says(name: str, person: float, address: float) -> None:
    assert (person_strength(name), address_strength(name)) == (person, address)


def test_long_values_are_judged_at_once() -> None:
    for unit, end in (("a", "!"), ("A", "1"), ("A-", ""), ("A.", ""), ("Aa ", "")):
        assert_linear(lambda n, unit=unit, end=end: lambda: person_shape(unit * n + end), 80, unit)
