from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import example, given
from hypothesis import strategies as st

from ct_jupyter.redaction.dotenv import UnreadableEnvError, held_values, quoted, with_variable

VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
TRICKY = st.text(st.sampled_from("${}:-'\"\\#= \n\r\tnrax\u2028\x85éA"), min_size=1)


@given(VALUES | TRICKY)
@example("${HOME}")
@example("a${b:-c}d${:-$}e")
@example("$${x}")
@example("ends with \\")
@example("'\\''")
@example(" # no comment")
@example("a\r\nb")
@example("export X=1")
def test_any_value_is_read_back_by_python_dotenv_as_it_loads_by_default(value: str) -> None:
    content = with_variable(b"", "NAME", value)
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()
    assert dotenv_values(stream=io.StringIO(text)) == {"NAME": value}
    assert held_values(content) == {"NAME": value}


@given(st.lists(st.tuples(st.sampled_from("ABCD"), VALUES | TRICKY), max_size=6))
def test_a_file_keeps_every_byte_and_every_value_while_it_grows(pairs: list[tuple[str, str]]) -> None:
    content, held = b"# mine\r\n\r\nOLD='1'", {"OLD": "1"}
    for letter, value in pairs:
        grown = with_variable(content, letter, value)
        assert grown.startswith(content)
        content, held = grown, {**held, letter: value}
    assert held_values(content) == held


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("PassXYZ", "PassXYZ"),
        ("a b", "'a b'"),
        ("it's", r"'it\'s'"),
        ("$x", "'$x'"),
        ("${x}", "'${:-$}{x}'"),
        ("-----BEGIN\nabc\n-----END\n", r'"-----BEGIN\nabc\n-----END\n"'),
    ],
)
def test_the_simplest_form_that_is_read_back_is_written(value: str, line: str) -> None:
    assert quoted(value) == line


def test_the_line_ends_of_the_file_are_kept() -> None:
    assert with_variable(b"A=1\r\nB=2", "C", "3") == b"A=1\r\nB=2\r\nC=3\r\n"
    assert with_variable(b"A=1\n", "C", "3") == b"A=1\nC=3\n"


def test_an_empty_value_is_a_gap_to_be_filled_and_a_reference_is_one_that_cannot_be_told() -> None:
    assert held_values(b"A=\nB\nC=${HOME}/x\nD='x'\n") == {"C": None, "D": "x"}


@pytest.mark.parametrize("content", [b"A='not closed\n", b"A=\xff\n"])
def test_a_file_that_cannot_be_added_to_is_refused_without_quoting_it(content: bytes) -> None:
    with pytest.raises(UnreadableEnvError) as caught:
        with_variable(content, "B", "it's")
    assert "it's" not in str(caught.value)


@pytest.mark.parametrize("value", ["${HOME}", "a'b\"c\\", "line\r\nline", "žluť # $x"])
def test_load_dotenv_in_a_process_of_its_own_sets_the_value(tmp_path: Path, value: str) -> None:
    (tmp_path / ".env").write_bytes(with_variable(b"A=1\n", "NAME", value))
    script = (
        "import dotenv, os, sys; dotenv.load_dotenv('.env'); sys.stdout.buffer.write(os.environb[b'NAME'])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=True, env=dict(os.environ)
    )
    assert shown.stdout.decode() == value
