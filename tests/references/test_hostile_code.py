"""Code that is made to hurt whoever reads it: it costs what it is long, and no more memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from ct_jupyter.references import CellSource, references_in
from tests.cost import assert_linear

READ = "import os\nimport pandas as pd\nfrom pathlib import Path\n"

DOUBLING = {
    "plus": 'a = "x"\n' + "a = a + a\n" * 40,
    "augmented": 'a = "x"\n' + "a += a\n" * 40,
    "f-string": 'a = "x"\n' + 'a = f"{a}{a}"\n' * 40,
    "percent": 'a = "x"\n' + 'a = "%s%s" % (a, a)\n' * 40,
    "format": 'a = "x"\n' + 'a = "{0}{0}".format(a)\n' * 40,
    "replace": 'a = "x"\n' + 'a = a.replace("x", "xx")\n' * 40,
    "join": 'a = "x"\n' + 'a = "".join([a, a])\n' * 40,
    "separator": 'a = "x"\n' + 'a = a.join(["", "", ""])\n' * 40,
    "os.path.join": 'a = "x"\n' + "a = os.path.join(a, a)\n" * 40,
    "pathlib": 'a = Path("x")\n' + "a = a / a\n" * 40,
    "suffix": 'a = "x"\n' + 'a = Path("b").with_suffix("." + a + a).name\n' * 40,
    "list": 'a = ["x"]\n' + "a = a + a\n" * 40,
    "nested lists": 'a = ["x"]\n' + "a = [a, a]\n" * 40,
    "dict": 'a = {"x": "y"}\n' + 'a = {"x": a, "y": a}\n' * 40,
    "loop": 'a = "x"\nfor i in range(9):\n' + "    a = a + a\n" * 40,
    "SQL": 'a = "x"\n' + "a = f\"SELECT * FROM '{a}.csv', '{a}.csv'\"\n" * 40,
    "functions": "def f0(a):\n    return a + a\n"
    + "".join(f"def f{n}(a):\n    return f{n - 1}(f{n - 1}(a))\n" for n in range(1, 40))
    + 'a = f39("x")\n',
    "lambdas": "a = " + "lambda: " * 60 + '"x"\n',
}


@pytest.mark.parametrize("code", DOUBLING.values(), ids=DOUBLING.keys())
def test_what_doubles_with_each_line_is_not_put_together(code: str) -> None:
    tracemalloc.start()
    try:
        found = references_in(
            [CellSource(1, f"{READ}{code}pd.read_csv(a)\npd.read_csv('b.csv')\n", "python")]
        )
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [one.path for one in found if one.path == "b.csv"] == ["b.csv"]
    assert all(len(one.path or one.glob or "") <= 4096 for one in found)
    assert most < 20_000_000


def test_a_long_path_that_somebody_may_write_is_still_read() -> None:
    code = (
        f'{READ}a = "/".join(["{"x" * 60}"] * 3)\nb = "{"y" * 1000}/" + "{"z" * 1000}.csv"\npd.read_csv(b)\n'
    )
    assert [one.path for one in references_in([CellSource(1, code, "python")])] == [
        "y" * 1000 + "/" + "z" * 1000 + ".csv"
    ]


def test_alternatives_of_many_branches_are_known() -> None:
    branches = 'if c == 0:\n    a = "0.csv"\n' + "".join(
        f'elif c == {n}:\n    a = "{n}.csv"\n' for n in range(1, 40)
    )
    found = references_in(
        [CellSource(1, f'{READ}{branches}else:\n    a = "z.csv"\npd.read_csv(a)', "python")]
    )
    assert {one.path for one in found} == {*(f"{n}.csv" for n in range(40)), "z.csv"}


def test_a_list_that_no_branch_changes_is_still_a_list_behind_it() -> None:
    code = f'{READ}a = ["1.csv", "2.csv"]\nif c:\n    d = 1\nelse:\n    d = 2\npd.read_csv(a[1])'
    assert [one.path for one in references_in([CellSource(1, code, "python")])] == ["2.csv"]


def test_what_a_branch_deletes_by_another_meaning_is_another_thing() -> None:
    code = 'import pandas as pd\nif c:\n    pd = load()\n    pd.read_csv("1.csv")\npd.read_csv("2.csv")'
    assert [one.path for one in references_in([CellSource(1, code, "python")])] == ["2.csv"]


UNITS: dict[str, Callable[[int], str]] = {
    "branches": lambda n: "".join(f'if c{i}:\n    a{i} = "x"\nelse:\n    a{i} = "y"\n' for i in range(n)),
    "one name in branches": lambda n: 'a = "x"\n' + "".join(f'if c:\n    a = a + "{i}"\n' for i in range(n)),
    "elif": lambda n: "if c:\n    a = 1\n" + "".join(f'elif c{i}:\n    a = "{i}"\n' for i in range(n)),
    "try": lambda n: "".join(f"try:\n    a{i} = 1\nexcept E:\n    b = {i}\n" for i in range(n)),
    "class": lambda n: "class C:\n" + "".join(f'    a{i} = "x"\n' for i in range(n)),
    "methods": lambda n: "class C:\n"
    + "".join(f"    def m{i}(self):\n        self.a{i} = 1\n" for i in range(n)),
    "functions": lambda n: "".join(f'def f{i}(p):\n    pd.read_csv(p)\nf{i}("{i}.csv")\n' for i in range(n)),
    "calls of one function": lambda n: "def f(p):\n    pd.read_csv(p)\n"
    + "".join(f'f("{i}.csv")\n' for i in range(n)),
    "keys of a dict": lambda n: "d = {'a': 'b'}\n" + "".join(f'd["k{i}"] = "x{i}.csv"\n' for i in range(n)),
    "a long dict": lambda n: "d = {" + "".join(f'"k{i}": "x{i}.csv", ' for i in range(n)) + "}\nd.values()\n",
    "a long list": lambda n: "d = [" + '"x.csv", ' * n + "]\nfor p in d:\n    pd.read_csv(p)\n",
    "a long sum": lambda n: "a = " + " + ".join(['"x"'] * min(n, 900)) + "\n" * n,
    "reads": lambda n: "".join(f'pd.read_csv("{i}.csv")\n' for i in range(n)),
    "a long line": lambda n: "; ".join(f'a{i} = "é"' for i in range(n)),
    "comprehensions": lambda n: "[pd.read_csv(p) for p in ['a.csv', 'b.csv']]\n" * n,
    "does not parse": lambda n: 'a = "x"\n' * n + "b = (\n" + 'c = """x"""\n' * n,
    "open brackets": lambda n: "f(" * n,
    "open strings": lambda n: '"""' + "x = '''\n" * n,
    "magics": lambda n: "%time x = 1\n!ls\na = 'x'\n" * n,
    "magics and strings": lambda n: '%cd x\nb = """\ny\n"""\n' * n,
    "cd": lambda n: "cd " + " " * n + '"',
    "cd in lines": lambda n: "%cd a\n" * n,
    "cd with quotes": lambda n: 'cd "' + "a " * n,
    "sql": lambda n: "%sql " + "from " * n,
    "sql attach": lambda n: "%%sql\nattach database if not exists " + " " * n + "x",
    "sql list": lambda n: "%%sql\nread_csv(['a.csv'" + ", 'b.csv'" * n,
    "sql words": lambda n: "%sql " + "a_read_" * n,
    "sql url": lambda n: "%sql " + "a+" * n,
    "assigned sql": lambda n: "a." * n + " = ",
    "comments": lambda n: "# comment 'x'\n" * n + "(\n",
    "nested calls": lambda n: "f(g(" * min(n, 80) + ")" * 2 * min(n, 80) + "\n" * n,
}  # fmt: skip


@pytest.mark.parametrize("name", UNITS)
def test_code_costs_what_it_is_long(name: str) -> None:
    def reading(n: int) -> Callable[[], object]:
        source = UNITS[name](n)
        cell = CellSource(1, source if source.startswith("%") else READ + source, "python")
        return lambda: references_in([cell])

    assert_linear(reading, 8000, name)


R_UNITS = {
    "assigned": 'a <- "x"\n',
    "calls": 'read.csv(file.path("a", b))\n',
    "open call": "read.csv(file.path(",
    "arguments": "read.csv(file.path(" + '"a", ' * 5,
    "names": "a.",
    "blanks": "a <- " + " " * 20,
    "comments": "# a\nread.csv('x')\n",
    "strings": '"\\',
    "write": "write.csv(a, ",
    "second": "write_csv(" + "a " * 10,
}


@pytest.mark.parametrize("name", R_UNITS)
def test_r_costs_what_it_is_long(name: str) -> None:
    def reading(n: int) -> Callable[[], object]:
        cell = CellSource(1, R_UNITS[name] * n, "r")
        return lambda: references_in([cell])

    assert_linear(reading, 8000, name)
