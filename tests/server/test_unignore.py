"""A decision is taken back where it stands: comment, tag, metadata, baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import code, notebook
from tests.server.conftest import Call
from tests.server.test_audit import audit, baseline_of, repository
from tests.server.test_policy import body_of

__all__ = ["repository"]

ID = "secret.generic.password"


async def unignore(call: Call, kind: str, **more: Any) -> tuple[int, dict[str, Any]]:
    return await call("POST", "unignore", {"weakness_id": ID, "kind": kind} | more)


async def test_a_comment_is_answered_with_the_edit_that_takes_it_away(call: Call) -> None:
    source = f'p = "x"  # mine  # ct: ignore[{ID}] a reason'
    cell = {"id": "c1", "source": source}
    status, answer = await unignore(call, "comment", cell=cell, start=5)
    assert status == 200
    [edit] = answer["edits"]
    assert source[: edit["start"]] + edit["text"] + source[edit["end"] :] == 'p = "x"  # mine'


async def test_tags_and_the_lists_of_the_metadata_are_answered_without_it(call: Call) -> None:
    tag = f"ct: ignore[{ID}] a reason"
    cell = {"id": "c1", "source": "", "tags": ["slow", tag]}
    _, answer = await unignore(call, "tag", cell=cell)
    assert answer == {"tags": ["slow"]}
    _, answer = await unignore(call, "metadata", cell_ignore=["kept"], notebook_ignore=[tag])
    assert answer == {"ignore": {"cell": ["kept"], "notebook": []}}


async def test_what_is_no_longer_there_is_told(call: Call) -> None:
    cell = {"id": "c1", "source": 'p = "x"', "tags": []}
    for kind, start in (("comment", 5), ("comment", 99), ("tag", None), ("metadata", None)):
        status, answer = await unignore(call, kind, cell=cell, start=start)
        assert (status, answer["reason"]) == (409, "moved")


async def test_an_entry_is_taken_out_of_the_baseline(call: Call, root: Path, password: str) -> None:
    document = notebook(code(f'password = "{password}"'))
    await audit(call, document, create=True)
    before = baseline_of(root)
    _, found = await call("POST", "scan", body_of(document))
    finding = found["findings"][0]
    assert finding["suppressed"]["kind"] == "baseline"
    body = body_of(document) | {"weakness_id": finding["weakness_id"], "fingerprint": finding["fingerprint"]}

    status, answer = await call("POST", "unaudit", body)
    assert (status, answer) == (200, {"path": ".ct-jupyter/baseline.json", "removed": 1})
    after = baseline_of(root)
    assert (after.key, after.entries) == (before.key, [])
    _, found = await call("POST", "scan", body_of(document))
    assert found["findings"][0].get("suppressed") is None
    status, answer = await call("POST", "unaudit", body)
    assert (status, answer["reason"]) == (409, "moved")


async def test_entries_of_other_files_stay(call: Call, root: Path, password: str) -> None:
    document = notebook(code(f'password = "{password}"'))
    for name in ("a.ipynb", "other.ipynb"):
        (root / name).write_text("{}")
        await audit(call, document, path=name, create=True)
    _, found = await call("POST", "scan", body_of(document) | {"path": "a.ipynb"})
    finding = found["findings"][0]
    body = body_of(document) | {"weakness_id": finding["weakness_id"], "fingerprint": finding["fingerprint"]}
    await call("POST", "unaudit", body | {"path": "a.ipynb"})
    assert [entry.path for entry in baseline_of(root).entries] == ["other.ipynb"]


async def test_a_rule_of_the_policy_says_where_it_stands(call: Call, root: Path, password: str) -> None:
    (root / ".ct-jupyter.toml").write_text(
        'disable = ["pii.email", "pii.iban"]\n\n[[ignore]]\npaths = ["other/"]\nreason = "a"\n\n'
        '[[ignore]]\npaths = ["*.ipynb"]\nreason = "a course"\n'
    )
    _, found = await call("POST", "scan", body_of(notebook(code(f'password = "{password}"'))))
    assert found["findings"][0]["suppressed"] == {
        "kind": "path",
        "reason": "a course",
        "at": ".ct-jupyter.toml:7",
    }
    assert found["policy"]["disabled"] == ["pii.email", "pii.iban"]
