"""A value that stands in several literals is found as one."""

from __future__ import annotations

import re

import pytest

from ct_jupyter.detection.detector import Detector
from ct_jupyter.detection.rule_files import load_rules

HALVES = ("Kq7!mPz", "29xwTTa")
WHOLE = [
    'password = ("«A" "B»")',
    'password = "«A" + "B»"',
    'password = (\n    "«A"\n    "B»"\n)',
    'password = (\n    (\n    "«A"  # one\n    # two\n    "B»"\n))',
    'password = "«A" \\\n    "B»"',
    'password = "«A\\\nB»"',
    "password = ('«A'\n + 'B»')",
    'connect(\n    "ann",\n    password="«A"\n    "B»",\n)',
    'config = {\n    "password": (\n        "«A"\n        "B»"\n    ),\n}',
    'password = f"«A" f"B»"',
    'password = b"«A" b"B»"',
    'password = """«A""" r"B»"',
    'password = "".join(["«A", "B»"])',
    'password = "".join((\n    "«A",\n    "B»",\n))',
    'password = "-".join(["«A", "B»"])',
    'password = "«{}{}".format("A", "B»")',
    'password = "«%s%s" % ("A", "B»")',
    'if password == ("«A"\n        "B»"):\n    pass',
    'x = os.getenv("MY_PASSWORD", "«A" "B»")',
]
APART = [
    # The end of the line ends the statement.
    ('password = "«A»"\n"B"', 1),
    # What is done to the second half is not done to the first.
    ('password = "«A»" + "B".lower()', 1),
    ('password = "«A»" + x + "«B»"', 2),
    ('password = "«A»" + str(1) + "«B»"', 2),
    ('password = "«A»" b"B"', 1),
    ('password = "-".join(["A", x, "B"])', 0),
    ('password, other = "«A»", "B"', 1),
]


def spans(text: str) -> tuple[str, list[tuple[int, int]]]:
    text = re.sub(r"\b[AB]\b", lambda letter: HALVES["AB".index(letter[0])], text)
    found = []
    while "«" in text:
        start, end = text.index("«"), text.index("»") - 1
        text = text.replace("«", "", 1).replace("»", "", 1)
        found.append((start, end))
    return text, found


@pytest.fixture(scope="module", params=["re", "hyperscan"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan")
    return Detector(load_rules(), request.param)


@pytest.mark.parametrize("text", WHOLE)
def test_a_value_in_several_literals_is_one(text: str, detector: Detector) -> None:
    source, wanted = spans(text)
    assert [(match.start, match.end) for match in detector.scan(source)] == wanted


@pytest.mark.parametrize(("text", "count"), APART)
def test_what_is_not_joined_is_not_one(text: str, count: int, detector: Detector) -> None:
    source, wanted = spans(text)
    found = [(match.start, match.end) for match in detector.scan(source)]
    assert len(wanted) == count
    assert found == wanted


def test_brackets_that_are_never_closed_cost_nothing() -> None:
    text = spans('f(password="«A"\n"B»",\n')[0] * 500
    assert len(Detector(load_rules(), "re").scan(text)) == 500
