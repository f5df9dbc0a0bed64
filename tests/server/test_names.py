"""The background look for names and addresses."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ct_jupyter.detection.personal.names.model import ModelError, available
from tests.conftest import stream
from tests.server.conftest import Call

NAME = "Margaret Thornbury"
SENTENCE = f"Yesterday {NAME} walked to the station and missed her train to Leeds."


async def look(call: Call, *cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    sent = [{"cell": n, "id": f"c{n}"} | cell for n, cell in enumerate(cells, 1)]
    _, begun = await call("POST", "names", {"path": "a.ipynb", "cells": sent} | more)
    for _ in range(3000):
        _, answer = await call("GET", "names", params={"job": begun["job"]})
        if answer["state"] not in ("waiting", "running"):
            return answer
        await asyncio.sleep(0.02)
    raise AssertionError("it did not end")


needs_model = pytest.mark.skipif(not available(), reason="the extra `names` is not installed")


@needs_model
async def test_a_name_in_running_text_is_found_in_markdown_and_outputs(call: Call) -> None:
    answer = await look(
        call,
        {"type": "markdown", "source": SENTENCE},
        {"type": "code", "source": "x = 1", "outputs": [stream(SENTENCE)]},
    )
    assert (answer["state"], answer["result"]["errors"]) == ("done", [])
    found = [one for one in answer["result"]["findings"] if one["weakness_id"] == "pii.person"]
    assert [(one["cell"], one["cell_id"], one["part"]) for one in found] == [
        (1, "c1", "source"),
        (2, "c2", "output"),
    ]
    assert SENTENCE[found[0]["start"]["offset"] : found[0]["end"]["offset"]] == NAME
    assert "Thornbury" not in str(answer)


@needs_model
async def test_a_tag_and_the_policy_suppress_names_as_well(call: Call, root: Any) -> None:
    cell = {"type": "markdown", "source": SENTENCE}
    answer = await look(call, cell | {"tags": ["ct: ignore[pii.person] the author"]})
    assert {one["suppressed"]["kind"] for one in answer["result"]["findings"]} == {"tag"}
    (root / ".ct-jupyter.toml").write_text('disable = ["pii.*"]\n')
    assert (await look(call, cell))["result"]["findings"] == []


async def test_without_the_model_it_says_what_to_do(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModelError("install the extra")

    monkeypatch.setattr("ct_jupyter.detection.personal.names.find.get_tagger", missing)
    answer = await look(call, {"type": "markdown", "source": SENTENCE})
    assert (answer["state"], answer["message"]) == ("failed", "install the extra")


async def test_the_status_says_whether_the_model_is_there(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await call("GET", "status"))[1]["names"] is available()
    monkeypatch.setattr("ct_jupyter.server.app.available", lambda: False)
    assert (await call("GET", "status"))[1]["names"] is False
