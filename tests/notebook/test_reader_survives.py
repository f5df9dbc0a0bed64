"""Any bytes make a document or a refusal: no other exception, and offsets that fit."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ct_jupyter.notebook import Document, UnreadableNotebookError, read_notebook
from ct_jupyter.notebook.json_text import json_text
from ct_jupyter.notebook.locate import FileLines
from tests.conftest import code, display, dumped, markdown, notebook, stream

survives = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=10) | st.sampled_from(["data", "text"]), inner)
    ),
    max_leaves=15,
)
lines = st.text(max_size=60) | st.lists(st.text(max_size=30), max_size=4)
MIMES = [
    "text/plain",
    "text/html",
    "application/json",
    "image/png",
    "image/svg+xml",
    "x/y",
    "application/vnd.x+json",
]
outputs = st.one_of(
    st.builds(stream, lines),
    st.fixed_dictionaries(
        {
            "output_type": st.just("display_data"),
            "data": st.dictionaries(st.sampled_from(MIMES), lines | values),
        }
    ),
    st.fixed_dictionaries(
        {
            "output_type": st.just("error"),
            "evalue": st.text(max_size=30),
            "traceback": st.lists(st.text(max_size=40)),
        }
    ),
    values,
)
cells = st.one_of(
    st.fixed_dictionaries(
        {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading", "?"])},
        optional={
            "source": lines | values,
            "outputs": st.lists(outputs, max_size=3) | values,
            "metadata": values,
            "attachments": st.dictionaries(
                st.text(max_size=5), st.dictionaries(st.sampled_from(MIMES), lines)
            )
            | values,
            "id": st.text(max_size=8) | st.integers(),
        },
    ),
    values,
)
notebooks = st.fixed_dictionaries(
    {"cells": st.lists(cells, max_size=4) | values},
    optional={"metadata": values, "nbformat": st.integers(0, 6) | values, "worksheets": values},
)
WHOLE = dumped(
    notebook(
        markdown("# Größe 🔑", attachments={"a.svg": {"image/svg+xml": "<svg/>"}}),
        code(["a = 1\n", "b = '\\u00e9'"], stream("\x1b[31mred\x1b[0m"), display(text_html="<b>1</b>")),
        code("x", {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t", "v"]}),
        language_info={"name": "python"},
    )
)


def read(data: bytes) -> Document | None:
    """Read, and hold what came out to what is promised of it."""
    try:
        document = read_notebook(data)
    except UnreadableNotebookError as error:
        assert str(error)
        return None
    numbers = {number for number, why in document.unreadable if why}
    assert len(numbers) == len(document.unreadable)
    file_lines = FileLines(document.text)
    lines_of_file = document.text.count("\n") + 1
    for part in document.parts:
        part.text.encode()  # no lone surrogate: the engines match bytes
        assert part.cell is None or 1 <= part.cell <= document.cells
        pointer = None
        for segment in part.segments or ():
            assert 0 <= segment.start <= segment.end <= len(part.text)
            pointer = segment.pointer
        for offset in (0, max(0, len(part.text) - 1)):
            line = file_lines.line_of(part, offset if pointer is None else 0, pointer)
            assert line is None or 1 <= line <= lines_of_file
    return document


@survives
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@example(b'{"cells": [{"source": "\xff"}]}')
@example('{"cells": []}'.encode("utf-16"))
@example(b"\xff\xfe\x00")
@example(b'{"cells": [{"cell_type": "code", "source": "\\ud800"}]}')
@example(b'{"nbformat": 1e400, "cells": []}')
def test_any_bytes(data: bytes) -> None:
    read(data)


@survives
@given(notebooks, st.sampled_from([None, 1]), st.booleans())
def test_any_values_in_the_places_of_a_notebook(document: Any, indent: int | None, ascii_only: bool) -> None:
    read(json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass"))


@survives
@given(st.integers(0, 2**32))
def test_a_notebook_with_bytes_changed_dropped_and_doubled(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(WHOLE)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data))
        stretch = data[at : at + rng.randrange(1, 40)]
        change = rng.randrange(4)
        if change == 0:
            data[at] = rng.randrange(256)
        elif change == 1:
            del data[at : at + len(stretch)]
        elif change == 2:
            data[at:at] = stretch
        else:
            data[at] = rng.choice(b'"\\{}[],:0n')
    read(bytes(data))


@survives
@given(values)
def test_every_segment_is_the_string_that_its_pointer_names(value: Any) -> None:
    text, segments = json_text(value)
    last = 0
    for segment in segments:
        assert last <= segment.start <= segment.end < len(text)
        last = segment.end
        found = value
        for step in segment.pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found[name]
        assert text[segment.start : segment.end] == found


def test_a_notebook_nested_as_deep_as_a_file_can_be() -> None:
    for depth in (100, 900, 5_000, 200_000):
        for opened, closed in ((b'{"a":', b"}"), (b"[", b"]")):
            deep = opened * depth + b"1" + closed * depth
            for place in (
                b'{"cells": [], "metadata": {"x": %b}}',
                b'{"cells": [{"cell_type": "code", "metadata": {"x": %b}}]}',
            ):
                read(place % deep)
                read(place % deep[: len(deep) // 2])
