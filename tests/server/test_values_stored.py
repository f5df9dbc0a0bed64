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
from tests.conftest import code, notebook
from tests.server.conftest import Call


def body(source: str, path: str = "work/b.ipynb", **more: Any) -> dict[str, Any]:
    cell = code(source) | {"id": "c1"}
    content = notebook(cell, language_info={"name": "python"})
    return {"path": path, "content": content, "load": "none", "imports": "cell"} | more


def edited(source: str, answer: dict[str, Any]) -> str:
    [cell] = answer["cells"]
    return apply_edits(source, [Edit(**edit) for edit in cell["edits"]])


def name_in(answer: dict[str, Any]) -> str:
    [variable] = answer["variables"]
    return str(variable["name"])


@pytest.fixture
def work(root: Path) -> Path:
    (root / "work").mkdir()
    return root / "work"


async def test_a_replacement_stores_the_value_and_answers_with_the_edits_of_one_cell(
    call: Call, work: Path, password: str
) -> None:
    source = f'# 🗝️\npassword = "{password}"'
    status, answer = await call("POST", "redact", body(source))
    assert status == 200
    assert answer["values"] == {"PASSWORD": password}
    assert answer["store"] == {
        "path": "work/.env",
        "state": "created",
        "gitignore": "no-repository",
        "tightened": False,
    }
    assert edited(source, answer) == 'import os\n\n# 🗝️\npassword = os.environ["PASSWORD"]'
    assert dotenv_values(work / ".env") == {"PASSWORD": password}
    assert (work / ".env").stat().st_mode & 0o777 == 0o600


async def test_the_answer_is_kept_by_no_cache(jp_fetch: Any, work: Path, password: str) -> None:
    response = await jp_fetch(
        "ct_jupyter",
        "redact",
        method="POST",
        body=json.dumps(body(f'password = "{password}"')),
        headers={"Content-Type": "application/json"},
    )
    assert response.headers["Cache-Control"] == "no-store"


async def test_a_dry_run_writes_nothing_and_carries_no_value(call: Call, work: Path, password: str) -> None:
    status, answer = await call("POST", "redact", body(f'password = "{password}"', dry_run=True))
    assert status == 200
    assert "values" not in answer
    assert password not in json.dumps(answer)
    assert list(work.iterdir()) == []


async def test_two_values_of_one_name_get_two_variables_and_one_value_gets_one(
    call: Call, work: Path, password: str
) -> None:
    other = password[::-1]
    names = []
    for value in (password, other, password):
        _, answer = await call("POST", "redact", body(f'password = "{value}"'))
        names.append((name_in(answer), answer["store"]["state"]))
    assert names == [("PASSWORD", "created"), ("PASSWORD_2", "added"), ("PASSWORD", "present")]
    assert dotenv_values(work / ".env") == {"PASSWORD": password, "PASSWORD_2": other}


async def test_replacements_at_the_same_time_do_not_take_each_others_names(
    call: Call, work: Path, password: str
) -> None:
    values = [f"{password}{index}" for index in range(3)]
    answers = await asyncio.gather(
        *(call("POST", "redact", body(f'password = "{value}"')) for value in values)
    )
    stored = dotenv_values(work / ".env")
    for status, answer in answers:
        assert status == 200 or answer["reason"] == "name-taken"
        assert status != 200 or answer["values"].items() <= stored.items()
    assert set(stored.values()) <= set(values)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
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
async def test_a_refused_replacement_says_why_and_writes_nothing(
    call: Call, root: Path, work: Path, tmp_path: Path, password: str, more: dict[str, Any], reason: str
) -> None:
    (work / ".env").write_text("HELD=other\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "linked").symlink_to(outside)
    (root / ".hidden").mkdir()
    before = sorted(tmp_path.rglob("*.env"))
    source = f'password = "{password}"'
    if "name" in more:
        _, plan = await call("POST", "redact", body(source, dry_run=True))
        more = {"names": {plan["variables"][0]["fingerprint"]: more["name"]}}
    status, answer = await call("POST", "redact", body(source, **more))
    assert (status, answer["reason"]) == (409, reason)
    assert answer["message"]
    assert password not in answer["message"]
    assert sorted(tmp_path.rglob("*.env")) == before
    assert (work / ".env").read_text() == "HELD=other\n"


async def test_the_drive_of_jupyter_collaboration_is_the_same_folder(
    call: Call, work: Path, password: str
) -> None:
    status, answer = await call("POST", "redact", body(f'password = "{password}"', path="RTC:work/b.ipynb"))
    assert (status, answer["store"]["path"]) == (200, "work/.env")


async def test_an_env_file_that_git_tracks_is_refused(call: Call, work: Path, password: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    (work / ".env").write_text("A=1\n")
    subprocess.run(["git", "add", "-f", ".env"], cwd=work, check=True)
    status, answer = await call("POST", "redact", body(f'password = "{password}"'))
    assert (status, answer["reason"]) == (409, "git-tracked")
    assert "git rm --cached .env" in answer["message"]
    assert (work / ".env").read_text() == "A=1\n"


async def test_gitignore_gets_its_line_once(call: Call, work: Path, password: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    states = []
    for value in (password, password[::-1]):
        _, answer = await call("POST", "redact", body(f'password = "{value}"'))
        states.append(answer["store"]["gitignore"])
    assert states == ["added", "present"]
    assert (work / ".gitignore").read_text() == ".env\n"


async def test_how_git_sees_a_file_is_told_and_nothing_is_changed(call: Call, work: Path) -> None:
    (work / "people.csv").write_text("id\n1\n")

    async def sight() -> tuple[str, bool]:
        status, answer = await call("GET", "gitignore", params={"path": "work/people.csv"})
        assert status == 200, answer
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
        status, _ = await call("GET", "gitignore", params={"path": path})
        assert status in (400, 409)


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
    await call("POST", "redact", body(f'password = "{password}"'))
    assert seen
    assert not any(password in one for one in seen)


async def test_a_variable_of_the_server_itself_is_not_shadowed(
    call: Call, work: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PASSWORD", "something else")
    _, answer = await call("POST", "redact", body(f'password = "{password}"'))
    assert name_in(answer) == "PASSWORD_2"


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
        status, answer = await call("POST", "redact", body(f'password = "{password}"'))
        assert (status, answer["reason"]) == (403, "forbidden")
        assert list(work.iterdir()) == []
