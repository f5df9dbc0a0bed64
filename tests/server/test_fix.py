from __future__ import annotations

import asyncio
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values
from jupyter_server.auth import Authorizer
from jupyter_server.services.contents.manager import ContentsManager
from traitlets.config import Config

from ct_jupyter.notebook.edit import Edit, apply_edits
from ct_jupyter.session.places import env_folder
from ct_jupyter.stores.refusal import Refusal
from tests.server.conftest import Call


def fix_body(source: str, value: str, path: str = "work/b.ipynb", **more: Any) -> dict[str, Any]:
    start = source.index(value)
    return {
        "path": path,
        "language": "python",
        "cells": [{"id": "c1", "cell": 1, "type": "code", "source": source}],
        "cell_id": "c1",
        "start": start,
        "end": start + len(value),
        "weakness_id": "secret.generic.password",
        "name": None,
        "dry_run": False,
    } | more


@pytest.fixture
def work(root: Path) -> Path:
    (root / "work").mkdir()
    return root / "work"


async def test_a_fix_stores_the_value_and_answers_with_the_edits_of_one_cell(
    call: Call, work: Path, password: str
) -> None:
    source = f'# 🗝️\npassword = "{password}"'
    code, answer = await call("POST", "fix", fix_body(source, password))
    assert code == 200
    assert answer["name"] == "PASSWORD"
    assert answer["value"] == password
    assert answer["store"] == {
        "path": "work/.env",
        "state": "created",
        "gitignore": "no-repository",
        "tightened": False,
    }
    edits = [Edit(**edit) for edit in answer["edits"]]
    assert apply_edits(source, edits) == 'import os\n\n# 🗝️\npassword = os.environ["PASSWORD"]'
    assert dotenv_values(work / ".env") == {"PASSWORD": password}
    assert (work / ".env").stat().st_mode & 0o777 == 0o600


