"""The forms of addresses, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ct_jupyter.detection.personal.names.addresses import address_form, addresses_in
from tests.cost import assert_linear
from tests.detection.personal.names.people import streets

CERTAIN = [
    ("12 Elm", "Street"),
    ("579 Jeremiah", "Avenue Suite 706"),
    ("Langestraße", "2"),
    ("Ottostr.", "19-32"),
    ("Agnes-Trubin-Straße", "724, 10115 Berlin"),
    ("37, boulevard", "Margaux Benard"),
    ("Calle Miriam", "Saavedra 60 Piso 2"),
    ("Viale Aldo,", "418 Piano 9"),
    ("Rua das", "Flores, 45"),
    ("ulica Krokusowa", "43/54"),
    ("Granvägen", "9"),
    ("Jamiestraat", "8"),
    ("Mannerheimin Kotikatu", "3"),
    ("Kossuth Lajos", "utca 5"),
    ("улица Ленина,", "д. 5"),
    ("Jalan Sudirman", "No. 12"),
    ("東京都港区芝公園", "4丁目2-8"),
]
LIKELY = [
    ("921 Lee", "Ranch"),
    ("Praia de", "Garcia, 3"),
    ("Evropská", "700, 316 82 Bystřice"),
    ("Leahhof", "40"),
]
STREET = [("avenue Bertrand", "Techer"), ("Ladeira de", "Ferreira")]
NONE = [
    "100 trees of a Random Forest",
    "Clustering 5",
    "Notepad 12",
    "Figure 3 Street scenes",
    "2024-01-01 12:00",
    "Random Forest",
    "conv2d_12",
    "10.0.0.1",
    "step 40 of 100",
    "",
]


@pytest.mark.parametrize("pieces", CERTAIN)
def test_a_street_with_its_number_is_certain_in_any_text(pieces: tuple[str, str]) -> None:
    value = (" " if pieces[0].isascii() or pieces[0][0] < "\u3000" else "").join(pieces)
    assert address_form(value) == "certain"
    text = f"She moved to {value} in May."
    [span] = addresses_in(text, 0, len(text))
    assert value.startswith(text[span.start : span.end]) or text[span.start : span.end].startswith(value[:8])


@pytest.mark.parametrize("pieces", LIKELY)
def test_other_streets_are_likely_where_nothing_else_fills_the_value(pieces: tuple[str, str]) -> None:
    value = " ".join(pieces)
    assert address_form(value) == "likely"
    assert list(addresses_in(f"in {value}", 0, 80)) == []


@pytest.mark.parametrize("pieces", STREET)
def test_a_street_without_a_number_is_only_a_street(pieces: tuple[str, str]) -> None:
    assert address_form(" ".join(pieces)) == "street"


@pytest.mark.parametrize("value", NONE)
def test_the_numbers_and_words_of_notebooks_are_no_addresses(value: str) -> None:
    assert address_form(value) not in ("certain", "likely")
    assert list(addresses_in(value, 0, len(value))) == []


@pytest.mark.parametrize("seed", range(20))
def test_made_up_addresses_are_told(seed: int) -> None:
    assert all(address_form(value) == "certain" for value in streets(20, seed))


@pytest.mark.parametrize(
    "text",
    ["A" * 4000, "Aa " * 2000, "1 " * 2000, "Aa-" * 1500, "1 Aa " * 1000, "de la " * 800, "Aa. " * 1000],
)
def test_texts_made_to_hurt_take_time_in_proportion(text: str) -> None:
    def search(size: int) -> Callable[[], object]:
        return lambda: (list(addresses_in(text[:size], 0, size)), address_form(text[: size // 20]))

    assert_linear(search, len(text), text[:20])
