from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.detection.personal.names.scripts import in_latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Юлия Щербакова", "yuliya shcherbakova"),
        ("Ђорђе", "djordje"),
        ("Γιώργος Ψαράς", "giorgos psaras"),
        ("Anna", "Anna"),
        ("объект", "obekt"),
    ],
)
def test_names_look_like_themselves_in_latin_letters(text: str, latin: str) -> None:
    assert in_latin(text).text == latin


def test_a_span_is_told_in_the_text_that_was_given() -> None:
    latin = in_latin("Щука ест")
    assert latin.text == "shchuka est"
    assert latin.span(0, 4) == (0, 1)
    assert latin.span(8, 11) == (5, 8)


@given(st.text(alphabet="aЩяь ώΐЇ…9") | st.text())
def test_every_character_knows_where_it_comes_from(text: str) -> None:
    latin = in_latin(text)
    if latin.origins is None:
        assert latin.text == text
        return
    assert len(latin.origins) == len(latin.text) + 1
    assert latin.origins == sorted(latin.origins)
    assert latin.origins[-1] == len(text)
