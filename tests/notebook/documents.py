"""A small document of each format, with SECRET where a password is to stand."""

from __future__ import annotations

import json
from typing import NamedTuple


class Document(NamedTuple):
    name: str
    text: str
    cells: int
    cell: int
    """Of the secret, from 1."""
    line: int
    """Of the secret in the file, from 1."""
    lookup: str
    """What takes its place in the file."""


PYTHON = 'password = os.environ["PASSWORD"]'

DOCUMENTS = [
    Document(
        "percent.py",
        '# %% [markdown]\n# # Title\n\n# %%\nimport os\n\n# %% tags=["a"]\npassword = "SECRET"\nx = 1\n',
        3, 3, 8, PYTHON,
    ),
    Document(
        "converted.py",
        "#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\nimport os\n\n\n"
        '# In[ ]:\n\n\npassword = "SECRET"\n',
        3, 3, 13, PYTHON,
    ),
    Document(
        "shell.py",
        '# %%\nx = 1\n# %%\n# %%bash\n# export PASSWORD="SECRET"\n# curl -u me:$PASSWORD https://example.com\n',
        2, 2, 5, "# curl -u me:$PASSWORD",
    ),
    Document(
        "light.py",
        "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       format_name: light\n# ---\n\n"
        '# Some text\n\nimport os\n\nif True:\n    password = "SECRET"\n\n    x = 1\n\ny = 2\n',
        4, 3, 13, PYTHON,
    ),
    Document(
        "percent.jl", '# %%\nx = 1\n\n# %%\npassword = "SECRET"\n', 2, 2, 5, 'password = ENV["PASSWORD"]'
    ),
    Document(
        "text.md",
        "---\njupyter:\n  kernelspec:\n    display_name: Python\n    name: python3\n---\n\n# Title\n\n"
        '```python\nimport os\n```\n\n```json\n{}\n```\n\n```python tags=["a"]\npassword = "SECRET"\n```\n',
        4, 4, 19, PYTHON,
    ),
    Document(
        "myst.md",
        "---\nkernelspec:\n  display_name: Python\n  name: python3\n---\n\n# Title\n\n+++\n\nMore\n\n"
        "```{code-cell} ipython3\n"
        ':tags: [hide-input]\n\nimport os\npassword = "SECRET"\n```\n',
        3, 3, 17, PYTHON,
    ),
    Document(
        "report.Rmd",
        "---\ntitle: Report\n---\n\nSome text with `r 1 + 1`.\n\n```{r setup, echo=FALSE}\nx <- 1\n"
        'password <- "SECRET"\n```\n\n```{python}\ny = 1\n```\n',
        4, 3, 9, 'password <- Sys.getenv("PASSWORD")',
    ),
    Document(
        "report.qmd",
        '---\ntitle: Report\n---\n\n```{python}\n#| label: a\nimport os\npassword = "SECRET"\n```\n\nText\n',
        3, 2, 8, PYTHON,
    ),
    Document(
        "spark.py",
        "# Databricks notebook source\n# MAGIC %md\n# MAGIC # Title\n\n# COMMAND ----------\n\n"
        '# DBTITLE 1,Load\nimport os\npassword = "SECRET"\n',
        2, 2, 9, PYTHON,
    ),
    Document(
        "spark.scala",
        "// Databricks notebook source\nval x = 1\n\n// COMMAND ----------\n\n// MAGIC %python\n"
        '// MAGIC import os\n// MAGIC password = "SECRET"\n',
        2, 2, 8, f"// MAGIC {PYTHON}",
    ),
    Document(
        "spark.sql",
        "-- Databricks notebook source\nSELECT 1\n\n-- COMMAND ----------\n\n"
        "CREATE USER a WITH PASSWORD 'SECRET'\n",
        2, 2, 6, "PASSWORD '<REDACTED:",
    ),
    Document(
        "app.py",
        'import marimo\n\n__generated_with = "0.17.0"\napp = marimo.App()\n\n\n@app.cell\ndef _():\n'
        "    import os\n    return (os,)\n\n\n@app.cell(hide_code=True)\ndef load(\n    os,\n):\n"
        '    password = "SECRET"\n    return (\n        password,\n    )\n\n\n'
        'if __name__ == "__main__":\n    app.run()\n',
        2, 2, 17, f"    {PYTHON}",
    ),
    Document(
        "poly.dib",
        '#!meta\n\n{"kernelInfo":{"defaultKernelName":"csharp"}}\n\n#!markdown\n\n# Title\n\n#!csharp\n\n'
        'var password = "SECRET";\n\n#!time\n\nx\n\n#!pwsh\n\nls\n',
        3, 2, 11, 'var password = Environment.GetEnvironmentVariable("PASSWORD");',
    ),
    Document(
        "note.zpln",
        json.dumps(
            {
                "paragraphs": [
                    {"text": "%md\n# Title", "results": {"code": "SUCCESS", "msg": []}},
                    {
                        "text": '%python\nimport os\nname = "\u00e4"\npassword = "SECRET"',
                        "results": {"code": "SUCCESS", "msg": [{"type": "TEXT", "data": "SECRET\n"}]},
                    },
                ],
                "name": "A",
            },
            indent=2,
        ),
        2, 2, 11, 'password = os.environ[\\"PASSWORD\\"]',
    ),
    Document(
        "lab.html",
        '<html><body><div class="jp-Cell jp-MarkdownCell jp-Notebook-cell"><h1>Title</h1></div>\n'
        '<div class="jp-Cell jp-CodeCell jp-Notebook-cell"><div class="jp-InputArea-editor">'
        '<div class="highlight hl-ipython3"><pre><span></span><span class="kn">import</span> os\n'
        '<span class="n">password</span> <span class="o">=</span> '
        '<span class="s2">&quot;SECRET&quot;</span>\n'
        '</pre></div></div><div class="jp-OutputArea"><pre>1 &lt; 2</pre></div></div></body></html>\n',
        2, 2, 3, 'os.environ["PASSWORD"]</span>',
    ),
    Document(
        "classic.html",
        '<div class="cell border-box-sizing code_cell rendered"><div class="input_area"><pre>import os\n'
        "password = &#39;SECRET&#39;\n</pre></div></div>",
        1, 1, 2, PYTHON,
    ),
]  # fmt: skip
"""Of which each has one secret in a source."""
