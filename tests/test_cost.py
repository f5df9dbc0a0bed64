"""The measure itself: it passes what is linear and fails what is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cost import assert_linear


def test_a_linear_call_passes() -> None:
    assert_linear(lambda n: lambda: sum(range(n)), 4_000_000)


def test_a_quadratic_call_fails() -> None:
    def quadratic(n: int) -> Callable[[], object]:
        return lambda: [sum(range(n)) for _ in range(n)]

    with pytest.raises(AssertionError, match="four times the input"):
        assert_linear(quadratic, 4_000)
