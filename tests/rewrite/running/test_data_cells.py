"""Notebooks that read people, run before and after each remedy; joins keep their rows."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from ct_jupyter.anonymise.data_cell import Action, Surroundings, plan_data_cell
from ct_jupyter.anonymise.pseudonym_file import place_file
from ct_jupyter.anonymise.pseudonyms import fake_for, hashed
from ct_jupyter.cli.main import main
from ct_jupyter.references import CellSource, references_in
from tests.anonymise.placed import with_data_cell

KEY = "a key for this test alone"
KINDS = {
    "email": "pii.email",
    "phone": "pii.phone",
    "name": "pii.person",
    "card": "pii.credit-card",
    "born": "pii.date-of-birth",
}

READS = {
    "pandas": 'import pandas as pd\n\npeople = pd.read_csv("people.csv")',
    "pandas-index": 'import pandas as pd\n\npeople = pd.read_csv("people.csv", index_col="email")',
    "pandas-dates": 'import pandas as pd\n\npeople = pd.read_csv("people.csv", parse_dates=["born"])',
    "pandas-arrow": 'import pandas as pd\n\npeople = pd.read_csv("people.csv", dtype_backend="pyarrow")',
    "pandas-category": 'import pandas as pd\n\npeople = pd.read_csv("people.csv", dtype="category")',
    "polars": 'import polars as pl\n\npeople = pl.read_csv("people.csv")',
    "polars-lazy": 'import polars as pl\n\npeople = pl.scan_csv("people.csv")',
    "polars-dates": 'import polars as pl\n\npeople = pl.read_csv("people.csv", try_parse_dates=True)',
}
SHOWS = {
    "pandas": "import json\nprint(json.dumps(people.reset_index().astype(str).to_dict('list')))",
    "polars": (
        "import json\nprint(json.dumps(people.lazy().collect().cast(pl.String).to_dict(as_series=False)))"
    ),
}
ROWS = 40


@pytest.fixture
def people(tmp_path: Path) -> Path:
    chance = random.Random(6)
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", *KINDS])
        for number in range(ROWS):
            rows.writerow(
                [
                    number,
                    "@".join([f"person{number}", "firm.test"]),
                    # Some are missing, so that pandas makes floats of them.
                    "" if number % 7 == 3 else f"30{chance.randrange(10**7, 10**8)}",
                    f"Person{chr(97 + number % 26)} Of{chr(97 + number // 2)}here",
                    f"4{chance.randrange(10**14, 10**15)}",
                    f"19{chance.randrange(50, 99)}-0{chance.randrange(1, 9)}-1{chance.randrange(9)}",
                ]
            )
    return tmp_path


def run(cells: list[dict[str, Any]], folder: Path) -> Any:
    """Run a notebook of these cells and return it."""
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell["source"]) for cell in cells])
    NotebookClient(
        document, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return document


def printed(document: Any) -> dict[str, list[Any]]:
    (shown,) = [
        one.text for one in document.cells[-1].outputs if one.output_type == "stream" and one.name == "stdout"
    ]
    found: dict[str, list[Any]] = json.loads(shown)
    return found


def remedied(read: str, actions: dict[str, Action], more: str = "") -> list[dict[str, Any]]:
    """Return the cells of a notebook that reads and shows, with the remedy in place."""
    source = READS[read]
    cells = [{"source": source}, {"source": more}, {"source": SHOWS[read.partition("-")[0]]}]
    (reference,) = references_in([CellSource(1, source, "python")])
    cell = plan_data_cell(
        reference, {name: (KINDS[name], action) for name, action in actions.items()}, source=source
    )
    document = with_data_cell({"cells": cells, "nbformat": 4, "nbformat_minor": 4}, reference, cell)
    return list(document["cells"])


def is_missing(value: Any) -> bool:
    return value != value or value in ("nan", "<NA>", "None", None)


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PSEUDONYM_KEY", KEY)
    return KEY


@pytest.mark.parametrize("read", READS)
def test_each_remedy_runs_and_leaves_none_of_the_values(read: str, people: Path, key: str) -> None:
    before = printed(run([{"source": READS[read]}, {"source": SHOWS[read.partition("-")[0]]}], people))
    actions: dict[str, Action] = {
        "email": "fake", "phone": "fake", "name": "hash", "card": "mask", "born": "fake",
    }  # fmt: skip
    after = printed(run(remedied(read, actions), people))
    assert set(after) == set(before)
    assert after["id"] == before["id"]
    for name in KINDS:
        told = {value for value in before[name] if not is_missing(value)}
        assert told
        assert not told & set(after[name]), name
        assert [is_missing(value) for value in before[name]] == [is_missing(v) for v in after[name]]
    assert len(set(after["email"])) == ROWS
    assert all(value.endswith("@example.com") for value in after["email"])
    assert set("".join(after["card"])) == {"*"}


@pytest.mark.parametrize("read", ["pandas", "pandas-index", "polars", "polars-lazy"])
def test_a_dropped_column_is_gone(read: str, people: Path) -> None:
    after = printed(run(remedied(read, {"email": "drop", "name": "drop"}), people))
    assert "email" not in after
    assert "name" not in after
    assert len(after["id"]) == ROWS


@pytest.mark.parametrize("read", ["pandas", "polars"])
def test_the_cell_gives_what_the_core_gives(read: str, people: Path, key: str) -> None:
    before = printed(run([{"source": READS[read]}, {"source": SHOWS[read]}], people))
    after = printed(run(remedied(read, {"email": "fake", "card": "fake", "name": "hash"}), people))
    secret = KEY.encode()
    assert after["email"] == [fake_for("pii.email")(value, secret) for value in before["email"]]
    assert after["card"] == [fake_for("pii.credit-card")(value, secret) for value in before["card"]]
    assert after["name"] == [hashed(value, secret) for value in before["name"]]


@pytest.mark.parametrize("read", ["pandas", "polars"])
def test_a_join_keeps_its_rows_and_a_second_run_changes_nothing(read: str, people: Path, key: str) -> None:
    (people / "orders.csv").write_text(
        "email,what\n" + "".join(f"person{n % ROWS}@firm.test,{n}\n" for n in range(100)), encoding="utf-8"
    )
    joins = {
        "pandas": "found = people.merge(orders, on='email').sort_values('what')[['id', 'what']]\n"
        "print(json.dumps(found.to_dict('list')))",
        "polars": "found = people.join(orders, on='email').sort('what').select('id', 'what')\n"
        "print(json.dumps(found.to_dict(as_series=False)))",
    }
    orders = READS[read].replace("people", "orders")
    cells = [{"source": READS[read]}, {"source": orders}, {"source": f"import json\n{joins[read]}"}]
    before = printed(run(cells, people))
    first, second = references_in([CellSource(1, READS[read], "python"), CellSource(2, orders, "python")])
    one = {"source": plan_data_cell(first, {"email": ("pii.email", "fake")}).source}
    two = {"source": plan_data_cell(second, {"email": ("pii.email", "fake")}).source}
    after = printed(run([cells[0], one, one, cells[1], two, one, two, cells[2]], people))
    assert len(after["id"]) == 100
    assert after == before


@pytest.mark.parametrize("read", ["pandas", "polars"])
def test_a_frame_that_the_cell_treats_joins_with_a_file_that_the_command_copies(
    read: str, people: Path, key: str
) -> None:
    names = ["email", "phone", "card", "name"]
    columns = [
        word for name in names for word in ("--column", f"{name}=fake:{KINDS[name].removeprefix('pii.')}")
    ]
    source, copy = str(people / "people.csv"), str(people / "copy.csv")
    assert main(["anonymise", source, "--output", copy, *columns]) == 0
    other = READS[read].replace("people", "other").replace("other.csv", "copy.csv")
    how = {
        "pandas": f"found = people.dropna().merge(other, on={names!r})[['id_x', 'id_y']].to_dict('list')",
        "polars": f"found = people.drop_nulls().join(other, on={names!r}, suffix='_y').select('id', 'id_y')"
        ".rename({'id': 'id_x'}).to_dict(as_series=False)",
    }
    cells = remedied(read, dict.fromkeys(names, "fake"), other)
    cells[-1] = {"source": f"import json\n{how[read]}\nprint(json.dumps(found))"}
    found = printed(run(cells, people))
    assert found["id_x"] == found["id_y"]
    assert len(found["id_x"]) == sum(number % 7 != 3 for number in range(ROWS))


@pytest.mark.parametrize("given", ["", "short"])
def test_without_a_key_nothing_is_changed_and_the_error_says_what_to_do(
    given: str, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSEUDONYM_KEY", given)
    with pytest.raises(Exception, match="Set the environment variable PSEUDONYM_KEY to 16") as error:
        run(remedied("pandas", {"email": "hash"}), people)
    assert "firm.test" not in str(error.value)


def test_a_frame_that_was_treated_in_another_way_is_an_error_that_says_what_to_do(
    people: Path, key: str
) -> None:
    (reference,) = references_in([CellSource(1, READS["pandas"], "python")])
    first = plan_data_cell(reference, {"email": ("pii.email", "fake")}).source
    second = plan_data_cell(
        reference, {"email": ("pii.email", "hash"), "name": ("pii.person", "drop")}
    ).source
    again = [{"source": one} for one in (READS["pandas"], first, second)]
    with pytest.raises(Exception, match="Run the cell that reads the data again") as error:
        run(again, people)
    assert "firm.test" not in str(error.value)
    shown = {"source": SHOWS["pandas"]}
    after = printed(run([*again[:2], again[0], again[2], shown], people))
    assert "name" not in after
    assert {len(value) for value in after["email"]} == {32}


@pytest.mark.parametrize("read", ["pandas", "polars"])
def test_a_kernel_without_the_package_gives_the_same(
    read: str, people: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_file(people, people)
    (reference,) = references_in([CellSource(1, READS[read], "python")])
    columns: dict[str, tuple[str, Action]] = {
        name: (kind, "fake" if name != "phone" else "hash") for name, kind in KINDS.items()
    }
    here = plan_data_cell(reference, columns)
    there = plan_data_cell(reference, columns, Surroundings(module="ct_pseudonyms"))
    hide = "import sys\nsys.modules['ct_jupyter'] = None  # as where it is not installed"
    cells = [{"source": READS[read]}, {"source": here.source}, {"source": SHOWS[read]}]
    other = [{"source": hide}, cells[0], {"source": there.source}, cells[2]]
    with pytest.raises(Exception, match="ct_jupyter"):
        run([{"source": hide}, *cells], people)
    assert printed(run(other, people)) == printed(run(cells, people))


def test_a_column_that_is_not_there_is_an_error_before_anything_changes(people: Path, key: str) -> None:
    with pytest.raises(Exception, match="nothing was changed") as error:
        run(
            [
                {"source": READS["pandas"] + "\npeople = people.rename(columns=str.upper)"},
                *remedied("pandas", {"email": "drop"})[1:],
            ],
            people,
        )
    assert "firm.test" not in str(error.value)


@pytest.mark.parametrize(
    ("read", "header"),
    [
        ('import pandas as pd\npeople = pd.read_csv("people.csv")', "id, email , name"),
        ('import polars as pl\npeople = pl.read_csv("people.csv")', "id, email , name"),
        ('import pandas as pd\npeople = pd.read_csv("people.csv", header=None)', None),
        ('import polars as pl\npeople = pl.read_csv("people.csv", has_header=False)', None),
    ],
)
def test_columns_are_found_under_blanks_and_by_their_place(
    read: str, header: str | None, tmp_path: Path, key: str
) -> None:
    rows = [f"{n},{'@'.join([f'person{n}', 'firm.test'])},Name{n}" for n in range(5)]
    (tmp_path / "people.csv").write_text("\n".join([header, *rows] if header else rows), encoding="utf-8")
    (reference,) = references_in([CellSource(1, read, "python")])
    names = ("email", "name") if header else ("column 2", "column 3")
    cell = plan_data_cell(reference, {names[0]: ("pii.email", "fake"), names[1]: ("pii.person", "drop")})
    document = run(
        [{"source": read}, {"source": cell.source}, {"source": "print(list(people.to_numpy().tolist()))"}],
        tmp_path,
    )
    shown = document.cells[-1].outputs[0].text
    assert "example.com" in shown
    assert "firm.test" not in shown
    assert "Name1" not in shown


def test_what_the_reading_cell_goes_on_with_runs_on_what_is_left(people: Path, key: str) -> None:
    source = READS["pandas"] + "\npeople.head()"
    (reference,) = references_in([CellSource(1, source, "python")])
    cell = plan_data_cell(
        reference, {"email": ("pii.email", "fake"), "name": ("pii.person", "drop")}, source=source
    )
    document = with_data_cell({"cells": [{"source": source}]}, reference, cell)
    shown = json.dumps(run(list(document["cells"]), people))
    assert "example.com" in shown
    assert "firm.test" not in shown
