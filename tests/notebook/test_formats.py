from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_jupyter.notebook import Part, UnreadableNotebookError
from ct_jupyter.notebook.formats import TextNotebook, format_of, read_text_notebook
from tests.cost import assert_linear
from tests.notebook.documents import DOCUMENTS, Document

IDS = [document.name for document in DOCUMENTS]


def read(name: str, text: str) -> TextNotebook:
    path = PurePath(name)
    found = format_of(path, text.encode())
    assert found is not None, name
    return read_text_notebook(path, text, found)


def all_parts(name: str, text: str) -> list[Part]:
    return list(read(name, text).parts())


def sources(notebook: TextNotebook) -> list[str]:
    return [cell["source"] for cell in notebook.notebook["cells"]]


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_each_format_has_its_cells_and_knows_their_lines(document: Document) -> None:
    notebook = read(document.name, document.text)
    assert notebook.cells == document.cells
    [part] = [part for part in notebook.parts() if part.kind == "source" and "SECRET" in part.text]
    assert part.cell == document.cell
    assert notebook.line_of(part, part.text.index("SECRET"), None) == document.line


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_change_of_a_source_changes_nothing_else_in_the_file(document: Document, line_end: str) -> None:
    text = document.text.replace("\n", line_end)
    notebook = read(document.name, text)
    path = ("cells", document.cell - 1, "source")
    source = notebook.notebook["cells"][document.cell - 1]["source"]
    assert "\r" not in source or document.name.endswith("html")
    at = source.index("SECRET")
    [place] = notebook.places(path, [(at, at + len("SECRET"), "x")])
    assert text[: place.start] + place.text + text[place.end :] == text.replace("SECRET", "x", 1)


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_no_text_of_the_file_is_left_out(document: Document) -> None:
    parts = "\n".join(part.text for part in read(document.name, document.text).parts())
    wanted = [
        word for word in document.text.replace("\\n", " ").split() if word.isalpha() and word != "MAGIC"
    ]
    assert [word for word in wanted if word not in parts] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "# Some text\n\nimport os\nx = 100 %% 3\n"),
        ("a.py", "text = '''\nx # %% y\n'''\n"),
        ("README.md", "# Title\n\n```python\nimport os\n```\n"),
        ("README.md", "---\ntitle: A page\n---\n\n```sh\nls\n```\n"),
        ("page.html", "<html><body><pre>x = 1</pre></body></html>"),
        ("page.html", """<script>cell = 'class="jp-Cell jp-CodeCell"'</script>"""),
        ("a.json", '{"name": "a", "paragraphs": []}'),
        ("a.sql", "SELECT 1 -- %% x"),
        ("a.txt", "# %%\nx = 1\n"),
        ("a.yaml", "# %%\nx: 1\n"),
    ],
)
def test_what_only_looks_like_one_of_them_is_none(name: str, text: str) -> None:
    assert format_of(PurePath(name), text.encode()) is None


def test_what_stands_between_cells_is_searched_as_well() -> None:
    notebook = read("a.py", '# %% password="SECRET"\nx = 1\n')
    [rest] = [part for part in notebook.parts() if part.kind == "metadata"]
    assert "SECRET" in rest.text
    assert notebook.line_of(rest, rest.text.index("SECRET"), "/rest") == 1


def test_lines_that_are_put_in_have_in_front_what_all_lines_have() -> None:
    text = "# Databricks notebook source\n# MAGIC %sql\n# MAGIC SELECT 1\n# MAGIC FROM a\n"
    notebook = read("a.py", text)
    [cell] = sources(notebook)
    start = cell.index("SELECT")
    [place] = notebook.places(("cells", 0, "source"), [(start, start, "-- new\n")])
    assert text[: place.start] + place.text + text[place.end :] == text.replace(
        "# MAGIC SELECT", "# MAGIC -- new\n# MAGIC SELECT"
    )


def test_a_line_that_goes_takes_along_what_it_has_in_front() -> None:
    text = "# Databricks notebook source\n# MAGIC %sql\n# MAGIC SELECT 1\n# MAGIC FROM a\n"
    notebook = read("a.py", text)
    [cell] = sources(notebook)
    start = cell.index("SELECT")
    [place] = notebook.places(("cells", 0, "source"), [(start, cell.index("FROM"), "")])
    assert text[: place.start] + place.text + text[place.end :] == text.replace("# MAGIC SELECT 1\n", "")


