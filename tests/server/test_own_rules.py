"""The editor, the save hook and the plan of a redaction go by the rules of the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.detection.examples import fill
from tests.conftest import code, dumped, notebook
from tests.server.conftest import Call
from tests.server.test_policy import body_of, pipeline, said, settings
from tests.server.test_save import Events, Save, events, manager, save

__all__ = ["events", "manager", "save"]

VALUE = fill("badge_{alnum-lower:24}", 7)
RULE = """
[[rule]]
id = "secret.custom.badge"
title = "Badge of the intranet"
pattern = '''\\bbadge_[a-z0-9]{24}\\b'''
"""
ALLOW = "[[allow]]\nreason = 'a sample'\nvalue = '''^badge_'''\npaths = ['sub/*.ipynb']\n"


@pytest.fixture(autouse=True)
def repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (root / ".git").mkdir()
    (root / "sub").mkdir()
    monkeypatch.chdir(root)
    return root


def document() -> dict[str, Any]:
    return notebook(code(f'x = "{VALUE}"'), code('losung = "tomaten77x!"'))


async def kinds(call: Call, path: str) -> list[tuple[str, bool]]:
    _, answer = await call("POST", "scan", body_of(document(), path))
    return [(one["weakness_id"], one["suppressed"] is not None) for one in answer["findings"]]


async def test_a_rule_is_found_from_the_moment_that_it_is_written(call: Call, root: Path) -> None:
    assert await kinds(call, "a.ipynb") == []
    settings(root, RULE + "[[rule]]\nid = 'secret.custom.b'\npattern = 'never-there'\n")
    assert await kinds(call, "a.ipynb") == [("secret.custom.badge", False)]
    settings(root, "secret_names = ['losung']\nrule_files = ['more.toml']\n")
    assert await kinds(call, "a.ipynb") == []  # the file is not there: no policy can be read
    (root / "more.toml").write_text(RULE)
    assert await kinds(call, "a.ipynb") == [
        ("secret.custom.badge", False),
        ("secret.generic.password", False),
    ]
    (root / "more.toml").write_text(RULE.replace("{24}", "{99}"))
    assert await kinds(call, "a.ipynb") == [("secret.generic.password", False)]


@pytest.mark.parametrize("path", ["a.ipynb", "sub/a.ipynb"])
async def test_the_editor_and_the_pipeline_say_the_same_of_them(call: Call, root: Path, path: str) -> None:
    settings(root, f"secret_names = ['losung']\n{RULE}{ALLOW}")
    (root / path).write_bytes(dumped(document()))
    _, answer = await call("POST", "scan", body_of(document(), path))
    assert said(answer["findings"]) == said(pipeline(root, path)["findings"])
    assert [one["suppressed"] is not None for one in answer["findings"]] == [path != "a.ipynb", False]


async def test_a_save_tells_of_them(root: Path, save: Save, events: Events) -> None:
    settings(root, RULE)
    await save("a.ipynb", content=document())
    assert [one["weakness_id"] for one in (await events.next())["findings"]] == ["secret.custom.badge"]


async def test_they_are_replaced_and_what_is_let_through_stays(call: Call, root: Path) -> None:
    settings(root, RULE + ALLOW)
    body = {"content": document(), "dry_run": True}
    _, plan = await call("POST", "redact", body | {"path": "a.ipynb"})
    assert [one["weakness_id"] for one in plan["replaced"]] == ["secret.custom.badge"]
    _, plan = await call("POST", "redact", body | {"path": "sub/a.ipynb"})
    assert plan["replaced"] == []


async def test_a_bad_rule_is_told_and_hangs_nobody(call: Call, root: Path) -> None:
    settings(root, RULE.replace("badge_[a-z0-9]{24}", "(badge_[a-z_]+)+x"))
    _, answer = await call("POST", "scan", body_of(document()))
    assert "rule 'secret.custom.badge': pattern could take for ever" in answer["policy"]["error"]
