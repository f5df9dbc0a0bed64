from __future__ import annotations

import base64

import pytest

from ct_jupyter.notebook import Part, read_notebook
from tests.conftest import code, display, dumped, markdown, notebook, stream

ANSI_TRACEBACK = {
    "output_type": "error",
    "ename": "ValueError",
    "evalue": "bad",
    "traceback": [
        "\x1b[0;31mValueError\x1b[0m  Traceback",
        "\x1b[1;32mpw\x1b[0m \x1b[38;5;241m=\x1b[39m 'x'",
        "ValueError: bad",
    ],
}


def parts(*cells: dict, **metadata: object) -> list[Part]:
    return read_notebook(dumped(notebook(*cells, **metadata))).parts


def outputs(*stored: dict) -> list[Part]:
    return [part for part in parts(code("", *stored)) if part.kind == "output"]


def test_every_kind_of_place_becomes_a_part() -> None:
    found = parts(
        code(
            "source",
            stream("out"),
            stream("err", "stderr"),
            display(text_html="<b>html</b>"),
            metadata={"k": "cell"},
        ),
        markdown("![x](attachment:a.txt)", attachments={"a.txt": {"text/plain": "attached"}}),
        {"cell_type": "raw", "metadata": {}, "source": "raw"},
        owner="notebook",
    )
    assert [(part.cell, part.kind, part.output, part.mime, part.text) for part in found] == [
        (None, "metadata", None, None, '"owner": "notebook"\n'),
        (1, "source", None, None, "source"),
        (1, "output", 1, "application/vnd.jupyter.stdout", "out"),
        (1, "output", 2, "application/vnd.jupyter.stderr", "err"),
        (1, "output", 3, "text/html", "<b>html</b>"),
        (1, "metadata", None, None, '"k": "cell"\n'),
        (2, "source", None, None, "![x](attachment:a.txt)"),
        (2, "attachment", None, "text/plain", "attached"),
        (3, "source", None, None, "raw"),
    ]


def test_a_traceback_is_read_without_its_colours() -> None:
    [part] = outputs(ANSI_TRACEBACK)
    assert part.text == "ValueError  Traceback\npw = 'x'\nValueError: bad"
    assert part.mime == "application/vnd.jupyter.error"


def test_a_message_that_the_traceback_lost_is_read_too() -> None:
    [part] = outputs(ANSI_TRACEBACK | {"evalue": "gone"})
    assert part.text.endswith("\ngone")
    [bare] = outputs(ANSI_TRACEBACK | {"traceback": []})
    assert bare.text == "bad"


@pytest.mark.parametrize("mime", ["image/png", "image/jpeg", "application/pdf", "audio/wav", "video/mp4"])
def test_binary_outputs_are_passed_over_by_their_mime_type(mime: str) -> None:
    payload = base64.b64encode(bytes(range(256))).decode()
    assert outputs({"output_type": "display_data", "data": {mime: payload}}) == []


def test_svg_and_html_are_text() -> None:
    found = outputs(
        {"output_type": "display_data", "data": {"image/svg+xml": ["<svg>", "</svg>"], "text/html": "<p>"}}
    )
    assert [(part.mime, part.text, part.language) for part in found] == [
        ("image/svg+xml", "<svg></svg>", "html"),
        ("text/html", "<p>", "html"),
    ]


def test_json_outputs_keep_a_pointer_to_each_string() -> None:
    value = {"a/b": [{"k": "first"}, 3, "second"], "model_id": "0f" * 16, "layout": "IPY_MODEL_" + "0f" * 16}
    [part] = outputs({"output_type": "display_data", "data": {"application/vnd.app+json": value}})
    assert part.segments is not None
    assert [(s.pointer, part.text[s.start : s.end]) for s in part.segments] == [
        ("/a~1b/0/k", "first"),
        ("/a~1b/2", "second"),
    ]


def test_a_span_over_two_strings_is_in_no_segment() -> None:
    [part] = outputs({"output_type": "display_data", "data": {"application/json": ["one", "two"]}})
    assert part.segments is not None
    first, second = part.segments
    assert part.segment_at(first.start, first.end) == first
    assert part.segment_at(first.start, second.end) is None
    assert part.segment_at(0, 1) is None


def test_numbers_in_base64_are_passed_over() -> None:
    plot = {"data": [{"x": {"dtype": "f8", "bdata": "AAAA"}, "name": "series"}]}
    state = {"buffers": [{"data": "AAAA", "encoding": "base64", "path": ["value"]}]}
    [figure] = outputs({"data": {"application/vnd.plotly.v1+json": plot}})
    assert "AAAA" not in figure.text
    assert "series" in figure.text
    [widget] = outputs({"data": {"application/vnd.jupyter.widget-state+json": state}})
    assert "AAAA" not in widget.text


def test_an_embedded_image_is_blanked_and_offsets_hold() -> None:
    payload = base64.b64encode(bytes(range(90))).decode()
    html = f'<img src="data:image/png;base64,{payload}"/> after'
    [part] = outputs(display(text_html=html))
    assert payload not in part.text
    assert part.text.index("after") == html.index("after")


def test_deep_nesting_does_not_stop_the_scan() -> None:
    value: object = "deepest"
    for _ in range(500):
        value = [value]
    [part] = outputs({"output_type": "display_data", "data": {"application/json": {"k": value}}})
    assert '"k": "deepest"' in part.text


@pytest.mark.parametrize(
    ("source", "metadata", "language"),
    [
        ("x", {}, "python"),
        ("x", {"language_info": {"name": "R"}}, "r"),
        ("x", {"kernelspec": {"name": "ir"}}, "r"),
        ("x", {"language_info": "odd"}, "python"),
        ("%%bash\nls", {}, "bash"),
        ("\n%%sql\nselect 1", {}, "sql"),
        ("%%time\nx", {}, "python"),
    ],
)
def test_the_language_of_a_cell_follows_kernel_and_magic(source: str, metadata: dict, language: str) -> None:
    found = [part for part in parts(code(source), **metadata) if part.kind == "source"]
    assert [part.language for part in found] == [language]


def test_tags_travel_with_every_part_of_their_cell() -> None:
    found = parts(code("x", stream("y"), metadata={"tags": ["a", 3, "b"]}))
    assert [part.tags for part in found] == [("a", "b"), ("a", "b")]
