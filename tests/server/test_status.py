from __future__ import annotations

from typing import Any

import pytest

from ct_jupyter import __version__
from ct_jupyter.server import app as server_app
from tests.server.conftest import Call


async def test_status_says_version_engine_and_what_a_save_does(call: Call) -> None:
    code, answer = await call("GET", "status")
    assert code == 200
    assert answer["version"] == __version__
    assert answer["api"] == 1
    assert answer["engine"] in ("hyperscan", "re")
    assert answer["rules"] > 0
    assert answer["save_mode"] == "warn"
    assert answer["save_modes"] == ["off", "warn", "block"]
    assert answer["save_hook"] is True
    assert answer["local_files"] is True
    assert answer["env_for_kernels"] is False
    assert answer["collaboration"] is False
    assert answer["max_body_bytes"] == 64 * 1024 * 1024


@pytest.mark.parametrize(("version", "said"), [("1.2.3+light", 1), ("1.2.3", 0)])
async def test_a_server_without_a_front_end_says_so_once(
    jp_configurable_serverapp: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: str,
    said: int,
) -> None:
    monkeypatch.setattr(server_app, "__version__", version)
    jp_configurable_serverapp()
    assert capsys.readouterr().err.count("was built without its JupyterLab front end") == said
