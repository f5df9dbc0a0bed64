"""What a notebook reads and writes, told from its code."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ct_jupyter.notebook import UnreadableNotebookError, read_notebook
from ct_jupyter.references import CellSource, Reference, references_in
from ct_jupyter.references import cells as cells_module
from tests.cost import assert_linear


def found(*sources: str, language: str = "python") -> list[Reference]:
    return references_in([CellSource(n, source, language) for n, source in enumerate(sources, start=1)])


def names(*sources: str, language: str = "python") -> list[str]:
    return [what(one) for one in found(*sources, language=language)]


def what(reference: Reference) -> str:
    said = [reference.path, reference.glob, reference.url, reference.unresolved]
    assert sum(one is not None for one in said) == 1
    return ("> " if reference.writes else "") + next(one for one in said if one is not None)


READS = {
    "pandas": ('import pandas as pd\ndf = pd.read_csv("a.csv")', "pandas.read_csv", "df", "pandas"),
    "pandas-no-import": ('df = pd.read_csv("a.csv")', "pandas.read_csv", "df", "pandas"),
    "pandas-own-alias": (
        'import pandas\ndf = pandas.read_table("a.csv")',
        "pandas.read_table",
        "df",
        "pandas",
    ),
    "pandas-from": ('from pandas import read_csv as rc\ndf = rc("a.csv")', "pandas.read_csv", "df", "pandas"),
    "pandas-keyword": (
        'df = pd.read_csv(sep=";", filepath_or_buffer="a.csv")',
        "pandas.read_csv",
        "df",
        "pandas",
    ),
    "pandas-chain": ('df = pd.read_csv("a.csv").dropna()[["a", "b"]]', "pandas.read_csv", "df", "pandas"),
    "pandas-series": ('s = pd.read_csv("a.csv")["email"]', "pandas.read_csv", None, None),
    "pandas-length": ('n = len(pd.read_csv("a.csv"))', "pandas.read_csv", None, None),
    "pandas-timed": ('%time df = pd.read_csv("a.csv")', "pandas.read_csv", "df", "pandas"),
    "pandas-time-cell": ('%%time\n!ls\ndf = pd.read_csv("a.csv")', "pandas.read_csv", "df", "pandas"),
    "polars": ('import polars as pl\ndf = pl.read_csv("a.csv")', "polars.read_csv", "df", "polars"),
    "polars-lazy": ('q = pl.scan_csv("a.csv").filter(x)', "polars.scan_csv", "q", "polars-lazy"),
    "polars-collected": ('df = pl.scan_csv("a.csv").collect()', "polars.scan_csv", "df", "polars"),
    "polars-to-pandas": ('df = pl.read_csv("a.csv").to_pandas()', "polars.read_csv", "df", "pandas"),
    "pyarrow": (
        'import pyarrow.csv as pc\nt = pc.read_csv("a.csv")',
        "pyarrow.csv.read_csv",
        "t",
        None,
    ),
    "pyarrow-pandas": (
        'from pyarrow import csv\nt = csv.read_csv("a.csv").to_pandas()',
        "pyarrow.csv.read_csv",
        "t",
        "pandas",
    ),
    "pyarrow-dataset": (
        'import pyarrow.dataset as ds\nd = ds.dataset("a.csv", format="csv")',
        "pyarrow.dataset.dataset",
        "d",
        None,
    ),
    "duckdb": (
        "import duckdb\ndf = duckdb.sql(\"SELECT * FROM 'a.csv' WHERE x = 1\").df()",
        "duckdb.sql",
        "df",
        "pandas",
    ),
    "duckdb-function": (
        "con = duckdb.connect()\ndf = con.execute(\"select * from read_csv_auto('a.csv')\").pl()",
        "duckdb.execute",
        "df",
        "polars",
    ),
    "duckdb-relation": ('r = duckdb.read_csv("a.csv")', "duckdb.read_csv", "r", None),
    "dask": ('import dask.dataframe as dd\nd = dd.read_csv("a.csv")', "dask.dataframe.read_csv", "d", None),
    "spark": (
        'd = spark.read.option("header", True).csv("a.csv")',
        "spark.read.csv",
        "d",
        None,
    ),
    "spark-load": ('d = spark.read.format("csv").load("a.csv")', "spark.read.load", "d", None),
    "hugging-face": (
        'from datasets import load_dataset\nd = load_dataset("csv", data_files="a.csv")',
        "datasets.load_dataset",
        "d",
        None,
    ),
    "hugging-face-splits": (
        'from datasets import load_dataset\nd = load_dataset("csv", data_files={"train": ["a.csv"]})',
        "datasets.load_dataset",
        "d",
        None,
    ),
    "numpy": ('import numpy as np\na = np.genfromtxt("a.csv", delimiter=",")', "numpy.genfromtxt", "a", None),
    "open": ('import csv\nwith open("a.csv") as f:\n    rows = list(csv.reader(f))', "open", None, None),
    "json-load": ('rows = json.load(open("a.csv"))', "open", None, None),
    "gzip": ('import gzip\nf = gzip.open("a.csv", "rt")', "gzip.open", None, None),
    "path-text": (
        'from pathlib import Path\nt = Path("a.csv").read_text()',
        "pathlib.Path.read_text",
        None,
        None,
    ),
    "path-open": (
        'from pathlib import Path\nwith Path("a.csv").open() as f:\n    pass',
        "pathlib.Path.open",
        None,
        None,
    ),
    "sqlite": ('import sqlite3\ncon = sqlite3.connect("a.csv")', "sqlite3.connect", "con", None),
    "read-sql": (
        'import sqlite3\ncon = sqlite3.connect("a.csv")\ndf = pd.read_sql("select 1", con)',
        "pandas.read_sql",
        "df",
        "pandas",
    ),
    "read-sql-with": (
        'import sqlite3\nwith sqlite3.connect("a.csv") as con:\n    df = pd.read_sql_query(query, con=con)',
        "pandas.read_sql_query",
        "df",
        "pandas",
    ),
    "sqlalchemy": (
        'from sqlalchemy import create_engine\ndf = pd.read_sql("t", create_engine("sqlite:///a.csv"))',
        "pandas.read_sql",
        "df",
        "pandas",
    ),
    "geopandas": (
        'import geopandas as gpd\ng = gpd.read_file("a.csv")',
        "geopandas.read_file",
        "g",
        "pandas",
    ),
    "in-pieces": ('df = pd.read_csv("a.csv", chunksize=10)', "pandas.read_csv", "df", None),
    "spark-sql": ('d = spark.sql("SELECT * FROM csv.`a.csv`")', "duckdb.sql", "d", None),
    "spark-lines": ('d = sc.textFile("a.csv")', "spark.textFile", "d", None),
    "tensorflow": (
        'd = tf.data.experimental.make_csv_dataset("a.csv", 32)',
        "tensorflow.data.experimental.make_csv_dataset",
        "d",
        None,
    ),
    "scikit-learn": (
        'from sklearn.datasets import load_svmlight_file\nd = load_svmlight_file("a.csv")',
        "sklearn.datasets.load_svmlight_file",
        "d",
        None,
    ),
    "joblib": ('import joblib\nm = joblib.load("a.csv")', "joblib.load", "m", None),
    "concat": (
        'df = pd.concat([pd.read_csv(f) for f in ["a.csv"]], ignore_index=True)',
        "pandas.read_csv",
        "df",
        "pandas",
    ),
    "number": ('df = pd.concat([pd.read_csv("a.csv"), pd.read_json(7)])', "pandas.read_csv", "df", "pandas"),
    "mapped": ('df = pd.concat(map(pd.read_csv, ["a.csv"]))', "pandas.read_csv", "df", "pandas"),
    "annotated": ('df: pd.DataFrame = pd.read_csv("a.csv")', "pandas.read_csv", "df", "pandas"),
    "in-function": (
        'def load():\n    df = pd.read_csv("a.csv")\n    return df',
        "pandas.read_csv",
        None,
        None,
    ),
    "in-try": (
        'try:\n    df = pd.read_csv("a.csv")\nexcept OSError:\n    df = None',
        "pandas.read_csv",
        "df",
        "pandas",
    ),
}


@pytest.mark.parametrize("case", READS)
def test_a_reader_is_known_with_its_file_and_its_frame(case: str) -> None:
    source, reader, variable, frame = READS[case]
    references = [one for one in found(source) if one.reader == reader]
    assert [(what(one), one.variable, one.frame) for one in references] == [("a.csv", variable, frame)]
    assert len(found(source)) == 1
    assert "a.csv" in source[references[0].start : references[0].end] or "con" in case or "sql" in case


PATHS = {
    "constant": ['FILE = "d/a.csv"', "pd.read_csv(FILE)"],
    "path": ["from pathlib import Path", 'D = Path("d")', 'pd.read_csv(D / "a.csv")'],
    "path-joined": ['from pathlib import Path\npd.read_csv(Path("d").joinpath("a.csv"))'],
    "path-two-arguments": ['import pathlib\npd.read_csv(pathlib.Path("d", "a.csv"))'],
    "os-path": ['import os\nd = os.path.join("d")', 'pd.read_csv(os.path.join(d, "a.csv"))'],
    "os-path-from": ['from os.path import join\npd.read_csv(join("d", "a.csv"))'],
    "working-folder": ['import os\npd.read_csv(os.path.join(os.getcwd(), "d", "a.csv"))'],
    "added": ['D = "d/"', 'pd.read_csv(D + "a.csv")'],
    "f-string": ['D, n = "d", "a"', 'pd.read_csv(f"{D}/{n}.csv")'],
    "percent": ['n = "a"\npd.read_csv("d/%s.csv" % n)'],
    "format": ['n = "a"\npd.read_csv("{}/{name}.csv".format("d", name=n))'],
    "dict": ['files = {"train": "d/a.csv", "other": 3}', 'pd.read_csv(files["train"])'],
    "list": ['files = ["x.csv", "d/a.csv"]', "pd.read_csv(files[-1])"],
    "class": ['class Config:\n    D = "d"\n    F = D + "/a.csv"', "pd.read_csv(Config.F)"],
    "environment-default": ['import os\nD = os.environ.get("D", "d")', 'pd.read_csv(f"{D}/a.csv")'],
    "or": ['import os\nD = os.getenv("D") or "d"', 'pd.read_csv(D + "/a.csv")'],
    "suffix": ["from pathlib import Path", 'pd.read_csv(Path("d/a.txt").with_suffix(".csv"))'],
    "text-of-path": ["from pathlib import Path", 'p = Path("d")\npd.read_csv(str(p / "a.csv"))'],
    "default-of-parameter": ['def load(d="d"):\n    return pd.read_csv(d + "/a.csv")'],
    "own-function": ['def place(n):\n    return "d/" + n', 'pd.read_csv(place("a.csv"))'],
    "called": ['def load(n):\n    return pd.read_csv("d/" + n)', 'df = load("a.csv")'],
    "folder-changed": ["%cd d", 'pd.read_csv("a.csv")'],
    "chdir": ['import os\nos.chdir("d")', 'pd.read_csv("a.csv")'],
    "timed-cell": ['%%time\nD = "d"', 'pd.read_csv(D + "/a.csv")'],
    "walrus": ['if (p := "d/a.csv"):\n    pd.read_csv(p)'],
    "loop": ['for n in ["a"]:\n    pd.read_csv(f"d/{n}.csv")'],
    "enumerated": ['for i, n in enumerate(["d/a.csv"]):\n    pd.read_csv(n)'],
    "file-url": ['pd.read_csv("file://d/a.csv".replace("file://", ""))'],
}


@pytest.mark.parametrize("case", PATHS)
def test_a_path_is_put_together_across_cells(case: str) -> None:
    assert names(*PATHS[case]) == ["d/a.csv"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('pd.read_csv("../data/a.csv")', "../data/a.csv"),
        ('from pathlib import Path\npd.read_csv(Path.cwd().parent / "a.csv")', "../a.csv"),
        ('from pathlib import Path\npd.read_csv(Path.home() / "a.csv")', "~/a.csv"),
        ('import os\npd.read_csv(os.path.expanduser("~/a.csv"))', "~/a.csv"),
        ('pd.read_csv("/data/a.csv")', "/data/a.csv"),
        ('pd.read_csv(r"C:\\data\\a.csv")', "C:\\data\\a.csv"),
        ('pd.read_csv("file:///data/a.csv")', "/data/a.csv"),
        ('spark.read.csv("dbfs:/dbfs/a.csv")', "/dbfs/a.csv"),
        ('pl.read_parquet("data/*.parquet")', "data/*.parquet"),
        ('import glob\nfor f in sorted(glob.glob("d/*.csv")):\n    pd.read_csv(f)', "d/*.csv"),
        ('from pathlib import Path\nfor f in Path("d").rglob("*.csv"):\n    pd.read_csv(f)', "d/**/*.csv"),
        ("import os\nfor f in os.listdir('d'):\n    pd.read_csv(os.path.join('d', f))", "d/*"),
        (
            "import os\nfor r, _, fs in os.walk('d'):\n  for f in fs:\n    pd.read_csv(os.path.join(r, f))",
            "d/**/*",
        ),
        ('for year in years:\n    pd.read_csv(f"d/sales_{year}.csv")', "d/sales_*.csv"),
        ('pd.read_csv("https://example.com/a.csv?key=x#y")', "https://example.com/a.csv"),
        ('pd.read_csv("s3://bucket/a.csv")', "s3://bucket/a.csv"),
        (
            'spark.read.parquet("abfss://c@account.example.com/a")',
            "abfss://c@account.example.com/a",
        ),
        ('load_dataset("squad")', "hf://datasets/squad"),
        ('B = "https://example.com/"\npd.read_csv(B + "a.csv")', "https://example.com/a.csv"),
        ("pd.read_csv(path)", "is put together when the code runs"),
        ('pd.read_csv(os.path.join(folder, "a.csv"))', "is put together when the code runs"),
        ('pd.read_csv(f"d/{name}.csv")', "is put together when the code runs"),
    ],
)
def test_what_is_named_is_a_path_a_pattern_an_address_or_not_known(source: str, expected: str) -> None:
    assert names(source) == [expected]


def test_a_url_is_named_without_user_password_and_query() -> None:
    parts = ["https://", "ann", ":", "word", "@", "example.com/a.csv?sig=", "abc"]
    (reference,) = found(f'pd.read_csv("{"".join(parts)}")')
    assert reference.url == "https://example.com/a.csv"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('df.to_csv("o.csv", index=False)', ("to_csv", "df")),
        ('df.to_parquet(path="o.csv")', ("to_parquet", "df")),
        ('df.write_csv("o.csv")', ("write_csv", "df")),
        ('with pd.ExcelWriter("o.csv") as w:\n    df.to_excel(w)', ("pandas.ExcelWriter", None)),
        ('lazy.sink_parquet("o.csv")', ("sink_parquet", "lazy")),
        ('df.groupby("a").sum().to_csv("o.csv")', ("to_csv", None)),
        ('df.write.mode("overwrite").csv("o.csv")', ("spark.write.csv", None)),
        ('import pyarrow.parquet as pq\npq.write_table(t, "o.csv")', ("pyarrow.parquet.write_table", None)),
        ('with open("o.csv", "w") as f:\n    pass', ("open", None)),
        ('from pathlib import Path\nPath("o.csv").write_text(t)', ("pathlib.Path.write_text", None)),
        ("duckdb.sql(\"COPY t TO 'o.csv' (HEADER)\")", ("duckdb.sql", None)),
        ('np.savetxt("o.csv", a)', ("numpy.savetxt", None)),
    ],
)
def test_what_is_written_is_named_as_such(source: str, expected: tuple[str, str | None]) -> None:
    (reference,) = found(source)
    assert what(reference) == "> o.csv"
    assert (reference.reader, reference.variable) == expected


@pytest.mark.parametrize(
    "source",
    [
        "print(df.to_csv())",
        "import io\npd.read_csv(io.StringIO(text))",
        'f = open("settings.yaml")',
        'open("plot.png", "wb")',
        'import sqlite3\nsqlite3.connect(":memory:")',
        "duckdb.connect()",
        "pd.read_json('{\"a\": 1}')",
        "text = \"read_csv(1) from 'a.csv'\"",
        "# df = pd.read_csv('a.csv')",
        "from sklearn.datasets import load_iris\nload_iris()",
        "model.query(\"please read from 'here'\")",
        'def read_csv(x): pass\nread_csv("a.csv")',
    ],
)
def test_what_is_no_data_is_not_named(source: str) -> None:
    assert found(source) == []


def test_what_is_not_looked_at_says_why() -> None:
    (reference,) = found('df = pd.read_hdf("a.h5")')
    assert reference.path == "a.h5"
    assert reference.unread == "HDF5 files are not looked at"


def test_each_file_of_a_list_has_its_own_place() -> None:
    source = 'd = load_dataset("csv", data_files={"train": "a.csv", "test": ["b.csv", "c.csv"]})'
    assert [(what(one), source[one.start : one.end]) for one in found(source)] == [
        ("a.csv", '"a.csv"'),
        ("b.csv", '"b.csv"'),
        ("c.csv", '"c.csv"'),
    ]


def test_either_branch_may_have_run() -> None:
    source = 'if colab:\n    D = "/content"\nelse:\n    D = "."\npd.read_csv(D + "/a.csv")'
    assert sorted(names(source)) == ["./a.csv", "/content/a.csv"]


def test_a_method_reads_what_init_has_set() -> None:
    source = (
        "class Store:\n    def __init__(self):\n        self.place = 'a.csv'\n"
        "    def load(self):\n        return pd.read_csv(self.place)"
    )
    assert names(source) == ["a.csv"]


def test_a_function_of_the_notebook_is_shown_at_its_call_with_the_frame() -> None:
    sources = ["def load(path):\n    return pd.read_csv(path)", 'people = load("people.csv")']
    (reference,) = found(*sources)
    assert (reference.cell, reference.variable, reference.frame) == (2, "people", "pandas")
    assert sources[1][reference.start : reference.end] == '"people.csv"'


def test_places_count_code_points_whatever_the_text() -> None:
    source = '# 😀 é\r\nж = "é😀"; df = pd.read_csv("ä😀.csv")\r\n'
    (reference,) = found(source)
    assert source[reference.start : reference.end] == '"ä😀.csv"'
    assert reference.path == "ä😀.csv"


HALF_TYPED = [
    'df = pd.read_csv("a.csv"',
    'df = pd.read_csv("a.csv',
    'df = pd.read_csv("a.csv",\n                 sep=',
    'x = (1 +\ndf = pd.read_csv("a.csv")',
    'df = pd.read_csv("a.csv")\nfor row in df.',
    'df = pd.read_csv("a.csv")\ndef f(:\n    pass',
    'with open("a.csv") as f:',
    'if True:\n    df = pd.read_csv("a.csv")\nelse',
    '%matplotlib inline\n!pip install x\ndf = pd.read_csv("a.csv").',
    'df?\nfiles = !ls\ndf = pd.read_csv("a.csv")',
    'print "old"\ndf = pd.read_csv("a.csv")',
    'text = """open\ndf = 1\n"""\ndf = pd.read_csv("a.csv"',
]


@pytest.mark.parametrize("source", HALF_TYPED)
def test_half_typed_code_is_read_as_far_as_it_goes(source: str) -> None:
    (reference,) = found(source)
    assert reference.path == "a.csv"
    assert source[reference.start : reference.end].startswith('"a.csv')


def test_every_beginning_of_a_cell_is_survived() -> None:
    source = (
        "%%time\nfrom pathlib import Path\nimport pandas as pd\nD = Path('d') / f'{2}'\n"
        "for p in [\"a.csv\", 'b.csv']:\n    df = pd.concat([pd.read_csv(D / p)], axis=0)\n"
        "duckdb.sql('''SELECT *\nFROM 'c.csv' ''').df()\n%sql select * from 'd.csv'\n"
    )
    for end in range(len(source)):
        for one in found(source[:end]):
            assert 0 <= one.start < one.end <= end
    assert names(source) == ["d/2/a.csv", "d/2/b.csv", "c.csv", "d.csv"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%%sql\nSELECT * FROM 'a.parquet' JOIN \"b.csv\" USING (id)", ["a.parquet", "b.csv"]),
        ("%%sql sqlite:///a.db\nSELECT * FROM people", ["a.db"]),
        ("%%sql\nSELECT * FROM read_parquet(['a.parquet', 'b.parquet'])", ["a.parquet", "b.parquet"]),
        ("%%sql\nATTACH 'a.duckdb' AS a; COPY t TO 'o.csv'", ["a.duckdb", "> o.csv"]),
        ("%%sql\nSELECT 'from a.csv' FROM people", []),
    ],
)
def test_sql_cells_name_files(source: str, expected: list[str]) -> None:
    assert names(source, language="sql") == expected


def test_a_sql_line_names_files() -> None:
    assert names("%sql duckdb:///a.duckdb\nx = %sql SELECT * FROM 'b.csv'") == ["a.duckdb", "b.csv"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('df <- read.csv("a.csv", sep = ";")', ["a.csv"]),
        ("df <- readr::read_csv(file = 'a.csv')", ["a.csv"]),
        ('p <- file.path("d", "a.csv")\ndf <- fread(p)', ["d/a.csv"]),
        ('df <- arrow::read_parquet(here::here("d", "a.parquet"))', ["d/a.parquet"]),
        ('write.csv(df, "o.csv", row.names = FALSE)', ["> o.csv"]),
        ('df <- read_csv("https://example.com/a.csv")', ["https://example.com/a.csv"]),
        ('# df <- read.csv("a.csv")', []),
        ("df <- read.csv(path)", []),
    ],
)
def test_r_is_read_too(source: str, expected: list[str]) -> None:
    assert names(source, language="r") == expected


def test_r_objects_are_named_as_not_looked_at() -> None:
    (reference,) = found('m <- readRDS("m.rds")', language="r")
    assert (reference.path, reference.unread) == ("m.rds", "R's own objects are not looked at")


def code_cells(path: Path) -> list[CellSource]:
    try:
        parts = read_notebook(path.read_bytes()).parts
    except UnreadableNotebookError:
        return []
    return [
        CellSource(part.cell, part.text, part.language)
        for part in parts
        if part.kind == "source" and part.cell_type == "code" and part.cell is not None
    ]


def test_real_notebooks_are_read_without_a_crash_and_with_true_places(real_notebooks: list[Path]) -> None:
    total = 0
    for path in real_notebooks:
        cells = code_cells(path)
        sources = {cell.cell: cell.source for cell in cells}
        for reference in references_in(cells):
            total += 1
            what(reference)
            argument = sources[reference.cell][reference.start : reference.end]
            assert argument.strip()
            assert argument == argument.strip()
    assert total > 50


def test_real_notebooks_cut_anywhere_are_survived(real_notebooks: list[Path]) -> None:
    chance = random.Random(6)
    for path in real_notebooks[::4]:
        for cell in code_cells(path):
            if "read_" in cell.source or "open(" in cell.source:
                for _ in range(5):
                    references_in([cell._replace(source=cell.source[: chance.randrange(len(cell.source))])])


def test_a_notebook_without_data_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[object] = []
    monkeypatch.setattr(cells_module, "references_of", lambda cells: parsed.append(cells) or [])
    cells = [CellSource(n, "x = [i ** 2 for i in range(10)]\n" * 50, "python") for n in range(1, 500)]
    assert references_in(cells) == []
    assert parsed == []
    references_in([*cells, CellSource(500, "pd.read_csv(x)", "python")])
    assert len(parsed) == 1


@pytest.mark.parametrize(
    ("size", "source"),
    [
        (8000, lambda n: "pd.read_csv(" + "(" * n),
        (20000, lambda n: "x = " + "+".join(["'a'"] * n) + "\npd.read_csv(x)"),
        (
            60,
            lambda n: (
                "\n".join(f"x{i} = [{', '.join(['x' + str(i - 1)] * 60)}]" for i in range(1, n))
                + f"\npd.read_csv(x{n - 1})"
            ),
        ),
        (1000, lambda n: "def f(x):\n    return f(x) + f(x)\n" + "pd.read_csv(f('a'))\n" * n),
        (
            1000,
            lambda n: "def f(x):\n    pd.read_csv(x)\n    f(x)\n    f(x + 'a')\n" + "f('a.csv')\n" * n,
        ),
        (2000, lambda n: "x = f'{x}{x}'\n" * n + "pd.read_csv(x)"),
        (1000, lambda n: "x = 'a' * 3\nx += x\n" * n + "pd.read_csv(x)"),
    ],
    ids=["brackets", "sum", "lists", "recursion", "two-calls", "f-strings", "doubling"],
)
def test_hostile_code_costs_in_proportion(size: int, source: Callable[[int], str]) -> None:
    def read(size: int) -> Callable[[], object]:
        code = source(size)
        return lambda: found(code)

    assert_linear(read, size)


@pytest.mark.parametrize("source", ["pd.read_csv('\0')", "pd.read_csv('\ud800.csv')"])
def test_odd_paths_are_survived(source: str) -> None:
    found(source)
