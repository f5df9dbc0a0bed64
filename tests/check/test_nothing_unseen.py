"""One credential, hidden in a notebook in many ways: it is found, or an error says what was not read."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.check.checked import Checked
from ct_jupyter.check.tree import check_target
from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, dumped, notebook, stream

TOKEN = sample_value("secret.github.token", 7)
LINE = f'token = "{TOKEN}"'


def checked(tmp_path: Path, data: bytes, name: str = "a.ipynb") -> Checked:
    path = tmp_path / name
    path.write_bytes(data)
    return check_target(Target(path, name))


def raw(text: str) -> bytes:
    """Return a notebook of one empty cell as JSON text, with ``text`` in the place of its cells' end."""
    return text.encode()


def of(**changes: Any) -> bytes:
    return json.dumps(notebook(code("1")) | changes).encode()


def cell(**changes: Any) -> bytes:
    return json.dumps(notebook(code("1") | changes)).encode()


def output(**changes: Any) -> bytes:
    shown = {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}} | changes
    return json.dumps(notebook(code("1", shown))).encode()


CODE = '"cell_type": "code"'
EMPTY = '"metadata": {}, "outputs": [], "execution_count": null'
WHOLE = '"metadata": {}, "nbformat": 4, "nbformat_minor": 5'


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


SPLIT = len(TOKEN) // 2
B64 = base64.b64encode(TOKEN.encode()).decode()
OLD = {"metadata": {}, "nbformat": 3, "nbformat_minor": 0}

HIDDEN: dict[str, bytes] = {
    "cells twice, the first": raw(
        f'{{"cells": [{{"cell_type": "code", "source": {json.dumps(LINE)}, {EMPTY}}}], "cells": [], {WHOLE}}}'
    ),
    "cells twice, the last": raw(
        f'{{"cells": [], "cells": [{{"cell_type": "code", "source": {json.dumps(LINE)}, {EMPTY}}}], {WHOLE}}}'
    ),
    "source twice": raw(
        f'{{"cells": [{{"source": {json.dumps(LINE)}, "source": "", {CODE}, {EMPTY}}}], {WHOLE}}}'
    ),
    "unknown key of the notebook": of(extra=LINE),
    "unknown key of a cell": cell(extra={"deep": [LINE]}),
    "unknown key of an output": output(extra=LINE),
    "worksheets beside cells": of(worksheets=[{"cells": [{"cell_type": "code", "input": LINE}]}]),
    "v3 with worksheets": json.dumps(
        OLD | {"worksheets": [{"cells": [{"cell_type": "code", "input": LINE, "outputs": []}]}]}
    ).encode(),
    "v3 with cells": json.dumps(OLD | {"cells": [code(LINE)]}).encode(),
    "v2 with cells": json.dumps(OLD | {"nbformat": 2, "cells": [code(LINE)]}).encode(),
    "v1 with cells of today": of(nbformat=1, cells=[code(LINE)]),
    "v5": of(nbformat=5, cells=[code(LINE)]),
    "no version": json.dumps({"cells": [code(LINE)]}).encode(),
    "UTF-16 with a mark": dumped(notebook(code(LINE))).decode().encode("utf-16"),
    "UTF-16 without a mark": dumped(notebook(code(LINE))).decode().encode("utf-16-le"),
    "UTF-32": dumped(notebook(code(LINE))).decode().encode("utf-32"),
    "metadata of an output": output(metadata={"note": TOKEN}),
    "key of metadata": cell(metadata={TOKEN: 1}),
    "key of the notebook's metadata": of(metadata={"a": {TOKEN: 1}}),
    "key of an output's metadata": output(metadata={TOKEN: 1}),
    "tag": cell(metadata={"tags": [TOKEN]}),
    "ename": json.dumps(
        notebook(code("1", {"output_type": "error", "ename": TOKEN, "evalue": "", "traceback": []}))
    ).encode(),
    "name of a stream": json.dumps(
        notebook(code("1", {"output_type": "stream", "name": TOKEN, "text": "x"}))
    ).encode(),
    "id of a cell": cell(id=TOKEN),
    "type of a cell": cell(cell_type=TOKEN),
    "name of an attachment": cell(cell_type="markdown", attachments={TOKEN: {"text/plain": "x"}}),
    "text of an attachment": cell(cell_type="markdown", attachments={"a": {"text/plain": TOKEN}}),
    "text under an image type": output(data={"image/png": LINE}),
    "MIME type": output(data={f"text/{TOKEN}": "x"}),
    "widget state": of(
        metadata={
            "widgets": {
                "application/vnd.jupyter.widget-state+json": {"state": {"a": {"state": {"value": TOKEN}}}}
            }
        }
    ),
    "model id of a widget": output(
        data={"application/vnd.jupyter.widget-view+json": {"model_id": TOKEN, "version_major": 2}}
    ),
    "over two streams": json.dumps(
        notebook(code("1", stream(TOKEN[:SPLIT]), stream(TOKEN[SPLIT:])))
    ).encode(),
    "over two elements of a source": cell(source=[LINE[:20], LINE[20:]]),
    "over two elements of a stream": json.dumps(
        notebook(code("1", {"output_type": "stream", "name": "stdout", "text": [TOKEN[:9], TOKEN[9:]]}))
    ).encode(),
    "HTML entities": output(data={"text/html": "".join(f"&#{ord(letter)};" for letter in TOKEN)}),
    "HTML entities by hex": output(data={"text/html": "".join(f"&#x{ord(letter):x};" for letter in TOKEN)}),
    "HTML tags inside": output(data={"text/html": f"{TOKEN[:9]}<b></b>{TOKEN[9:]}"}),
    "HTML span inside": output(data={"text/html": f"<span>{TOKEN[:9]}</span><span>{TOKEN[9:]}</span>"}),
    "escapes": cell(source='t = "' + "".join(f"\\x{ord(letter):02x}" for letter in TOKEN) + '"'),
    "octal escapes": cell(source='t = "' + "".join(f"\\{ord(letter):03o}" for letter in TOKEN) + '"'),
    "unicode escapes": cell(source='t = "' + "".join(f"\\u{ord(letter):04x}" for letter in TOKEN) + '"'),
    "names of characters": cell(source=f't = "\\N{{LATIN SMALL LETTER {TOKEN[0].upper()}}}{TOKEN[1:]}"'),
    "base64": cell(source=f't = b64decode("{B64}")'),
    "base64 twice": cell(source=f't = b64decode(b64decode("{base64.b64encode(B64.encode()).decode()}"))'),
    "base85": cell(source=f"t = b85decode({base64.b85encode(TOKEN.encode()).decode()!r})"),
    "hex": cell(source=f't = bytes.fromhex("{TOKEN.encode().hex()}")'),
    "list of bytes": cell(source=f"t = bytes({list(TOKEN.encode())})"),
    "data URI": output(data={"text/html": f'<a href="data:text/plain;base64,{B64}">x</a>'}),
    "data URI in percent": output(
        data={"text/html": f'<a href="data:text/plain,{"".join(f"%{ord(c):02x}" for c in TOKEN)}">x</a>'}
    ),
    "damaged behind a cell": dumped(notebook(code(LINE)))[:-20],
    "damaged before a cell": b"{" + dumped(notebook(code(LINE)))[5:],
    "an odd cell before": json.dumps(notebook(code("1") | {"source": 5}, code(LINE))).encode(),
    "a cell that is none": json.dumps(notebook(code(LINE)) | {"cells": [7, code(LINE)]}).encode(),
    "an odd output before": json.dumps(
        notebook(code("1", {"output_type": "stream", "name": "stdout", "text": 5}, stream(TOKEN)))
    ).encode(),
    "odd metadata": json.dumps(notebook(code(LINE)) | {"metadata": 5}).encode(),
    "cells in an object": of(cells={"a": code(LINE)}),
    "JSON in an output": output(data={"application/json": {"a": {TOKEN: [1]}}}),
    "a vendor's JSON": output(data={"application/vnd.x+json": [{"k": TOKEN}]}),
    "a picture of lines": output(data={"image/svg+xml": f"<svg><text>{TOKEN}</text></svg>"}),
    "LaTeX": output(data={"text/latex": TOKEN}),
    "JavaScript": output(data={"application/javascript": f'x = "{TOKEN}"'}),
    "raw cell": cell(cell_type="raw", source=TOKEN),
    "colours inside": json.dumps(
        notebook(code("1", stream(f"\x1b[31m{TOKEN[:9]}\x1b[0m{TOKEN[9:]}")))
    ).encode(),
    "carriage return": json.dumps(notebook(code("1", stream(f"working\r{TOKEN}\n")))).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + dumped(notebook(code(LINE))),
}


