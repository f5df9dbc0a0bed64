"""Names in running text that words announce, with emphasis in between or not."""

from __future__ import annotations

import pytest

from ct_jupyter.detection import Confidence, get_detector


def names(text: str, language: str = "markdown") -> list[str]:
    return [
        text[match.start : match.end]
        for match in get_detector().scan(text, language)
        if match.rule.id == "pii.person" and match.confidence is not Confidence.LOW
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Call **Maria Lopez** on 555-0199.",
        "call *Maria Lopez* back",
        "**Call** Maria Lopez back",
        "<b>Call</b> <b>Maria Lopez</b> back",
        "**Contact:** Maria Lopez, room 3",
        "Contact Maria Lopez for access.",
        "- Call Maria Lopez on Monday",
        "1. Call Maria Lopez (mobile)",
        "Please contact __Maria Lopez__ about it",
        "Ask [Maria Lopez](https://example.org/staff) first",
        "Reach out to Maria Lopez if needed",
        "speak to our nurse Maria Lopez about it",
        "The patient Maria Lopez was admitted.",
        "Patient **Maria Lopez** was admitted.",
        "Patient: Maria Lopez",
        "Owner - Maria Lopez",
        "the account holder Maria Lopez",
        "our customer _Maria Lopez_ wants",
        "**Dr. Maria Lopez**, cardiology",
        "My name is Maria Lopez.",
        "my name is **Maria Lopez**",
    ],
)
@pytest.mark.parametrize("language", ["markdown", "text"])
def test_a_name_is_found_behind_what_announces_it(text: str, language: str) -> None:
    if language == "markdown" or ":" not in text:  # a log's fields are judged as such
        assert names(text, language) == ["Maria Lopez"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dr. Lopez saw him.", ["Lopez"]),
        ("Mr. Smith and Mrs. Jones", ["Smith", "Jones"]),
        ("Herr Müller ruft an", ["Müller"]),
        ("contact Jean-Luc de la Tour about it", ["Jean-Luc de la Tour"]),
        ("our customer Søren O'Brien wants", ["Søren O'Brien"]),
        ("call Maria J. Lopez now", ["Maria J. Lopez"]),
    ],
)
def test_names_of_all_shapes_are_found_whole(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "## Customer Segmentation Analysis",
        "# Contact Maria Lopez",
        "Customer Lifetime Value",
        "**Patient Outcome Study**",
        "- Call Center Agents",
        "Call Center Agents work hard",
        "contact Customer Support",
        "contact Acme Corp for a quote",
        "We call Random Forest on the data",
        "which we call Dropped Rows here",
        "call Support Vector Machines on it",
        "ask Stack Overflow",
        "talk to Apache Spark",
        "the owner Google Cloud",
        "12 Maple Dr Springfield",
        "MS Office",
        "Contact Lens Data",
        "Student Performance",
        "Patient Length Of Stay",
        "call the function",
        "my name is important",
        "which allows the job to call Vertex AI models",
        "by the client, PIL Thumbnailing and more",
        "ask Azure ML for it",
    ],
)
def test_words_with_capitals_are_nobodys_name(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mein Name ist Maria Lopez und",
        "ich heiße Maria Lopez und",
        "Bonjour, je m'appelle Maria Lopez et",
        "Me llamo Maria Lopez y",
        "mi chiamo Maria Lopez e",
        "Il mio nome è Maria Lopez.",
        "Meu nome é Maria Lopez, moro",
        "Mijn naam is Maria Lopez en",
        "Nazywam się Maria Lopez i",
        "mam na imię Maria Lopez.",
        "Jag heter Maria Lopez och",
        "Jeg hedder Maria Lopez og",
        "Jmenuji se Maria Lopez a",
        "Nimeni on Maria Lopez ja",
        "Mă numesc Maria Lopez.",
        "Benim adım Maria Lopez.",
        "der Kunde Maria Lopez hat",
        "El cliente Maria Lopez pide",
        "Il paziente Maria Lopez ha",
        "Pacjentka Maria Lopez została",
        "Klant Maria Lopez belde",
        "Asiakas Maria Lopez soitti",
    ],
)
def test_the_same_in_other_languages(text: str) -> None:
    assert names(text) == ["Maria Lopez"]


def test_in_cyrillic_and_greek() -> None:
    assert names("Меня зовут Анна Петрова и я жду") == ["Анна Петрова"]
    assert names("με λένε Μαρία Νικολάου και") == ["Μαρία Νικολάου"]


def test_who_says_it_may_have_one_name() -> None:
    assert names("My name is Ludmiła") == ["Ludmiła"]
    assert names("The patient Monday was quiet; the customer Journey grows") == []


@pytest.mark.parametrize("title", ["la signora", "le docteur", "la doctora", "il dottor", "pani"])
def test_titles_without_a_capital(title: str) -> None:
    assert names(f"ieri {title} Lopez era qui") == ["Lopez"]


def test_a_comment_of_code_says_whom_it_is_about() -> None:
    told = "x = 1  # the patient Maria Lopez was left out\n"  # ct: ignore[pii.person] made up
    assert names(told, "python") == ["Maria Lopez"]
    assert names("# written by Maria Lopez\n", "python") == []
