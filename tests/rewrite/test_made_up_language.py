"""The step of CONTRIBUTING for a kernel language, followed in a copy of the package."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dotenv import dotenv_values

from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, dumped, notebook
from tests.copied import Copied

ROW = """
    Language(
        id="blub",
        names="blub iblub xeus-blub",
        magics="blub",
        suffixes=".blub",
        comment="--",
        title="Blub",
        lookup='environment("NAME")',
        tokens=r"(?P<comment>--[^\\n]*)|(?P<open>\\\")",
        load=NativeLoad(code="load", text='load "LINKED" or ".env"', there=r"\\bload\\b"),
    ),
"""


def source_of(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"]]


def test_one_row_is_enough_for_a_language(tmp_path: Path) -> None:
    copied = Copied(tmp_path / "package")
    copied.insert("ct_jupyter/languages/table.py", "TABLE: tuple[Language, ...] = (", ROW)
    one, two = (sample_value("secret.openai.api-key", seed) for seed in (1, 2))
    work = copied.folder / "work"
    work.mkdir()
    own = notebook(
        code(f'-- the key\nkey = "{one}"\nurl = "https://x.example/?k={one}&a=1"'),
        kernelspec={"name": "xeus-blub", "display_name": "Blub"},
    )
    (work / "own.ipynb").write_bytes(dumped(own))
    (work / "magic.ipynb").write_bytes(dumped(notebook(code(f'%%blub\nkey = "{two}"'))))
    (work / "code.blub").write_text(f'key = "{two}" -- mine\n', encoding="utf-8")

    done = copied.command("redact", "--write", "work", "work/code.blub")
    assert done.returncode == 0, done.stderr

    names = {value: name for name, value in dotenv_values(work / ".env").items()}
    [source] = source_of(work / "own.ipynb")
    load, *lines = source.split("\n")
    assert re.fullmatch(r'load ".*/\.env" or "\.env"', load)
    assert lines == [
        "-- the key",
        f'key = environment("{names[one]}")',
        f'url = "https://x.example/?k=" + environment("{names[one]}") + "&a=1"',
    ]
    [magic] = source_of(work / "magic.ipynb")
    assert magic == f'%%blub\nkey = environment("{names[two]}")'
    assert (work / "code.blub").read_text(encoding="utf-8") == f'key = environment("{names[two]}") -- mine\n'