async def test_the_answer_is_kept_by_no_cache(jp_fetch: Any, work: Path, password: str) -> None:

    body = fix_body(f'password = "{password}"', password)
    response = await jp_fetch(
        "ct_jupyter",
        "fix",
        method="POST",
        body=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert response.headers["Cache-Control"] == "no-store"


async def test_a_dry_run_writes_nothing_and_carries_no_value(call: Call, work: Path, password: str) -> None:
    code, answer = await call("POST", "fix", fix_body(f'password = "{password}"', password, dry_run=True))
    assert code == 200
    assert sorted(answer) == ["edits", "name"]
    assert list(work.iterdir()) == []


async def test_two_values_of_one_name_get_two_variables_and_one_value_gets_one(
    call: Call, work: Path, password: str
) -> None:
    other = password[::-1]
    names = []
    for value in (password, other, password):
        _, answer = await call("POST", "fix", fix_body(f'password = "{value}"', value))
        names.append((answer["name"], answer["store"]["state"]))
    assert names == [("PASSWORD", "created"), ("PASSWORD_2", "added"), ("PASSWORD", "present")]
    assert dotenv_values(work / ".env") == {"PASSWORD": password, "PASSWORD_2": other}


async def test_fixes_at_the_same_time_do_not_take_each_others_names(
    call: Call, work: Path, password: str
) -> None:
    values = [f"{password}{index}" for index in range(3)]
    answers = await asyncio.gather(
        *(call("POST", "fix", fix_body(f'password = "{value}"', value)) for value in values)
    )
    stored = dotenv_values(work / ".env")
    assert {answer["name"]: answer["value"] for _, answer in answers} == stored
    assert set(stored.values()) == set(values)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"start": 0}, "changed"),
        ({"cell_id": "gone"}, "changed"),
        ({"language": "fortran"}, "not-a-literal"),
        ({"name": "not valid"}, "invalid-name"),
        ({"name": "HELD"}, "name-taken"),
        ({"path": "../b.ipynb"}, "outside-root"),
        ({"path": "work/../../b.ipynb"}, "outside-root"),
        ({"path": "/etc/b.ipynb"}, "outside-root"),
        ({"path": "linked/b.ipynb"}, "outside-root"),
        ({"path": ".hidden/b.ipynb"}, "outside-root"),
        ({"path": "missing/b.ipynb"}, "outside-root"),
        ({"path": "work\\b.ipynb"}, "outside-root"),
        ({"path": "s3:b.ipynb"}, "no-local-files"),
    ],
)
async def test_a_refused_fix_says_why_and_writes_nothing(
    call: Call, root: Path, work: Path, tmp_path: Path, password: str, more: dict[str, Any], reason: str
) -> None:
    (work / ".env").write_text("HELD=other\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "linked").symlink_to(outside)
    (root / ".hidden").mkdir()
    before = sorted(tmp_path.rglob("*.env"))
    code, answer = await call("POST", "fix", fix_body(f'password = "{password}"', password, **more))
    assert (code, answer["reason"]) == (409, reason)
    assert answer["message"]
    assert password not in answer["message"]
    assert sorted(tmp_path.rglob("*.env")) == before
    assert (work / ".env").read_text() == "HELD=other\n"


async def test_a_literal_that_needs_more_than_a_lookup_is_refused(
    call: Call, work: Path, password: str
) -> None:
    code, answer = await call("POST", "fix", fix_body(f'# password = "{password}"', password))
    assert (code, answer["reason"]) in [(409, "not-a-literal"), (409, "changed")]


async def test_the_drive_of_jupyter_collaboration_is_the_same_folder(
    call: Call, work: Path, password: str
) -> None:
    body = fix_body(f'password = "{password}"', password, path="RTC:work/b.ipynb")
    code, answer = await call("POST", "fix", body)
    assert (code, answer["store"]["path"]) == (200, "work/.env")


async def test_an_env_file_that_git_tracks_is_refused(call: Call, work: Path, password: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    (work / ".env").write_text("A=1\n")
    subprocess.run(["git", "add", "-f", ".env"], cwd=work, check=True)
    code, answer = await call("POST", "fix", fix_body(f'password = "{password}"', password))
    assert (code, answer["reason"]) == (409, "git-tracked")
    assert "git rm --cached .env" in answer["message"]
    assert (work / ".env").read_text() == "A=1\n"


async def test_gitignore_gets_its_line_once(call: Call, work: Path, password: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    states = []
    for value in (password, password[::-1]):
        _, answer = await call("POST", "fix", fix_body(f'password = "{value}"', value))
        states.append(answer["store"]["gitignore"])
    assert states == ["added", "present"]
    assert (work / ".gitignore").read_text() == ".env\n"


async def test_how_git_sees_a_file_is_told_and_nothing_is_changed(call: Call, work: Path) -> None:
    (work / "people.csv").write_text("id\n1\n")

    async def sight() -> tuple[str, bool]:
        code, answer = await call("GET", "gitignore", params={"path": "work/people.csv"})
        assert code == 200, answer
        return answer["state"], answer["tracked"]

    assert await sight() == ("no-repository", False)
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    assert await sight() == ("absent", False)
    subprocess.run(["git", "add", "people.csv"], cwd=work, check=True)
    assert await sight() == ("absent", True)
    (work / ".gitignore").write_text("people.csv\n")
    assert await sight() == ("present", True)
    assert (work / ".gitignore").read_text() == "people.csv\n"
    for path in ("", "work/..", "../a.csv"):  # tornado makes blanks of control characters
        code, _ = await call("GET", "gitignore", params={"path": path})
        assert code in (400, 409)


async def test_the_value_is_in_no_process_list(
    call: Call, work: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    seen: list[str] = []
    run = subprocess.run

    def watched(command: Any, **options: Any) -> Any:
        seen.append(f"{command} {options}")
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    await call("POST", "fix", fix_body(f'password = "{password}"', password))
    assert seen
    assert not any(password in one for one in seen)


async def test_a_variable_of_the_server_itself_is_not_shadowed(
    call: Call, work: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PASSWORD", "something else")
    _, answer = await call("POST", "fix", fix_body(f'password = "{password}"', password))
    assert answer["name"] == "PASSWORD_2"


def test_a_contents_manager_without_files_is_told_from_one_with(tmp_path: Path) -> None:
    class Elsewhere(ContentsManager):
        """Keeps its files in a database; `root_dir` has its default."""

    with pytest.raises(Refusal) as caught:
        env_folder(Elsewhere(), "a.ipynb")
    assert caught.value.reason == "no-local-files"


class MayNotWriteFiles(Authorizer):
    """A reader: may use the extension, may not write files."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "contents"


class TestReader:
    @pytest.fixture
    def jp_server_config(self) -> Config:
        return Config(
            {
                "ServerApp": {
                    "jpserver_extensions": {"ct_jupyter": True},
                    "authorizer_class": MayNotWriteFiles,
                }
            }
        )

    async def test_who_may_not_write_files_writes_no_env(self, call: Call, work: Path, password: str) -> None:
        code, answer = await call("POST", "fix", fix_body(f'password = "{password}"', password))
        assert (code, answer["reason"]) == (403, "forbidden")
        assert list(work.iterdir()) == []
