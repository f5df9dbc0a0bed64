"""The lint of the rule files complains of what a checker would, and of nothing in the rules as they are."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from ct_jupyter.detection import Rule, load_rules
from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.model import Severity

GOOD = Rule(
    id="secret.acme.api-key",
    title="Acme API key",
    provider="Acme",
    severity=Severity.HIGH,
    pattern=r"\bacme_[A-Za-z0-9]{32}(?![A-Za-z0-9_])",
    why="Anyone who has the key can read every table.",
    remedy="Delete the key and make a new one.",
    source="https://acme.example/docs/keys",
    match=('key = "acme_{alnum:32}"',),
    no_match=("acme_{alnum:8}",),
)


@pytest.fixture(scope="module")
def lint() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "lint_rules.py"
    spec = importlib.util.spec_from_file_location("lint_rules", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_rules_as_they_are_pass(lint: ModuleType) -> None:
    assert list(lint.problems(load_rules())) == []


def test_a_rule_as_the_guide_shows_it_passes(lint: ModuleType) -> None:
    assert list(lint.problems([GOOD])) == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"id": "secret.Acme.key"}, "lower case"),
        ({"title": ""}, "title"),
        ({"title": "A key that opens everything Acme has for sale in its shop today"}, "title"),
        ({"provider": ""}, "no provider"),
        ({"source": "http://acme.example/keys"}, "https"),
        ({"source": ""}, "https"),
        ({"why": "bad"}, "why is not a sentence"),
        ({"match": ()}, "has to match"),
        ({"no_match": ()}, "must not match"),
        ({"no_match": GOOD.match}, "twice"),
        ({"checks": ("no-such-check",)}, "unknown checks"),
        ({"pattern": r"acme_[a-z"}, "not one"),
        ({"pattern": r"acme_[A-Za-z0-9]+"}, "no bound"),
        ({"pattern": r"acme_[A-Za-z0-9]{8,}"}, "no bound"),
        ({"pattern": r"[A-Za-z0-9]{40}"}, "no literal"),
        ({"pattern": r"ak-[A-Za-z0-9]{32}"}, "3 bytes"),
    ],
)
def test_a_defect_is_named(lint: ModuleType, changes: dict[str, object], complaint: str) -> None:
    [(rule_id, problem)] = lint.problems([msgspec.structs.replace(GOOD, **changes)])
    assert rule_id == changes.get("id", GOOD.id)
    assert complaint in problem


def test_a_short_literal_may_stand_with_its_reason(lint: ModuleType) -> None:
    short = msgspec.structs.replace(GOOD, pattern=r"ak-[A-Za-z0-9]{32}", budget="all that the keys share")
    assert list(lint.problems([short])) == []


def test_two_rules_with_one_pattern_or_one_id_are_named(lint: ModuleType) -> None:
    other = msgspec.structs.replace(GOOD, id="secret.acme.other-key")
    assert [problem for _, problem in lint.problems([GOOD, other])] == [
        f"the same pattern as {GOOD.id}: one of them can never be reported"
    ]
    assert any("have this id" in problem for _, problem in lint.problems([GOOD, GOOD]))


def test_a_token_that_stands_in_an_example_is_named(lint: ModuleType) -> None:
    written_out = msgspec.structs.replace(GOOD, match=(fill(GOOD.match[0], 1),))
    [(rule_id, problem)] = lint.problems([written_out])
    assert rule_id == GOOD.id
    assert "literal token" in problem
