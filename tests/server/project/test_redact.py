"""Secrets out of many files at once, from one preview, and back again."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.session.project import undos
from tests.conftest import code, dumped, notebook
from tests.server.conftest import Call
from tests.server.project.kit import with_token, write


async def redact(call: Call, *paths: str, **more: Any) -> dict[str, Any]:
    """Plan or write, and return the job's last answer."""
    body = {"folder": "", "paths": list(paths)} | more
    status, begun = await call("POST", "project-redact", body)
    assert status == 200, begun
    for _ in range(2000):
        _, answer = await call("GET", "project-redact", params={"job": begun["job"]})
        if answer["state"] not in ("waiting", "running"):
            return answer
        await asyncio.sleep(0.02)
    raise AssertionError("it did not end")


async def test_one_preview_shows_all_files_and_changes_none(call: Call, root: Path) -> None:
    values = [with_token(root / "a.ipynb", 1), with_token(root / "deep" / "b.ipynb", 2)]
    write(root / "clean.ipynb", code("x = 1"))
    before = {path: path.read_bytes() for path in root.rglob("*.ipynb")}
    answer = await redact(call, "a.ipynb", "deep/b.ipynb", "clean.ipynb", "gone.ipynb", load="dotenv")
    assert (answer["state"], answer["message"]) == ("done", "")
    plan = answer["result"]
    assert len({one["fingerprint"] for one in plan["variables"]}) == 2
    assert {one["path"]: (one["copies"], bool(one["error"])) for one in plan["files"]} == {
        "a.ipynb": (2, False),
        "deep/b.ipynb": (2, False),
        "gone.ipynb": (0, True),
    }
    assert plan["counts"]["sources"] == plan["counts"]["outputs"] == 2
    diffs = {one["path"]: one["lines"] for one in plan["diffs"]}
    assert set(diffs) == {"a.ipynb", "deep/b.ipynb"}
    assert any("os.environ[" in line for line in diffs["a.ipynb"])
    assert not [value for value in values if value in json.dumps(answer)]
    assert {path: path.read_bytes() for path in root.rglob("*.ipynb")} == before
    assert not (root / ".env").exists()


async def test_a_checkpoint_is_a_copy_and_no_cell(call: Call, root: Path) -> None:
    value = with_token(root / "a.ipynb", 1)
    checkpoints = root / ".ipynb_checkpoints"
    checkpoints.mkdir()
    (checkpoints / "a-checkpoint.ipynb").write_bytes((root / "a.ipynb").read_bytes())
    (root / "notes.md").write_text(f"it is {value}\n")
    plan = (await redact(call, "a.ipynb", folder_too=True))["result"]
    assert (plan["counts"]["sources"], plan["counts"]["outputs"]) == (1, 1)
    [variable] = plan["variables"]
    assert (variable["places"], variable["copies"]) == (1, 4)
    assert {one["path"]: one["copies"] for one in plan["files"]} == {
        "a.ipynb": 2,
        ".ipynb_checkpoints/a-checkpoint.ipynb": 2,
        "notes.md": 1,
    }
    assert [one["path"] for one in plan["diffs"]] == ["a.ipynb", "notes.md"]


