from __future__ import annotations

import json

import pytest

from ct_jupyter.notebook import UnreadableNotebookError, read_notebook
from tests.conftest import code, dumped, markdown, notebook

PLAIN = notebook(code("a = 1\nb = 2"), markdown("# Title"))


def sources(data: bytes) -> list[str]:
    return [part.text for part in read_notebook(data).parts if part.kind == "source"]


def test_a_source_reads_the_same_as_a_string_and_as_a_list() -> None:
    as_list = notebook(code(["a = 1\n", "b = 2"]), markdown("# Title"))
    assert sources(dumped(PLAIN)) == sources(dumped(as_list)) == ["a = 1\nb = 2", "# Title"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + dumped(PLAIN),
        dumped(PLAIN).replace(b"\n", b"\r\n"),
        dumped(PLAIN).decode().encode("utf-16"),
        json.dumps(PLAIN).encode(),
    ],
    ids=["byte order mark", "CRLF", "UTF-16", "one line"],
)
def test_what_editors_do_to_a_file_does_not_hide_it(data: bytes) -> None:
    assert sources(data) == ["a = 1\nb = 2", "# Title"]


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_an_empty_file_is_a_notebook_without_cells(data: bytes) -> None:
    document = read_notebook(data)
    assert (document.parts, document.cells, document.unreadable) == ([], 0, [])


@pytest.mark.parametrize("cut", [1, 20, 60, -3])
def test_a_truncated_notebook_is_refused_and_says_so(cut: int) -> None:
    with pytest.raises(UnreadableNotebookError, match="ends in the middle"):
        read_notebook(dumped(PLAIN)[:cut])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x80abc", "not UTF-8"),
        (b"[1, 2]", "no object"),
        (b'{"a": 1}', 'no list of "cells"'),
        (b'{"cells": 3}', 'no list of "cells"'),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "merge conflict"),
        (b'{"cells": [}, 1]}' + b" " * 50 + b"x", "not valid JSON"),
        (b'{"cells": [' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableNotebookError, match=message):
        read_notebook(data)


def test_a_refusal_quotes_nothing_of_the_document() -> None:
    canary = "canary0123456789"
    for data in (f'{{"cells": ["{canary}'.encode(), f'{{"{canary}": 1}}'.encode(), f'["{canary}"]'.encode()):
        with pytest.raises(UnreadableNotebookError) as caught:
            read_notebook(data)
        assert canary not in str(caught.value)


def test_one_odd_cell_is_reported_and_the_others_are_read() -> None:
    document = read_notebook(
        dumped(notebook(code("first"), {"cell_type": "code", "source": 3}, code("third")))
    )
    assert [(part.cell, part.text) for part in document.parts] == [(1, "first"), (3, "third")]
    [(number, why)] = document.unreadable
    assert number == 2
    assert "$.source" in why


def test_nan_in_an_output_does_not_hide_the_strings_beside_it() -> None:
    data = dumped(
        notebook(
            code("x", {"output_type": "display_data", "data": {"application/json": {"a": 0, "b": "text"}}})
        )
    )
    parts = read_notebook(data.replace(b'"a": 0', b'"a": NaN')).parts
    assert any(part.kind == "output" and "text" in part.text for part in parts)


def test_a_lone_surrogate_keeps_every_offset() -> None:
    [source] = sources(b'{"cells": [{"cell_type": "code", "source": "a\\ud83d = 1"}]}')
    assert source == "a\N{REPLACEMENT CHARACTER} = 1"


def test_format_3_is_read_through_the_upgrade() -> None:
    old = {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Title"]},
                    {
                        "cell_type": "code",
                        "collapsed": False,
                        "input": ["x = 1\n", "y = 2"],
                        "language": "python",
                        "metadata": {},
                        "outputs": [{"output_type": "stream", "stream": "stdout", "text": ["printed"]}],
                    },
                ],
                "metadata": {},
            }
        ],
    }
    parts = read_notebook(json.dumps(old).encode()).parts
    assert [(part.cell, part.kind, part.text) for part in parts] == [
        (1, "source", "# Title"),
        (2, "source", "x = 1\ny = 2"),
        (2, "output", "printed"),
    ]


def test_every_real_notebook_is_read(real_notebooks: list) -> None:
    for path in real_notebooks:
        document = read_notebook(path.read_bytes())
        assert document.unreadable == [], path.name
        assert document.cells > 0, path.name


def test_an_old_notebook_that_does_not_validate_is_not_quoted_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cell = {"cell_type": "codex", "language": "python", "input": "CANARY", "outputs": [], "metadata": {}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    document = read_notebook(json.dumps(old).encode())
    assert "CANARY" not in caplog.text
    assert [number for number, _ in document.unreadable] == [1]
