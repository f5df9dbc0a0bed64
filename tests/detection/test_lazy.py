"""Expressions that are compiled on first use behave like others."""

from __future__ import annotations

import re

import pytest

from ct_jupyter.text.lazy import lazy


def test_it_finds_what_a_compiled_one_finds() -> None:
    expression = lazy(r"(?P<word>b+)", re.IGNORECASE)
    for _ in range(2):
        found = expression.search("abBa")
        assert found is not None
        assert found["word"] == "bB"
    assert expression.fullmatch("a") is None
    assert expression.sub("-", "aba") == "a-a"
    assert expression.groupindex == {"word": 1}
    assert expression.pattern == r"(?P<word>b+)"


def test_a_wrong_one_is_told_of_when_it_is_used() -> None:
    expression = lazy("(")
    with pytest.raises(re.error):
        expression.search("a")
