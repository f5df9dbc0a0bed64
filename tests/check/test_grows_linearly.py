"""A file costs what it is long, from its bytes to its findings, whatever it repeats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import fill
from tests.check.one_target import check_target
from tests.conftest import code, dumped, markdown, notebook, stream
from tests.cost import assert_linear

SIZE = 60_000
"""Characters of the longest file."""

UNITS = {
    "street": '"12 Main Street "',  # ct: ignore[pii.address] made up
    "street and line": '"12 Main Street"\n',  # ct: ignore[pii.address] made up
    "german street": "Hauptstraße 12, ",  # ct: ignore[pii.address] made up
    "private key": "-----BEGIN PRIVATE KEY-----",
    "private keys": "-----BEGIN PRIVATE KEY-----\n",
    "escaped private key": "-----BEGIN RSA PRIVATE KEY-----\\n",
    "end of a key": "-----END PRIVATE KEY-----\n",
    "AccountKey": "AccountKey=",
    "connection": "Server=a;Password=b;",
    "IBAN": "IBAN ",
    "account": "DE00 ",
    "mail": "a@b.",
    "mails": fill("{pii-email}, ", 3),
    "mails in lines": fill("{pii-email}\n", 4),
    "quotes": "\"'",
    "password": "password=",
    "passwords": fill('password = "{password:12}"; ', 5),
    "passwords in lines": fill('password = "{password:12}"\n', 6),
    "sum": 'password = "a" + ',
    "opened": "password = (",
    "URL": "postgres://u:",
    "URLs": fill("postgres://u:{password:10}@h/d ", 7),
    "JWT": "eyJ",
    "base64": "QUJD",
    "hex": "\\x41",
    "percent": "%41",
    "entity": "&#65;",
    "unicode": "\\u0041",
    "name": "Dr. John Smith, ",  # ct: ignore[pii.person] made up
    "card": "4111 1111 1111 ",
    "phone": "+49 30 ",
    "date": "born 1.1.1970, ",
    "address": "1.2.3.",
    "keyword": "key: ",
    "comment": "# ct: ignore[*] ",
    "pragma": "# pragma: allowlist secret ",
    "html": "<b>a</b>",
    "json": '{"a": "b", ',
    "backslash": "\\",
    "blank": " ",
    "line": "\n",
    "zero width": "a\u200b",
}


def checking(data: bytes, name: str, tmp_path: Path) -> Callable[[], object]:
    path = tmp_path / f"{len(data)}-{name}"
    path.write_bytes(data)
    return lambda: check_target(Target(path, name))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", ["a.txt", "a.py", "a.md", "a.env", "a.json"])
def test_text(unit: str, name: str, tmp_path: Path) -> None:
    def run(size: int) -> Callable[[], object]:
        text = UNITS[unit] * (size // len(UNITS[unit]))
        return checking(text.encode(), name, tmp_path)

    assert_linear(run, SIZE, (unit, name))


@pytest.mark.parametrize("unit", UNITS)
def test_notebook(unit: str, tmp_path: Path) -> None:
    def run(size: int) -> Callable[[], object]:
        text = UNITS[unit] * (size // len(UNITS[unit]) // 3)
        lines = text.splitlines(keepends=True)
        document = notebook(code(text, stream(lines)), markdown(text), note=text[: size // 10])
        return checking(dumped(document), "a.ipynb", tmp_path)

    assert_linear(run, SIZE, unit)


MANY: dict[str, Callable[[int], dict[str, object]]] = {
    "cells": lambda n: notebook(*(code(f"x{i} = {i}") for i in range(n))),
    "cells with a finding": lambda n: notebook(
        *(code(fill('password = "{password:12}"', i)) for i in range(n // 4))
    ),
    "outputs": lambda n: notebook(code("x", *(stream([f"{i}\n"]) for i in range(n)))),
    "printed lines": lambda n: notebook(code("x", stream([fill("{pii-email}\n", i) for i in range(n)]))),
    "tags": lambda n: notebook(code("x", metadata={"tags": [f"t{i}" for i in range(n)]})),
    "metadata": lambda n: notebook(code("x", metadata={f"k{i}": "v" for i in range(n)})),
}


@pytest.mark.parametrize("what", MANY)
def test_many(what: str, tmp_path: Path) -> None:
    assert_linear(lambda n: checking(dumped(MANY[what](n)), "a.ipynb", tmp_path), 2000, what)
