"""Notebooks that read a platform's own secret store: the cells run against stand-ins of its client."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.notebook.platforms import DATABRICKS, PLATFORMS, SecretStore, secret_store
from ct_jupyter.redact.one_document import Redacted, redact_data
from ct_jupyter.rewrite.naming import Names
from ct_jupyter.rewrite.source_plan import Options
from tests.conftest import code, dumped, markdown, notebook, stream
from tests.rewrite.stand_ins import VAULT, stand_ins

KEY = sample_value("secret.openai.api-key", 3)
WORD = sample_value("secret.generic.password", 5)
NOTEBOOKS = {
    "one literal": [f'key = "{KEY}"\nprint(key)'],
    "imports above": ["import json\nimport sys", f'key = "{KEY}"\nprint(key)'],
    "the import is there": ["import os as o", f'k = "{KEY}"\nprint(k)'],
    "from os import environ": ["from os import environ", f'k = "{KEY}"\nprint(k)'],
    "a part of a string": [f'head = f"Bearer {KEY}"\nprint(head)'],
    "bytes": [f'b = b"{KEY}"\nprint(b)'],
    "a template": [f'print("Bearer {KEY} {{}}".format(1))'],
    "the password of a URL": [f'url = "postgresql://ann:{WORD}@host/x"\nprint(url)'],
    "two values": [f'key = "{KEY}"\npassword = "{WORD}"\nprint(key, password)'],
    "a value in two cells": [f'key = "{KEY}"\nprint(key)', f'again = "{KEY}"\nprint(again)'],
    "a default": [f'import os\nk = os.getenv("MY_KEY", "{KEY}")\nprint(k)'],
    "a variable that is set": [f'import os\nos.environ["MY_KEY"] = "{KEY}"', 'print(os.environ["MY_KEY"])'],
    "in a function": [f'def f():\n    return "{KEY}"', "print(f())"],
    "a docstring first": ['"""Reads."""', f'key = "{KEY}"\nprint(key)'],
    "a future import": ["from __future__ import annotations\nimport json", f'key = "{KEY}"\nprint(key)'],
}


def store_of(platform: str, vault: str = "", language: str = "python") -> SecretStore:
    found = secret_store(PLATFORMS[platform], language, [], vault)
    assert found is not None
    return found


def redacted(data: bytes, store: SecretStore, names: Names | None = None) -> Redacted:
    found = redact_data(Target(Path("a.ipynb"), "a.ipynb"), data, options=Options(store=store), names=names)
    assert isinstance(found, Redacted)
    return found


def sources(data: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(data)["cells"]]


def run(cells: list[str], bound: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what the cells print, run in order in one process, as a kernel runs them."""
    with monkeypatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as said:
        patch.setattr(os, "environ", os.environ.copy())
        space = dict(bound)
        for cell in cells:
            exec(compile(cell, "cell", "exec"), space)
    return said.getvalue()


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("form", NOTEBOOKS)
def test_the_rewritten_notebook_prints_what_it_did(
    platform: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dumped(notebook(*map(code, NOTEBOOKS[form])))
    for vault in ("", VAULT) if platform == "azureml" else ("",):
        plan = redacted(before, store_of(platform, vault))
        assert plan.left == ()
        assert not any(value in text for text in sources(plan.new) for value in (KEY, WORD))
        assert "load_dotenv" not in plan.text
        with stand_ins(platform, plan.plan.values) as bound:
            assert run(sources(plan.new), bound, monkeypatch) == run(sources(before), {}, monkeypatch)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_is_read_already_is_not_read_twice(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = redacted(dumped(notebook(code("import json"), code(f'key = "{KEY}"'))), store_of(platform))
    document = json.loads(first.new)
    document["cells"].append(code(f'password = "{WORD}"\nprint(password)'))
    second = redacted(dumped(document), store_of(platform))
    lines = sources(second.new)[0].splitlines()
    assert len(lines) == len(set(filter(None, lines))) + lines.count("")
    assert sum("OPENAI_API_KEY" in line for line in lines) == 1
    with stand_ins(platform, {**first.plan.values, **second.plan.values}) as bound:
        assert run(sources(second.new), bound, monkeypatch) == f"{WORD}\n"


def test_a_name_that_the_notebook_reads_already_stays_that_of_its_value() -> None:
    there = code('import os\nfrom google.colab import userdata\nkey = os.environ["OPENAI_API_KEY"]')
    plan = redacted(dumped(notebook(there, code(f'other = "{KEY}"'))), store_of("colab"))
    assert list(plan.plan.values) == ["OPENAI_API_KEY_2"]


def test_only_the_cells_with_secrets_and_imports_change() -> None:
    before = notebook(
        markdown("# Title é"),
        code("import json"),
        code("x = 1", stream("1\n")),
        code(f'key = "{KEY}"', stream(KEY)),
        colab={"provenance": []},
    )
    plan = redacted(dumped(before), store_of("colab"))
    after = json.loads(plan.new)
    assert [k for k, (a, b) in enumerate(zip(before["cells"], after["cells"], strict=True)) if a != b] == [
        1,
        3,
    ]
    assert {**before, "cells": []} == {**after, "cells": []}


def test_a_cell_of_parameters_does_not_raise_before_the_injected_one() -> None:
    cell = code(f'key = "{KEY}"', metadata={"tags": ["parameters"]})
    plan = redacted(dumped(notebook(cell)), store_of("colab"))
    assert sources(plan.new)[0].endswith('key = os.environ.get("OPENAI_API_KEY", "")')


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("r", f'key <- "{KEY}"', "key <- LOOKUP"),
        ("r", f'h <- "Bearer {KEY}"', 'h <- paste0("Bearer ", LOOKUP)'),
        ("scala", f'val key = "{KEY}"', "val key = LOOKUP"),
        ("scala", f'val h = "Bearer {KEY}"', 'val h = "Bearer " + LOOKUP'),
    ],
)
def test_r_and_scala_read_the_scope_where_they_need_a_value(language: str, before: str, after: str) -> None:
    lookup = 'dbutils.secrets.get(scope="team", key="OPENAI_API_KEY")'
    metadata = {"application/vnd.databricks.v1+notebook": {"language": language}}
    own = redacted(dumped(notebook(code(before), **metadata)), store_of("databricks", "team", language))
    assert sources(own.new) == [after.replace("LOOKUP", lookup)]
    assert own.plan.loader.loads
    within = dumped(notebook(code("import json"), code(f"%{language}\n{before}")))
    assert sources(redacted(within, store_of("databricks", "team")).new) == [
        "import json",
        f"%{language}\n{after.replace('LOOKUP', lookup)}",
    ]


