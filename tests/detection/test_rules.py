"""Every rule finds its own examples, and is written as docs/rules.md asks."""

from __future__ import annotations

import re

import pytest

from ct_jupyter.detection import Detector, Rule, load_rules
from ct_jupyter.detection.checks import CHECKS
from ct_jupyter.detection.engine import patterns
from ct_jupyter.detection.examples import fill, sample, sample_value
from ct_jupyter.detection.preview import preview

RULES = load_rules()
SEEDS = range(3)
GENERIC = "secret.generic."


def cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, template, id=f"{rule.id}-{number}")
        for rule in RULES
        for number, template in enumerate(getattr(rule, kind))
    ]


@pytest.fixture(scope="module", params=["hyperscan", "re"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan")
    return Detector(RULES, request.param)


@pytest.mark.parametrize(("rule", "template"), cases("match"))
def test_a_rule_finds_its_examples(rule: Rule, template: str, detector: Detector) -> None:
    for seed in SEEDS:
        text = fill(template, seed)
        assert rule.id in {match.rule.id for match in detector.scan(text)}, text


@pytest.mark.parametrize(("rule", "template"), cases("no_match"))
def test_a_rule_leaves_its_counter_examples_alone(rule: Rule, template: str, detector: Detector) -> None:
    for seed in SEEDS:
        text = fill(template, seed)
        assert rule.id not in {match.rule.id for match in detector.scan(text)}, text


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


def test_there_are_rules_for_three_hundred_providers_and_five_hundred_kinds() -> None:
    assert len({rule.provider for rule in RULES}) >= 300
    assert len({rule.id for rule in RULES}) >= 500


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_written_as_the_guide_asks(rule: Rule) -> None:
    # One test a rule: nine for each of a thousand rules took longer than what they test.
    assert re.fullmatch(
        r"(secret\.[a-z0-9]+(-[a-z0-9]+)*|leak|pii(\.national-id|\.special)?)\.[a-z0-9]+(-[a-z0-9]+)*",
        rule.id,
    )
    assert rule.title
    assert rule.provider
    for sentence in (rule.why, rule.remedy):
        assert sentence.endswith(".")
        assert len(sentence) > 20
    assert rule.source.startswith("https://")
    if rule.special:
        assert rule.names
        assert not rule.pattern
        return
    assert rule.match
    assert rule.no_match
    assert {name.partition(":")[0] for name in rule.checks} <= CHECKS.keys()
    assert not rule.env or re.fullmatch(r"[A-Z][A-Z0-9_]*", rule.env)
    if rule.public_prefix and not rule.id.startswith(GENERIC):
        value = sample_value(rule.id)
        assert preview(rule, value) == "…" or value.startswith(rule.public_prefix[:4])
    assert sample_value(rule.id, 3) in sample(rule.id, 3)


BY_PATTERN = [rule for rule in RULES if not rule.name and not rule.id.startswith("pii.")]


@pytest.mark.parametrize("rule", BY_PATTERN, ids=lambda rule: rule.id)
def test_a_rule_has_a_literal_for_the_engines_and_stays_on_its_lines(rule: Rule) -> None:
    found = patterns.literals(rule.pattern, rule.lines)
    # Without any the fallback tries the pattern itself on all texts: the budget says why it is worth it.
    shortest = min(map(len, found), default=0)
    assert shortest >= 4 or rule.budget
    if rule.lines == 1:
        assert patterns.loosen(rule.pattern)
    else:
        assert patterns.first_line(patterns.parse(rule.pattern)[0])


def test_the_same_seed_gives_the_same_text() -> None:
    assert fill("{alnum:40}", 7) == fill("{alnum:40}", 7) != fill("{alnum:40}", 8)


def test_braces_around_anything_else_stay() -> None:
    assert fill('{"a": {}, "b": f"{user}"}') == '{"a": {}, "b": f"{user}"}'
