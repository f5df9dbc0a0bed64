from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values

from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.notebook.edit import Edit, apply_edits
from tests.conftest import code, display, dumped, markdown, notebook, stream
from tests.server.conftest import Call

KEY = sample_value("secret.openai.api-key", 3)
TOKEN = sample_value("secret.github.token", 5)


def document() -> dict[str, Any]:
    cells = [
        markdown(f"Use `{KEY}`."),
        code("import pandas as pd"),
        code(f'key = "{KEY}"', stream(f"{KEY}\n"), display(text_html=f"<b>{KEY}</b>"), stream("other\n")),
        code(f'token = "{TOKEN}"', metadata={"note": TOKEN}),
    ]
    for index, cell in enumerate(cells):
        cell["id"] = f"c{index}"
    return notebook(*cells, title=KEY, language_info={"name": "python"})


def body(**more: Any) -> dict[str, Any]:
    return {"path": "work/b.ipynb", "content": document()} | more


@pytest.fixture
def work(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    (root / "work" / ".ipynb_checkpoints").mkdir(parents=True)
    (root / "work" / "b.ipynb").write_bytes(dumped(document()))
    (root / "work" / ".ipynb_checkpoints" / "b-checkpoint.ipynb").write_bytes(dumped(document()))
    (root / "work" / "notes.md").write_text(KEY)
    return root / "work"


def sources_after(answer: dict[str, Any]) -> dict[str, str]:
    sources = {cell["id"]: cell["source"] for cell in document()["cells"]}
    for cell in answer["cells"]:
        edits = [Edit(**edit) for edit in cell.get("edits", [])]
        sources[cell["id"]] = apply_edits(sources[cell["id"]], edits)
    return sources


async def test_the_plan_has_the_edits_the_new_outputs_and_the_counts(call: Call, work: Path) -> None:
    status, answer = await call("POST", "redact", body(dry_run=True))
    assert status == 200
    assert sources_after(answer) == {
        "c0": "Use `<REDACTED:OPENAI_API_KEY>`.",
        "c1": "import os\n\nimport pandas as pd",
        "c2": 'key = os.environ["OPENAI_API_KEY"]',
        "c3": 'token = os.environ["GITHUB_TOKEN"]',
    }
    changed = {cell["id"]: cell for cell in answer["cells"]}
    assert [one["index"] for one in changed["c2"]["outputs"]] == [0, 1]
    assert changed["c2"]["outputs"][0]["output"]["text"] == "<REDACTED:OPENAI_API_KEY>\n"
    assert changed["c3"]["metadata"] == {"note": "<REDACTED:GITHUB_TOKEN>"}
    assert answer["metadata"]["title"] == "<REDACTED:OPENAI_API_KEY>"
    assert answer["counts"] == {"sources": 3, "outputs": 2, "metadata": 2, "attachments": 0}
    assert answer["files"] == [{"path": ".ipynb_checkpoints/b-checkpoint.ipynb", "copies": 7, "error": None}]


async def test_the_imports_that_the_lookups_stand_on_come_too(call: Call, work: Path) -> None:
    _, answer = await call("POST", "redact", body(dry_run=True))
    assert answer["imports"] == ["import os"]
    quoted = notebook(code(f'url = "postgresql://ann:{TOKEN}@db/x"'), language_info={"name": "python"})
    _, answer = await call("POST", "redact", body(content=quoted, dry_run=True))
    assert answer["imports"] == ["import os", "from urllib.parse import quote"]


@pytest.mark.parametrize("language", ["R", "r", None])
async def test_the_language_counts_however_the_kernel_writes_it(
    call: Call, work: Path, language: str | None
) -> None:
    r = notebook(code(f'key <- "{KEY}"', id="c0"), kernelspec={"name": "ir", "language": "R"})
    _, answer = await call("POST", "redact", body(content=r, language=language, dry_run=True))
    (cell,) = answer["cells"]
    assert [edit["text"] for edit in cell["edits"]] == ['Sys.getenv("OPENAI_API_KEY")']


async def test_the_loading_can_be_added_later(call: Call, work: Path) -> None:
    done = notebook(
        code("import os", id="c0"),
        code('token = os.environ["GITHUB_TOKEN"]', id="c1"),
        language_info={"name": "python"},
    )
    later = {"content": done, "findings": [], "load": "dotenv", "load_for": ["GITHUB_TOKEN"]}
    _, answer = await call("POST", "redact", body(**later))
    (cell,) = answer["cells"]
    assert cell["id"] == "c0"
    assert "from dotenv import load_dotenv" in "".join(edit["text"] for edit in cell["edits"])
    assert (answer["variables"], answer["values"], answer["loader"]["loads"]) == ([], {}, True)
    _, answer = await call("POST", "redact", body(**later | {"load_for": ["OTHER"]}))
    assert answer["cells"] == []


async def test_the_top_of_the_repository_is_told_where_there_is_one(
    call: Call, work: Path, root: Path
) -> None:
    _, answer = await call("POST", "redact", body(dry_run=True))
    assert answer["repository"] is None
    (root / ".git").mkdir()
    _, answer = await call("POST", "redact", body(dry_run=True))
    assert answer["repository"] == ".env"
    (work / ".git").mkdir()  # the notebook lies at the top itself
    _, answer = await call("POST", "redact", body(dry_run=True))
    assert answer["repository"] is None


async def test_a_dry_run_carries_no_value_and_writes_nothing(call: Call, work: Path) -> None:
    before = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}
    _, answer = await call("POST", "redact", body(dry_run=True, folder=True))
    text = json.dumps(answer)
    assert KEY not in text
    assert TOKEN not in text
    assert "values" not in answer
    assert {path: path.read_bytes() for path in work.rglob("*") if path.is_file()} == before


