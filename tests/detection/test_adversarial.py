"""No text that is made to hurt a rule does: the time for each character is bounded, whatever is repeated.

The texts come from each rule's own pattern: its beginning over and over, long runs of what its repeats
take, and values that fail at their last character.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

import pytest

from ct_jupyter.detection import Detector, Rule, load_rules
from ct_jupyter.detection.engine.patterns import FLAGS
from ct_jupyter.detection.engine.windows import OVERLAP, STEP
from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.personal.forms import Form
from ct_jupyter.detection.personal.personal import PersonalRules
from tests.cost import cpu_seconds
from tests.detection.adversarial import hostile_units

RULES = [rule for rule in load_rules() if rule.match]  # others are for headers of columns alone
LENGTH = 2 * (STEP + OVERLAP)
"""Twice the longest stretch that a pattern is ever tried on at once: what has no bound of its own shows."""
RUNAWAY = re.compile(r"a[a-z]*=", FLAGS)
"""The yardstick: begins anew at every character and reads on to the end. Nearly all patterns of ours cost
less than a twentieth of it."""
SHARE = 0.5
"""How much of the yardstick's cost a pattern may cost on a text of the same length, in the same run."""


def repeated(unit: str) -> str:
    return (unit * (LENGTH // len(unit) + 1))[:LENGTH]


@cache
def usual_yardstick() -> float:
    return yardstick()


def yardstick() -> float:
    text = repeated("a")
    return cpu_seconds(lambda: list(RUNAWAY.finditer(text)))


def assert_within_budget(scan: Callable[[str], object], units: list[str], share: float = SHARE) -> None:
    for unit in units:
        text = repeated(unit)
        budget = usual_yardstick() * share
        cost = cpu_seconds(lambda text=text: scan(text), enough=budget)
        if cost >= budget:  # the machine may have slowed since: both once more, side by side
            budget = yardstick() * share
            cost = cpu_seconds(lambda text=text: scan(text), enough=budget)
        assert cost < budget, f"{unit[:60]!r} repeated costs {cost / budget * share:.2f} of a runaway pattern"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_pattern_by_itself(rule: Rule) -> None:
    pattern = re.compile(rule.pattern, FLAGS)
    units = hostile_units(rule.pattern, rule.lines)
    if rule.id.startswith("pii."):
        # Of a whole value, tried where a form of detection/personal/forms.py has matched.
        assert_within_budget(lambda text: pattern.match(text) or pattern.fullmatch(text), units)
    elif rule.name:
        assert_within_budget(pattern.fullmatch, units)
        assert_within_budget(lambda text: re.search(rule.name, text), hostile_units(rule.name))
    else:
        assert_within_budget(lambda text: list(pattern.finditer(text)), units)


FORMS = PersonalRules(load_rules()).forms


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.name}-{form.body[:12]}")
def test_a_form_of_personal_data_by_itself(form: Form) -> None:
    assert_within_budget(lambda text: list(form.expression.finditer(text)), hostile_units(form.body)[:8])


@pytest.fixture(scope="module")
def all_rules() -> Detector:
    pytest.importorskip("hyperscan")
    return Detector(RULES, "hyperscan")


@pytest.mark.parametrize("group", range(10))
def test_all_rules_together(group: int, all_rules: Detector) -> None:
    for rule in RULES[group::10]:
        example = fill(rule.match[0], 1).replace("\n", " ")
        units = [example[: len(example) * 4 // 5], example, *hostile_units(rule.pattern, rule.lines)]
        # All of them together may cost what one that runs away does: one that did would cost more by itself.
        assert_within_budget(all_rules.scan, random.Random(rule.id).sample(units, 2), share=1.0)


def test_the_budget_tells_a_pattern_that_runs_away() -> None:
    other = re.compile(r"b[b-z]*=", FLAGS)
    with pytest.raises(AssertionError, match="of a runaway pattern"):
        assert_within_budget(lambda text: list(other.finditer(text)), ["b"])
