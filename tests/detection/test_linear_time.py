"""No input makes a scan slow: time grows with the text, not faster."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from ct_jupyter.detection import Detector, Rule, load_rules
from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.personal.numbers import NumberRules, Verdict
from ct_jupyter.detection.personal.surroundings import Surroundings
from tests.cost import assert_linear

RULES = [rule for rule in load_rules() if rule.match]  # others are for headers of columns alone
DETECTOR = Detector(RULES, "re")
SIZE = 5_000


def assert_linear_scan(detector: Detector, unit: str) -> None:
    def scan(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit) + 1)
        return lambda: detector.scan(text)

    assert_linear(scan, SIZE, unit)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_beginnings_of_a_value_over_and_over(rule: Rule) -> None:
    detector = Detector([rule], "re")
    example = fill(rule.match[0], 1).replace("\n", " ")
    for part in (
        example[: len(example) // 2],
        example[: len(example) * 4 // 5],
        example[-len(example) // 2 :],
    ):
        assert_linear_scan(detector, part)


@pytest.mark.parametrize("rule", RULES[::20], ids=lambda rule: rule.id)
def test_beginnings_of_some_values_with_all_rules(rule: Rule) -> None:
    example = fill(rule.match[0], 1).replace("\n", " ")
    assert_linear_scan(DETECTOR, example[: len(example) * 4 // 5])


@pytest.mark.parametrize(
    ("line", "judged"),
    [
        ("2026-01-03 12:00:01 INFO order {} shipped to {} in 0.{} s", 100),
        ("<tr><td>{}</td><td>{}</td><td>0.{}</td></tr>", 200),
        ("{}, {}, {}, {},", 100),
        ("[{}, {}, {}, {}],", 100),
    ],
)
def test_numbers_that_say_nothing_are_not_judged_over_and_over(
    line: str, judged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(1)
    numbers = [[rng.randrange(10**9, 10**10) for _ in range(4)] for _ in range(SIZE // 5)]
    text = "\n".join(line.format(*four) for four in numbers)
    asked: list[int] = []
    judge = NumberRules.judge

    def counted(self: NumberRules, text: str, start: int, end: int, around: Surroundings) -> Verdict | None:
        asked.append(start)
        return judge(self, text, start, end, around)

    monkeypatch.setattr(NumberRules, "judge", counted)
    DETECTOR.scan(text, "text")
    assert 30 <= len(asked) <= judged


@pytest.mark.parametrize(
    "unit", ["a", "A1", "=", '"', "'", "\\", "token ", "password=", "-", "eyJ", "a.b:", "://a:", "key,"]
)
def test_one_unit_over_and_over(unit: str) -> None:
    assert_linear_scan(DETECTOR, unit)
