"""Cells that are written to hurt what reads them: they cost what they are long, and break nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from ct_jupyter.code import CodeCell, code_in
from tests.cost import assert_linear

HOSTILE: dict[str, Callable[[int], str]] = {
    "a text that doubles": lambda n: "a = 'x' + input()\n" + "a = a + a\n" * n + "eval(a)",
    "branches": lambda n: "if a:\n    b = input()\n" + "elif c:\n    b = b + 'x'\n" * n + "eval(b)",
    "branches in a row": lambda n: "b = input()\n" + "if a:\n    b = b + 'x'\n" * n + "eval(b)",
    "a long sum": lambda n: "eval(" + " + ".join(["a"] * n) + ")",
    "deep brackets": lambda n: "eval(" * n + ")" * n,
    "deep lists": lambda n: "eval(" + "[" * n + "]" * n + ")",
    "nested calls": lambda n: "x = " + "str(" * 90 + "a" + ")" * 90 + "\n" * n,
    "functions that call each other": lambda n: (
        "".join(f"def f{k}(a):\n    f{k + 1}(a)\n    f{k + 1}(a)\n    eval(a)\n" for k in range(n))
        + "f0(input())"
    ),
    "a function that calls itself": lambda n: "def f(a):\n    f(a + a)\n    eval(a)\n" + "f(input())\n" * n,
    "names in a line": lambda n: "a = input()\n!echo " + "{a}" * n,
    "braces in a line": lambda n: "!echo " + "{" * n,
    "dollars in a line": lambda n: "!echo " + "$a" * n,
    "a query of many values": lambda n: "cur.execute(f\"SELECT 1 WHERE " + "a = '{b}' AND " * n + "1\")",
    "quotes in a query": lambda n: "cur.execute(f\"SELECT " + "'" * n + "{b}\")",
    "blanks in a query": lambda n: "cur.execute(f\"SELECT" + " " * n + "{b}\")",
    "downloads in a line": lambda n: "!" + "curl https " * n,
    "pipes in a line": lambda n: "!" + "curl https://a | " * n,
    "packages in a line": lambda n: "!pip install " + "git+https://a/b@c " * n,
    "options in a line": lambda n: "!pip install " + "-i " * n,
    "format fields": lambda n: "eval('" + "{}" * n + "'.format(" + "a, " * n + "))",
    "percent fields": lambda n: "eval('" + "%s" * n + "' % (" + "a, " * n + "))",
    "comprehensions": lambda n: "eval([" + "x for x in y " * min(n, 2000) + "])",
    "assignments of one": lambda n: "a = " * n + "eval(b)",
    "attributes": lambda n: "eval(a" + ".b" * n + ")",
    "items": lambda n: "eval(a" + "[0]" * n + ")",
    "a dict": lambda n: "a = {" + "'x': input(), " * n + "}\neval(a['x'])",
    "half typed": lambda n: "eval(input(\n" * n,
    "decorators": lambda n: "@tool\n" * n + "def f(a):\n    eval(a)\n",
}  # fmt: skip


def found(text: str) -> object:
    """Look at one cell."""
    return code_in([CodeCell(1, text, "python")])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_cell_costs_what_it_is_long(name: str) -> None:
    make = HOSTILE[name]
    assert_linear(lambda n: partial(found, make(n)), 2_000, name)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [1, 100, 3_000])
def test_a_cell_breaks_nothing(name: str, size: int) -> None:
    found(HOSTILE[name](size))


def test_a_cell_that_does_not_parse_is_left_out_alone() -> None:
    cells = [
        CodeCell(1, "name = input()", "python"),
        CodeCell(2, "def (((", "python"),
        CodeCell(3, "eval(name)", "python"),
    ]
    assert [(one.cell, one.weakness.id) for one in code_in(cells)] == [(3, "python.injection.code")]


def test_the_way_of_a_value_is_told_without_its_text() -> None:
    cells = [
        CodeCell(1, "name = 'hidden ' + input()", "python"),
        CodeCell(2, "def run(text):\n    eval(text)\nrun(name)", "python"),
    ]
    (one,) = code_in(cells)
    assert [(step.cell, step.what) for step in one.flow] == [
        (1, "input()"),
        (1, "assigned to name"),
        (2, "given to run()"),
        (2, "reaches eval"),
    ]
