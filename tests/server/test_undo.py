"""What a redaction stored is taken back, and nothing that somebody else wrote."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, notebook
from tests.server.conftest import Call

TOKEN = sample_value("secret.github.token", 5)
KEY = sample_value("secret.openai.api-key", 3)


@pytest.fixture
def work(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    (root / "work").mkdir()
    return root / "work"


def git_init(folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)


async def redact(call: Call, source: str, **more: Any) -> dict[str, Any]:
    content = notebook(code(source, id="c0"), language_info={"name": "python"})
    status, answer = await call("POST", "redact", {"path": "work/a.ipynb", "content": content} | more)
    assert status == 200
    return answer


async def undo(call: Call, *answers: dict[str, Any], **more: Any) -> list[str]:
    receipts = [answer["receipt"] for answer in answers]
    status, answer = await call("POST", "undo", {"path": "work/a.ipynb", "receipts": receipts} | more)
    assert status == 200, answer
    return [one["state"] for one in answer["taken_back"]]


async def test_files_that_were_made_go_again(call: Call, work: Path, root: Path) -> None:
    git_init(root)
    answer = await redact(call, f'token = "{TOKEN}"')
    assert sorted(path.name for path in root.rglob(".*") if path.is_file()) == [".env", ".gitignore"]
    assert await undo(call, answer) == ["restored", "restored"]
    assert [path.name for path in root.rglob(".*") if path.is_file()] == []
    assert await undo(call, answer) == ["gone", "gone"]


@pytest.mark.parametrize("before", [b"A=1\n", b"A=1", b"A=1\r\nB=2", b"# mine\n\nA=1\n"])
async def test_a_file_that_was_there_is_as_it_was_byte_for_byte(
    call: Call, work: Path, root: Path, before: bytes
) -> None:
    git_init(root)
    (work / ".env").write_bytes(before)
    (root / ".gitignore").write_bytes(b"*.log")
    answer = await redact(call, f'token = "{TOKEN}"\nkey = "{KEY}"')
    assert (work / ".env").read_bytes() != before
    assert await undo(call, answer) == ["restored", "restored"]
    assert (work / ".env").read_bytes() == before
    assert (root / ".gitignore").read_bytes() == b"*.log"


async def test_a_value_that_was_changed_since_stays_and_is_still_ignored(
    call: Call, work: Path, root: Path
) -> None:
    git_init(root)
    answer = await redact(call, f'token = "{TOKEN}"\nkey = "{KEY}"')
    changed = (work / ".env").read_text().replace(TOKEN, "mine") + "MORE=1\n"
    (work / ".env").write_text(changed)
    assert await undo(call, answer) == ["changed"]
    assert (work / ".env").read_text() == "GITHUB_TOKEN=mine\nMORE=1\n"
    assert (root / ".gitignore").read_text() == ".env\n"


async def test_what_the_notebook_still_looks_up_stays(call: Call, work: Path) -> None:
    answer = await redact(call, f'token = "{TOKEN}"\nkey = "{KEY}"')
    assert await undo(call, answer, keep=["GITHUB_TOKEN"]) == ["changed"]
    assert (work / ".env").read_text() == f"GITHUB_TOKEN={TOKEN}\n"


async def test_a_value_that_was_there_before_is_nobodys_to_remove(call: Call, work: Path) -> None:
    (work / ".env").write_text(f"GITHUB_TOKEN={TOKEN}\n")
    answer = await redact(call, f'token = "{TOKEN}"')
    assert await undo(call, answer) == []
    assert (work / ".env").read_text() == f"GITHUB_TOKEN={TOKEN}\n"


async def test_two_taken_back_in_the_wrong_order_leave_nothing_either(
    call: Call, work: Path, root: Path
) -> None:
    git_init(root)
    first = await redact(call, f'token = "{TOKEN}"')
    second = await redact(call, f'key = "{KEY}"')
    assert await undo(call, first) == ["restored"]
    assert (work / ".env").read_text() == f"OPENAI_API_KEY={KEY}\n"
    # What of the first could not go yet goes with the second.
    await undo(call, second, first)
    assert [path.name for path in root.rglob(".*") if path.is_file()] == []


async def test_a_receipt_holds_no_value(call: Call, work: Path) -> None:
    answer = await redact(call, f'token = "{TOKEN}"')
    assert TOKEN not in str(answer["receipt"])
    assert TOKEN not in str((await call("POST", "undo", {"path": "a.ipynb", "receipts": []}))[1])


@pytest.mark.parametrize("path", ["../.env", "work/a.ipynb", "/etc/.env", "link/.env"])
async def test_no_receipt_reaches_another_file(
    call: Call, work: Path, root: Path, tmp_path: Path, path: str
) -> None:
    answer = await redact(call, f'token = "{TOKEN}"')
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".env").write_bytes((work / ".env").read_bytes())
    (root / "link").symlink_to(outside)
    answer["receipt"]["files"][0]["path"] = path
    status, refused = await call("POST", "undo", {"path": "work/a.ipynb", "receipts": [answer["receipt"]]})
    assert (status, refused["reason"]) == (409, "outside-root")
    assert TOKEN in (outside / ".env").read_text()


async def test_the_keyring_gives_up_what_it_was_given(
    call: Call, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries: dict[str, str] = {"OPENAI_API_KEY": KEY}

    class Store:
        def read(self) -> dict[str, str]:
            return dict(entries)

        def get(self, name: str) -> str | None:
            return entries.get(name)

        def add_all(self, values: dict[str, str]) -> int:
            entries.update(values)
            return len(values)

        def remove(self, name: str) -> None:
            del entries[name]

    for module in ("redact", "undo"):
        monkeypatch.setattr(sys.modules[f"ct_jupyter.server.handlers.{module}"], "KeyringStore", Store)
    answer = await redact(call, f'token = "{TOKEN}"\nkey = "{KEY}"', store="keyring")
    assert entries == {"OPENAI_API_KEY": KEY, "GITHUB_TOKEN": TOKEN}
    assert await undo(call, answer) == ["restored"]
    assert entries == {"OPENAI_API_KEY": KEY}
