"""Outputs that print what is stored in ``.env``: marked, and cleaned on demand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.detection.examples import sample_value
from ct_jupyter.session import stored as module
from ct_jupyter.stores import keyring_store
from tests.conftest import code, notebook, stream
from tests.server.conftest import Call

VALUE = sample_value("secret.generic.password", 5)
OTHER = sample_value("secret.generic.password", 6)
KNOWN = "leak.known-value"


def scan_of(text: str, **more: Any) -> dict[str, Any]:
    return {"path": "a.ipynb", "cells": [{"cell": 1, "id": "c", "outputs": [stream(text)]} | more]}


async def variables(call: Call, body: dict[str, Any]) -> list[str | None]:
    _, answer = await call("POST", "scan", body)
    assert VALUE not in str(answer)
    return [finding["variable"] for finding in answer["findings"]]


async def test_an_output_that_prints_a_stored_value_is_marked_from_when_it_is_stored(
    call: Call, root: Path
) -> None:
    _, before = await call("POST", "scan", scan_of(f"it is {VALUE}\n"))
    assert before["findings"] == []
    (root / ".env").write_text(f"PASSWORD='{VALUE}'\n")
    _, after = await call("POST", "scan", scan_of(f"it is {VALUE}\n"))
    [finding] = after["findings"]
    assert (finding["weakness_id"], finding["title"]) == (KNOWN, "Prints PASSWORD")
    assert finding["variable"] == "PASSWORD"
    assert VALUE not in str(after)
    # The front end scans all again where this is another one.
    assert after["policy"]["version"] != before["policy"]["version"]
    (root / ".env").unlink()
    assert await variables(call, scan_of(f"it is {VALUE}\n")) == []


async def test_outputs_come_back_without_the_values_that_were_asked_for(call: Call, root: Path) -> None:
    (root / ".env").write_text(f"PASSWORD='{VALUE}'\nOTHER='{OTHER}'\n")
    content = notebook(code(f"login({VALUE!r})", stream(f"{VALUE} {OTHER}\n"), stream("fine\n")))
    body = {"path": "a.ipynb", "content": content, "variables": ["PASSWORD"]}
    status, answer = await call("POST", "scrub-known", body)
    assert (status, answer["places"]) == (200, 1)
    [cell] = answer["cells"]
    [changed] = cell["outputs"]
    assert changed["output"]["text"] == f"<REDACTED:PASSWORD> {OTHER}\n"
    assert "edits" not in cell or not cell["edits"], "sources are not touched"
    _, answer = await call("POST", "scrub-known", body | {"variables": None})
    assert answer["places"] == 2
    _, answer = await call("POST", "scrub-known", body | {"variables": ["NO_SUCH"]})
    assert (answer["places"], answer["cells"]) == (0, [])


@pytest.mark.parametrize(
    "content", [{}, {"cells": 3}, {"nbformat": 4, "cells": [{"cell_type": "code", "outputs": [3]}]}]
)
async def test_what_is_no_notebook_is_refused(call: Call, content: dict[str, Any]) -> None:
    status, answer = await call("POST", "scrub-known", {"path": "a.ipynb", "content": content})
    assert (status, answer["reason"]) == (400, "malformed")


async def test_a_path_out_of_the_root_knows_nothing(call: Call, root: Path) -> None:
    (root.parent / ".env").write_text(f"PASSWORD='{VALUE}'\n")
    body = scan_of(f"{VALUE}\n") | {"path": "../a.ipynb"}
    assert await variables(call, body) == []


async def test_entries_of_the_keyring_are_those_that_code_names(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Store:
        def get(self, name: str) -> str | None:
            asked.append(name)
            return VALUE if name == "PASSWORD" else None

    monkeypatch.setattr(module, "KeyringStore", Store)
    assert keyring_store.KEYRING_SERVICE == "ct-jupyter"
    assert await variables(call, scan_of(f"{VALUE}\n")) == []
    assert asked == []
    source = 'password = keyring.get_password("ct-jupyter", "PASSWORD")'
    assert await variables(call, scan_of(f"{VALUE}\n", source=source)) == ["PASSWORD"]
    # The name is remembered: an output comes later, and without the source.
    assert await variables(call, scan_of(f"now {VALUE}\n")) == ["PASSWORD"]
    assert asked == ["PASSWORD"], "the keyring is not asked again at each output"
