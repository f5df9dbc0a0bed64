"""What a copy for another machine loads, and what it says that it needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.redact.portable import portable, variables_needed
from tests.conftest import code, dumped, markdown, notebook, stream

LINK = "~/.ct_jupyter/env/0123abcd/.env"
LOAD = f'if not load_dotenv(os.path.expanduser("{LINK}")):\n    load_dotenv()'


def source_of(cell: dict[str, Any], *, as_list: bool) -> str:
    if as_list:
        cell = cell | {"source": cell["source"].splitlines(keepends=True)}
    [made] = portable(notebook(cell))["cells"]
    assert isinstance(made["source"], list) is as_list
    return "".join(made["source"])


@pytest.mark.parametrize("as_list", [True, False])
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"import os\n\n{LOAD}\n\nx = 1", "import os\n\nload_dotenv()\n\nx = 1"),
        (LOAD, "_ = load_dotenv()"),
        (f'load_dotenv(os.path.expanduser("{LINK}"))', 'load_dotenv(".env")'),
        (
            f'invisible(lapply(head(Filter(file.exists, c("{LINK}", ".env")), 1), readRenviron))',
            'invisible(lapply(head(Filter(file.exists, c(".env", ".env")), 1), readRenviron))',
        ),
        (f'for env in {LINK} ./.env; do . "$env"; done', 'for env in .env ./.env; do . "$env"; done'),
        ('load_dotenv("config/.env")', 'load_dotenv("config/.env")'),
        ("x = 1", "x = 1"),
    ],
)
def test_a_load_through_a_link_becomes_the_plain_one(source: str, expected: str, as_list: bool) -> None:
    assert source_of(code(source), as_list=as_list) == expected


def test_links_go_from_outputs_and_prose_too() -> None:
    made = json.dumps(
        portable(
            notebook(markdown(f"See `{LINK}`."), code("x", stream(f"/home/ann/{LINK[2:]}\n"), stream(LINK)))
        )
    )
    assert "ct_jupyter" not in made
    assert "/home/ann" not in made


def test_what_is_needed_is_what_is_looked_up_and_neither_set_nor_defaulted() -> None:
    cells = [
        code('import os\na = os.environ["FIRST"]\nb = os.getenv("SECOND")\nc = os.environ["FIRST"]'),
        code('d = os.getenv("THIRD", "x")\nos.environ["FOURTH"] = "1"\ne = os.environ["FOURTH"]'),
        code('f = os.environ["HOME"]\n# os.environ["NOT"]'),
        code("%%bash\necho $FIFTH $env"),
        code('df = treat(df, {"name": "fake:person"})'),
        code('df = treat(df, {"name": "hash"}, key_env="OTHER_KEY")\nx = treat(df, {"name": "drop"})'),
        markdown('os.environ["PROSE"]'),
    ]
    assert variables_needed(notebook(*cells)) == (
        *("FIRST", "SECOND", "FIFTH"),
        *("PSEUDONYM_KEY", "OTHER_KEY"),
    )


def test_a_shared_copy_of_a_redacted_notebook_runs_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    value = sample_value("secret.generic.password", 5)
    cells = [code(f'password = "{value}"'), code('df = treat(df, {"email": "fake:email"})')]
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(*cells)))
    assert main(["redact", "--write", "--load-dotenv", "a.ipynb"]) == 0
    assert "load_dotenv(" in (tmp_path / "a.ipynb").read_text()
    capsys.readouterr()
    assert main(["share", "a.ipynb", "--output", "clean.ipynb"]) == 0
    assert "To run it, set: PASSWORD, PSEUDONYM_KEY\n" in capsys.readouterr().out
    first = "".join(json.loads((tmp_path / "clean.ipynb").read_bytes())["cells"][0]["source"])
    assert "expanduser" not in first
    assert "load_dotenv()" in first
