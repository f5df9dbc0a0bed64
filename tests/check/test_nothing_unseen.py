"""One credential, hidden in a notebook in many ways: it is found, or an error says what was not read."""

from __future__ import annotations

import base64
import io
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.check.checked import Checked
from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import sample_value
from tests.check.one_target import check_target
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


OLD = {"metadata": {}, "nbformat": 3, "nbformat_minor": 0}


def hidden(token: str) -> dict[str, bytes]:
    """Return a notebook for each way to hide ``token``."""
    line = f'token = "{token}"'
    split = len(token) // 2
    b64 = base64.b64encode(token.encode()).decode()
    stored = json.dumps(line)
    return {
        "cells twice, the first": raw(
            f'{{"cells": [{{"cell_type": "code", "source": {stored}, {EMPTY}}}], "cells": [], {WHOLE}}}'
        ),
        "cells twice, the last": raw(
            f'{{"cells": [], "cells": [{{"cell_type": "code", "source": {stored}, {EMPTY}}}], {WHOLE}}}'
        ),
        "source twice": raw(f'{{"cells": [{{"source": {stored}, "source": "", {CODE}, {EMPTY}}}], {WHOLE}}}'),
        "unknown key of the notebook": of(extra=line),
        "unknown key of a cell": cell(extra={"deep": [line]}),
        "unknown key of an output": output(extra=line),
        "worksheets beside cells": of(worksheets=[{"cells": [{"cell_type": "code", "input": line}]}]),
        "v3 with worksheets": json.dumps(
            OLD | {"worksheets": [{"cells": [{"cell_type": "code", "input": line, "outputs": []}]}]}
        ).encode(),
        "v3 with cells": json.dumps(OLD | {"cells": [code(line)]}).encode(),
        "v2 with cells": json.dumps(OLD | {"nbformat": 2, "cells": [code(line)]}).encode(),
        "v1 with cells of today": of(nbformat=1, cells=[code(line)]),
        "v5": of(nbformat=5, cells=[code(line)]),
        "no version": json.dumps({"cells": [code(line)]}).encode(),
        "UTF-16 with a mark": dumped(notebook(code(line))).decode().encode("utf-16"),
        "UTF-16 without a mark": dumped(notebook(code(line))).decode().encode("utf-16-le"),
        "UTF-32": dumped(notebook(code(line))).decode().encode("utf-32"),
        "metadata of an output": output(metadata={"note": token}),
        "key of metadata": cell(metadata={token: 1}),
        "key of the notebook's metadata": of(metadata={"a": {token: 1}}),
        "key of an output's metadata": output(metadata={token: 1}),
        "tag": cell(metadata={"tags": [token]}),
        "ename": json.dumps(
            notebook(code("1", {"output_type": "error", "ename": token, "evalue": "", "traceback": []}))
        ).encode(),
        "name of a stream": json.dumps(
            notebook(code("1", {"output_type": "stream", "name": token, "text": "x"}))
        ).encode(),
        "id of a cell": cell(id=token),
        "type of a cell": cell(cell_type=token),
        "name of an attachment": cell(cell_type="markdown", attachments={token: {"text/plain": "x"}}),
        "text of an attachment": cell(cell_type="markdown", attachments={"a": {"text/plain": token}}),
        "text under an image type": output(data={"image/png": line}),
        "MIME type": output(data={f"text/{token}": "x"}),
        "widget state": of(
            metadata={
                "widgets": {
                    "application/vnd.jupyter.widget-state+json": {"state": {"a": {"state": {"value": token}}}}
                }
            }
        ),
        "model id of a widget": output(
            data={"application/vnd.jupyter.widget-view+json": {"model_id": token, "version_major": 2}}
        ),
        "over two streams": json.dumps(
            notebook(code("1", stream(token[:split]), stream(token[split:])))
        ).encode(),
        "over two elements of a source": cell(source=[line[:20], line[20:]]),
        "over two elements of a stream": json.dumps(
            notebook(code("1", {"output_type": "stream", "name": "stdout", "text": [token[:9], token[9:]]}))
        ).encode(),
        "HTML entities": output(data={"text/html": "".join(f"&#{ord(letter)};" for letter in token)}),
        "HTML entities by hex": output(
            data={"text/html": "".join(f"&#x{ord(letter):x};" for letter in token)}
        ),
        "HTML tags inside": output(data={"text/html": f"{token[:9]}<b></b>{token[9:]}"}),
        "HTML span inside": output(data={"text/html": f"<span>{token[:9]}</span><span>{token[9:]}</span>"}),
        "escapes": cell(source='t = "' + "".join(f"\\x{ord(letter):02x}" for letter in token) + '"'),
        "octal escapes": cell(source='t = "' + "".join(f"\\{ord(letter):03o}" for letter in token) + '"'),
        "unicode escapes": cell(source='t = "' + "".join(f"\\u{ord(letter):04x}" for letter in token) + '"'),
        "names of characters": cell(source=f't = "\\N{{{unicodedata.name(token[0])}}}{token[1:]}"'),
        "base64": cell(source=f't = b64decode("{b64}")'),
        "base64 twice": cell(source=f't = b64decode(b64decode("{base64.b64encode(b64.encode()).decode()}"))'),
        "base85": cell(source=f"t = b85decode({base64.b85encode(token.encode()).decode()!r})"),
        "hex": cell(source=f't = bytes.fromhex("{token.encode().hex()}")'),
        "list of bytes": cell(source=f"t = bytes({list(token.encode())})"),
        "data URI": output(data={"text/html": f'<a href="data:text/plain;base64,{b64}">x</a>'}),
        "data URI in percent": output(
            data={"text/html": f'<a href="data:text/plain,{"".join(f"%{ord(c):02x}" for c in token)}">x</a>'}
        ),
        "damaged behind a cell": dumped(notebook(code(line)))[:-20],
        "damaged before a cell": b"{" + dumped(notebook(code(line)))[5:],
        "an odd cell before": json.dumps(notebook(code("1") | {"source": 5}, code(line))).encode(),
        "a cell that is none": json.dumps(notebook(code(line)) | {"cells": [7, code(line)]}).encode(),
        "an odd output before": json.dumps(
            notebook(code("1", {"output_type": "stream", "name": "stdout", "text": 5}, stream(token)))
        ).encode(),
        "odd metadata": json.dumps(notebook(code(line)) | {"metadata": 5}).encode(),
        "cells in an object": of(cells={"a": code(line)}),
        "JSON in an output": output(data={"application/json": {"a": {token: [1]}}}),
        "key of JSON in metadata": cell(metadata={"a": [{token: {"b": 1}}]}),
        "base64 of text under an image type": output(data={"image/png": b64}),
        "base64 in lines under an image type": output(data={"image/png": [b64[:16], b64[16:]]}),
        "text in the buffer of a plot": output(
            data={"application/vnd.plotly.v1+json": {"x": {"bdata": line, "dtype": "f8"}}}
        ),
        "base64 in the buffer of a plot": output(
            data={"application/vnd.plotly.v1+json": {"x": {"bdata": b64, "dtype": "f8"}}}
        ),
        "text in the buffer of a widget": of(metadata={"w": {"encoding": "base64", "data": line}}),
        "base64 in the buffer of a widget": of(metadata={"w": {"encoding": "base64", "data": b64}}),
        "numbers as JSON": output(data={"application/json": {"a": list(token.encode())}}),
        "escapes in a string in a string": cell(source=f't = "\\\\u{ord(token[0]):04x}{token[1:]}"'),
        "base32": cell(source=f"t = b32decode({base64.b32encode(token.encode()).decode()!r})"),
        "base64 in pieces": cell(source=f't = b64decode("{b64[:12]}" "{b64[12:]}")'),
        "codes in chr": cell(source=f"t = {'+'.join(f'chr({one})' for one in token.encode())}"),
        "hexadecimal codes": cell(source=f"t = bytes([{', '.join(map(hex, token.encode()))}])"),
        "a vendor's JSON": output(data={"application/vnd.x+json": [{"k": token}]}),
        "a picture of lines": output(data={"image/svg+xml": f"<svg><text>{token}</text></svg>"}),
        "LaTeX": output(data={"text/latex": token}),
        "JavaScript": output(data={"application/javascript": f'x = "{token}"'}),
        "raw cell": cell(cell_type="raw", source=token),
        "colours inside": json.dumps(
            notebook(code("1", stream(f"\x1b[31m{token[:9]}\x1b[0m{token[9:]}")))
        ).encode(),
        "carriage return": json.dumps(notebook(code("1", stream(f"working\r{token}\n")))).encode(),
        "a byte order mark": b"\xef\xbb\xbf" + dumped(notebook(code(line))),
    }


