from __future__ import annotations

import pytest

from ct_jupyter.detection.personal.names import SWITCH


@pytest.fixture(autouse=True)
def _with_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "on")
