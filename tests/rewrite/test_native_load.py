"""How notebooks in other languages load ``.env``, and what they cannot load."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ct_jupyter.detection.examples import fill
from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.redact.notebook_plan import NotebookPlan, plan_notebook
from ct_jupyter.redact.one_document import located_secrets
from ct_jupyter.redact.share import parts_of
from ct_jupyter.rewrite.native_load import LOADS, check_readable, load_text
from ct_jupyter.rewrite.source_plan import Options
from ct_jupyter.stores.dotenv import with_variable
from ct_jupyter.stores.env_link import EnvLinks
from ct_jupyter.stores.refusal import Refusal
from tests.conftest import code, notebook

VALUE = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 7)


@pytest.fixture
def links(tmp_path: Path) -> EnvLinks:
    (tmp_path / "work").mkdir()
    return EnvLinks(tmp_path / "work")


def planned(language: str, *sources: str, options: Options) -> tuple[NotebookPlan, list[str]]:
    document = notebook(*map(code, sources), language_info={"name": language})
    found, _ = located_secrets(parts_of(document), "n.ipynb")
    plan = plan_notebook(document, found, language=language, options=options)
    return plan, [apply_edits(source, edits) for source, edits in zip(sources, plan.edits, strict=True)]


@pytest.mark.parametrize(
    ("language", "source", "after"),
    [
        ("Bash", 'export GITHUB_TOKEN="{value}"\necho x', "{load}\necho x"),
        ("bash", 'curl -u "ann:{value}" x', '{load}\ncurl -u "ann:$CURL_PASSWORD" x'),
        ("R", 'password <- "{value}"', '{load}\npassword <- Sys.getenv("PASSWORD")'),
        ("julia-1.10", 'password = "{value}"', '{load}\npassword = ENV["PASSWORD"]'),
        ("JavaScript", 'const password = "{value}";', "{load}\nconst password = process.env.PASSWORD;"),
    ],
)
def test_the_first_cell_that_needs_a_variable_loads_them(
    links: EnvLinks, language: str, source: str, after: str
) -> None:
    text = source.format(value=VALUE)
    plan, cells = planned(language, "1 + 1", text, text, options=Options(load="env", links=links))
    name = next(iter(plan.values))
    load = load_text(LOADS[language.lower().removesuffix("-1.10")], links)
    wanted = after.replace("CURL_PASSWORD", name).replace("{load}", load)
    assert cells[1] == wanted
    assert load not in cells[0] + cells[2]
    assert (plan.loader.kind, plan.loader.needs, plan.loader.loads) == ("native", "", True)
    assert plan.link == links.own
    # A second replacement finds the load that is there.
    again, more = planned(language, cells[1], text, options=Options(load="env", links=links))
    assert more[0] == cells[1]
    assert again.link == links.own
    assert again.loader.loads


@pytest.mark.parametrize("language", ["scala", "java", "C#", "rust"])
def test_what_has_no_load_says_that_its_kernel_has_to_be_started_with_the_variables(
    links: EnvLinks, language: str
) -> None:
    plan, (after,) = planned(language, f'val password = "{VALUE}"', options=Options(load="env", links=links))
    assert (plan.loader.kind, plan.loader.loads, plan.link) == ("none", False, None)
    assert ".env" not in after.replace("sys.env", "").replace("System.getenv", "")


def test_shell_cells_above_all_python_load_for_themselves(links: EnvLinks) -> None:
    cell = f'%%bash\nexport API_TOKEN="{VALUE}"\ncurl -H "X: $API_TOKEN" x'
    plan, after = planned(
        "python", "%%html\n<b>x</b>", cell, "import json", options=Options(load="env", links=links)
    )
    load = load_text(LOADS["bash"], links)
    assert after[1] == f'%%bash\n{load}\ncurl -H "X: $API_TOKEN" x'
    assert after[2] == "import json"
    assert (plan.loader.loads, plan.notes, plan.link) == (True, (), links.own)


@pytest.mark.parametrize(
    ("language", "source", "after"),
    [
        ("javascript", 'const password = "{head}" + "{tail}";', "const password = process.env.PASSWORD;"),
        ("scala", 'val password = "{head}" +\n  "{tail}"', 'val password = sys.env("PASSWORD")'),
        ("java", 'String password = "{head}" + "{tail}";', 'String password = System.getenv("PASSWORD");'),
        # What is done to the second half is not done to the first.
        (
            "java",
            'String password = "{head}" + "{tail}".trim();',
            'String password = System.getenv("PASSWORD") + "{tail}".trim();',
        ),
    ],
)
def test_what_plus_makes_one_value_of_is_one(language: str, source: str, after: str) -> None:
    head, tail = VALUE[:7], VALUE[7:]
    filled = source.replace("{head}", head).replace("{tail}", tail)
    plan, cells = planned(language, filled, options=Options())
    assert cells == [after.replace("{tail}", tail)]
    assert plan.values["PASSWORD"] == (head if "{tail}" in after else VALUE)


def test_python_cells_load_with_python(links: EnvLinks) -> None:
    plan, (after,) = planned("Python3", f'password = "{VALUE}"', options=Options(load="env", links=links))
    assert plan.loader.kind == "dotenv"
    assert "load_dotenv(" in after


@pytest.mark.parametrize(
    ("language", "value", "fine"),
    [
        ("bash", "a b#$x", True),
        ("bash", "it's", True),
        ("bash", "${HOME}", False),
        ("r", "a b#$x", True),
        ("r", "it's", False),
        ("r", "two\nlines", False),
        ("julia", "two\nlines", False),
        ("javascript", "two\nlines", True),
        ("javascript", "it's \\", False),
    ],
)
def test_a_value_that_a_language_does_not_read_back_is_refused(language: str, value: str, fine: bool) -> None:
    if fine:
        check_readable(LOADS[language], [("NAME", value)])
        return
    with pytest.raises(Refusal) as caught:
        check_readable(LOADS[language], [("NAME", value)])
    assert (caught.value.reason, caught.value.name) == ("unsupported-value", "NAME")
    assert value not in caught.value.message


VALUES = ["plain-1", "a b", "a#b $x", "x;y&z", 'say "so"', "back\\slash", "it's", "žluť", "a\\", "two\nlines"]
PRINTS = {
    "bash": ("bash", "-c", "printf '%s' \"$NAME\""),
    "r": ("Rscript", "-e", 'cat(Sys.getenv("NAME"))'),
    "javascript": ("node", "-e", "process.stdout.write(process.env.NAME);"),
}


@pytest.mark.parametrize("language", PRINTS)
@pytest.mark.parametrize("through", ["link", "folder"])
def test_each_language_reads_what_is_stored(
    links: EnvLinks, tmp_path: Path, language: str, through: str
) -> None:
    program, flag, prints = PRINTS[language]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = shutil.which(program, path=path)
    if found is None:
        pytest.skip(f"{program} is not installed")
    if through == "link":
        assert links.make(links.own)
    read = 0
    for value in VALUES:
        try:
            check_readable(LOADS[language], [("NAME", value)])
        except Refusal:
            continue
        (links.folder / ".env").write_bytes(with_variable(b"A=1\n", "NAME", value))
        script = f"{load_text(LOADS[language], links)}\n{prints}\n"
        cwd = tmp_path if through == "link" else links.folder
        shown = subprocess.run([found, flag, script], cwd=cwd, capture_output=True)
        assert shown.stdout.decode() == value, shown.stderr.decode()
        read += 1
    assert read >= 6
