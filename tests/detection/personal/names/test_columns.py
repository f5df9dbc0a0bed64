"""Columns of data files and of tables in outputs."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from ct_jupyter.detection.model import Confidence
from ct_jupyter.detection.personal.names import SWITCH, available
from ct_jupyter.detection.personal.names.columns import column_names
from ct_jupyter.text.words import word_set
from tests.detection.personal.names.people import FAMILY, GIVEN, people, streets

needs_extra = pytest.mark.skipif(not available(), reason="the extra ct_jupyter[names] is not installed")
WORDS = sorted(word_set("model train loss value table forest linear random price market sample batch layer"))


def kinds(header: str, values: list[str], *, model: bool = True) -> list[tuple[str, str]]:
    return [(one.rule_id, one.confidence.value) for one in column_names(header, values, model=model)]


def test_a_header_and_the_shape_are_enough_without_the_model() -> None:
    assert kinds("last_name", FAMILY, model=False) == [("pii.person", "high")]
    assert kinds("customer", people(40), model=False) == [("pii.person", "low")]
    assert kinds("address", streets(40), model=False) == [("pii.address", "high")]
    assert kinds("col_3", streets(40), model=False) == [("pii.address", "medium")]
    assert kinds("col_3", people(40), model=False) == []


@needs_extra
def test_columns_without_a_header_are_told_by_the_model() -> None:
    assert kinds("col_1", people(60)) == [("pii.person", "medium")]
    assert kinds("", GIVEN) == [("pii.person", "medium")]


@pytest.mark.parametrize(
    "values",
    [
        [f"{a.capitalize()} {b.capitalize()}" for a in WORDS for b in WORDS],
        [f"{name} GmbH" for name in FAMILY],
        [str(n) for n in range(100)],
        [f"2024-01-{n:02}" for n in range(1, 29)],
        ["Berlin", "Paris", "London", "Madrid", "Rome", "Vienna", "Oslo"] * 5,
        [f"/data/{word}/{n}.csv" for n, word in enumerate(WORDS)],
        [],
        [""],
        ["A" * 5000],
    ],
    ids=["titles", "firms", "numbers", "dates", "towns", "paths", "none", "empty", "long"],
)
def test_other_columns_are_silent(values: list[str]) -> None:
    assert kinds("col_1", values) == []


@needs_extra
def test_a_few_names_among_notes_are_told_and_counted() -> None:
    rng = random.Random(3)
    notes = [" ".join(rng.choices(WORDS, k=9)) for _ in range(990)]
    notes += [f"spoke with {name} about the late delivery" for name in people(10)]
    rng.shuffle(notes)
    [one] = column_names("notes", notes)
    assert one.rule_id == "pii.person"
    assert one.confidence == Confidence.MEDIUM
    assert one.hits == 10


@needs_extra
def test_long_texts_and_few_of_them_are_read() -> None:
    name = people(1)[0]
    long = " ".join(["the parcel was late again and nobody could tell why."] * 12)
    assert kinds("review", [f"{long} In the end {name} at the desk was kind to us."]) == [
        ("pii.person", "medium")
    ]
    assert kinds("review", [long]) == []


def test_values_count_as_often_as_they_stand_there() -> None:
    [one] = column_names("surname", FAMILY * 3 + ["", "n/a"], model=False)
    assert one.hits == 3 * len(FAMILY)


def test_the_switch_leaves_the_model_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    assert kinds("col_1", people(60)) == []
    script = (
        "import sys\n"
        "from ct_jupyter.detection.personal.names.columns import column_names\n"
        "column_names('c', ['Aa Bb', 'Cc Dd', 'Ee Ff', 'Gg Hh', 'Ii Jj', 'Kk Ll'])\n"
        "print('onnxruntime' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
