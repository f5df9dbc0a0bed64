from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.redact.json_splice import Spans, apply_splices, splices
from ct_jupyter.redact.leaves import Leaf, chunks_of, leaves, replace_leaf
from ct_jupyter.redact.purge import LeafEdit
from ct_jupyter.rewrite.sites import Change

TEXTS = st.text(st.sampled_from('ab "\\\n\t\r/é😀\u2028{}[]:,'), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
STYLES = st.sampled_from(
    [
        {"indent": 1, "ensure_ascii": False},
        {"indent": 1, "ensure_ascii": True},
        {"indent": None, "separators": (",", ":")},
        {"indent": "\t", "separators": (" ,", " : ")},
    ]
)


@given(VALUES, STYLES)
def test_every_string_is_found_where_the_file_has_it(value: Any, style: dict[str, Any]) -> None:
    text = json.dumps(value, **style)
    found = [leaf for leaf in leaves(value) if leaf.kind == "value"]
    spans = Spans(text, {leaf.path for leaf in found})
    for leaf in found:
        start, end = spans.values[leaf.path]
        assert json.loads(text[start:end]) == leaf.text


@given(VALUES, STYLES, st.data())
def test_a_change_of_one_text_changes_that_text_and_no_other_byte(
    value: Any, style: dict[str, Any], data: st.DataObject
) -> None:
    text = json.dumps(value, **style)
    found = [leaf for leaf in leaves(value) if leaf.kind == "value" and leaf.text]
    if not found:
        return
    leaf = data.draw(st.sampled_from(found))
    change = drawn_change(data, leaf)
    after = apply_splices(text, splices(text, [LeafEdit(leaf.path, "value", (change,))]))
    assert json.loads(after) == replace_leaf(value, leaf.path, "value", lambda old: applied(old, [change]))
    start, end = Spans(text, {leaf.path}).values[leaf.path]
    assert after[:start] == text[:start]
    assert after.endswith(text[end:])
    back = Change(change.start, change.start + len(change.text), leaf.text[change.start : change.end])
    undone = apply_splices(after, splices(after, [LeafEdit(leaf.path, "value", (back,))]))
    assert json.loads(undone) == value


SOURCES = st.lists(st.sampled_from(["a = 1\n", "\n", "b\n", "# é😀\n", 'c = "x"\n', "\td\\\n"]), max_size=6)


@given(SOURCES, st.sampled_from(["", "e"]), STYLES, st.data())
def test_a_source_in_lines_stays_in_lines_and_lines_that_are_not_touched_keep_their_bytes(
    lines: list[str], last: str, style: dict[str, Any], data: st.DataObject
) -> None:
    source = [*lines, last] if last else lines
    if not source:
        return
    value = {"cells": [{"source": source}], "x": 1}
    text = json.dumps(value, **style)
    whole = "".join(source)
    change = drawn_change(data, Leaf((), "chunks", whole))
    path = ("cells", 0, "source")
    after = apply_splices(text, splices(text, [LeafEdit(path, "chunks", (change,))]))
    new = applied(whole, [change])
    assert json.loads(after) == {"cells": [{"source": chunks_of(new)}], "x": 1}
    if "\n" not in change.text and change.end < len(whole) and "\n" not in whole[change.start : change.end]:
        changed = [
            i for i, (a, b) in enumerate(zip(after.splitlines(), text.splitlines(), strict=False)) if a != b
        ]
        assert len(changed) <= 1


def drawn_change(data: st.DataObject, leaf: Leaf) -> Change:
    start = data.draw(st.integers(0, len(leaf.text)))
    end = data.draw(st.integers(start, len(leaf.text)))
    return Change(start, end, data.draw(st.sampled_from(["", "new", 'n"e\\w', "one\ntwo", "line\n"])))


def applied(text: str, changes: list[Change]) -> str:
    for change in reversed(changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text
