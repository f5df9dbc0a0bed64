"""Outputs that show a column of somebody's data, before and after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.redact.column_outputs import placeholder_name, scrub_columns
from ct_jupyter.redact.model import with_leaf_edits
from tests.conftest import code, display, dumped, notebook, stream


def address(number: int) -> str:
    return "@".join([f"anna.m{number}", "firmname.de"])


PEOPLE: dict[str, list[Any]] = {
    "id": [10, 11, 12],
    "email": [address(1), None, address(3)],
    "full name": ["Anna Ofhere", "Bo Li", "Cy <Ofthere>"],
    "size": [1.5, 2.25, 3.125],
}


def shown(frame: Any) -> dict[str, Any]:
    return display(text_html=frame._repr_html_(), text_plain=repr(frame))


def scrubbed(*cells: dict[str, Any], columns: tuple[str, ...] = ("email", "full name")) -> tuple[str, int]:
    document = notebook(*cells)
    edits, places = scrub_columns(document, columns)
    return json.dumps(with_leaf_edits(document, edits), ensure_ascii=False), places


def expect_clean(text: str) -> None:
    for value in ("firmname", "Ofhere", "Bo Li", "Ofthere"):
        assert value not in text


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_a_frame_is_scrubbed_as_html_and_as_text_and_keeps_its_other_columns(make: Any) -> None:
    text, places = scrubbed(code("df", shown(make(PEOPLE))))
    expect_clean(text)
    assert places == 10
    for stays in ("1.5", "2.25", "3.125", "full name", "<td>10</td>"):
        assert stays in text
    assert "&lt;REDACTED:FULL_NAME&gt;" in text


def test_a_wide_frame_that_wraps_is_scrubbed() -> None:
    frame = pd.DataFrame({**PEOPLE, **{f"column_{n}": [n * 1111] * 3 for n in range(12)}})
    text, _ = scrubbed(code("df", stream(frame.to_string(line_width=60) + "\n")))
    expect_clean(text)


@pytest.mark.parametrize("index", [None, "id"])
def test_a_series_is_scrubbed(index: str | None) -> None:
    frame = pd.DataFrame(PEOPLE)
    series = (frame.set_index(index) if index else frame)["email"]
    text, places = scrubbed(code("df.email", stream(f"before\n{series!r}\n\nafter\n")))
    expect_clean(text)
    assert places == 2
    assert "before" in text
    assert "dtype" in text


@pytest.mark.parametrize(
    "output",
    [
        display(application_json={"rows": [{"email": address(1), "id": 7}]}),
        display(application_json={"email": [address(1), address(2)]}),
        stream(f"| id | email |\n|---|---|\n| 7 | {address(1)} |\n"),
        stream(f"id\temail\n7\t{address(1)}\n"),
    ],
)
def test_records_and_other_tables_are_scrubbed(output: dict[str, Any]) -> None:
    text, places = scrubbed(code("x", output))
    expect_clean(text)
    assert places in (1, 2)


def test_what_stood_in_a_table_goes_where_it_stands_alone() -> None:
    text, _ = scrubbed(
        code("df", shown(pd.DataFrame(PEOPLE))),
        code("print(x)", stream(f"mail to {address(3)} failed\n")),
        code("y", display(application_json={"to": [f"x {address(1)}"]})),
    )
    expect_clean(text)
    assert "mail to <REDACTED:EMAIL> failed" in text


def test_values_that_are_known_otherwise_go_too() -> None:
    document = notebook(code("x", stream(f"sent to {address(9)}\n")))
    edits, places = scrub_columns(document, [], [address(9)])
    assert places == 1
    assert "firmname" not in json.dumps(with_leaf_edits(document, edits))


def test_the_source_and_other_outputs_stay() -> None:
    source = f"x = '{address(1)}'"
    cells = [
        code(source, stream("email\nid 1 2 3\n")),
        code("df", shown(pd.DataFrame({"a": [1], "b": ["x"]}))),
    ]
    document = notebook(*cells)
    assert scrub_columns(document, ["email", "full name"]) == ([], 0)


def test_no_edit_names_a_value() -> None:
    edits, _ = scrub_columns(notebook(code("df", shown(pd.DataFrame(PEOPLE)))), ["email"])
    assert "firmname" not in repr(edits)


def test_a_placeholder_is_one_word() -> None:
    assert placeholder_name("E-Mail (privat)") == "E_MAIL_PRIVAT"
    assert placeholder_name("名前") == "COLUMN"


def test_real_notebooks_are_scrubbed_and_stay_notebooks(real_notebooks: list[Path]) -> None:
    places = 0
    for path in real_notebooks:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        if "cells" in document:
            edits, count = scrub_columns(document, ["name", "Name", "id", "text", "label", "age", "price"])
            after = with_leaf_edits(document, edits)
            assert [c["source"] for c in after["cells"]] == [c["source"] for c in document["cells"]]
            places += count
    assert places > 5


def test_the_command_scrubs_the_notebook_and_keeps_every_other_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pd.DataFrame({"id": range(50), "email": [address(n) for n in range(50)]}).to_csv(
        "people.csv", index=False
    )
    before = dumped(notebook(code("import pandas as pd"), code("df", shown(pd.DataFrame(PEOPLE)))))
    Path("a.ipynb").write_bytes(before)
    words = ["anonymise", "people.csv", "--output", "new.csv", "--column", "email=drop", "--scrub", "a.ipynb"]
    assert main(words) == 0
    assert "a.ipynb: 4 places in outputs redacted." in capsys.readouterr().out
    after = Path("a.ipynb").read_bytes()
    assert b"firmname" not in after
    html, text = b"&lt;REDACTED:EMAIL&gt;", b"<REDACTED:EMAIL>"
    restored = after
    for marker in (html, text):
        for value in (address(1), address(3)):
            restored = restored.replace(marker, value.encode(), 1)
    assert restored == before
    Path("bad.ipynb").write_bytes(b"{")
    assert main([*words[:-1], "bad.ipynb", "--force"]) == 3
    assert "bad.ipynb" in capsys.readouterr().err