async def test_applied_it_stores_the_values_first_and_cleans_the_checkpoints(call: Call, work: Path) -> None:
    status, answer = await call("POST", "redact", body())
    assert status == 200
    assert answer["values"] == {"OPENAI_API_KEY": KEY, "GITHUB_TOKEN": TOKEN}
    assert answer["store"]["path"] == "work/.env"
    assert dotenv_values(work / ".env") == answer["values"]
    checkpoint = (work / ".ipynb_checkpoints" / "b-checkpoint.ipynb").read_text()
    assert KEY not in checkpoint
    assert TOKEN not in checkpoint
    assert (work / "notes.md").read_text() == KEY  # only on request
    assert KEY in (work / "b.ipynb").read_text()  # the front end saves what it shows


async def test_what_other_tools_made_of_the_notebook_is_named_and_cleaned(
    call: Call, work: Path, root: Path
) -> None:
    virtual = root / ".virtual_documents" / "work" / "b.ipynb"
    virtual.parent.mkdir(parents=True)
    virtual.write_text(f"key = '{KEY}'\n")
    (work / "b.html").write_text(f"<code>{KEY}</code>")
    (work / "b-output.ipynb").write_bytes(dumped(document()))
    (work / "b.ipynb.orig").write_text(f"<<<<<<<\n{KEY}\n")
    (work / "pair.md").write_text(TOKEN)
    content = document() | {"metadata": document()["metadata"] | {"jupytext": {"formats": "ipynb,pa/md"}}}
    (work / "pab.md").write_text(TOKEN)
    (work / "b.pdf").write_bytes(b"%PDF")
    _, plan = await call("POST", "redact", body(content=content, dry_run=True))
    made = {
        *("../.virtual_documents/work/b.ipynb", ".ipynb_checkpoints/b-checkpoint.ipynb"),
        *("b-output.ipynb", "b.html", "b.ipynb.orig", "pab.md"),
    }
    assert {one["path"] for one in plan["files"]} == made
    assert any("b.pdf" in line for line in plan["out_of_reach"])
    _, answer = await call("POST", "redact", body(content=content))
    assert {one["path"] for one in answer["files"] if not one["error"]} == made
    for path in (virtual, *(work / name for name in made)):
        assert KEY not in path.read_text(), path
        assert TOKEN not in path.read_text(), path
    assert (work / "pair.md").read_text() == TOKEN


