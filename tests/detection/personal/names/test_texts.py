"""Whole texts with the model."""

from __future__ import annotations

import pytest

from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.model import Confidence
from ct_jupyter.detection.personal.names import available
from ct_jupyter.detection.personal.names.texts import Budget, names_in_texts
from tests.detection.personal.names.people import people

pytestmark = pytest.mark.skipif(not available(), reason="the extra ct_jupyter[names] is not installed")
PEOPLE = people(6, seed=9)
PERSON = PEOPLE[0]


def found(
    text: str, language: str, known: list[tuple[int, int]] | None = None
) -> list[tuple[str, Confidence]]:
    [matches] = names_in_texts([(text, language)], [known or []]).matches
    return [(text[m.start : m.end], m.confidence) for m in matches]


def test_a_name_in_a_literal_is_told_and_breaks_no_build() -> None:
    assert found(f'run("x", "{PERSON}")', "python") == [(PERSON, Confidence.LOW)]


def test_what_it_is_given_to_makes_it_surer() -> None:
    assert found(f'client = "{PERSON}"', "python") == [(PERSON, Confidence.MEDIUM)]
    assert found(f'full_name = "{PERSON}"', "python") == [(PERSON, Confidence.HIGH)]


def test_a_column_without_a_header_is_judged_as_a_whole() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{name}</td></tr>" for n, name in enumerate(PEOPLE))
    html = f"<table><tr><th>c0</th><th>c1</th></tr>{rows}</table>"
    assert [value for value, _ in found(html, "html")] == PEOPLE


def test_a_name_in_prose() -> None:
    assert found(f"Thanks to {PERSON} for the review.", "markdown") == [(PERSON, Confidence.LOW)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A Random Forest and a Support Vector Machine", "markdown"),
        ("# Exploratory Data Analysis", "markdown"),
        ('plt.title("Confusion Matrix")', "python"),
        ("epoch 3 loss=0.2 acc=0.9", "text"),
        ("", "python"),
    ],
)
def test_the_words_of_notebooks_are_no_names(text: str, language: str) -> None:
    assert found(text, language) == []


def test_what_is_something_else_already_is_no_name() -> None:
    text = f'client = "{PERSON}"'
    assert found(text, "python", [(text.index(PERSON), len(text) - 1)]) == []


def test_what_the_budget_does_not_reach_is_counted() -> None:
    texts = [(f'a{n} = "{name}"', "python") for n, name in enumerate(PEOPLE)]
    result = names_in_texts(texts, budget=Budget(stop=lambda: True))
    assert result.left_out == len(PEOPLE)
    assert result.matches == [[]] * len(PEOPLE)
    assert names_in_texts(texts, budget=Budget(values=2)).left_out == len(PEOPLE) - 2


@pytest.mark.parametrize("language", ["markdown", "text"])
def test_a_national_number_that_nothing_announces(language: str) -> None:
    number = fill("{pii-us-ssn}", 3)
    text = f"{PERSON} called, {number} is hers; the order is 12-34-5678 of 2024-01-02."
    assert found(text, language) == [(PERSON, Confidence.LOW), (number, Confidence.LOW)]
    start = text.index(number)
    known = [(start, start + len(number))]
    assert number not in [value for value, _ in found(text, language, known)]
