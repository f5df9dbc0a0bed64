"""The editor and the save hook go by the policy that the pipeline goes by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.session.policies import Policies
from tests.conftest import code, dumped, notebook
from tests.server.conftest import Call
from tests.server.test_save import Events, Save, events, manager, save

__all__ = ["events", "manager", "save"]

TOKEN = "secret.github.token"


@pytest.fixture(autouse=True)
def repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server's root is the top of a repository, as the pipeline will have it."""
    (root / ".git").mkdir()
    monkeypatch.chdir(root)
    return root


def settings(root: Path, text: str) -> None:
    (root / ".ct-jupyter.toml").write_text(text)


def pipeline(root: Path, *paths: str) -> dict[str, Any]:
    """Return what ``ct-jupyter scan`` reports."""
    main(["scan", *(paths or ["."]), "--format", "json", "--output", str(root / "report.json")])
    report: dict[str, Any] = json.loads((root / "report.json").read_text())
    return report


def body_of(document: dict[str, Any], path: str = "a.ipynb", **more: Any) -> dict[str, Any]:
    cells = [
        {"cell": number, "id": f"c{number}", "type": cell["cell_type"]}
        | {key: cell[key] for key in ("source", "outputs", "metadata") if key in cell}
        for number, cell in enumerate(document["cells"], start=1)
    ]
    return {"path": path, "cells": cells, "metadata": document["metadata"]} | more


