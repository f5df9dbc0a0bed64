"""The examples of an organisation's rules, tried: what each has to find, and what it must not."""

from __future__ import annotations

from collections.abc import Iterator

from ..detection import get_detector
from ..detection.examples import fill
from ..detection.own.own_rules import OwnRules


def problems_of(own: OwnRules) -> Iterator[str]:
    """Yield a line for each example that does not hold; it names the rule and the example's number.

    The text is not told: somebody may have taken a real value for an example.
    """
    detector = get_detector(own)
    for one in own.rules:
        for key, texts, wanted in (("matches", one.rule.match, True), ("silent", one.rule.no_match, False)):
            for number, template in enumerate(texts, start=1):
                found = any(match.rule.id == one.rule.id for match in detector.scan(fill(template, 1)))
                if found is not wanted:
                    says = "is not found by it" if wanted else "is found by it"
                    yield f"rule {one.rule.id!r}: example {number} of {key} {says}"


def untried(own: OwnRules) -> list[str]:
    """Return the ids of the rules without an example that they have to find."""
    return [one.rule.id for one in own.rules if not one.rule.match]
