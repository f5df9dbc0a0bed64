from __future__ import annotations

import json
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, display, dumped, notebook, stream

KEY = sample_value("secret.openai.api-key", 3)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    document = notebook(
        code(f'key = "{KEY}"', stream(f"{KEY}\n"), display(image_png="iVBORw0KGgo=")),
        code("x = 1", stream("1\n")),
    )
    (tmp_path / "a.ipynb").write_bytes(dumped(document))
    return tmp_path / "a.ipynb"


def share(*arguments: str) -> int:
    return main(["share", "a.ipynb", "--output", "clean.ipynb", *arguments])


@pytest.mark.parametrize(
    ("outputs", "left", "count"), [("keep", [2, 1], 1), ("scrub", [0, 1], None), ("drop", [0, 0], None)]
)
def test_a_copy_is_clean_with_the_outputs_as_chosen(
    path: Path, outputs: str, left: list[int], count: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    assert share("--outputs", outputs) == 0
    shown = capsys.readouterr().out
    clean = json.loads((path.parent / "clean.ipynb").read_bytes())
    assert [len(cell["outputs"]) for cell in clean["cells"]] == left
    assert KEY not in json.dumps(clean) + shown
    assert ("Look at the images in cell 1" in shown) == (count is not None)
    assert "To run it, set: OPENAI_API_KEY" in shown
    assert path.read_bytes() == before
    assert main(["scan", "clean.ipynb"]) == 0


def test_what_no_viewer_shows_is_taken_out_as_well(path: Path) -> None:
    document = notebook(
        code("x = 1", metadata={"tags": [KEY]}) | {"extra": {"deep": KEY}},
        code("y", display(text_plain="x") | {"more": KEY}),
        note={KEY: 1},
    )
    path.write_bytes(dumped(document | {"left": [KEY]}))
    assert share("--outputs", "keep") == 0
    assert KEY not in (path.parent / "clean.ipynb").read_text()
    assert main(["scan", "clean.ipynb"]) == 0


def test_text_that_calls_itself_an_image_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_bytes(dumped(notebook(code("y", display(image_png=f"key = {KEY}")))))
    assert share("--outputs", "keep") == 1
    assert "could not be removed from cell 1" in capsys.readouterr().err
    assert not (path.parent / "clean.ipynb").exists()


def test_an_existing_file_is_replaced_only_with_force_and_the_notebook_itself_never(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path.parent / "clean.ipynb").write_text("mine")
    assert share() == 2
    assert (path.parent / "clean.ipynb").read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert share("--force") == 0
    assert main(["share", "a.ipynb", "--output", "a.ipynb", "--force"]) == 2


def test_a_broken_notebook_makes_no_copy(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text("{")
    assert share() == 3
    assert not (path.parent / "clean.ipynb").exists()