RULES = ("secret.github.token", "secret.aws.access-key-id")
HIDDEN = {rule: hidden(sample_value(rule, 7)) for rule in RULES}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("how", HIDDEN[RULES[0]])
def test_it_is_found_or_named(how: str, rule: str, tmp_path: Path) -> None:
    result = checked(tmp_path, HIDDEN[rule][how])
    found = [one for one in result.findings if one.weakness_id.startswith("secret.")]
    assert found or result.errors, "silent"


def test_a_notebook_in_an_archive_in_an_archive_is_an_error_with_its_name(tmp_path: Path) -> None:
    data = dumped(notebook(code(f'token = "{TOKEN}"')))
    packed = zipped("b.zip", zipped("a.ipynb", data))
    [error] = checked(tmp_path, packed, "a.zip").errors
    assert (error.path, "'a.ipynb'" in error.message) == ("a.zip", True)


@pytest.mark.parametrize(("name", "stored"), [("a.ipynb", "b.txt"), ("a.txt", "b.ipynb"), ("a", "b.json")])
def test_a_notebook_under_the_name_of_a_link_is_searched(name: str, stored: str, tmp_path: Path) -> None:
    (tmp_path / stored).write_bytes(dumped(notebook(code(f'token = "{TOKEN}"'))))
    (tmp_path / name).symlink_to(stored)
    found = check_target(Target(tmp_path / name, name)).findings
    assert [one.weakness_id for one in found] == ["secret.github.token"]


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
