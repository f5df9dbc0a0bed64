"""What every test may use: notebooks built in memory, and the shared data where it is there."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.personal.names import SWITCH
from ct_jupyter.stores.env_link import FOLDER_VARIABLE

# The model for names takes half a second to load; the tests that are about names switch it on.
os.environ.setdefault(SWITCH, "off")


@pytest.fixture(autouse=True)
def env_links(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The links to folders of ``.env`` are the test's own: no test writes to the home folder."""
    folder = tmp_path_factory.getbasetemp() / f"env-links-{secrets.token_hex(8)}"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def real_notebooks() -> list[Path]:
    """The real notebooks that lie beside the project; CI has them."""
    found = sorted((SHARED / "notebooks").glob("*.ipynb"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("CI has the shared notebooks, but they were not found")
        pytest.skip("the shared notebooks are not beside this checkout")
    return found


@pytest.fixture
def password() -> str:
    """A made-up password that no placeholder list knows."""
    return fill("{upper:1}{lower:5}{digits:3}{upper:4}", 7)


def code(source: str | list[str], *outputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": list(outputs),
        "source": source,
    } | more


def markdown(source: str, **more: Any) -> dict[str, Any]:
    """Return a markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source} | more


def stream(text: str | list[str], name: str = "stdout") -> dict[str, Any]:
    """Return a stream output."""
    return {"output_type": "stream", "name": name, "text": text}


def display(**data: Any) -> dict[str, Any]:
    """Return a display output; ``text_html="…"`` stands for ``text/html``."""
    bundle = {mime.replace("__", "+").replace("_", "/", 1): value for mime, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """Return a notebook of format 4.5."""
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def dumped(document: dict[str, Any]) -> bytes:
    """Return the bytes that Jupyter would write."""
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"