def test_a_python_cell_of_a_scala_notebook_reads_the_scope_itself_too() -> None:
    metadata = {"application/vnd.databricks.v1+notebook": {"language": "scala"}}
    cells = dumped(notebook(code("val x = 1"), code(f'%python\nkey = "{KEY}"'), **metadata))
    store = secret_store(DATABRICKS, "scala", [])
    assert store is not None
    cell = sources(redacted(cells, store).new)[1]
    assert cell.startswith("%python\n")
    assert 'dbutils.secrets.get(scope="notebooks", key="OPENAI_API_KEY")' in cell


def test_a_shell_cell_of_databricks_is_told_of_the_cluster() -> None:
    cells = notebook(
        code("import json"), code(f'%sh\ncurl -H "Authorization: Bearer {KEY}" https://x.example')
    )
    plan = redacted(dumped(cells), store_of("databricks"))
    assert any("OPENAI_API_KEY={{secrets/notebooks/OPENAI_API_KEY}}" in note for note in plan.plan.notes)


def test_a_databricks_source_file_keeps_its_marks() -> None:
    text = f'# Databricks notebook source\n# MAGIC %md Title\n\n# COMMAND ----------\n\nkey = "{KEY}"\n'
    found = redact_data(
        Target(Path("a.py"), "a.py"), text.encode(), options=Options(store=store_of("databricks"))
    )
    assert isinstance(found, Redacted)
    new = found.new.decode()
    assert new.startswith("# Databricks notebook source\n")
    assert "# MAGIC %md Title\n" in new
    assert (
        'os.environ["OPENAI_API_KEY"] = dbutils.secrets.get(scope="notebooks", key="OPENAI_API_KEY")' in new
    )
