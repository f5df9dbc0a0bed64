"""Whatever the text: no exception, and offsets that fit, with either engine."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ct_jupyter.detection import Detector, load_rules
from ct_jupyter.detection.preview import preview
from tests.detection.documents import LANGUAGES, document

RULES = load_rules()
survives = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
languages = st.sampled_from([*LANGUAGES, "", "no such language"])


@pytest.fixture(scope="module", params=["hyperscan", "re"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan")
    return Detector(RULES, request.param)


def assert_sound(detector: Detector, text: str, language: str) -> None:
    found = detector.scan(text, language)
    for match in found:
        start, end = match.secret_span
        assert 0 <= match.start <= start < end <= match.end <= len(text)
        assert len(preview(match.rule, text[match.start : match.end])) <= 5
    assert all(one.end <= next_.start for one, next_ in pairwise(found))
    assert detector.scan(text, language) == found


@survives
@given(st.text(alphabet=st.characters(), max_size=400), languages)
@example("\ud800password\udfff = 1", "python")
@example("\x00" * 50, "text")
def test_any_text(detector: Detector, text: str, language: str) -> None:
    assert_sound(detector, text, language)


@survives
@given(st.integers(0, 2**32), st.integers(0, 10_000))
def test_a_document_cut_anywhere(detector: Detector, seed: int, cut: int) -> None:
    text, language = document(random.Random(seed))
    assert_sound(detector, text[: cut % (len(text) + 1)], language)
    assert_sound(detector, text[cut % (len(text) + 1) :], language)


@survives
@given(st.binary(max_size=400))
def test_any_bytes_are_proposed_within_their_bounds(detector: Detector, data: bytes) -> None:
    for index, offset in detector._matcher.candidates(data):
        assert 0 <= index < len(detector._patterns)
        assert 0 < offset <= len(data)


def test_one_detector_serves_many_threads(detector: Detector) -> None:
    documents = [document(random.Random(seed)) for seed in range(200)]
    alone = [detector.scan(*each) for each in documents]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            assert list(pool.map(lambda each: detector.scan(*each), documents)) == alone
