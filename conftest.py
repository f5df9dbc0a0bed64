"""Fixtures of Jupyter Server for all tests, kept away from those that start none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest_plugins = ["pytest_jupyter.jupyter_server"]


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> Iterator[None]:
    # The plugin makes a loop, and a server to clean up, for each test of any kind: tests/server/ does so
    # again for its own, the other thousands do without.
    yield None


@pytest.fixture(autouse=True)
def jp_server_cleanup() -> Iterator[None]:
    yield None
