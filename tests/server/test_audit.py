"""Ignoring a finding in the repository's baseline, from the panel."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill
from ct_jupyter.policy.baseline import Baseline
from tests.conftest import code, dumped, notebook
from tests.server.conftest import Call
from tests.server.test_policy import body_of

ID = "secret.generic.password"


@pytest.fixture(autouse=True)
def repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "config", "user.name", "Ann Example"], cwd=root, check=True)
    monkeypatch.chdir(root)
    return root


async def audit(call: Call, document: dict[str, Any], **more: Any) -> tuple[int, dict[str, Any]]:
    """Ignore the first finding of a notebook."""
    _, found = await call("POST", "scan", body_of(document))
    finding = found["findings"][0]
    body = body_of(document) | {"weakness_id": finding["weakness_id"], "fingerprint": finding["fingerprint"]}
    return await call("POST", "audit", body | {"verdict": "used in tests"} | more)


def baseline_of(root: Path) -> Baseline:
    return msgspec.json.decode((root / ".ct-jupyter" / "baseline.json").read_bytes(), type=Baseline)


async def test_what_was_said_is_in_the_baseline_and_in_the_next_scan(
    call: Call, root: Path, password: str
) -> None:
    document = notebook(code(f'password = "{password}"'))
    status, answer = await audit(call, document, note="a\ncourse", until="2999-01-31", create=True)
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    assert status == 200
    assert (answer["path"], answer["created"]) == (".ct-jupyter/baseline.json", True)
    suppressed = {
        "kind": "baseline",
        "reason": "used in tests: a course",
        "by": "Ann Example",
        "on": today,
        "until": "2999-01-31",
    }
    assert answer["suppressed"] == suppressed
    _, found = await call("POST", "scan", body_of(document))
    assert [finding["suppressed"] for finding in found["findings"]] == [suppressed]
    assert password not in (root / ".ct-jupyter" / "baseline.json").read_text()


async def test_the_pipeline_and_the_audit_command_read_what_was_written(
    call: Call, root: Path, password: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = notebook(code(f'password = "{password}"'))
    (root / "a.ipynb").write_bytes(dumped(document))
    assert main(["scan", "."]) == 1
    await audit(call, document, create=True, verdict="revoked")
    assert main(["scan", "."]) == 0
    assert main(["audit", "--list"]) == 0
    assert "revoked (by Ann Example on" in capsys.readouterr().out


async def test_a_baseline_is_not_made_without_being_asked_for(call: Call, root: Path, password: str) -> None:
    status, answer = await audit(call, notebook(code(f'password = "{password}"')))
    assert (status, answer["reason"]) == (409, "no-baseline")
    assert ".ct-jupyter/baseline.json" in answer["message"]
    assert not (root / ".ct-jupyter").exists()


async def test_an_entry_joins_those_that_are_there_and_takes_the_place_of_its_own(
    call: Call, root: Path, password: str
) -> None:
    other = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 9)
    (root / "b.ipynb").write_bytes(dumped(notebook(code(f'password = "{other}"'))))
    main(["baseline", "b.ipynb"])
    before = baseline_of(root)
    document = notebook(code(f'password = "{password}"'))
    await audit(call, document)
    _, answer = await audit(call, document, verdict="will not fix")
    after = baseline_of(root)
    assert after.key == before.key
    assert answer["created"] is False
    assert [(one.path, one.audit and one.audit.verdict) for one in after.entries] == [
        ("a.ipynb", "will not fix"),
        ("b.ipynb", None),
    ]
    assert list(root.glob(".ct-jupyter/*")) == [root / ".ct-jupyter" / "baseline.json"]


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [
        ({"verdict": "because"}, 400, "malformed"),
        ({"until": "2020-01-01"}, 400, "until"),
        ({"until": "tomorrow"}, 400, "malformed"),
        ({"fingerprint": "0" * 32, "create": True}, 409, "moved"),
        ({"cells": [], "create": True}, 409, "moved"),
        ({"path": "../a.ipynb", "create": True}, 409, "no-local-files"),
    ],
)
async def test_what_cannot_be_written_down_is_refused_and_writes_nothing(
    call: Call, root: Path, password: str, more: dict[str, Any], status: int, reason: str
) -> None:
    code_, answer = await audit(call, notebook(code(f'password = "{password}"')), **more)
    assert (code_, answer["reason"]) == (status, reason)
    assert password not in json.dumps(answer)
    assert not (root / ".ct-jupyter").exists()


async def test_a_broken_policy_and_a_damaged_baseline_are_refused_and_left_alone(
    call: Call, root: Path, password: str
) -> None:
    document = notebook(code(f'password = "{password}"'))
    (root / ".ct-jupyter.toml").write_text("exlude = 3\n")
    status, answer = await audit(call, document, create=True)
    assert (status, answer["reason"]) == (409, "policy")
    assert "'exlude'" in answer["message"]
    (root / ".ct-jupyter.toml").unlink()
    (root / ".ct-jupyter").mkdir()
    (root / ".ct-jupyter" / "baseline.json").write_text("<<<<<<< HEAD\n")
    status, answer = await audit(call, document, create=True)
    assert (status, answer["reason"]) == (409, "policy")
    assert "merge conflict" in answer["message"]
    assert (root / ".ct-jupyter" / "baseline.json").read_text() == "<<<<<<< HEAD\n"


async def test_a_baseline_that_leads_out_of_the_servers_root_is_not_written(
    call: Call, root: Path, tmp_path: Path, password: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / ".ct-jupyter").symlink_to(outside)
    status, answer = await audit(call, notebook(code(f'password = "{password}"')), create=True)
    assert (status, answer["reason"]) == (409, "outside-root")
    assert list(outside.iterdir()) == []


async def test_a_user_who_may_not_write_files_may_not_write_the_baseline(
    call: Call, root: Path, password: str, jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorizer = jp_serverapp.web_app.settings["authorizer"]

    def only_ours(handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "contents"

    monkeypatch.setattr(authorizer, "is_authorized", only_ours)
    status, answer = await audit(call, notebook(code(f'password = "{password}"')), create=True)
    assert (status, answer["reason"]) == (403, "forbidden")
    assert not (root / ".ct-jupyter").exists()
