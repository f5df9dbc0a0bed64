from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from ct_jupyter.check.files import read_file
from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import fill
from tests.check.one_target import check_target
from tests.conftest import code, dumped, notebook


def test_a_notebook_gives_its_parts_and_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(dumped(notebook(code("x = 1"))))
    read = read_file(Target(path, "a.ipynb"))
    assert [part.text for part in read.parts] == ["x = 1"]
    assert (read.notebook, read.cells, read.size_bytes, read.errors) == (True, 1, path.stat().st_size, [])


def test_another_text_file_is_one_part_in_its_language(tmp_path: Path) -> None:
    path = tmp_path / "a.R"
    path.write_bytes(b"\xef\xbb\xbfx <- 1")
    read = read_file(Target(path, "a.R"))
    assert [(part.text, part.language, part.cell) for part in read.parts] == [("x <- 1", "r", None)]
    assert not read.notebook


def test_a_binary_file_is_an_error_and_never_clean(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(range(256)))
    [error] = read_file(Target(path, "a.bin")).errors
    assert "not text in UTF-8" in error.message


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_does_not_keep_the_scan_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe.ipynb"
    os.mkfifo(path)
    [error] = read_file(Target(path, "pipe.ipynb")).errors
    assert "not a regular file" in error.message


def test_a_link_to_nothing_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.symlink_to(tmp_path / "gone")
    [error] = read_file(Target(path, "a.ipynb")).errors
    assert error.message.startswith("cannot be read: No such file")


@pytest.mark.parametrize("kind", ["cut", "plain", "conflict"])
def test_what_is_called_a_notebook_and_is_none_is_searched_as_text_and_stays_an_error(
    kind: str, tmp_path: Path
) -> None:
    value = fill("{alnum:14}", 7)
    line = f'password = "{value}"'
    stored = json.dumps(json.loads(dumped(notebook(code(f"import os\n{line}\nx = 1")))), indent=1)
    stored = stored.replace("import os\\npassword", 'import os\\n",\n    "password')
    stored = stored.replace('\\"\\nx = 1"', '\\"\\n",\n    "x = 1"')
    texts = {
        "cut": stored[:-30],
        "plain": f"import os\n{line}\n",
        "conflict": f"<<<<<<< mine\n{stored}\n>>>>>>> theirs\n",
    }
    path = tmp_path / "a.ipynb"
    path.write_text(texts[kind], encoding="utf-8")
    checked = check_target(Target(path, "a.ipynb"))
    assert len(checked.errors) == 1
    [finding] = checked.findings
    assert finding.weakness_id == "secret.generic.password"
    assert value in texts[kind].splitlines()[finding.start.line - 1]
