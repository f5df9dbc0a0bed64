"""Every number of a state: a made-up one passes its checks, and one with a changed digit mostly does not."""

from __future__ import annotations

import random

import pytest

from ct_jupyter.detection import Rule, checks, load_rules
from ct_jupyter.detection.personal import columns, samples
from ct_jupyter.detection.personal.values import form_of

NO_CHECK_DIGIT = {"cu-ni", "dk-cpr", "gb-nino", "id-nik", "mx-rfc", "my-nric", "us-itin"}
"""A birthday, a range or letters are all that tells these from other numbers."""
STATES: list[Rule] = [rule for rule in load_rules() if rule.id.startswith("pii.national-id.")]


def test_numbers_of_forty_countries_and_more_are_known() -> None:
    assert len({rule.provider for rule in STATES}) >= 40


@pytest.mark.parametrize("rule", STATES, ids=lambda rule: rule.id)
def test_a_made_up_number_passes(rule: Rule) -> None:
    kind = rule.id.removeprefix("pii.national-id.")
    for seed in range(3):
        value = samples.make(kind, random.Random(seed))
        assert checks.run(rule.checks, value) is True


@pytest.mark.parametrize("rule", STATES, ids=lambda rule: rule.id)
def test_whatever_has_the_form_is_judged(rule: Rule) -> None:
    kind, rng = rule.id.removeprefix("pii.national-id."), random.Random(3)
    judged = 0
    for seed in range(4):
        model = samples.make(kind, random.Random(seed))
        for _ in range(1000):
            value = "".join(str(rng.randrange(10)) if letter.isdigit() else letter for letter in model)
            if form_of(rule).fullmatch(value):
                judged += 1
                assert checks.run(rule.checks, value) is not None
    assert judged


CHECKED = [
    r for r in STATES if r.chance <= 0.1 and r.id.removeprefix("pii.national-id.") not in NO_CHECK_DIGIT
]


@pytest.mark.parametrize("rule", CHECKED, ids=lambda rule: rule.id)
def test_a_changed_digit_mostly_shows(rule: Rule) -> None:
    kind, rng = rule.id.removeprefix("pii.national-id."), random.Random(7)
    value = samples.make(kind, rng)
    digits = [place for place, letter in enumerate(value) if letter.isdigit()]
    wrong = 0
    for _ in range(40):
        at = rng.choice(digits)
        changed = value[:at] + str((int(value[at]) + rng.randrange(1, 10)) % 10) + value[at + 1 :]
        wrong += columns.value_matches(rule.id, changed, rule.names[0]) is None
    assert wrong >= 20