async def test_what_was_agreed_on_is_written_and_taken_back(call: Call, root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    value = with_token(root / "a.ipynb", 1)
    with_token(root / "deep" / "b.ipynb", 1)
    before = {path: path.read_bytes() for path in root.rglob("*.ipynb")}
    paths = ("a.ipynb", "deep/b.ipynb")
    plan = (await redact(call, *paths, env_at="repository"))["result"]
    [variable] = plan["variables"]
    names = {variable["fingerprint"]: "MY_TOKEN"}
    done = (await redact(call, *paths, env_at="repository", names=names, dry_run=False))["result"]
    assert [(one["path"], one["error"]) for one in done["files"]] == [(path, None) for path in paths]
    assert (root / ".env").read_text() == f"MY_TOKEN={value}\n"
    assert ".env" in (root / ".gitignore").read_text()
    for path in before:
        assert value.encode() not in path.read_bytes()
        assert b'os.environ[\\"MY_TOKEN\\"]' in path.read_bytes()
    assert value not in json.dumps(done)

    _, kept = await call("GET", "project-undo", params={"undo": done["undo"]})
    assert kept == {"kept": True}
    status, undone = await call("POST", "project-undo", {"undo": done["undo"]})
    assert status == 200
    assert not any(one["error"] for one in undone["files"])
    assert {path: path.read_bytes() for path in before} == before
    assert not (root / ".env").exists()
    assert not (root / ".gitignore").exists()
    assert (await call("POST", "project-undo", {"undo": done["undo"]}))[0] == 404


async def test_what_was_changed_since_is_left_with_the_values_that_it_reads(call: Call, root: Path) -> None:
    value = with_token(root / "a.ipynb", 1)
    with_token(root / "b.ipynb", 1)
    before = (root / "b.ipynb").read_bytes()
    done = (await redact(call, "a.ipynb", "b.ipynb", dry_run=False))["result"]
    (root / "a.ipynb").write_bytes((root / "a.ipynb").read_bytes() + b"\n")
    _, undone = await call("POST", "project-undo", {"undo": done["undo"]})
    errors = {one["path"]: one["error"] for one in undone["files"]}
    assert "was changed since" in errors["a.ipynb"]
    assert errors["b.ipynb"] is None
    assert "may need it" in errors[".env"]
    assert (root / "b.ipynb").read_bytes() == before
    assert value in (root / ".env").read_text()


async def test_an_open_notebook_is_planned_as_it_stands_and_not_written(call: Call, root: Path) -> None:
    value = with_token(root / "a.ipynb", 1)
    write(root / "open.ipynb", code("x = 1"))
    before = (root / "open.ipynb").read_bytes()
    unsaved = {"open.ipynb": notebook(code(f'key = "{value}"'))}
    plan = (await redact(call, "a.ipynb", "open.ipynb", unsaved=unsaved))["result"]
    assert {one["path"] for one in plan["files"]} == {"a.ipynb", "open.ipynb"}
    await redact(call, "a.ipynb", "open.ipynb", unsaved=unsaved, dry_run=False)
    assert (root / "open.ipynb").read_bytes() == before


async def test_a_file_that_cannot_be_written_is_reported_and_the_others_are(
    call: Call, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ct_jupyter.redact import files as redact_files

    with_token(root / "a.ipynb", 1)
    with_token(root / "b.ipynb", 2)
    write_one = redact_files.replace_redacted

    def refuse(result: Any) -> str | None:
        return "was not written: read-only" if result.target.shown == "a.ipynb" else write_one(result)

    monkeypatch.setattr(redact_files, "replace_redacted", refuse)
    before = (root / "a.ipynb").read_bytes()
    done = (await redact(call, "a.ipynb", "b.ipynb", dry_run=False))["result"]
    assert {one["path"]: one["error"] for one in done["files"]} == {
        "a.ipynb": "was not written: read-only",
        "b.ipynb": None,
    }
    assert (root / "a.ipynb").read_bytes() == before
    assert b"os.environ" in (root / "b.ipynb").read_bytes()


async def test_a_name_that_cannot_be_had_changes_nothing(call: Call, root: Path) -> None:
    with_token(root / "a.ipynb", 1)
    [variable] = (await redact(call, "a.ipynb"))["result"]["variables"]
    before = (root / "a.ipynb").read_bytes()
    answer = await redact(call, "a.ipynb", names={variable["fingerprint"]: "1 x"}, dry_run=False)
    assert answer["state"] == "failed"
    assert "1 x" in answer["message"] or "name" in answer["message"]
    assert (root / "a.ipynb").read_bytes() == before
    assert not (root / ".env").exists()


async def test_what_the_policy_or_a_comment_lets_stand_stays(call: Call, root: Path) -> None:
    with_token(root / "work" / "known" / "a.ipynb", 1)
    (root / "work" / ".ct-jupyter.toml").write_text(
        '[[ignore]]\npaths = ["known/"]\nweakness = "secret.*"\nreason = "revoked"\n'
    )
    plan = (await redact(call, "work/known/a.ipynb", folder="work"))["result"]
    assert plan["variables"] == []


async def test_no_env_is_put_outside_of_the_root(call: Call, root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root.parent)], check=True)
    with_token(root / "deep" / "a.ipynb", 1)
    await redact(call, "deep/a.ipynb", env_at="repository", dry_run=False)
    assert not (root.parent / ".env").exists()
    assert (root / "deep" / ".env").exists()
    assert not (root.parent / ".gitignore").exists()


