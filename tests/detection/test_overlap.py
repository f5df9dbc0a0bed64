"""Of matches that overlap, the better one stays."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.detection import Confidence, Match, load_rules
from ct_jupyter.detection.engine.overlap import _precedence, resolve
from tests.cost import assert_linear

RULE = load_rules()[0]
SPECIFIC = msgspec.structs.replace(RULE, id="secret.a.b", specificity=60)
VAGUE = msgspec.structs.replace(RULE, id="secret.c.d", specificity=10)


def match(start: int, end: int, rule: object = SPECIFIC, confidence: Confidence = Confidence.HIGH) -> Match:
    assert isinstance(rule, type(RULE))
    return Match(rule, start, end, confidence)


def test_the_more_specific_rule_stays_even_where_it_is_shorter_and_less_sure() -> None:
    specific, vague = match(3, 6, confidence=Confidence.LOW), match(0, 9, VAGUE)
    assert resolve([vague, specific]) == [specific]


def test_of_one_rule_the_longer_match_stays() -> None:
    assert resolve([match(0, 4), match(0, 9)]) == [match(0, 9)]


def test_neighbours_stay_both() -> None:
    assert resolve([match(4, 9), match(0, 4)]) == [match(0, 4), match(4, 9)]


spans = st.tuples(st.integers(0, 30), st.integers(1, 8), st.sampled_from([SPECIFIC, VAGUE]))


@given(st.lists(spans, max_size=20))
def test_what_stays_never_overlaps_and_depends_on_no_order(drawn: list[tuple[int, int, object]]) -> None:
    matches = [match(start, start + size, rule) for start, size, rule in drawn]
    kept = resolve(matches)
    assert kept == resolve(reversed(matches))
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert all(any(m.start < k.end and k.start < m.end for k in kept) for m in matches)


def one_by_one(matches: list[Match]) -> list[Match]:
    """What ``resolve`` means, without its sweep."""
    kept: list[Match] = []
    for candidate in sorted(matches, key=_precedence):
        if all(candidate.end <= k.start or k.end <= candidate.start for k in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda m: m.start)


confidences = st.sampled_from(list(Confidence))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.booleans(), confidences), max_size=40))
def test_the_sweep_keeps_what_comparing_each_with_each_keeps(
    drawn: list[tuple[int, int, bool, Confidence]],
) -> None:
    matches = [match(s, s + n, SPECIFIC if sure else VAGUE, c) for s, n, sure, c in drawn]
    assert resolve(matches) == one_by_one(matches)


def test_many_matches_in_one_heap_take_no_quadratic_time() -> None:
    def heap(size: int) -> Callable[[], object]:
        matches = [match(2 * i, 2 * i + 2) for i in range(size)] + [match(0, 2 * size, VAGUE)]
        return lambda: resolve(matches)

    assert len(heap(20_000)()) == 20_000
    assert_linear(heap, 20_000)
