from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from tests.pipelines.kit import CI_VARIABLES, Checkout


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own CI must not be taken for theirs."""
    for name in CI_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    checkout = Checkout(tmp_path / "repository")
    monkeypatch.chdir(checkout.top)
    return checkout


@pytest.fixture
def ci(tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Run ``ct-jupyter ci``; answer with the exit code and the JSON report, if one was written."""

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        place = tmp_path / "report.json"
        place.unlink(missing_ok=True)
        exit_code = main(["ci", "--report", f"json={place}", *arguments])
        return exit_code, json.loads(place.read_bytes()) if place.exists() else {}

    return run
