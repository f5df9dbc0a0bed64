"""Unique values in every part, every feature used, everything searched that was written or sent."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
import tempfile
import urllib.parse
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from tornado.httpclient import HTTPClientError

from ct_jupyter.detection.examples import fill
from ct_jupyter.protocol.responses import SAVE_SCHEMA
from tests.conftest import code, display, dumped, markdown, notebook, stream

PARTS = 22
CANARIES = [fill("{upper:1}{lower:5}{digits:4}{upper:4}{lower:4}", 1000 + number) for number in range(PARTS)]


def planted() -> dict[str, Any]:
    """Return a notebook with one canary in each kind of part."""
    given = iter([f"password = '{canary}'" for canary in CANARIES[1:]])
    error = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": next(given),
        "traceback": [f"\x1b[31m{next(given)}\x1b[0m"],
    }
    widget = {
        "application/vnd.jupyter.widget-state+json": {"state": {"a": {"state": {"value": next(given)}}}}
    }
    outputs = [
        stream(next(given)),
        stream(next(given), name="stderr"),
        error,
        display(text_plain=next(given), text_html=f"<b>{next(given)}</b>", text_latex=next(given)),
        display(image_svg__xml=f"<svg><text>{next(given)}</text></svg>", text_markdown=next(given)),
        display(application_json={"password": next(given)}),
        display(application_javascript=next(given)),
        display(**{"application_vnd.plotly.v1__json": {"layout": {"title": next(given)}}}),
    ]
    return notebook(
        code(f'# Load\npassword = "{CANARIES[0]}"', *outputs, id="first", metadata={"note": next(given)}),
        markdown(next(given), id="second", attachments={"a.txt": {"text/plain": next(given)}}),
        {"cell_type": "raw", "id": "third", "metadata": {"tags": [next(given)]}, "source": next(given)},
        code(f"%env API_PASSWORD={next(given)}\n!curl -u ann:{next(given)} host", id="fourth"),
        widgets=widget,
        login=next(given),
    )


def forms(canary: str) -> list[bytes]:
    """Return a value as it stands and in the encodings that something may have put it in."""
    raw = canary.encode()
    # Of base64, the middle: what surrounds the value decides about its ends.
    encoded = [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    return [raw, raw.hex().encode(), urllib.parse.quote(canary).encode(), raw[::-1], *encoded]


def leaks(where: str, data: bytes) -> list[str]:
    return [
        f"{where}: canary {n}" for n, one in enumerate(CANARIES) if any(form in data for form in forms(one))
    ]


class Talk:
    """Sends requests and keeps every answer."""

    def __init__(self, fetch: Any) -> None:
        self._fetch = fetch
        self.heard: list[tuple[str, bytes]] = []

    async def __call__(self, method: str, *path: str, body: Any = None, keep: bool = True) -> dict[str, Any]:
        raw = body if isinstance(body, bytes | None) else json.dumps(body)
        headers = {"Content-Type": "application/json"}
        try:
            response = await self._fetch(*path, method=method, body=raw, headers=headers)
        except HTTPClientError as error:
            assert error.response is not None
            response = error.response
        if keep:
            self.heard.append(
                (f"{method} {path} {response.code}", response.body + str(response.headers).encode())
            )
        answer: dict[str, Any] = json.loads(response.body)
        return answer


def heard_events(serverapp: Any) -> list[dict[str, Any]]:
    """Return a list that the events of saves are added to from now on."""
    events: list[dict[str, Any]] = []

    async def listener(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        events.append(data)

    serverapp.event_logger.add_listener(schema_id=SAVE_SCHEMA, listener=listener)
    return events


def as_sent(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of a notebook as the front end sends them to be scanned."""
    return [
        {"cell": number, "type": cell["cell_type"], **{k: v for k, v in cell.items() if k != "cell_type"}}
        for number, cell in enumerate(document["cells"], start=1)
    ]


