"""The code of a notebook in the editor."""

from __future__ import annotations

import json
from typing import Any

from tests.server.conftest import Call


def body(*sources: str, **more: Any) -> dict[str, Any]:
    """Return a request with the code cells of a notebook."""
    cells = [
        {"id": f"c{number}", "cell": number, "type": "code", "source": source} | more
        for number, source in enumerate(sources, 1)
    ]
    return {"path": "a.ipynb", "cells": cells}


async def test_a_value_is_followed_from_one_cell_to_the_next(call: Call) -> None:
    code, answer = await call("POST", "code", body("name = 'canary' + input()", "eval(name)"))
    assert code == 200
    [finding] = answer["findings"]
    assert (finding["weakness_id"], finding["cell_id"]) == ("python.injection.code", "c2")
    assert finding["note"] == "from input(), cell 1, line 1"
    assert "canary" not in json.dumps(answer)


async def test_half_typed_code_is_judged(call: Call) -> None:
    _, answer = await call("POST", "code", body("def (", "eval(input("))
    assert [finding["cell_id"] for finding in answer["findings"]] == ["c2"]


async def test_metadata_that_came_beside_the_source_ignores(call: Call) -> None:
    sent = body("eval(input())", ignore=["ct: ignore[python.injection.*] trusted"])
    _, answer = await call("POST", "code", sent)
    assert [finding["suppressed"]["kind"] for finding in answer["findings"]] == ["metadata"]


async def test_a_keystroke_is_not_asked_about_code(call: Call) -> None:
    _, answer = await call("POST", "scan", body("eval(input())"))
    assert answer["findings"] == []


async def test_the_catalogue_explains_it(call: Call) -> None:
    _, answer = await call("GET", "rules")
    assert any(rule["id"] == "python.injection.sql" and rule["remedy"] for rule in answer["rules"])