def said(findings: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return what of the findings has to be the same in the editor and in the pipeline."""
    return sorted(
        (one["weakness_id"], one["cell"] or 0, one["part"], one["start"]["offset"], repr(one["suppressed"]))
        for one in findings
    )


async def test_the_editor_and_the_pipeline_say_the_same(call: Call, root: Path, password: str) -> None:
    other = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 8)
    token = sample_value(TOKEN, 3)
    document = notebook(
        code(f'password = "{password}"'),
        code(f'token = "{token}"  # pragma: allowlist secret'),
        code(f'password = "{other}"'),
        code(f'token = "{sample_value(TOKEN, 4)}"'),
        code(f'api_token = "{token}"', metadata={"ct-jupyter": {"ignore": ["ct: ignore[secret.*] shown"]}}),
        **{"ct-jupyter": {"ignore": ["ct: ignore[secret.gitlab.*] until 2020-01-01 old"]}},
    )
    (root / "a.ipynb").write_bytes(dumped(notebook(code(f'password = "{password}"'))))
    main(["baseline", "a.ipynb"])
    (root / "a.ipynb").write_bytes(dumped(document))
    settings(
        root,
        'honour_pragmas = false\ndisable = ["secret.generic.encryption-key"]\n'
        '[[ignore]]\npaths = ["*.ipynb"]\nweakness = "secret.aws.*"\nreason = "none here"\n',
    )
    report = pipeline(root, "a.ipynb")
    _, answer = await call("POST", "scan", body_of(document))
    assert said(answer["findings"]) == said(report["findings"])
    kinds = [finding["suppressed"] and finding["suppressed"]["kind"] for finding in answer["findings"]]
    assert sorted(map(str, kinds)) == ["None", "None", "None", "baseline", "metadata"]
    assert (answer["waiting"], answer["policy"]["error"]) == (False, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('[[ignore]]\npaths = ["sub/"]\nreason = "a lesson"\nuntil = 2999-01-31\n', "path"),
        ('disable = ["secret.generic.*"]\n', None),
        ('exclude = ["sub/**"]\n', None),
        ('honour_pragmas = false\n[[ignore]]\npaths = ["other/"]\nreason = "x"\n', "open"),
        ('[[ignore]]\npaths = ["sub/"]\nreason = "a lesson"\nuntil = 2020-01-31\n', "open"),
    ],
)
async def test_each_setting_is_followed(
    call: Call, root: Path, password: str, text: str, kind: str | None
) -> None:
    settings(root, text)
    document = notebook(code(f'password = "{password}"  # gitleaks:allow'))
    if "honour" not in text:
        document = notebook(code(f'password = "{password}"'))
    (root / "sub").mkdir()
    (root / "sub" / "a.ipynb").write_bytes(dumped(document))
    _, answer = await call("POST", "scan", body_of(document, "sub/a.ipynb"))
    assert said(answer["findings"]) == said(pipeline(root)["findings"])
    found = [one["suppressed"]["kind"] if one["suppressed"] else "open" for one in answer["findings"]]
    assert found == ([] if kind is None else [kind])
    assert answer["policy"]["excluded"] is ("exclude" in text)
    if kind == "path":
        assert answer["findings"][0]["suppressed"] == {
            "kind": "path",
            "reason": "a lesson",
            "until": "2999-01-31",
            "at": ".ct-jupyter.toml:1",
        }


async def test_metadata_speaks_for_a_cell_of_which_only_the_source_is_sent(call: Call, password: str) -> None:
    cell = {"cell": 2, "type": "code", "source": f'password = "{password}"'}
    directive = ["ct: ignore[secret.generic.*] shown in class", 7]
    for body in ({"ignore": directive, "cells": [cell]}, {"cells": [cell | {"ignore": directive}]}):
        _, answer = await call("POST", "scan", {"path": "a.ipynb"} | body)
        assert answer["findings"][0]["suppressed"] == {"kind": "metadata", "reason": "shown in class"}


async def test_a_change_of_the_policy_is_seen_at_the_next_scan(call: Call, root: Path, password: str) -> None:
    body = body_of(notebook(code(f'password = "{password}"')))
    _, first = await call("POST", "scan", body)
    settings(root, 'disable = ["secret.generic.*"]\n')
    _, second = await call("POST", "scan", body)
    _, third = await call("POST", "scan", body)
    (root / ".ct-jupyter.toml").unlink()
    _, fourth = await call("POST", "scan", body)
    assert [len(one["findings"]) for one in (first, second, third, fourth)] == [1, 0, 0, 1]
    versions = [one["policy"]["version"] for one in (first, second, third, fourth)]
    assert versions[0] == versions[3] != versions[1] == versions[2]
    assert (first["policy"]["file"], second["policy"]["file"]) == (None, ".ct-jupyter.toml")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('exlude = ["a"]\n', [".ct-jupyter.toml", "'exlude'", "'exclude'"]),
        ('[[ignore]]\npaths = ["*.ipynb"]\n', [".ct-jupyter.toml", "ignore", "'reason'"]),
        ("exclude = [\n", [".ct-jupyter.toml", "not valid TOML"]),
        ('baseline = "missing.json"\n', ["baseline", "missing.json", "ct-jupyter baseline"]),
    ],
)
async def test_a_broken_policy_is_named_and_suppresses_nothing(
    call: Call, root: Path, password: str, text: str, named: list[str]
) -> None:
    settings(root, text + '[[ignore]]\npaths = ["*"]\nreason = "x"\n')
    _, answer = await call("POST", "scan", body_of(notebook(code(f'password = "{password}"'))))
    assert [one["suppressed"] for one in answer["findings"]] == [None]
    for word in named:
        assert word in answer["policy"]["error"]
    assert str(root) not in answer["policy"]["error"]
    assert answer["policy"]["baseline"] is None


async def test_guessable_values_are_stretched_once_and_not_while_somebody_types(
    call: Call, root: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = notebook(code(f'password = "{password}"'))
    (root / "a.ipynb").write_bytes(dumped(document))
    main(["baseline", "a.ipynb"])
    stretched: list[int] = []
    scrypt = hashlib.scrypt

    def counted(*given: Any, **more: Any) -> bytes:
        stretched.append(1)
        return scrypt(*given, **more)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    live = body_of(document, settled=False)
    _, typing = await call("POST", "scan", live)
    assert (typing["waiting"], typing["findings"][0]["suppressed"], stretched) == (True, None, [])
    _, settled = await call("POST", "scan", body_of(document))
    assert (settled["waiting"], settled["findings"][0]["suppressed"]["kind"]) == (False, "baseline")
    _, typing = await call("POST", "scan", live)
    assert (typing["waiting"], typing["findings"][0]["suppressed"]["kind"]) == (False, "baseline")
    # Of a kind that the baseline does not name, nothing is to be known.
    _, other = await call("POST", "scan", body_of(notebook(code(f"x = 'Bearer {password}'")), settled=False))
    assert other["waiting"] is False
    # Nor of the kind in another document, where the one that is named is still there.
    elsewhere = notebook(code(f'password = "{password[::-1]}"'))
    _, other = await call("POST", "scan", body_of(elsewhere) | {"path": "b.ipynb"})
    assert (other["waiting"], other["findings"][0]["suppressed"]) == (False, None)
    assert len(stretched) == 1


async def test_the_fingerprint_that_the_front_end_sees_is_the_users_own(
    call: Call, root: Path, password: str
) -> None:
    document = notebook(code(f'password = "{password}"'))
    _, before = await call("POST", "scan", body_of(document))
    (root / "a.ipynb").write_bytes(dumped(document))
    main(["baseline", "a.ipynb"])
    _, after = await call("POST", "scan", body_of(document))
    assert before["findings"][0]["fingerprint"] == after["findings"][0]["fingerprint"]


async def test_a_save_follows_the_policy_in_both_modes(
    call: Call, save: Save, events: Events, root: Path, password: str
) -> None:
    content = notebook(code(f'password = "{password}"'))
    settings(root, '[[ignore]]\npaths = ["*.ipynb"]\nreason = "a lesson"\n')
    await save("a.ipynb", content=content)
    assert (await events.next())["findings"] == []
    await call("PUT", "save-mode", {"mode": "block"})
    status, _ = await save("a.ipynb", content=content)
    assert (status, (await events.next())["outcome"]) == (200, "scanned")
    settings(root, 'exclude = ["*.ipynb"]\n')
    assert (await save("a.ipynb", content=content))[0] == 200
    assert (await events.next())["outcome"] == "scanned"
    settings(root, "exclude = 3\n")
    assert (await save("a.ipynb", content=content))[0] == 400
    assert (await events.next())["outcome"] == "blocked"


@pytest.mark.parametrize("as_file", [False, True])
async def test_a_save_follows_the_notebooks_metadata(
    save: Save, events: Events, password: str, as_file: bool
) -> None:
    content = notebook(
        code(f'password = "{password}"'), **{"ct-jupyter": {"ignore": ["ct: ignore[secret.*] a lesson"]}}
    )
    model = {"type": "file", "format": "text", "content": dumped(content).decode()} if as_file else {}
    await save("a.ipynb", **({"content": content} | model))
    event = await events.next()
    assert (event["outcome"], event["findings"]) == ("scanned", [])


async def test_a_server_without_files_of_its_own_goes_by_the_defaults(password: str) -> None:
    policy = Policies().of(object(), "a.ipynb")
    assert (policy.excluded, policy.honour_pragmas, policy.summary().baseline) == (False, True, None)
