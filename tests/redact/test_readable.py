from __future__ import annotations

from pathlib import Path

from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.redact.one_document import Redacted, redact_data
from ct_jupyter.redact.readable import readable_diff
from tests.conftest import code, display, dumped, notebook, stream


def diff_of(name: str, data: bytes) -> list[str]:
    result = redact_data(Target(Path(name), name), data)
    assert isinstance(result, Redacted)
    return list(readable_diff(result))


def test_the_diff_of_a_notebook_is_that_of_its_cells_without_a_value() -> None:
    value = sample_value("secret.github.token", 1)
    cells = [
        code(f'import os\ntoken = "{value}"\nprint(token)', stream(f"{value}\n")),
        code("plot()", display(image_png="iVBORw0KGgo=", text_plain=f"<Figure {value}>")),
    ]
    lines = diff_of("a.ipynb", dumped(notebook(*cells)))
    assert '+token = os.environ["GITHUB_TOKEN"]' in lines
    assert "+<REDACTED:GITHUB_TOKEN>" in lines
    assert any("[Cell 1, output 1]" in line for line in lines)
    text = "\n".join(lines)
    assert value not in text
    assert "iVBOR" not in text
    assert "execution_count" not in text
    assert "\\n" not in text


def test_the_diff_of_other_text_is_that_of_its_lines() -> None:
    value = sample_value("secret.github.token", 1)
    lines = diff_of("a.py", f'import os\ntoken = "{value}"\n'.encode())
    assert '+token = os.environ["GITHUB_TOKEN"]' in lines
    assert value not in "\n".join(lines)
