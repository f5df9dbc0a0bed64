"""Fakes keep the form, lead nobody back, and never let two values become one."""

from __future__ import annotations

import datetime
import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.anonymise import pseudonyms
from ct_jupyter.anonymise.pseudonyms import (
    fake_card,
    fake_coordinate,
    fake_date,
    fake_email,
    fake_for,
    fake_iban,
    fake_network,
    fake_number,
    fake_phone,
    fake_text,
    fake_user,
    hashed,
    masked,
    permuted,
    reshaped,
)
from ct_jupyter.detection import load_rules

KEY = b"k" * 32
OTHER = b"o" * 32


def digits(length: int, seed: int = 1) -> str:
    chance = random.Random(seed)
    return chance.choice("123456789") + "".join(chance.choices(string.digits, k=length - 1))


def luhn_valid(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed([int(d) for d in number if d.isdigit()])):
        total += sum(divmod(digit * 2, 10)) if place % 2 else digit
    return total % 10 == 0


def card(seed: int) -> str:
    payload = "4" + digits(14, seed)
    return next(payload + check for check in string.digits if luhn_valid(payload + check))


def address(seed: int) -> str:
    return "@".join([f"person{digits(4, seed)}", "firm.test"])


@pytest.mark.parametrize("size", [1, 2, 3, 10, 99, 1000, 4096])
def test_a_permutation_reaches_every_number_once(size: int) -> None:
    assert sorted(permuted(number, size, KEY) for number in range(size)) == list(range(size))


@given(st.text(min_size=1, max_size=40))
def test_other_letters_and_digits_keep_the_shape(text: str) -> None:
    changed = reshaped(text, KEY)
    assert len(changed) == len(text)
    for old, new in zip(text, changed, strict=True):
        assert old.isalnum() == new.isalnum()
        assert old.isdigit() == new.isdigit()
        if not old.isalnum():
            assert old == new
        if old.isascii() and old.isalpha():
            assert (old.isupper(), old.islower()) == (new.isupper(), new.islower())


def test_no_two_numbers_of_a_form_become_one() -> None:
    numbers = [f"{number:02}-{number * 7 % 10_000:04}" for number in range(10_000)]
    assert len({reshaped(number, KEY) for number in set(numbers)}) == len(set(numbers))


@pytest.mark.parametrize(
    "weakness_id", sorted(rule.id for rule in load_rules() if rule.id.startswith("pii."))
)
def test_a_fake_of_each_kind_depends_on_the_value_and_the_key_alone(weakness_id: str) -> None:
    make = fake_for(weakness_id)
    values = [address(n) if "email" in weakness_id else f"Value {digits(9, n)}" for n in range(50)]
    fakes = [make(value, KEY) for value in values]
    assert fakes == [make(value, KEY) for value in values]
    assert fakes != [make(value, OTHER) for value in values]
    assert not set(fakes) & set(values)


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_whatever_stands_in_a_column_is_replaced_without_an_error(value: object) -> None:
    for rule in ("email", "phone", "credit-card", "iban", "ip-address", "person", "date-of-birth"):
        fake_for(f"pii.{rule}")(value, KEY)
    for rule in ("national-id.us-ssn", "coordinates", "username", "special.health", "passport"):
        fake_for(f"pii.{rule}")(value, KEY)
    assert len(hashed(value, KEY)) == 32
    assert not any(letter.isalnum() for letter in masked(value, KEY))


def test_an_email_stays_one_and_is_nobodys() -> None:
    fakes = {fake_email(address(n), KEY) for n in range(1000)}
    assert len(fakes) == len({address(n) for n in range(1000)})
    assert all(fake.endswith("@example.com") for fake in fakes)
    inside = fake_email(f"write to <{address(1)}>, please", KEY)
    assert inside == f"write to <{fake_email(address(1), KEY)}>, please"


def test_an_email_has_one_pseudonym_in_any_case_and_among_blanks() -> None:
    for change in (fake_for("pii.email"), hashed):
        made = {change(text, KEY) for text in ("ann.b@mail.test", "ANN.B@Mail.test", " ann.b@mail.test ")}
        assert len(made) == 1
        assert change("ann.c@mail.test", KEY) not in made


def test_what_is_no_email_does_not_stay_in_a_column_of_them() -> None:
    assert "Somebody" not in fake_email("Somebody at home", KEY)


def test_a_phone_keeps_its_form_and_its_country() -> None:
    number = digits(9)
    fake = fake_phone(f"+49 ({number[:2]}) {number[2:5]}-{number[5:]}", KEY)
    assert [c if not c.isdigit() else "0" for c in fake] == list("+00 (00) 000-0000")
    assert fake.startswith("+49 ")