@pytest.fixture
def everything_written_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point temporary, cache and data folders below the test's own."""
    for name in ("TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


async def test_no_canary_is_anywhere_but_in_the_notebook_the_env_file_and_the_answer_to_the_fix(
    everything_written_here: Path,
    jp_fetch: Any,
    jp_serverapp: Any,
    app: Any,
    root: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    jp_logging_stream: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("tornado.access", "tornado.application", "tornado.general", "ServerApp", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    events = heard_events(jp_serverapp)
    talk = Talk(jp_fetch)
    document = planted()
    source = document["cells"][0]["source"]

    # Look.
    await talk("GET", "ct_jupyter", "status")
    await talk("GET", "ct_jupyter", "rules")
    cells = as_sent(document)
    scan = {"path": "a.ipynb", "cells": cells, "metadata": document["metadata"]}
    answer = await talk("POST", "ct_jupyter", "scan", body=scan)
    assert len(answer["findings"]) >= PARTS - 4
    assert answer["errors"] == []

    # Plan a redaction, have its values without a file, be refused, and share: the answers hold the notebook.
    whole = {"path": "a.ipynb", "content": document}
    for more in ({"dry_run": True}, {"store": "none"}, {"path": "../a.ipynb"}, {"findings": ["x"]}):
        await talk("POST", "ct_jupyter", "redact", body=whole | more, keep=False)
    for outputs in ("keep", "drop", "odd"):
        await talk("POST", "ct_jupyter", "share", body=whole | {"outputs": outputs}, keep=False)
    plan = await talk("POST", "ct_jupyter", "redact", body=whole | {"dry_run": True}, keep=False)
    # Store them all, and take that back.
    done = await talk("POST", "ct_jupyter", "redact", body=whole, keep=False)
    back = {"path": "a.ipynb", "receipts": [done["receipt"]], "keep": ["NONE"]}
    for more in ({"path": "../a.ipynb"}, {"receipts": [1]}, {}):
        await talk("POST", "ct_jupyter", "undo", body=back | more)
    assert not (root / ".env").exists()
    assert len(plan["variables"]) >= PARTS - 6

    # Save, in each mode, whole and in pieces, and as something that cannot be read.
    as_file = {"type": "file", "format": "text", "content": dumped(document).decode()}
    for mode in ("warn", "block", "off"):
        await talk("PUT", "ct_jupyter", "save-mode", body={"mode": mode})
        await talk(
            "PUT",
            "api",
            "contents",
            "a.ipynb",
            body={"type": "notebook", "format": "json", "content": document},
        )
        await talk("PUT", "api", "contents", "b.ipynb", body=as_file)
        await talk("PUT", "api", "contents", "c.ipynb", body=as_file | {"content": as_file["content"][:-9]})
        await talk("PUT", "api", "contents", "d.ipynb", body=as_file | {"chunk": 1})
    await talk("PUT", "ct_jupyter", "save-mode", body={"mode": "warn"})

    # Ignore.
    start = source.index(CANARIES[0])
    ignore = {
        "cell": {"id": cells[0]["id"], "type": cells[0]["type"], "source": cells[0]["source"]},
        "start": start,
        "weakness_id": "secret.generic.password",
        "reason": "a lesson",
    }
    await talk("POST", "ct_jupyter", "ignore", body=ignore)
    # Replace one, also where that is refused.
    [one] = [found for found in answer["findings"] if (found["cell"], found["start"]["offset"]) == (1, start)]
    asked = whole | {"findings": [one["fingerprint"]]}
    for more in ({"names": {one["fingerprint"]: CANARIES[1]}}, {"path": "../x.ipynb"}):
        await talk("POST", "ct_jupyter", "redact", body=asked | more, keep=False)
    stored = await talk("POST", "ct_jupyter", "redact", body=asked, keep=False)
    assert list(stored["values"].values()) == [CANARIES[0]]

    # Send what is malformed, and let things break inside.
    whole = json.dumps(scan).encode()
    for body in (whole[:-3], whole.replace(b'"code"', b'"' + CANARIES[2].encode() + b'"'), b"\xff" + whole):
        await talk("POST", "ct_jupyter", "scan", body=body)
    with monkeypatch.context() as broken:
        broken.setattr("ct_jupyter.server.handlers.scan.decode", break_with_canaries)
        await talk("POST", "ct_jupyter", "scan", body=scan)
    with monkeypatch.context() as broken:
        broken.setattr(app.checker, "scan_text", break_with_canaries)
        await talk("POST", "ct_jupyter", "scan", body=scan)
        await talk(
            "PUT",
            "api",
            "contents",
            "a.ipynb",
            body={"type": "notebook", "format": "json", "content": document},
        )
        await settled(app)
    await settled(app)

    outputs = capfd.readouterr()
    found = leaks("log", caplog.text.encode()) + leaks("log stream", jp_logging_stream.getvalue().encode())
    found += leaks("stdout", outputs.out.encode()) + leaks("stderr", outputs.err.encode())
    found += leaks("events", json.dumps(events).encode())
    assert len(events) >= 6
    for where, data in talk.heard:
        found += leaks(where, data)
    searched = 0
    for path in everything_written_here.rglob("*"):
        if not path.is_file() or path.is_relative_to(root):
            continue
        searched += 1
        found += leaks(str(path), path.read_bytes() + path.name.encode())
    for path in root.rglob("*"):
        # Jupyter's own: the notebooks that were saved, and its checkpoints of them.
        if path.is_file() and path.suffix != ".ipynb" and path.name != ".env":
            found += leaks(str(path), path.read_bytes())
    assert searched > 0
    assert Path(platformdirs.user_data_dir()).is_relative_to(everything_written_here) or os.name == "nt"
    assert found == []
    assert (root / ".env").read_text().count(CANARIES[0]) == 1
    assert leaks("", (root / ".env").read_bytes()) == [": canary 0"]


def break_with_canaries(*_: Any, **__: Any) -> None:
    raise RuntimeError(f"cannot handle {CANARIES}")


async def settled(app: Any) -> None:
    for _ in range(1000):
        if app.workers.idle:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