def test_what_can_be_taken_back_is_each_users_own_and_does_not_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ct_jupyter.stores.undo import Written

    written = [Written(tmp_path / "a", b"1", b"2")]
    kept = undos.Undos()
    first = kept.keep("ann", written)
    assert first is not None
    assert kept.take("ben", first) is None
    assert not kept.touch("ben", first)
    assert [kept.keep("ann", written) is not None for _ in range(3)] == [True] * 3
    assert kept.take("ann", first) is None, "the oldest of a user goes"
    last = kept.keep("ann", written)
    assert last is not None
    monkeypatch.setattr(undos, "KEPT_S", -1.0)
    assert not kept.touch("ann", last)
    assert kept.keep("ann", []) is None
    assert "1" not in repr(written[0]).replace(str(tmp_path), "")


@pytest.mark.parametrize("changed", [False, True])
async def test_the_keyring_gives_up_what_many_files_gave_it(
    call: Call, root: Path, monkeypatch: pytest.MonkeyPatch, changed: bool
) -> None:
    from ct_jupyter.redact import files
    from ct_jupyter.server.handlers import project_undo

    entries = {"OTHER": "stays"}

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

    for module in (files, project_undo):
        monkeypatch.setattr(module, "KeyringStore", Store)
    value = with_token(root / "a.ipynb", 1)
    with_token(root / "deep" / "b.ipynb", 1)
    done = (await redact(call, "a.ipynb", "deep/b.ipynb", store="keyring", dry_run=False))["result"]
    [name] = set(entries) - {"OTHER"}
    assert entries[name] == value
    if changed:
        entries[name] = "another by now"
    _, undone = await call("POST", "project-undo", {"undo": done["undo"]})
    errors = {one["path"]: one["error"] for one in undone["files"] if one["error"]}
    if changed:
        assert "changed since" in errors["keyring"]
        assert entries[name] == "another by now"
    else:
        assert errors == {}
        assert entries == {"OTHER": "stays"}


async def test_the_file_is_written_as_the_command_line_writes_it(
    call: Call, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ct_jupyter.cli.main import main

    with_token(root / "a.ipynb", 1)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.ipynb").write_bytes((root / "a.ipynb").read_bytes())
    await redact(call, "a.ipynb", dry_run=False)
    monkeypatch.chdir(other)
    main(["redact", "--write", "--no-load-dotenv", "a.ipynb"])
    assert (root / "a.ipynb").read_bytes() == (other / "a.ipynb").read_bytes()
    assert dumped(json.loads((root / "a.ipynb").read_bytes())) == (root / "a.ipynb").read_bytes()


async def test_only_what_was_chosen_goes(call: Call, root: Path) -> None:
    values = [with_token(root / "a.ipynb", 1), with_token(root / "b.ipynb", 2)]
    variables = (await redact(call, "a.ipynb", "b.ipynb"))["result"]["variables"]
    done = await redact(call, "a.ipynb", "b.ipynb", findings=[variables[0]["fingerprint"]], dry_run=False)
    assert len(done["result"]["files"]) == 1
    texts = (root / "a.ipynb").read_text() + (root / "b.ipynb").read_text()
    assert sorted(value in texts for value in values) == [False, True]


async def test_each_notebook_reads_the_store_of_where_it_runs(call: Call, root: Path) -> None:
    value = with_token(root / "plain.ipynb", 1)
    own = notebook(code(f'key = "{value}"'), colab={})
    (root / "colab.ipynb").write_bytes(dumped(own))
    paths = ("colab.ipynb", "plain.ipynb")
    plan = (await redact(call, *paths, store="auto", load="dotenv"))["result"]
    assert any("Colab secrets" in note and "key icon" in note for note in plan["notes"])
    assert not (root / ".env").exists()
    done = (await redact(call, *paths, store="auto", load="dotenv", dry_run=False))["result"]
    assert b"userdata.get(" in (root / "colab.ipynb").read_bytes()
    assert b"userdata" not in (root / "plain.ipynb").read_bytes()
    assert value in (root / ".env").read_text(), "nobody has entered it in Colab yet"
    assert any("Colab secrets" in note for note in done["notes"])
    assert value not in json.dumps(done)


async def test_a_name_that_is_refused_is_told_with_what_it_is_about(call: Call, root: Path) -> None:
    with_token(root / "a.ipynb", 1)
    [variable] = (await redact(call, "a.ipynb"))["result"]["variables"]
    (root / ".env").write_text("TAKEN=other\n")
    names = {variable["fingerprint"]: "TAKEN"}
    for dry_run in (True, False):
        answer = await redact(call, "a.ipynb", names=names, dry_run=dry_run)
        assert (answer["state"], answer["name"]) == ("failed", "TAKEN"), answer
        assert answer["fingerprint"] in ("", variable["fingerprint"])
    assert (root / ".env").read_text() == "TAKEN=other\n"
