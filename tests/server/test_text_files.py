"""Text files in the editor: the same findings as on the command line, and a fix that breaks none."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values

from ct_jupyter.check.files import read_data
from ct_jupyter.check.parts import check_parts
from ct_jupyter.check.walk import Target
from ct_jupyter.notebook.edit import Edit, apply_edits
from ct_jupyter.rewrite.text_files import still_reads
from tests.server.conftest import Call

ID = "secret.generic.password"
FILES = {
    "app.py": 'import sys\n\npassword = "<v>"\n',
    "notes.md": "# Access\n\n**Password:** `<v>`\n\n| user | password |\n|---|---|\n| ann | <v>1 |\n",
    ".env": "DB_PASSWORD=<v>\n",
    "settings.json": '{"user": "ann", "password": "<v>"}\n',
    "deploy.yml": "db:\n  password: <v>\n",
    "deploy.yaml": 'db:\n  password: "<v>"\n',
    "pyproject.toml": '[db]\npassword = "<v>"\n',
    "run.sh": 'export DB_PASSWORD="<v>"\n',
    "load.R": 'password <- "<v>"\n',
    "users.sql": "ALTER USER etl WITH PASSWORD '<v>';\n",
}


def sent(name: str, text: str, **more: Any) -> dict[str, Any]:
    cell = {"id": "file", "cell": 1, "type": "code", "source": text}
    return {"kind": "file", "path": f"work/{name}", "cells": [cell]} | more


def to_redact(name: str, text: str, **more: Any) -> dict[str, Any]:
    cell = {"id": "file", "cell_type": "code", "source": text, "metadata": {}}
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return {"kind": "file", "path": f"work/{name}", "content": content} | more


@pytest.fixture
def work(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PASSWORD", "DB_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    (root / "work").mkdir()
    return root / "work"


@pytest.mark.parametrize("name", FILES)
async def test_the_editor_finds_what_the_command_line_finds(call: Call, password: str, name: str) -> None:
    text = FILES[name].replace("<v>", password)
    code, answer = await call("POST", "scan", sent(name, text))
    assert code == 200
    assert answer["errors"] == []
    file = read_data(Target(Path(name), f"work/{name}"), text.encode())
    expected = check_parts(file.parts, f"work/{name}")
    keys = ("weakness_id", "path", "part")
    assert [[one[key] for key in keys] for one in answer["findings"]] == [
        [getattr(one, key) for key in keys] for one in expected
    ]
    assert [one["start"]["offset"] for one in answer["findings"]] == [one.start.offset for one in expected]
    assert [one["fingerprint"] for one in answer["findings"]] == [one.fingerprint for one in expected]
    assert expected
    assert all(one["cell"] == 1 and one["cell_id"] == "file" for one in answer["findings"])


@pytest.mark.parametrize(
    ("name", "lookup"),
    [("app.py", 'os.environ["PASSWORD"]'), ("load.R", 'Sys.getenv("PASSWORD")'), ("notes.md", None)],
)
async def test_a_lookup_is_offered_where_the_file_is_code(
    call: Call, password: str, name: str, lookup: str | None
) -> None:
    _, answer = await call("POST", "scan", sent(name, FILES[name].replace("<v>", password)))
    fix = answer["findings"][0]["fix"]
    assert (fix and fix["replacement"]) == lookup


@pytest.mark.parametrize("name", [name for name in FILES if name != ".env"])
async def test_a_replaced_value_leaves_the_file_readable(
    call: Call, work: Path, password: str, name: str
) -> None:
    text = FILES[name].replace("<v>", password)
    code, answer = await call("POST", "redact", to_redact(name, text))
    assert code == 200
    [cell] = answer["cells"]
    after = apply_edits(text, [Edit("", e["start"], e["end"], e["text"]) for e in cell["edits"]])
    assert password not in after
    is_settings = not name.endswith((".py", ".R", ".md", ".txt", ".sh"))
    assert any(f"{name} will not work until" in note for note in answer["notes"]) is is_settings
    if name.endswith(".json"):
        assert json.loads(after) == {"user": "ann", "password": "<REDACTED:PASSWORD>"}
    elif name.endswith((".yml", ".yaml")):
        assert yaml.safe_load(after) == {"db": {"password": "<REDACTED:PASSWORD>"}}
    elif name.endswith(".toml"):
        tomllib = pytest.importorskip("tomllib")
        assert tomllib.loads(after) == {"db": {"password": "<REDACTED:PASSWORD>"}}
    elif name == "app.py":
        assert after == 'import os\nimport sys\n\npassword = os.environ["PASSWORD"]\n'
        assert dotenv_values(work / ".env") == {"PASSWORD": password}
    elif name == "load.R":
        assert after == 'password <- Sys.getenv("PASSWORD")\n'


async def test_env_files_say_what_to_do(call: Call, work: Path, password: str) -> None:
    code, answer = await call("POST", "redact", to_redact(".env", f"DB_PASSWORD={password}\n"))
    assert code == 409
    assert answer["reason"] == "env-file"
    assert ".gitignore" in answer["message"]
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "reads"),
    [
        ("a.json", '{"a": "x"}', '{"a": "<y>"}', True),
        ("a.json", '{"a": 12}', '{"a": <y>}', False),
        ("a.json", "no JSON", '{"a": <y>}', True),
        ("a.yml", "a: x", "a: <y>", True),
        ("a.yaml", "a: x", "a: *y", True),
        ("a.yaml", "a: x", "a: 'y", False),
        ("a.py", "a = 1", "a = (", True),
    ],
)
def test_a_file_that_would_not_read_any_more_is_known(
    name: str, before: str, after: str, reads: bool
) -> None:
    assert still_reads(PurePath(name), before, after) is reads


async def test_a_file_that_would_not_read_is_left_as_it_is(
    call: Call, work: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_jupyter.server.handlers.redact.still_reads", lambda *_: False)
    text = FILES["settings.json"].replace("<v>", password)
    code, answer = await call("POST", "redact", to_redact("settings.json", text))
    assert (code, answer["reason"]) == (409, "would-not-read")
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("app.py", 'import sys\n\npassword = "<v>"  # ct: ignore[{id}] shown\n'),
        ("run.sh", '# ct: ignore[{id}] shown\nexport DB_PASSWORD="<v>"\n'),
        ("load.R", '# ct: ignore[{id}] shown\npassword <- "<v>"\n'),
        ("users.sql", "-- ct: ignore[{id}] shown\nALTER USER etl WITH PASSWORD '<v>';\n"),
        ("deploy.yml", "db:\n  # ct: ignore[{id}] shown\n  password: <v>\n"),
        (".env", "# ct: ignore[{id}] shown\nDB_PASSWORD=<v>\n"),
        ("pyproject.toml", '[db]\n# ct: ignore[{id}] shown\npassword = "<v>"\n'),
    ],
)
async def test_ignoring_writes_a_comment_that_the_scan_reads(
    call: Call, password: str, name: str, expected: str
) -> None:
    text = FILES[name].replace("<v>", password)
    _, before = await call("POST", "scan", sent(name, text))
    [finding] = before["findings"]
    body = {
        "kind": "file",
        "path": f"work/{name}",
        "cell": {"id": "file", "type": "code", "source": text, "tags": []},
        "part": "source",
        "start": finding["start"]["offset"],
        "weakness_id": ID,
        "reason": "shown",
    }
    code, answer = await call("POST", "ignore", body)
    assert code == 200
    after = apply_edits(text, [Edit("", e["start"], e["end"], e["text"]) for e in answer["edits"]])
    assert after == expected.replace("<v>", password).replace("{id}", ID)
    _, then = await call("POST", "scan", sent(name, after))
    assert [one["suppressed"]["reason"] for one in then["findings"]] == ["shown"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("settings.json", '{"password": "<v>"}'),
        ("run.sh", "curl \\\n  --password <v> host\n"),
        ("deploy.yml", "script: |\n  x\n  export password=<v>\n"),
    ],
)
async def test_where_no_comment_can_stand_the_answer_says_so(
    call: Call, password: str, name: str, text: str
) -> None:
    source = text.replace("<v>", password)
    body = {
        "kind": "file",
        "path": name,
        "cell": {"id": "file", "type": "code", "source": source, "tags": []},
        "part": "source",
        "start": source.index(password),
        "weakness_id": ID,
        "reason": "shown",
    }
    code, answer = await call("POST", "ignore", body)
    assert (code, answer["reason"]) == (409, "no-comment")
    assert "baseline" in answer["message"]