NOT_DECODED = ("JSON in an output",)
"""What the detector does not read yet: each is to leave this list."""


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(how, marks=pytest.mark.xfail(strict=True)) if how in NOT_DECODED else how
        for how in HIDDEN
    ],
)
def test_it_is_found_or_named(how: str, tmp_path: Path) -> None:
    result = checked(tmp_path, HIDDEN[how])
    found = [one for one in result.findings if one.weakness_id.startswith("secret.")]
    assert found or result.errors, "silent"


@pytest.mark.parametrize(
    "odd",
    [
        {"metadata": []},
        {"outputs": None},
        {"attachments": [1]},
        {"id": 5},
        {"outputs": [{"output_type": "stream", "text": 5}, stream(TOKEN)]},
    ],
    ids=str,
)
def test_of_a_cell_that_is_odd_in_one_place_the_rest_is_searched(odd: dict[str, Any], tmp_path: Path) -> None:
    result = checked(tmp_path, cell(**({"source": LINE} | odd)))
    assert [error.cell for error in result.errors] == [1]
    assert "secret.github.token" in {one.weakness_id for one in result.findings}


def test_what_two_outputs_hold_each_is_found_once(tmp_path: Path) -> None:
    data = json.dumps(notebook(code("1", stream(f"a {TOKEN}"), stream(f" {TOKEN}\nb")))).encode()
    found = checked(tmp_path, data).findings
    assert [(one.output, one.weakness_id) for one in found] == [
        (1, "secret.github.token"),
        (2, "secret.github.token"),
    ]


def test_of_a_value_over_two_outputs_the_first_is_named(tmp_path: Path) -> None:
    data = json.dumps(notebook(code("1", stream(f"x\nkey {TOKEN[:9]}"), stream(f"{TOKEN[9:]}\n")))).encode()
    [one] = checked(tmp_path, data).findings
    assert (one.cell, one.output, one.part) == (1, 1, "output")