async def test_on_request_the_other_files_of_the_folder_are_cleaned(call: Call, work: Path) -> None:
    _, answer = await call("POST", "redact", body(folder=True))
    assert (work / "notes.md").read_text() == "<REDACTED:OPENAI_API_KEY>"
    assert {file["path"] for file in answer["files"]} == {".ipynb_checkpoints/b-checkpoint.ipynb", "notes.md"}


async def test_one_finding_goes_with_all_its_copies_and_the_others_stay(call: Call, work: Path) -> None:
    _, plan = await call("POST", "redact", body(dry_run=True))
    (wanted,) = [one["fingerprint"] for one in plan["variables"] if one["name"] == "GITHUB_TOKEN"]
    _, answer = await call("POST", "redact", body(findings=[wanted], store="none"))
    assert sorted(cell["id"] for cell in answer["cells"]) == ["c1", "c3"]
    assert answer["values"] == {"GITHUB_TOKEN": TOKEN}
    assert answer["skipped"] == 5
    assert answer["store"] is None


async def test_names_can_be_chosen_and_a_bad_one_is_refused(call: Call, work: Path) -> None:
    _, plan = await call("POST", "redact", body(dry_run=True))
    prints = {one["name"]: one["fingerprint"] for one in plan["variables"]}
    _, answer = await call("POST", "redact", body(names={prints["OPENAI_API_KEY"]: "MY_KEY"}, dry_run=True))
    assert sources_after(answer)["c2"] == 'key = os.environ["MY_KEY"]'
    names = {prints["OPENAI_API_KEY"]: "SAME", prints["GITHUB_TOKEN"]: "SAME"}
    status, answer = await call("POST", "redact", body(names=names))
    assert (status, answer["reason"]) == (409, "name-taken")
    status, answer = await call("POST", "redact", body(names={prints["OPENAI_API_KEY"]: "PATH"}))
    assert (status, answer["reason"]) == (409, "invalid-name")
    assert not (work / ".env").exists()


