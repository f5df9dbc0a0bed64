"""Rules and names of an organisation are found beside ours, whatever the engine."""

from __future__ import annotations

import pytest

from ct_jupyter.detection import Detector, Severity, load_rules
from ct_jupyter.detection.examples import fill, sample
from ct_jupyter.detection.model import Rule
from ct_jupyter.detection.own.own_rules import OwnRule, OwnRules, own_rules
from ct_jupyter.detection.own.proposals import proposal

TOKEN = fill("acme_{alnum-lower:24}", 1)


@pytest.fixture(scope="module", params=["hyperscan", "re"])
def ours(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan")
    return Detector(load_rules(), request.param)


def rule(
    pattern: str, keywords: tuple[str, ...] = (), name: str = "a", checks: tuple[str, ...] = ()
) -> OwnRule:
    return OwnRule(
        rule=Rule(
            id=f"secret.custom.{name}",
            title=name,
            provider="custom",
            severity=Severity.HIGH,
            pattern=pattern,
            why="",
            remedy="",
            source="",
            checks=checks,
            specificity=65,
        ),
        keywords=keywords,
    )


def found(ours: Detector, own: OwnRules, text: str) -> list[tuple[str, str]]:
    return [(m.rule.id, text[slice(*m.secret_span)]) for m in ours.with_own(own).scan(text)]


def test_a_value_of_a_rule_is_found_and_ours_beside_it(ours: Detector) -> None:
    text = f'a = "{TOKEN}"\n{sample("secret.github.token", 1)}'
    kinds = [kind for kind, _ in found(ours, own_rules((rule(r"\bacme_[a-z0-9]{24}\b"),)), text)]
    assert kinds == ["secret.custom.a", "secret.github.token"]
    assert "secret.custom.a" not in [m.rule.id for m in ours.scan(text)]


def test_of_an_own_rule_and_a_generic_one_the_own_is_told(ours: Detector) -> None:
    text = f'api_key = "{TOKEN}"'
    assert found(ours, own_rules((rule("acme_[a-z0-9]{24}"),)), text) == [("secret.custom.a", TOKEN)]


def test_the_ends_of_a_line_are_those_of_each_line(ours: Detector) -> None:
    text = "x = 1\nlegacy 12345678\nlegacy 12345678 y"
    assert found(ours, own_rules((rule(r"^legacy (?P<value>\d{8})$"),)), text) == [
        ("secret.custom.a", "12345678")
    ]


def test_a_keyword_has_to_stand_on_the_line(ours: Detector) -> None:
    own = own_rules((rule(r"\b[0-9a-f]{12}\b", keywords=("badge",)),))
    value = fill("{hex:12}", 3)
    assert found(ours, own, f"Badge: {value}") == [("secret.custom.a", value)]
    assert found(ours, own, f"badge\n{value}") == []


def test_texts_that_are_scanned_together_keep_their_matches_apart(ours: Detector) -> None:
    own = own_rules((rule("acme_[a-z0-9]{24}"),))
    each = ours.with_own(own).scan_all(
        [("x", "python"), (TOKEN, "text"), (f"é {TOKEN}", "text")], personal=False
    )
    assert [[(m.start, m.end) for m in one] for one in each] == [[], [(0, 29)], [(2, 31)]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('losung = "tomaten77x!"', "tomaten77x!"),
        ('config["ACME-PIN"] = "0815ab99"', "0815ab99"),
        ('acmePin="0815ab99"', "0815ab99"),
        ('"LOSUNG": "tomaten77x!"', "tomaten77x!"),
        ('db_losung_prod = "tomaten77x!"', "tomaten77x!"),
    ],
)
def test_what_is_given_to_a_name_of_theirs_is_found_in_any_style(
    ours: Detector, text: str, value: str
) -> None:
    own = own_rules((), ("losung", "acme_pin"))
    assert found(ours, own, text) == [("secret.generic.password", value)]
    assert ours.scan(text) == []


@pytest.mark.parametrize(
    "text",
    ["losung = get_losung()", 'verlosungen = "tomaten77x!"', 'losung = ""', 'acme_pins_url = "a77x!b9"'],
)
def test_other_names_and_no_values_stay_silent(ours: Detector, text: str) -> None:
    assert found(ours, own_rules((), ("losung", "acme_pin")), text) == []


def test_checks_and_placeholders_hold_for_them_as_well(ours: Detector) -> None:
    own = own_rules((rule("acme_[a-z0-9]{24}", checks=("not-filler",)),))
    assert found(ours, own, "acme_" + "x" * 24) == []


def test_a_pattern_that_is_dear_to_compile_is_looked_for_by_its_literals() -> None:
    assert proposal(rule("key" + "(?:[a-f][0-9]){20}" * 20)) == "(?i:key)"


def test_a_rule_without_a_literal_needs_a_keyword() -> None:
    with pytest.raises(ValueError, match="add keywords"):
        proposal(rule(r"\b[0-9a-f]{12}\b"))


def test_sets_with_the_same_rules_are_the_same(ours: Detector) -> None:
    one, other = own_rules((rule("acme_[a-z]{4}"),)), own_rules((rule("acme_[a-z]{4}"),))
    assert (one, hash(one)) == (other, hash(other))
    assert one != own_rules((rule("acme_[a-z]{5}"),))
