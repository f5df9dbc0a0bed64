"""A pattern that could hang a scan is refused by what it says; what is let through grows with the text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from ct_jupyter.detection import Detector, Severity, load_rules
from ct_jupyter.detection.engine.windows import OVERLAP, STEP
from ct_jupyter.detection.model import Rule
from ct_jupyter.detection.own.cost import MOST_STEPS, steps_from_one_character
from ct_jupyter.detection.own.fitness import check_names, check_pattern
from ct_jupyter.detection.own.own_rules import OwnRule, own_rules
from ct_jupyter.detection.own.proposals import proposal
from tests.cost import assert_linear

OURS = Detector(load_rules(), "re")


def own_rule(pattern: str) -> OwnRule:
    rule = Rule(
        id="secret.custom.a",
        title="a",
        provider="custom",
        severity=Severity.HIGH,
        pattern=pattern,
        why="",
        remedy="",
        source="",
    )
    return OwnRule(rule=rule)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"(a+)+$", "repeat in many ways|read the same text in many ways"),
        (r"(a|aa)+$", "in many ways"),
        (r"(?:a|a)*key", "in many ways"),
        (r"(a*)*key", "may be empty"),
        (r"([a-zA-Z]+)*key", "in many ways"),
        (r"(x+x+)+y", "in many ways"),
        (r"(?:\w+\s*)+key", "in many ways"),
        (r"(?:\w+,)+key", "too long"),
        (r"key\w*\w*\w*x", "too long"),
        (r".*foo.*=.*bar", "too long"),
        (r"(.*)(.*)(.*)(.*)token", "too long"),
        (r"key[a-z]{0,90}[a-z]{0,90}[a-z]{0,90}=", "too long"),
        (r"key(?=.*.*x)", "looks ahead"),
        (r"(key)\1+", "cannot have"),
        (r"(?:(?:(?:a{1,20}){1,20}){1,20}){1,20}key", "in many ways"),
        (r"(?s)key.x", "sets flags|flags"),
        (r"\Akey", "use \\^ and \\$"),
        (r"key\Z", "use \\^ and \\$"),
        ("key" * 2000, "make two rules"),
        ("(" * 500 + "key" + ")" * 500, "nested|no regular expression"),
        (r"[a-z]{0,90}(?:foo)?[a-z]{0,90}(?:foo)?[a-z]{0,90}key", "too long"),
        (r"key[", "no regular expression"),
        (r"(?:key)?", "empty"),
        (r"(?:k{1000}){1000}{1000}", "no regular|too"),
    ],
)
def test_what_could_take_long_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_pattern(pattern)


FIT = [
    r"\bacme_[A-Za-z0-9]{32}(?![A-Za-z0-9_])",
    r"(?i)acme(.{0,20})?['\"][0-9a-zA-Z/+]{40}['\"]",
    r"(?i)[\w.-]{0,50}?(?:acme)(?:[ \t\w.-]{0,20})[\s'\"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)"
    r"[\x60'\"\s=]{0,5}([a-f0-9]{32})(?:[\x60'\"\s;]|\\[nr]|$)",
    r"acme(?:\w+,)+x",
    r"[a-z]+=acme",
    r"(?:a|b){1,30}acme",
    r"^acme\s*=\s*(?P<value>\S{8,60})$",
    r"acme[^\"]+\"",
    r"acme-(?:[0-9a-f]{4}-){3,9}[0-9a-f]{4}",
]


@pytest.mark.parametrize("pattern", FIT)
def test_what_people_write_is_fit(pattern: str) -> None:
    check_pattern(pattern)
    assert steps_from_one_character(pattern) <= MOST_STEPS


@pytest.mark.parametrize("unit", ["a", "acme=", "acme 'a"])
@pytest.mark.parametrize("pattern", FIT[2:8])
def test_what_is_fit_takes_time_with_the_text(pattern: str, unit: str) -> None:
    finder = OURS.with_own(own_rules((own_rule(pattern),)))._own
    assert finder is not None

    def scan(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit) + 1)
        offsets = list(range(0, len(text), 100))
        return lambda: list(finder.matches(text, {0: offsets}, "python"))

    # The quarter is as long as a window: below that, a line that is twice as long has twice as far to run.
    assert_linear(scan, 5 * (STEP + OVERLAP), (pattern, unit))


@pytest.mark.parametrize("name", ["entropy:much", "random:x", "no-such-check", "base64-bytes"])
def test_checks_are_known_and_take_their_argument(name: str) -> None:
    with pytest.raises(ValueError, match=name.partition(":")[0]):
        check_names([name])


def test_most_of_our_own_patterns_would_be_let_through() -> None:
    patterns = [rule.pattern for rule in load_rules() if rule.id.startswith("secret.") and rule.lines == 1]
    dear = [pattern for pattern in patterns if steps_from_one_character(pattern) > MOST_STEPS]
    assert len(dear) < len(patterns) / 10


@pytest.mark.parametrize("unit", ["k", "a?", "[ab]?", ".*", "(?:ab|cd)", "(?:x|[ab]{1,9})?", "(?=a)"])
def test_judging_a_pattern_takes_time_with_its_length(unit: str) -> None:
    def judge(size: int) -> Callable[[], object]:
        pattern = f"key{unit * (size // len(unit))}"

        def run() -> None:
            with suppress(ValueError):
                check_pattern(pattern)
            with suppress(ValueError):
                proposal(own_rule(pattern))

        return run

    assert_linear(judge, 3_900, unit)
