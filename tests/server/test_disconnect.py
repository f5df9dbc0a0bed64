from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from ct_jupyter.detection import Match


async def test_a_scan_stops_when_its_client_goes_away(
    app: Any,
    jp_serverapp: Any,
    http_server: Any,
    jp_base_url: str,
    jp_auth_header: dict[str, str],
    http_server_port: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scanned: list[str] = []

    def slowly(text: str, language: str) -> list[Match]:
        scanned.append(text)
        time.sleep(0.05)
        return []

    monkeypatch.setattr(app.checker, "scan_text", slowly)
    cells = [{"id": str(number), "cell": number, "source": f"x = {number}"} for number in range(1, 201)]
    body = json.dumps({"path": "a.ipynb", "cells": cells})
    _, writer = await asyncio.open_connection("127.0.0.1", http_server_port[-1])
    head = [
        f"POST {jp_base_url}ct_jupyter/scan HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Authorization: {jp_auth_header['Authorization']}",
        f"Content-Length: {len(body)}",
    ]
    writer.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())
    await writer.drain()
    for _ in range(500):
        if len(scanned) >= 2:
            break
        await asyncio.sleep(0.01)
    assert len(scanned) >= 2
    writer.close()
    for _ in range(500):
        if app.workers.idle:
            break
        await asyncio.sleep(0.01)
    assert app.workers.idle
    assert len(scanned) < 200
