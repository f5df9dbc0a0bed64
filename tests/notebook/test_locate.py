from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.notebook import read_notebook
from ct_jupyter.notebook.locate import FileLines
from tests.conftest import code, dumped, markdown, notebook, stream
from tests.cost import assert_linear

NEEDLE = "NEEDLE"


def found_line(document: dict[str, Any], data: bytes | None = None) -> list[int | None]:
    read = read_notebook(data or dumped(document))
    lines = FileLines(read.text)
    found = []
    for part in read.parts:
        at = part.text.find(NEEDLE)
        if at < 0:
            continue
        pointer, offset = None, at
        if part.segments is not None and (segment := part.segment_at(at, at + len(NEEDLE))):
            pointer, offset = segment.pointer, at - segment.start
        found.append(lines.line_of(part, offset, pointer))
    return found


def true_lines(data: bytes) -> list[int]:
    return [n for n, line in enumerate(data.decode().split("\n"), start=1) if NEEDLE in line]


PLACES = {
    "source list": code(["a\n", "b\n", f"c {NEEDLE}\n"]),
    "source string": code(f"a\nb\n{NEEDLE}"),
    "stream": code("x", stream(["one\n", f"two {NEEDLE}\n"])),
    "traceback": code(
        "x", {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31ma\x1b[0m", NEEDLE]}
    ),
    "json output": code(
        "x", {"output_type": "display_data", "data": {"application/json": {"a": [1, {"0": NEEDLE}]}}}
    ),
    "html": code("x", {"output_type": "display_data", "data": {"text/html": ["<p>\n", NEEDLE]}}),
    "metadata": code("x", metadata={"deep": {"k": NEEDLE}}),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_finding_is_located_on_its_line_of_the_file(place: str) -> None:
    document = notebook(markdown('before \\" { ['), PLACES[place], code("after"))
    assert found_line(document) == true_lines(dumped(document))


def test_notebook_metadata_is_located() -> None:
    document = notebook(code("x"), author={"k": NEEDLE})
    assert found_line(document) == true_lines(dumped(document))


def test_a_file_of_one_line_is_all_line_one() -> None:
    document = notebook(PLACES["source list"])
    assert found_line(document, json.dumps(document).encode()) == [1]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=5),
    st.lists(st.text(max_size=8).filter(str.isprintable), max_size=4),
)
def test_any_text_before_the_needle_leaves_the_line_right(before: list[str], chunks: list[str]) -> None:
    cells = [markdown(text.replace(NEEDLE, "")) for text in before]
    document = notebook(*cells, code([*(chunk.replace(NEEDLE, "") + "\n" for chunk in chunks), NEEDLE]))
    assert found_line(document) == true_lines(dumped(document))


def test_lines_are_right_whatever_the_order_they_are_asked_in() -> None:
    cells = [code(f"é = {number}\nNEEDLE{number}") for number in range(30)]
    data = dumped(notebook(*cells))
    document = read_notebook(data)
    lines = data.decode().split("\n")
    file_lines = FileLines(document.text)
    for number in [*range(30), *reversed(range(30))]:
        part = document.parts[number]
        line = file_lines.line_of(part, part.text.index("NEEDLE"), None)
        assert line is not None
        assert f"NEEDLE{number}" in lines[line - 1]


MANY = {
    "lines of an output": lambda n: code("x", stream([f"{NEEDLE} {i}\n" for i in range(n)])),
    "lines of a traceback": lambda n: code(
        "x", {"output_type": "error", "ename": "E", "evalue": "v", "traceback": [NEEDLE] * n}
    ),
    "lines of a source": lambda n: code([f"{NEEDLE} {i}\n" for i in range(n)]),
    "keys of metadata": lambda n: code("x", metadata={f"k{i}": NEEDLE for i in range(n)}),
    "items of a JSON output": lambda n: code(
        "x", {"output_type": "display_data", "data": {"application/json": [NEEDLE] * n}}
    ),
    "outputs": lambda n: code("x", *(stream([NEEDLE]) for _ in range(n))),
}


@pytest.mark.parametrize("place", MANY)
def test_many_findings_of_one_place_cost_what_they_are_many(place: str) -> None:
    def locating(n: int) -> Callable[[], object]:
        data = dumped(notebook(MANY[place](n)))
        assert found_all(data) == true_lines(data)
        return lambda: found_all(data)

    assert_linear(locating, 2000, place)


def found_all(data: bytes) -> list[int | None]:
    """Return the line of every needle, one after the other, as a scan does."""
    read = read_notebook(data)
    lines = FileLines(read.text)
    found = []
    for part in read.parts:
        if part.joint is not None:
            continue  # of two outputs, each of which is a part of its own
        for match in re.finditer(NEEDLE, part.text):
            pointer, offset = None, match.start()
            if part.segments is not None and (segment := part.segment_at(*match.span())):
                pointer, offset = segment.pointer, match.start() - segment.start
            found.append(lines.line_of(part, offset, pointer))
    return found
