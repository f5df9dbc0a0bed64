"""Hyperscan and the fallback find the same in ten thousand made-up documents.

All of them run wherever the tests run; ``CT_TEST_DOCUMENTS`` sets another number, for a longer search.
"""

from __future__ import annotations

import os
import random
from itertools import pairwise

import pytest

from ct_jupyter.detection import Detector, load_rules
from tests.detection.documents import document

pytest.importorskip("hyperscan")

RULES = load_rules()
DOCUMENTS = int(os.environ.get("CT_TEST_DOCUMENTS", "10000"))
GROUPS = 40  # so that the processes share them out


@pytest.fixture(scope="module")
def fast() -> Detector:
    return Detector(RULES, "hyperscan")


@pytest.fixture(scope="module")
def slow() -> Detector:
    return Detector(RULES, "re")


@pytest.mark.parametrize("group", range(GROUPS))
def test_on_made_up_documents(group: int, fast: Detector, slow: Detector) -> None:
    for number in range(group, DOCUMENTS, GROUPS):
        text, language = document(random.Random(number))
        found = fast.scan(text, language)
        assert found == slow.scan(text, language), f"document {number}"
        assert all(0 <= match.start < match.end <= len(text) for match in found), f"document {number}"
        assert all(match.start <= match.secret_span[0] for match in found), f"document {number}"
        assert all(match.secret_span[1] <= match.end for match in found), f"document {number}"
        assert all(one.end <= next_.start for one, next_ in pairwise(found)), f"document {number}"


def test_the_documents_hold_what_the_engines_could_differ_on(fast: Detector) -> None:
    kinds: set[str] = set()
    lengths = []
    for number in range(400):
        text, language = document(random.Random(number))
        kinds |= {match.rule.id for match in fast.scan(text, language)}
        lengths.append(len(text))
    assert len(kinds) > 150
    assert max(lengths) > 8_192
    assert sorted(lengths)[len(lengths) // 2] < 1_000
