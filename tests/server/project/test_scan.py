"""A folder or a repository, scanned in the background."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from tests.conftest import code, dumped, notebook
from tests.server.conftest import Call
from tests.server.project.kit import by_path, scan, with_token, write
from tests.server.test_data import people


@pytest.fixture
def tree(root: Path) -> list[str]:
    """A project with secrets, data, an unreadable file, and a policy; return the values in it."""
    values = [with_token(root / "a.ipynb", 1), with_token(root / "deep" / "er" / "b.ipynb", 2)]
    values.append(with_token(root / "left" / "out.ipynb", 3))
    values.append(with_token(root / "known" / "c.ipynb", 4))
    write(root / "clean.ipynb", code("x = 1"))
    write(root / "reads.ipynb", code('import pandas as pd\ndf = pd.read_csv("data/people.csv")'))
    (root / "data").mkdir()
    (root / "data" / "people.csv").write_text(people())
    (root / "broken.ipynb").write_text("{")
    (root / ".ct-jupyter.toml").write_text(
        'exclude = ["left/"]\ndisable = "pii.email"\n'
        '[[ignore]]\npaths = ["known/"]\nweakness = "secret.*"\nreason = "revoked"\n'
    )
    return values


async def test_it_finds_what_the_command_line_finds(
    call: Call,
    root: Path,
    tree: list[str],
    jp_serverapp: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The command line passes over no hidden file, such as the baseline that is made here.
    jp_serverapp.contents_manager.allow_hidden = True
    monkeypatch.chdir(root)
    assert main(["baseline", "deep"]) == 0
    capsys.readouterr()
    main(["scan", ".", "--format", "json", "--fail-on", "never", "--no-progress"])
    report = json.loads(capsys.readouterr().out)
    answer = await scan(call)

    assert (answer["state"], answer["message"]) == ("done", "")
    assert answer["done"] == answer["total"] == report["scanned"]["files"]
    found = [finding for file in answer["files"] for finding in file["findings"]]
    expected = [{**finding, "context": None} for finding in report["findings"]]
    assert found == expected
    assert {one["suppressed"]["kind"] for one in found if one["suppressed"]} == {"path", "baseline"}
    assert [error for file in answer["files"] for error in file["errors"]] == report["errors"]
    assert "left/out.ipynb" not in by_path(answer)
    assert "clean.ipynb" not in by_path(answer)
    assert {path: file["kind"] for path, file in by_path(answer).items()} == {
        "a.ipynb": "notebook",
        "broken.ipynb": "notebook",
        "data/people.csv": "data",
        "deep/er/b.ipynb": "notebook",
        "known/c.ipynb": "notebook",
        "reads.ipynb": "notebook",
    }
    told = json.dumps(answer)
    assert not [value for value in tree if value in told]


async def test_paths_are_those_of_the_contents_api(call: Call, root: Path, tree: list[str]) -> None:
    answer = await scan(call, "deep")
    assert (answer["folder"], list(by_path(answer))) == ("deep", ["deep/er/b.ipynb"])
    assert {one["path"] for one in answer["files"][0]["findings"]} == {"deep/er/b.ipynb"}
    answer = await scan(call, "RTC:deep/er/b.ipynb")
    assert (answer["folder"], answer["total"]) == ("deep/er/b.ipynb", 1)


async def test_a_repository_is_scanned_from_its_top(call: Call, root: Path) -> None:
    top = root / "work"
    with_token(top / "a.ipynb")
    with_token(top / "deep" / "b.ipynb")
    with_token(root / "beside.ipynb")
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    assert await call("GET", "project", params={"path": "work/deep"}) == (
        200,
        {"job": None, "repository": "work"},
    )
    assert (await call("GET", "project", params={"path": ""}))[1]["repository"] is None
    answer = await scan(call, "work/deep", scope="repository")
    assert (answer["folder"], sorted(by_path(answer))) == ("work", ["work/a.ipynb", "work/deep/b.ipynb"])
    status, refused = await call("POST", "project", {"path": "", "scope": "repository"})
    assert (status, "no git repository" in refused["message"]) == (409, True)


async def test_a_repository_that_begins_above_the_root_is_none(call: Call, root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root.parent)], check=True)
    assert (await call("GET", "project", params={"path": ""}))[1]["repository"] is None


@pytest.mark.parametrize("path", ["..", "a/../..", "/etc", "missing", "link", ".secret", "a\\b", "a\0b"])
async def test_what_the_server_does_not_show_is_not_scanned(
    call: Call, root: Path, tmp_path: Path, path: str
) -> None:
    (tmp_path / "outside").mkdir()
    with_token(tmp_path / "outside" / "a.ipynb")
    (root / "link").symlink_to(tmp_path / "outside")
    with_token(root / ".secret" / "a.ipynb")
    status, answer = await call("POST", "project", {"path": path})
    assert status == 409
    assert "under the server's root" in answer["message"]


async def test_hidden_files_are_passed_over_unless_the_server_shows_them(
    call: Call, root: Path, jp_serverapp: Any
) -> None:
    with_token(root / ".secret" / "a.ipynb", 1)
    with_token(root / "shown.ipynb", 2)
    with_token(root / ".b.ipynb", 3)
    (root / ".people.csv").write_text(people())
    write(root / "reads.ipynb", code('import pandas as pd\ndf = pd.read_csv(".people.csv")'))
    assert list(by_path(await scan(call))) == ["shown.ipynb"]
    jp_serverapp.contents_manager.allow_hidden = True
    assert set(by_path(await scan(call))) >= {"shown.ipynb", ".b.ipynb", ".secret/a.ipynb", "reads.ipynb"}


async def test_a_link_that_leads_out_is_named_and_not_read(call: Call, root: Path, tmp_path: Path) -> None:
    with_token(tmp_path / "outside.ipynb")
    (root / "link.ipynb").symlink_to(tmp_path / "outside.ipynb")
    answer = by_path(await scan(call))
    assert answer["link.ipynb"]["findings"] == []
    assert "leads out of the server's root" in answer["link.ipynb"]["errors"][0]["message"]


async def test_a_folder_that_cannot_be_listed_is_an_error_with_its_reason(call: Call, root: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root lists everything")
    (root / "closed").mkdir(mode=0o000)
    try:
        answer = by_path(await scan(call))
    finally:
        (root / "closed").chmod(0o700)
    assert "cannot be listed" in answer["closed"]["errors"][0]["message"]


async def test_a_policy_that_cannot_be_read_fails_the_scan_and_says_where(call: Call, root: Path) -> None:
    with_token(root / "a.ipynb")
    (root / ".ct-jupyter.toml").write_text("exclude = 3\n")
    answer = await scan(call)
    assert answer["state"] == "failed"
    assert ".ct-jupyter.toml" in answer["message"]
    assert str(root) not in answer["message"]


async def test_no_module_of_the_scanned_folder_is_imported(call: Call, root: Path) -> None:
    (root / "msgspec.py").write_text("raise SystemExit\n")
    (root / "json.py").write_text("raise SystemExit\n")
    with_token(root / "a.ipynb")
    answer = await scan(call)
    assert (answer["state"], list(by_path(answer))) == ("done", ["a.ipynb"])


async def test_a_name_that_is_no_text_does_not_stop_it(call: Call, root: Path) -> None:
    try:
        (root / os.fsdecode(b"bad\xff.ipynb")).write_bytes(dumped(notebook(code("x = 1"))))
    except OSError:
        pytest.skip("the file system takes no such name")
    with_token(root / "a.ipynb")
    answer = await scan(call)
    assert (answer["state"], list(by_path(answer))) == ("done", ["a.ipynb"])


async def test_of_many_findings_in_a_file_the_number_is_told(call: Call, root: Path, password: str) -> None:
    source = "\n".join(f'password_{n} = "{password}{n}"' for n in range(250))
    write(root / "many.ipynb", code(source))
    file = by_path(await scan(call))["many.ipynb"]
    assert len(file["findings"]) == 200
    assert sum(file["more"].values()) == 50


async def test_all_text_files_are_scanned_where_that_is_asked_for(call: Call, root: Path) -> None:
    value = with_token(root / "a.ipynb")
    (root / "notes.md").write_text(f"The token is {value}.\n")
    assert set(by_path(await scan(call))) == {"a.ipynb"}
    answer = await scan(call, all_text=True)
    assert (answer["all_text"], set(by_path(answer))) == (True, {"a.ipynb", "notes.md"})
    assert by_path(answer)["notes.md"]["kind"] == "text"
    taken = await call("PUT", "project", {"job": answer["job"], "paths": ["other.md"]})
    assert taken == (200, {"paths": ["other.md"]})
