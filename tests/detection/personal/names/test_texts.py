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
    sure = Confidence.MEDIUM if language == "text" else Confidence.LOW
    assert found(text, language) == [(PERSON, sure), (number, Confidence.LOW)]
    start = text.index(number)
    known = [(start, start + len(number))]
    assert number not in [value for value, _ in found(text, language, known)]


@pytest.mark.parametrize(
    "text",
    [
        "Ticket 4412: {name} says that the parcel went to the neighbour.",
        "Reply to ann@mail.example: {name} will call tomorrow about the invoice",
        "The nurse asked {given} whether the pain had gone.",
    ],
    ids=["ticket", "beside a mailbox", "one word"],
)
def test_whom_the_model_is_sure_of_in_an_output_counts(text: str) -> None:
    text = text.format(name=PERSON, given=PERSON.split()[0])
    at = text.find("ann@")
    known = [(at, at + len("ann@mail.example"))] if at >= 0 else []
    name = PERSON if PERSON in text else PERSON.split()[0]
    assert found(text, "text", known) == [(name, Confidence.MEDIUM)]


def test_the_same_in_a_cell_of_texts_of_a_printed_frame() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>{name} told us that the room was cold</td></tr>"
        for n, name in enumerate(PEOPLE)
    )
    html = f"<table><tr><th></th><th>review</th></tr>{rows}</table>"
    assert [value for value, _ in found(html, "html")] == PEOPLE


def test_an_address_over_several_lines_is_one() -> None:
    text = "Please send it to\n20789 Allika 46\n Suite 501\n Riisa\n Estonia 62488"
    assert [value.startswith("20789 Allika 46") for value, _ in found(text, "text")] == [True]


def test_a_budget_without_a_limit_reads_everything() -> None:
    texts = [(f'a{n} = "{name}"', "python") for n, name in enumerate(PEOPLE)]
    assert names_in_texts(texts, budget=Budget(values=None)).left_out == 0


def test_two_names_in_a_row_in_a_log_are_read() -> None:
    text = f"2024-05-01T10:00:00Z [7] {PERSON} logged in from 10.2.3.4 (77:12:00:aa:bb:cc) 9=12;0"
    assert [value for value, _ in found(text, "text")] == [PERSON]
