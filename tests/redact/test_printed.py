"""A secret that the code looks up is followed to what the cells show of it."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.redact.one_document import Redacted, redact_data
from ct_jupyter.redact.printed import printed_secrets
from ct_jupyter.redact.share import clean_copy
from tests.conftest import code, notebook, stream
from tests.detection.test_disguises import random_value

VALUE = random_value(31, 40)
LOOKUP = code('import os\napi_key = os.environ["MY_API_KEY"]')


def result(text: str) -> dict[str, Any]:
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": text},
    }


ALONE = {
    "bare": ("api_key", result(repr(VALUE))),
    "lookup": ('os.environ["MY_API_KEY"]', result(repr(VALUE))),
    "getenv": ('os.getenv("MY_API_KEY")', result(repr(VALUE))),
    "assigned and bare": ("k = api_key\nk", result(repr(VALUE))),
    "print": ("print(api_key)", stream(f"{VALUE}\n")),
    "display": ("display(api_key)", result(repr(VALUE))),
    "echo": ("!echo $MY_API_KEY", stream(f"{VALUE}\n")),
    "echo in braces": ("!echo ${MY_API_KEY}", stream(f"{VALUE}\n")),
    "echo of a name": ("!echo {api_key}", stream(f"{VALUE}\n")),
    "env magic": ("%env MY_API_KEY", result(repr(VALUE))),
    "printenv": ("!printenv MY_API_KEY", stream(f"{VALUE}\n")),
}


@pytest.mark.parametrize("way", ALONE)
@pytest.mark.parametrize("outputs", ["keep", "scrub"])
def test_what_a_cell_shows_alone_goes_from_everywhere(way: str, outputs: Any) -> None:
    source, shown = ALONE[way]
    elsewhere = result(f"   name  key\n0  a     {VALUE}")
    document = notebook(LOOKUP, code(source, shown), code("frame()", elsewhere))
    shared = clean_copy(document, PurePath("a.ipynb"), outputs)
    assert VALUE not in json.dumps(shared.notebook)
    if outputs == "keep":
        assert "<REDACTED:MY_API_KEY>" in json.dumps(shared.notebook["cells"][2])
    changed = redact_data(Target(Path("a.ipynb"), "a.ipynb"), json.dumps(document).encode())
    assert isinstance(changed, Redacted)
    assert VALUE.encode() not in changed.new
    assert changed.plan.values == {}, "nothing is stored: the value is where the code looks it up"


AMONG = {
    "in a sentence": ('print("key:", api_key)', stream(f"key: {VALUE}\n")),
    "f-string": ('f"key={api_key}"', result(repr(f"key={VALUE}"))),
    "in a dict": ('d = {"k": api_key}\nd', result(str({"k": VALUE}))),
    "in a frame": ("import pandas as pd\ndf = pd.DataFrame([[api_key]])\ndf.head()", result(f"0 {VALUE}")),
    "by a function": ("def f():\n    return api_key\nf()", result(repr(VALUE))),
    "in an object": ("Config(key=api_key)", result(f"Config(key='{VALUE}')")),
    "globals": ("globals()", result(str({"api_key": VALUE}))),
    "whole environment": ("%env", result(str({"MY_API_KEY": VALUE}))),
    "env": ("!env", stream(f"MY_API_KEY={VALUE}\n")),
    "bash": ("%%bash\necho $MY_API_KEY", stream(f"{VALUE}\n")),
    "log": ("logger.info(api_key)", stream(f"INFO {VALUE}\n")),
    "raised": ("raise ValueError(api_key)", stream(f"ValueError: {VALUE}\n")),
    "after a loop": ("for k in [api_key]:\n    print(k, 1)", stream(f"{VALUE} 1\n")),
    "getpass": ("import getpass\np = getpass.getpass()\nprint('x', p)", stream(f"x {VALUE}\n")),
    "colab": ("t = userdata.get('HF')\nprint('x', t)", stream(f"x {VALUE}\n")),
    "databricks": ("t = dbutils.secrets.get('scope', 'k')\nprint('x', t)", stream(f"x {VALUE}\n")),
    "half typed": ("print('x', api_key", stream(f"x {VALUE}\n")),
}


@pytest.mark.parametrize("way", AMONG)
def test_an_output_that_may_show_it_is_left_out_or_told(way: str) -> None:
    source, shown = AMONG[way]
    document = notebook(LOOKUP, code(source, shown))
    scrubbed = clean_copy(document, PurePath("a.ipynb"), "scrub")
    assert VALUE not in json.dumps(scrubbed.notebook)
    kept = clean_copy(document, PurePath("a.ipynb"), "keep")
    if VALUE in json.dumps(kept.notebook):
        assert not kept.report.clean
        assert any("The output of cell 2 may show a secret" in note for note in kept.report.notes)


SILENT = [
    "len(api_key)",
    "client = Client(api_key)\nclient.query('x')",
    "api_key == 'x'",
    "bool(api_key)",
    "api_key;",
    "api_key[:4]",
    "api_key[-4:]",
    "print(len(api_key))",
    "api_key = 'none'\napi_key",
    "requests.get(url, headers={'Authorization': api_key})",
    "hashlib.sha256(api_key.encode()).hexdigest()",
    "print(os.environ['HOME'])",
    "!echo $HOME",
    "%%html\n<p>{api_key}</p>",
]


@pytest.mark.parametrize("source", SILENT)
def test_an_output_that_shows_nothing_of_it_stays(source: str) -> None:
    assert printed_secrets(notebook(LOOKUP, code(source, result("42")))).cells == frozenset()


def test_nobody_knows_a_value_from_an_output_of_words() -> None:
    document = notebook(
        LOOKUP, code("api_key", result("'a key of several words'")), code("x", result("password"))
    )
    assert printed_secrets(document).values == {}


@pytest.mark.parametrize("text", ["<REDACTED:MY_API_KEY>", "********", "<MyKey object at 0x7f0>", "None"])
def test_what_stands_in_the_place_of_a_value_is_none(text: str) -> None:
    assert printed_secrets(notebook(LOOKUP, code("print(api_key)", stream(f"{text}\n")))).values == {}


@pytest.mark.parametrize("source", ["(" * 5000, "-" * 5000 + "1", "a = " + "[" * 3000, "\0", "x" * 300_000])
def test_no_source_brings_it_down(source: str) -> None:
    assert printed_secrets(notebook(LOOKUP, code(source, result("1")))).values == {}