@pytest.mark.parametrize("number", [digits(11), digits(13, 3), card(4)])
def test_a_number_has_one_fake_as_text_as_integer_and_as_float(number: str) -> None:
    for make in (fake_phone, fake_number, fake_card):
        fake = make(number, KEY)
        assert make(int(number), KEY) == int(fake)
        assert make(float(number), KEY) == float(fake)
        assert make(f"{number}.0", KEY) == fake
        assert make(f"00{number}", KEY) in (f"00{fake}", make(f"00{number}", KEY))
    # pandas drops the zeros in front: what it reads then still joins.
    assert fake_phone(f"00{number}", KEY) == f"00{fake_phone(number, KEY)}"


def test_a_card_keeps_its_form_and_no_card_has_the_number() -> None:
    cards = [card(seed) for seed in range(500)]
    fakes = [fake_card(number, KEY) for number in cards]
    assert len(set(fakes)) == len(set(cards))
    assert not any(luhn_valid(fake) for fake in fakes)
    spaced = " ".join(cards[0][at : at + 4] for at in range(0, 16, 4))
    assert fake_card(spaced, KEY).replace(" ", "") == fakes[0]


def test_an_iban_keeps_its_country_and_length_with_check_digits_that_no_bank_has() -> None:
    iban = "DE" + digits(20)
    fake = fake_iban(iban, KEY)
    assert fake.startswith("DE00")
    assert len(fake) == len(iban)
    spaced = " ".join(iban[at : at + 4] for at in range(0, 22, 4))
    assert fake_iban(spaced, KEY)[:4] == "DE00"


def test_a_name_is_replaced_word_by_word_so_that_parts_and_wholes_agree() -> None:
    first, last = fake_text("Marianne", KEY), fake_text("Testperson", KEY)
    assert fake_text("Marianne Testperson", KEY) == f"{first} {last}"
    assert fake_text("Testperson, Marianne", KEY) == f"{last}, {first}"
    assert fake_text("Dr. Marianne von Testperson", KEY) == f"Dr. {first} von {last}"
    assert first.istitle()
    assert fake_text("MARIANNE", KEY).isupper()


def test_names_in_other_scripts_do_not_stay() -> None:
    for name in ("Анна Иванова", "山田 太郎", "Αλέξανδρος", "محمد علي", "김민준"):
        assert not set(fake_text(name, KEY)) & (set(name) - {" "})


def test_an_address_keeps_its_kind_of_street() -> None:
    fake = fake_text(" ".join(["12", "Testname", "Street,", "Otherplace"]), KEY)
    assert fake.split()[2] == "Street,"
    assert "Testname" not in fake
    assert "Otherplace" not in fake


@pytest.mark.parametrize("text", ["1991-07-25", "25.07.1991", "7/25/1991", "25 July 1991", "19910725"])
def test_a_date_stays_a_date_of_its_form(text: str) -> None:
    fake = fake_date(text, KEY)
    assert len(fake) in (len(text) - 2, len(text) - 1, len(text), len(text) + 1)
    year = next(part for part in (fake[:4], fake[-4:]) if part.isdigit())
    assert abs(int(year) - 1991) <= 3
    assert fake != text


def test_a_date_has_one_fake_as_text_and_as_date() -> None:
    day = datetime.date(1991, 7, 25)
    moment = datetime.datetime(1991, 7, 25)
    assert fake_date(day, KEY).isoformat() == fake_date("1991-07-25", KEY)
    assert fake_date(moment, KEY) == datetime.datetime.combine(fake_date(day, KEY), datetime.time())
    assert fake_date("1991-07-25 00:00:00", KEY) == fake_date("1991-07-25", KEY) + " 00:00:00"


def test_a_place_is_moved_by_kilometres_not_by_countries() -> None:
    assert abs(fake_coordinate(52.123456, KEY) - 52.123456) < 0.1
    assert fake_coordinate("52.123456", KEY) == str(fake_coordinate(52.123456, KEY))


def test_network_addresses_stay_addresses() -> None:
    four = fake_network(".".join(["81", "2", "69", "142"]), KEY)
    assert [0 <= int(part) < 256 for part in four.split(".")] == [True] * 4
    assert fake_network("2a02:" + "8108::" + "1f", KEY).startswith("2001:db8:")
    hardware = fake_network("-".join(["A4", "83", "E7", "11", "22", "33"]), KEY)
    assert hardware.startswith("02-")
    assert hardware.count("-") == 5


def test_a_user_name_is_nobodys() -> None:
    assert fake_user("somebody", KEY).startswith("user")
    assert fake_user("somebody", KEY) != fake_user("Somebody", KEY)


def test_the_part_that_cells_get_is_as_cells_want_it() -> None:
    assert pseudonyms.__file__ is not None
    with open(pseudonyms.__file__, encoding="utf-8") as file:  # noqa: PTH123
        lines = re.split("# -{99,}", file.read())[1].splitlines()
    assert [line for line in lines if len(line) > 88] == []
