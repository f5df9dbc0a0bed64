"""Tokens to spans; no model needed."""

from __future__ import annotations

import re

import pytest

from ct_jupyter.detection.personal.names.model import Token
from ct_jupyter.detection.personal.names.spans import spans_of

STREET = " ".join(("12 Elm", "Street"))


def tokens(text: str, **shares: str) -> list[Token]:
    """Return the tokens of ``text``, three letters each; those in the named stretches are sure."""
    found = []
    for piece in re.finditer(r"[\u3040-\u9fff]|[^\W_]{1,3}|[^\w\s]|_", text):
        inside = {
            kind: text.find(part) <= piece.start() < text.find(part) + len(part) if part else False
            for kind, part in shares.items()
        }
        found.append(
            Token(*piece.span(), *(float(inside.get(kind, False)) for kind in ("who", "where", "town")))
        )
    return found


def spans(text: str, **shares: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in spans_of(text, tokens(text, **shares))]


def test_sub_words_and_given_name_and_surname_become_one_name() -> None:
    assert spans("ask Johanna Weatherfield now", who="Johanna Weatherfield") == [
        ("Johanna Weatherfield", "person")
    ]


def test_an_edge_inside_a_word_moves_to_the_word() -> None:
    assert spans("Weatherfield", who="Weather") == [("Weatherfield", "person")]
    assert spans("Weatherfield", who="Wea") == []


def test_particles_between_two_names_belong_to_the_name() -> None:
    text = "Anna van der Meulen"
    found = tokens(text, who="Anna")
    sure = [t._replace(person=1.0) if t.start >= text.index("Meulen") else t for t in found]
    assert [(s.start, s.end) for s in spans_of(text, sure)] == [(0, len(text))]


def test_names_on_two_lines_or_in_two_columns_stay_two() -> None:
    assert len(spans("Anna Meulen\nPeter Bakker", who="Anna Meulen\nPeter Bakker")) == 2
    assert len(spans("Anna Meulen    Peter Bakker", who="Anna Meulen    Peter Bakker")) == 2


def test_street_number_and_town_become_one_address() -> None:
    text = f"at {STREET}, Apt. 4, Springfield 12345 today"
    assert spans(text, where=f"{STREET}, Apt. 4", town="Springfield 12345") == [
        (f"{STREET}, Apt. 4, Springfield 12345", "address")
    ]


def test_a_town_alone_and_a_number_alone_are_no_address() -> None:
    assert spans("flights to Springfield", town="Springfield") == []
    assert spans("epoch 12 of 50", where="12") == []


@pytest.mark.parametrize(
    "text", ["anna@example.com", "data/anna", "anna_df", "df_anna", "anna(3)", "anna=3", "#anna"]
)
def test_a_piece_of_an_identifier_is_no_name(text: str) -> None:
    assert spans(text, who="anna") == []


def test_the_full_stop_of_a_sentence_is_left_out_and_an_initials_is_not() -> None:
    assert spans("Met Anna Meulen.", who="Anna Meulen.") == [("Anna Meulen", "person")]
    assert spans("by Meulen, A.", who="A.") == [("A.", "person")]


def test_a_word_with_digits_is_no_name() -> None:
    assert spans("anna2 model", who="anna2") == []


def test_japanese_names_are_told_by_the_character() -> None:
    assert spans("担当は佐藤太郎です", who="佐藤太郎") == [("佐藤太郎", "person")]
