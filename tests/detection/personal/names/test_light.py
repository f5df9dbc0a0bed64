"""What the detector tells at every keystroke, without the model."""

from __future__ import annotations

import pytest

from ct_jupyter.detection import Detector, load_rules
from ct_jupyter.detection.engine.patterns import literals
from ct_jupyter.detection.personal.names.light import TRIGGERS
from tests.detection.personal.names.people import people, streets

NAMES = ("pii.person", "pii.address")
PERSON, OTHER, THIRD = people(3, seed=5)
ADDRESS = streets(1, seed=2)[0]


@pytest.fixture(scope="module", params=["re", "hyperscan"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan")
    return Detector(load_rules(), request.param)


def found(detector: Detector, text: str, language: str) -> list[tuple[str, str, str]]:
    return [
        (m.rule.id, text[m.start : m.end], m.confidence.value)
        for m in detector.scan(text, language)
        if m.rule.id in NAMES
    ]


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_each_trigger_has_a_literal_of_four_bytes(trigger: str) -> None:
    assert min(map(len, literals(trigger))) >= 4


def test_a_variable_a_key_and_a_log_field_announce_a_person(detector: Detector) -> None:
    first = PERSON.split()[0]
    assert found(detector, f'first_name = "{first}"', "python") == [("pii.person", first, "medium")]
    text = f'{{"id": 3, "customer_name": "{PERSON}", "city": "Rome"}}'
    assert found(detector, text, "json") == [("pii.person", PERSON, "medium")]
    text = f"12:03 INFO contact: {PERSON} elapsed=0.3s"
    assert found(detector, text, "text") == [("pii.person", PERSON, "low")]


def test_addresses_are_told_by_their_form(detector: Detector) -> None:
    assert found(detector, f"# lives at {ADDRESS} now", "python") == [("pii.address", ADDRESS, "medium")]
    assert found(detector, f'address = "{ADDRESS}"', "python")[0][:2] == ("pii.address", ADDRESS)


def test_columns_of_frames_are_told_by_their_header(detector: Detector) -> None:
    text = f"   id  surname  score\n0  12  {PERSON}  0.1\n1  13  {OTHER}  0.2\n2  14  {THIRD}  0.3\n"
    assert [value for _, value, _ in found(detector, text, "text")] == [PERSON, OTHER, THIRD]
    rows = "".join(f"<tr><th>{n}</th>\n<td>{name}</td></tr>\n" for n, name in enumerate((PERSON, OTHER)))
    html = f"<table>\n<tr><th></th>\n<th>surname</th></tr>\n{rows}</table>"
    assert [value for _, value, _ in found(detector, html, "html")] == [PERSON, OTHER]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("first_name = df.columns[0]", "python"),
        ('model_name = "Random Forest"', "python"),
        ('customer_name = "Crawford GmbH"', "python"),
        ('name = "Random Forest"', "python"),
        ("ip_address = '10.1.2.3'", "python"),
        ('address = "0x7ffe12ab"', "python"),
        ("def full_name(self):\n    return self.first_name + self.last_name", "python"),
        ("   person  score\n0  12  0.1\n1  13  0.2\n", "text"),
        ("100 Random Forest trees on 5 Street scenes", "text"),
        ('plt.title("Patient: Before and After")', "python"),
    ],
)
def test_code_about_names_holds_none(detector: Detector, text: str, language: str) -> None:
    assert found(detector, text, language) == []
