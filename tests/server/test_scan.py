from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from ct_jupyter.detection.examples import sample_value
from ct_jupyter.session.work import Workers
from tests.conftest import display, stream
from tests.server.conftest import Call


def source_body(source: str, **more: Any) -> dict[str, Any]:
    return {"path": "a/b.ipynb", "cells": [{"id": "c3", "cell": 3, "type": "code", "source": source} | more]}


async def test_a_password_in_a_cell_is_found_with_its_place_and_fix(call: Call, password: str) -> None:
    code, answer = await call("POST", "scan", source_body(f'# 🗝️\npassword = "{password}"'))
    assert code == 200
    assert answer["errors"] == []
    [finding] = answer["findings"]
    assert finding["weakness_id"] == "secret.generic.password"
    assert (finding["path"], finding["cell"], finding["cell_id"], finding["part"]) == (
        "a/b.ipynb",
        3,
        "c3",
        "source",
    )
    assert finding["start"] == {"line": 2, "column": 13, "offset": 17}
    assert finding["end"]["offset"] == 17 + len(password)
    assert finding["fix"] == {
        "kind": "environment",
        "name": "PASSWORD",
        "replacement": 'os.environ["PASSWORD"]',
    }
    assert password not in json.dumps(answer)


async def test_personal_data_is_found_and_no_lookup_is_proposed_for_it(call: Call) -> None:
    _, answer = await call("POST", "scan", source_body(f'iban = "{sample_value("pii.iban", 3)}"'))
    [finding] = answer["findings"]
    assert (finding["weakness_id"], finding["fix"]) == ("pii.iban", None)


async def test_half_typed_code_is_scanned(call: Call, password: str) -> None:
    _, answer = await call("POST", "scan", source_body(f'connect(user="ann", password="{password}", hos'))
    assert [finding["weakness_id"] for finding in answer["findings"]] == ["secret.generic.password"]


async def test_outputs_attachments_and_metadata_are_scanned(call: Call, password: str) -> None:
    text = f"password = '{password}'"
    cell = {
        "id": "x",
        "cell": 1,
        "type": "code",
        "outputs": [stream(text), display(text_plain=text, image_png="iVBORw0KGgo=")],
        "metadata": {"password": password},
    }
    note = {"id": "y", "cell": 2, "type": "markdown", "attachments": {"a.txt": {"text/plain": text}}}
    body = {"path": "b.ipynb", "cells": [cell, note], "metadata": {"login": {"password": password}}}
    _, answer = await call("POST", "scan", body)
    assert [(finding["cell"], finding["part"], finding["mime"]) for finding in answer["findings"]] == [
        (None, "metadata", None),
        (1, "output", "application/vnd.jupyter.stdout"),
        (1, "output", "text/plain"),
        (1, "metadata", None),
        (2, "attachment", "text/plain"),
    ]


async def test_a_tag_suppresses_although_only_the_source_is_sent(call: Call, password: str) -> None:
    tags = ["ct: ignore[secret.generic.password] shown in class"]
    _, answer = await call("POST", "scan", source_body(f'password = "{password}"', tags=tags))
    [finding] = answer["findings"]
    assert finding["suppressed"] == {"kind": "tag", "reason": "shown in class"}


async def test_half_an_emoji_does_not_stop_the_scan(call: Call, password: str) -> None:
    body = json.dumps(source_body(f'"\ud83d"\npassword = "{password}"'))
    assert "\\ud83d" in body
    code, answer = await call("POST", "scan", body)
    assert code == 200
    assert [finding["start"]["offset"] for finding in answer["findings"]] == [16]


async def test_fields_that_a_newer_front_end_sends_are_passed_over(call: Call) -> None:
    code, answer = await call("POST", "scan", source_body("x = 1", colour="red") | {"depth": 3})
    assert (code, answer["findings"]) == (200, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"path": "a.ipynb", "cells": 3}',
        b'{"path": "a.ipynb", "cells": [{"id": "a", "cell": 0}]}',
        b'{"path": "a.ipynb", "cells": [{"id": "a", "cell": 1, "type": "CANARY"}]}',
        b'{"path": "a.ipynb", "cells": [{"id": "a", "cell": 1, "source": 7}]}',
        b'{"cells": []}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
async def test_a_malformed_body_is_refused_with_a_message_that_does_not_quote_it(
    call: Call, body: bytes
) -> None:
    code, answer = await call("POST", "scan", body)
    assert code == 400
    assert answer["reason"] == "malformed"
    assert answer["message"].startswith("The body ")
    assert "CANARY" not in answer["message"]


async def test_a_body_of_another_type_is_refused(call: Call) -> None:
    code, answer = await call("POST", "scan", source_body("x = 1"), headers={"Content-Type": "text/plain"})
    assert (code, answer["reason"]) == (415, "content-type")


async def test_a_body_over_the_limit_is_refused(call: Call, app: Any) -> None:
    app.max_body_mb = 1
    code, answer = await call("POST", "scan", source_body("x" * (1024 * 1024 + 1)))
    assert (code, answer["reason"]) == (413, "too-large")
    assert "max_body_mb" in answer["message"]


async def test_a_cell_that_fails_is_an_error_and_the_others_are_scanned(
    call: Call, app: Any, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = app.checker.scan_text

    def fail_on_the_marked(text: str, language: str) -> Any:
        if "marked" in text:
            raise ValueError(f"quotes {text}")
        return scan(text, language)

    monkeypatch.setattr(app.checker, "scan_text", fail_on_the_marked)
    cells = [
        {"id": "a", "cell": 1, "source": f'marked = 1\npassword = "{password}"'},
        {"id": "b", "cell": 2, "source": f'password = "{password}"'},
    ]
    _, answer = await call("POST", "scan", {"path": "a.ipynb", "cells": cells})
    assert [finding["cell"] for finding in answer["findings"]] == [2]
    [error] = answer["errors"]
    assert (error["path"], error["cell"]) == ("a.ipynb", 1)
    assert password not in error["message"]


async def test_an_odd_output_is_an_error_of_its_cell_alone(call: Call, password: str) -> None:
    cells = [
        {"id": "a", "cell": 1, "outputs": [{"output_type": "error", "traceback": 7}], "tags": [3]},
        {"id": "b", "cell": 2, "source": f'password = "{password}"', "outputs": []},
    ]
    code, answer = await call("POST", "scan", {"path": "a.ipynb", "cells": cells})
    assert code == 200
    assert [finding["cell"] for finding in answer["findings"]] == [2]
    assert [error["cell"] for error in answer["errors"]] == [1]


async def test_a_text_that_was_scanned_is_not_scanned_again(call: Call, app: Any, password: str) -> None:
    body = source_body(f'password = "{password}"')
    _, first = await call("POST", "scan", body)
    known = len(app.checker.scan_text)
    body["cells"][0] |= {"id": "other", "cell": 9}
    _, second = await call("POST", "scan", body)
    assert len(app.checker.scan_text) == known
    assert [finding["cell"] for finding in first["findings"]] == [3]
    assert [finding["cell"] for finding in second["findings"]] == [9]


async def test_a_scan_past_the_queue_is_told_to_come_back(
    call: Call, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "workers", Workers(threads=0 + 1, waiting=-1))
    code, answer = await call("POST", "scan", source_body("x = 1"))
    assert (code, answer["reason"]) == (503, "busy")
    await asyncio.sleep(0)