@pytest.mark.parametrize(
    "text",
    [
        '# %% tags=["ct-ignore", "b"]\nx = 1\n',
        '# + tags=["ct-ignore", "b"]\nx = 1\n',
    ],
)
def test_tags_of_a_script_are_read(text: str) -> None:
    head = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       format_name: light\n# ---\n"
    notebook = read("a.py", text if "%%" in text else head + text)
    assert notebook.notebook["cells"][0]["metadata"]["tags"] == ["ct-ignore", "b"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.qmd", "```{python}\n#| tags: [ct-ignore]\nx = 1\n```\n"),
        ("a.Rmd", '```{r a, tags=c("ct-ignore")}\nx <- 1\n```\n'),
        ("a.md", "```{code-cell} ipython3\n---\ntags: [ct-ignore]\n---\nx = 1\n```\n"),
        ("a.md", "```{code-cell} ipython3\n:tags: [ct-ignore]\n\nx = 1\n```\n"),
    ],
)
def test_tags_of_a_text_are_read(name: str, text: str) -> None:
    assert read(name, text).notebook["cells"][0]["metadata"]["tags"] == ["ct-ignore"]


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("a.py", "# %%\n"),
        ("a.py", "# Databricks notebook source\n# COMMAND ----------\n# MAGIC x\n"),
        ("a.py", "app = marimo.App(\n@app.cell\ndef _((\n\n    return (\n    )\n"),
        ("a.Rmd", "```{r}\n"),
        ("a.md", "```{code-cell}\n---\n:a:\n"),
        ("a.md", "---\njupyter:\n---\n<!-- #region -->\n"),
        ("a.dib", "#!csharp\n#!connect --kernel-name a\n"),
        ("a.html", '<div class="jp-Cell jp-CodeCell"><pre>&amp;<'),
        ("a.html", '<div class="jp-Cell jp-CodeCell jp-InputArea-editor"><div class="'),
    ],
)
def test_damaged_and_hostile_files_are_read_in_one_pass(name: str, piece: str) -> None:
    assert_linear(lambda size: partial(all_parts, name, piece * size), 8_000, name)


def test_a_light_script_of_blank_lines_is_read_in_one_pass() -> None:
    head = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       format_name: light\n# ---\n"

    assert_linear(lambda size: partial(all_parts, "a.py", f"{head}if x:\n" + "\n" * size + "    y\n"), 60_000)


PIECES = [
    '"',
    "\\",
    "{",
    "]",
    "<",
    ">",
    "&",
    "```",
    "\n",
    "\r\n",
    "# %%",
    "---",
    "\x0c",
    "\u2028",
    "é",
    "😀",
    "'''",
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(DOCUMENTS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES)), max_size=5),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_whatever_is_damaged_every_text_keeps_its_place(
    document: Document, damages: list[tuple[float, int, str]], span: tuple[float, float]
) -> None:
    text = document.text
    for where, length, piece in damages:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + length :]
    path = PurePath(document.name)
    found = format_of(path, text.encode())
    if found is None:
        return
    try:
        notebook = read_text_notebook(path, text, found)
    except UnreadableNotebookError:
        return
    assert all(line is None or line > 0 for line in map(partial(first_line, notebook), notebook.parts()))
    for place, layout in notebook.layouts.items():
        stored = text_at(notebook, place)
        assert sum(run.length for run in layout.runs) == len(stored)
        assert all(
            stored[run.at : run.at + run.length] == text[run.start : run.end]
            for run in layout.runs
            if run.length == run.end - run.start > 1
        )
        start, end = sorted(int(one * len(stored)) for one in span)
        changed = list(notebook.places(place, [(start, end, stored[start:end])]))
        assert all(0 <= one.start <= one.end <= len(text) for one in changed)


def first_line(notebook: TextNotebook, part: Part) -> int | None:
    return notebook.line_of(part, 0, part.segments[0].pointer if part.segments else None)


def text_at(notebook: TextNotebook, path: tuple[str | int, ...]) -> str:
    value: Any = notebook.notebook
    for step in path:
        value = value[step]
    return str(value)
