from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.cli.main import main
from ct_jupyter.redact.column_outputs import scrub_file
from tests.check.one_target import check_target
from tests.notebook.documents import DOCUMENTS, Document

IDS = [document.name for document in DOCUMENTS]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PASSWORD", raising=False)
    return tmp_path


def redact(*arguments: str) -> int:
    return main(["redact", "--store", "env", *arguments])


def places(path: Path) -> list[tuple[str, int | None, int | None]]:
    checked = check_target(Target(path, path.name))
    assert checked.notebook, path.name
    assert checked.errors == []
    return [
        (finding.part, finding.cell, finding.file_line)
        for finding in checked.findings
        if finding.suppressed is None and finding.weakness_id.startswith("secret.")
    ]


def stays(before: list[str], after: list[str]) -> bool:
    """Tell whether all of ``before`` are still there, in their order."""
    rest: Iterator[str] = iter(after)
    return all(line in rest for line in before)


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_secret_is_found_in_its_cell_and_goes_and_all_else_stays(
    document: Document, line_end: str, folder: Path, password: str
) -> None:
    path = folder / document.name
    before = document.text.replace("SECRET", password).replace("\n", line_end)
    path.write_bytes(before.encode())
    assert ("source", document.cell, document.line) in places(path)
    assert redact("--write") == 0
    after = path.read_bytes().decode()
    assert password not in after
    assert document.lookup in after
    kept = [line for line in before.splitlines(keepends=True) if password not in line]
    assert stays(kept, after.splitlines(keepends=True))
    assert after.count("\n") == after.count(line_end)
    assert places(path) == []
    again = path.read_bytes()
    assert redact("--write") == 0
    assert path.read_bytes() == again


def test_a_note_of_zeppelin_is_still_json_and_its_results_are_clean(folder: Path, password: str) -> None:
    [document] = [one for one in DOCUMENTS if one.name == "note.zpln"]
    path = folder / "note.zpln"
    path.write_text(document.text.replace("SECRET", password), encoding="utf-8")
    assert redact("--write") == 0
    before, after = json.loads(document.text), json.loads(path.read_text(encoding="utf-8"))
    paragraph = after["paragraphs"][1]
    assert paragraph["results"]["msg"][0]["data"] == "<REDACTED:PASSWORD>\n"
    assert after["paragraphs"][0] == before["paragraphs"][0]


def test_a_damaged_note_is_an_error_with_its_name_and_is_searched_as_text(
    folder: Path, password: str
) -> None:
    [document] = [one for one in DOCUMENTS if one.name == "note.zpln"]
    path = folder / "note.zpln"
    path.write_text(document.text.replace("SECRET", password)[:-20], encoding="utf-8")
    checked = check_target(Target(path, path.name))
    assert [error.path for error in checked.errors] == ["note.zpln"]
    assert "ends in the middle of its JSON" in checked.errors[0].message
    assert [finding.weakness_id for finding in checked.findings] != []
    before = path.read_bytes()
    assert redact("--write") == 3
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", '# %%\n# ct: ignore[secret.*] a sample\npassword = "SECRET"\n'),
        ("a.py", '# %% tags=["ct-ignore"]\npassword = "SECRET"\n'),
        ("a.py", '# Databricks notebook source\npassword = "SECRET"  # ct: ignore[secret.*] a sample\n'),
        ("a.Rmd", '```{r}\npassword <- "SECRET" # ct: ignore[secret.*] a sample\n```\n'),
        ("a.sql", "-- Databricks notebook source\n-- MAGIC %python\n"
         '-- MAGIC password = "SECRET"  # ct: ignore[secret.*] a sample\n'),
    ],
)  # fmt: skip
def test_what_is_ignored_stays(name: str, text: str, folder: Path, password: str) -> None:
    path = folder / name
    path.write_text(text.replace("SECRET", password), encoding="utf-8")
    assert places(path) == []
    assert redact("--write") == 0
    assert password in path.read_text(encoding="utf-8")


def test_a_copy_in_a_page_goes_wherever_it_stands(folder: Path, password: str) -> None:
    [document] = [one for one in DOCUMENTS if one.name == "lab.html"]
    text = document.text.replace("1 &lt; 2", "SECRET").replace("</body>", "<script>SECRET</script></body>")
    path = folder / "lab.html"
    path.write_text(text.replace("SECRET", password), encoding="utf-8")
    assert redact("--write") == 0
    after = path.read_text(encoding="utf-8")
    assert password not in after
    assert "<pre>&lt;REDACTED:PASSWORD&gt;</pre>" in after


def test_what_stands_between_cells_goes_too(folder: Path, password: str) -> None:
    path = folder / "a.py"
    text = f'# %% load, password="{password}"\nx = 1\n'
    path.write_text(text, encoding="utf-8")
    assert places(path) == [("metadata", None, 1)]
    assert redact("--write") == 0
    assert path.read_text(encoding="utf-8") == text.replace(password, "<REDACTED:PASSWORD>")


def test_a_column_goes_from_the_results_of_a_note(folder: Path) -> None:
    shown = "name\tage\nAnn\t34\nBob\t45\n"
    note = {"paragraphs": [{"text": "%sql", "results": {"msg": [{"type": "TABLE", "data": shown}]}}]}
    path = folder / "note.zpln"
    path.write_text(json.dumps(note), encoding="utf-8")
    scrub_file(path, ["name"])
    gone = shown.replace("Ann", "<REDACTED:NAME>").replace("Bob", "<REDACTED:NAME>")
    note["paragraphs"][0]["results"] = {"msg": [{"type": "TABLE", "data": gone}]}
    assert path.read_text(encoding="utf-8") == json.dumps(note)


def test_only_an_ipynb_can_be_shared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.Rmd").write_text("```{r}\nx <- 1\n```\n")
    assert main(["share", "a.Rmd", "--output", "b.Rmd"]) == 2
    assert "only those can be shared" in capsys.readouterr().err


def databricks_page(model: object) -> str:
    encoded = b64encode(quote(json.dumps(model)).encode()).decode()
    return f"<html>\n<script>var __DATABRICKS_NOTEBOOK_MODEL = '{encoded}';</script>\n<p>text</p></html>\n"


def test_a_page_of_databricks_is_read_and_not_changed(
    folder: Path, password: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = [
        {"command": f'password = "{password}"', "position": 2.0, "results": None},
        {"command": "%md Title", "position": 1.0},
        {"command": "1", "position": 3, "results": {"type": "html", "data": f"password: {password}"}},
    ]
    path = folder / "a.html"
    path.write_text(databricks_page({"language": "python", "commands": commands}), encoding="utf-8")
    assert places(path) == [("source", 2, 2), ("output", 3, 2)]
    before = path.read_bytes()
    assert redact("--write") == 3
    assert "export it again" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("model", [[], {"commands": 1}, {}])
def test_a_damaged_page_of_databricks_is_an_error(model: object, folder: Path) -> None:
    path = folder / "a.html"
    path.write_text(databricks_page(model), encoding="utf-8")
    checked = check_target(Target(path, path.name))
    assert [error.path for error in checked.errors] == ["a.html"]