async def test_what_a_dry_run_proposes_is_accepted_and_what_is_refused_names_its_field(
    call: Call, work: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("API_TOKEN", raising=False)
    cells = [
        code(f'import os\nos.environ["API_TOKEN"] = "{password}"', id="a"),
        code("requests.get(url, headers={'X': os.environ['API_TOKEN']})", id="b"),
    ]
    sent = body(content=notebook(*cells, language_info={"name": "python"}), dry_run=True)
    _, plan = await call("POST", "redact", sent)
    names = {one["fingerprint"]: one["name"] for one in plan["variables"]}
    assert list(names.values()) == ["API_TOKEN"]
    status, again = await call("POST", "redact", sent | {"names": names})
    assert (status, again) == (200, plan)
    # Another notebook of the folder takes the name, between the preview and the click.
    (work / ".env").write_text("API_TOKEN=another\n")
    status, answer = await call("POST", "redact", sent | {"names": names, "dry_run": False})
    assert (status, answer["reason"]) == (409, "name-taken")
    assert (answer["fingerprint"], answer["name"]) == (*names, "API_TOKEN")
    assert (work / ".env").read_text() == "API_TOKEN=another\n"


@pytest.mark.parametrize("path", ["../b.ipynb", "/etc/b.ipynb", "missing/b.ipynb"])
async def test_a_path_out_of_the_root_is_refused(call: Call, work: Path, path: str) -> None:
    status, answer = await call("POST", "redact", body(path=path))
    assert (status, answer["reason"]) == (409, "outside-root")


@pytest.mark.parametrize("content", [{}, {"cells": 3}, {"cells": [{"source": 3}]}, {"cells": [4]}])
@pytest.mark.parametrize("route", ["redact", "share"])
async def test_what_is_no_notebook_is_refused(call: Call, work: Path, route: str, content: Any) -> None:
    status, _ = await call("POST", route, body(content=content))
    assert status == 400


async def test_a_clean_copy_comes_back_and_no_file_changes(call: Call, work: Path) -> None:
    before = sorted(work.rglob("*"))
    status, answer = await call("POST", "share", body(outputs="scrub"))
    assert status == 200
    text = json.dumps(answer)
    assert KEY not in text
    assert TOKEN not in text
    assert answer["content"]["cells"][2]["outputs"] == [stream("other\n")]
    assert answer["report"]["outputs_dropped"] == 2
    assert sorted(work.rglob("*")) == before


@pytest.mark.parametrize(
    ("kernel", "source", "after"),
    [
        ("R", 'key <- "{}"', 'key <- Sys.getenv("OPENAI_API_KEY")'),
        ("ir", 'key <- "{}"', 'key <- Sys.getenv("OPENAI_API_KEY")'),
        ("C#", 'var key = "{}";', 'var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY");'),
        (".net-csharp", 'var key = "{}";', 'var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY");'),
        ("Java", 'var key = "{}";', 'var key = System.getenv("OPENAI_API_KEY");'),
        ("scala213", 'val key = "{}"', 'val key = sys.env("OPENAI_API_KEY")'),
        ("julia-1.10", 'key = "{}"', 'key = ENV["OPENAI_API_KEY"]'),
        ("deno", 'const key = "{}";', "const key = process.env.OPENAI_API_KEY;"),
        ("Bash", 'curl -u "x:{}" y', 'curl -u "x:$OPENAI_API_KEY" y'),
        ("Python3", 'key = "{}"', 'import os\n\nkey = os.environ["OPENAI_API_KEY"]'),
    ],
)
async def test_the_kernels_own_name_of_its_language_will_do(
    call: Call, work: Path, kernel: str, source: str, after: str
) -> None:
    cell = code(source.format(KEY), id="a")
    sent = body(content=notebook(cell), language=kernel, dry_run=True)
    status, answer = await call("POST", "redact", sent)
    assert status == 200
    edits = [Edit(**edit) for edit in answer["cells"][0]["edits"]]
    assert apply_edits(cell["source"], edits) == after


async def test_a_cells_own_language_decides(call: Call, work: Path) -> None:
    cells = [
        code(f'var key = "{KEY}";', id="a", metadata={"polyglot_notebook": {"kernelName": "csharp"}}),
        code(f'const key = "{KEY}";', id="b", metadata={"polyglot_notebook": {"kernelName": "javascript"}}),
        code(f'key <- "{KEY}"', id="c", metadata={"vscode": {"languageId": "r"}}),
        code(f'#!csharp\nvar more = "{TOKEN}";', id="d"),
        code(f'%%R\nkey <- "{TOKEN}"', id="e", metadata={"vscode": {"languageId": "python"}}),
    ]
    content = notebook(
        *cells, kernelspec={"name": ".net-fsharp"}, language_info={"name": "polyglot-notebook"}
    )
    _, answer = await call("POST", "redact", body(content=content, dry_run=True, language="F#"))
    sources = {cell["id"]: cell["source"] for cell in cells}
    for cell in answer["cells"]:
        sources[cell["id"]] = apply_edits(sources[cell["id"]], [Edit(**edit) for edit in cell["edits"]])
    assert sources == {
        "a": 'var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY");',
        "b": 'const key = "<REDACTED:OPENAI_API_KEY>";',  # it runs in the browser
        "c": 'key <- Sys.getenv("OPENAI_API_KEY")',
        "d": '#!csharp\nvar more = Environment.GetEnvironmentVariable("GITHUB_TOKEN");',
        "e": '%%R\nkey <- Sys.getenv("GITHUB_TOKEN")',
    }


PHONE = sample_value("pii.phone", 2)


async def test_a_copy_is_without_the_personal_data_that_was_chosen(call: Call, work: Path) -> None:
    mailbox = "ann.lee@" + "mail-1.net"
    cells = [code("x", stream(f"ask {mailbox}, {PHONE}\n"), id="a")]
    sent = body(content=notebook(*cells))
    _, answer = await call("POST", "share", sent | {"dry_run": True})
    kinds = {one["kind"]: (one["count"], one["cells"]) for one in answer["found"]["personal"]}
    assert kinds == {"pii.email": (1, [1]), "pii.phone": (1, [1])}
    status, answer = await call("POST", "share", sent | {"personal": ["pii.email"]})
    assert status == 200
    assert answer["content"]["cells"][0]["outputs"] == [stream(f"ask <REDACTED:EMAIL>, {PHONE}\n")]
    assert answer["report"]["personal_taken"] == {"pii.email": 1}
    assert [one["kind"] for one in answer["report"]["personal_left"]] == ["pii.phone"]
    assert not answer["report"]["clean"]
    _, answer = await call("POST", "share", sent)
    assert answer["report"]["clean"]
    _, answer = await call("POST", "share", sent | {"content": answer["content"], "dry_run": True})
    assert (answer["found"]["secrets"], answer["found"]["personal"]) == (0, [])
    status, answer = await call("POST", "share", sent | {"personal": ["pii.emial"]})
    assert (status, answer["reason"]) == (400, "malformed")
    assert "email" in answer["message"]


def printing(value: str) -> dict[str, Any]:
    """A notebook that was replaced before and prints what it read; one cell has the value pasted anew."""
    cells = [
        code("import os\n\nprint(os.environ['SERVICE_TOKEN'])", stream(f"{value}\n")),
        code(f'print("{value}")'),
        code(f'token = "{TOKEN}"'),
    ]
    for index, cell in enumerate(cells):
        cell["id"] = f"c{index}"
    return notebook(*cells, language_info={"name": "python"})


STORED = fill("{lower:6}{digits:4}{upper:6}{lower:4}", 21)


async def test_all_takes_out_what_was_stored_earlier_as_well(call: Call, work: Path) -> None:
    (work / ".env").write_text(f"SERVICE_TOKEN={STORED}\nREGION=eu-1\n")
    content = printing(STORED)
    status, answer = await call("POST", "redact", body(content=content))
    assert status == 200
    changed = {cell["id"]: cell for cell in answer["cells"]}
    assert "<REDACTED:SERVICE_TOKEN>" in json.dumps(changed["c0"]["outputs"])
    edits = [Edit(**edit) for edit in changed["c1"]["edits"]]
    assert apply_edits(content["cells"][1]["source"], edits) == 'print(os.environ["SERVICE_TOKEN"])'
    assert STORED not in json.dumps(changed["c0"]) + json.dumps(changed["c1"])
    assert dotenv_values(work / ".env") == {
        "SERVICE_TOKEN": STORED,
        "REGION": "eu-1",
        "GITHUB_TOKEN": TOKEN,
    }


async def test_one_replacement_leaves_what_was_stored_earlier(call: Call, work: Path) -> None:
    (work / ".env").write_text(f"SERVICE_TOKEN={STORED}\n")
    content = printing(STORED)
    _, plan = await call("POST", "redact", body(content=content, dry_run=True))
    [token] = [one for one in plan["variables"] if one["name"] == "GITHUB_TOKEN"]
    _, answer = await call("POST", "redact", body(content=content, findings=[token["fingerprint"]]))
    assert [cell["id"] for cell in answer["cells"] if cell.get("outputs") is not None] == []
