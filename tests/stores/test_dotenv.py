from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_jupyter.stores.dotenv import (
    UnreadableEnvError,
    first_line_no_shell_reads,
    form_of,
    held_values,
    quoted,
    with_variable,
)

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
@settings(deadline=None)
def test_any_value_is_read_back_by_python_dotenv_as_it_loads_by_default(value: str) -> None:
    if form_of(value) is None:
        assert "`" in value
        with pytest.raises(UnreadableEnvError):
            with_variable(b"", "NAME", value)
        return
    content = with_variable(b"", "NAME", value)
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()
    assert dotenv_values(stream=io.StringIO(text)) == {"NAME": value}
    assert held_values(content) == {"NAME": value}


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), VALUES | TRICKY), max_size=6))
def test_a_file_keeps_every_byte_and_every_value_while_it_grows(pairs: list[tuple[str, str]]) -> None:
    content, held = b"# mine\r\n\r\nOLD='1'", {"OLD": "1"}
    for letter, value in pairs:
        if form_of(value) is None:
            continue
        grown = with_variable(content, letter, value)
        assert grown.startswith(content)
        content, held = grown, {**held, letter: value}
    assert held_values(content) == held


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("PassXYZ", "PassXYZ"),
        ("a b", "'a b'"),
        ("it's", '"it\'s"'),
        ('it\'s "so" \\', r'''"it's \"so\" \\"'''),
        ("a\\b", "'a\\b'"),
        ("it's $5", '"it\'s ${:-$}5"'),
        ("a~b", "'a~b'"),
        ("$x", "'$x'"),
        ("${x}", "'${:-$}{x}'"),
        ("-----BEGIN\nabc\n-----END\n", "'-----BEGIN\nabc\n-----END\n'"),
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
        with_variable(content, "B", "it's so")
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


HOSTILE = [
    "it's",
    'say "so"',
    "a b#c",
    "$HOME",
    "$(touch ran)",
    "`touch ran`",
    "x;touch ran",
    "a\\b",
    "a\\",
    "~root",
    "line\nline",
    "a'b$(touch ran)",
    "a'b`touch ran`",
    "${HOME}",
    "it's\\n",
    "&|<>()*?[]{}!^%",
    "žluť",
    "'\"\\",
    "a\rb'$(touch ran)",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_shell_reads_the_same_or_nothing_and_runs_nothing(tmp_path: Path, value: str) -> None:
    form = form_of(value)
    if form is None:
        return
    (tmp_path / ".env").write_bytes(with_variable(b"A=1\n", "NAME", value))
    shared = form != "python"
    assert (first_line_no_shell_reads((tmp_path / ".env").read_bytes()) is None) or not shared
    script = "set -a; . ./.env; set +a; printf '%s|' \"$NAME\""
    for shell in ("bash", "sh"):
        shown = subprocess.run([shell, "-c", script], cwd=tmp_path, capture_output=True)
        assert not (tmp_path / "ran").exists()
        assert not shared or shown.stdout.decode() == f"{value}|"


@pytest.mark.parametrize("value", HOSTILE)
def test_node_reads_the_same_but_for_backslashes_in_double_quotes(tmp_path: Path, value: str) -> None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if node is None:
        pytest.skip("Node is not installed")
    form = form_of(value)
    if form in (None, "python") or (form == "double" and ("\\" in value or '"' in value)):
        return
    (tmp_path / ".env").write_bytes(with_variable(b"A=1\n", "NAME", value))
    script = "process.loadEnvFile('.env'); process.stdout.write(process.env.NAME)"
    shown = subprocess.run([node, "-e", script], cwd=tmp_path, capture_output=True, check=True)
    assert shown.stdout.decode() == value


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", None),
        (b"# mine\n\nA=1\nexport B='x y' # z\n", None),
        (b"A=1\nB=two words\n", 2),
        (b"A = 1\n", 1),
        (b"A=$(touch ran)\n", 1),
        (b"A='x'\nB='x\\'$(touch ran)'\n", 2),
        (b'A="$HOME"\n', 1),
        (b"A='two\nlines'\nB=`x`\n", 3),
    ],
)
def test_what_a_shell_would_run_or_misread_is_named_by_its_line(content: bytes, line: int | None) -> None:
    assert first_line_no_shell_reads(content) == line
