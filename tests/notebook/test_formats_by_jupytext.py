"""Cells are those that jupytext makes of the same text."""

from __future__ import annotations

from pathlib import PurePath

import jupytext
import pytest

from ct_jupyter.notebook.formats import format_of, read_text_notebook
from tests.notebook.documents import DOCUMENTS

HEADER = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       format_name: light\n# ---\n\n"
JUPYTER = "---\njupyter:\n  jupytext: {}\n---\n\n"
KERNEL = "---\nkernelspec:\n  display_name: Python\n  name: python3\n---\n\n"
TEXTS = [
    *((one.name, one.text) for one in DOCUMENTS if one.name.startswith(("percent", "light", "text", "myst"))),
    ("a.py", "# %% [markdown]\n'''\nSome text\n'''\n# %%\n# %load_ext a\n# !ls\nx = 1\n# a comment\n"),
    ("a.py", "x = 1\n\n# %% A title [raw]\n# raw\n\n# %% Title\n\n\n# %%\ny = 1\n"),
    ("a.py", "#%%\nx = 1\n#%% [md]\n#Text\n"),
    ("a.py", f"{HEADER}# +\nx = 1\n\n\ny = 2\n# -\n\n# Text\n# more\n\nimport a\n\nx = '''\n\n\na'''\n"),
    ("a.py", f"{HEADER}def f():\n    pass\n\n    return\n\n\ndef g():\n    pass\n\n# + [markdown]\n# Text\n"),
    ("a.py", f'{HEADER}# + active=""\n# raw\n# -\n\nx = 1\n'),
    ("a.R", "# %% [markdown]\n# Text\n\n# %%\nx <- 1\n"),
    ("a.Rmd", "Text\n\n\nMore\n\n```{r a, echo=FALSE}\nx <- 1\n```\n\n```\nno\n```\n\n```{r}\ny\n```\n"),
    ("a.md", f"{JUPYTER}<!-- #region -->\na\n\n\nb\n<!-- #endregion -->\n\n```json\n```\n"),
    ("a.md", f"{KERNEL}````{{note}}\n```python\n```\n````\n\n+++\n\n```{{code-cell}}\n1\n```\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_cells_are_those_of_jupytext(name: str, text: str) -> None:
    path = PurePath(name)
    found = format_of(path, text.encode())
    assert found is not None
    notebook = read_text_notebook(path, text, found)
    by_us = [(cell["cell_type"], cell["source"].strip()) for cell in notebook.notebook["cells"]]
    fmt = f"{path.suffix[1:]}:percent" if found == "percent" else path.suffix
    by_jupytext = [(cell.cell_type, cell.source.strip()) for cell in jupytext.reads(text, fmt=fmt).cells]
    assert by_us == [one for one in by_jupytext if one[1]]
