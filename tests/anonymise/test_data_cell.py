"""The cell that treats columns: how it looks, and where it goes. That it runs is tested in ``running``."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from ct_jupyter.anonymise.data_cell import Action, Surroundings, plan_data_cell
from ct_jupyter.detection import load_rules
from ct_jupyter.references import CellSource, Reference, references_in
from ct_jupyter.stores.refusal import Refusal
from tests.anonymise.placed import with_data_cell
from tests.conftest import code, notebook, stream

READS = {
    "pandas": 'import pandas as pd\n\ndf = pd.read_csv("people.csv")',
    "polars": 'import polars as pl\n\ndf = pl.read_csv("people.csv")',
    "polars-lazy": 'import polars as pl\n\ndf = pl.scan_csv("people.csv")',
}
ACTIONS: tuple[Action, ...] = ("drop", "mask", "hash", "fake")
KINDS = sorted(rule.id for rule in load_rules() if rule.id.startswith("pii."))


def reference(source: str) -> Reference:
    (found,) = references_in([CellSource(1, source, "python")])
    return found


def ruff(*arguments: str, source: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("ruff")
    if program is None:
        pytest.fail("ruff is not installed")
    return subprocess.run(
        [program, *arguments, "-"], input=source, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("action", [*ACTIONS, "all"])
def test_a_cell_is_formatted_as_ruff_does_and_lints(read: str, action: str) -> None:
    names = ["e-mail", 'a "b"', "it's", "both '\"", "Ärzte", "x" * 30, "\t", "column 7", *KINDS]
    columns = {
        name: (KINDS[n % len(KINDS)], ACTIONS[n % 4] if action == "all" else action)  # type: ignore[misc]
        for n, name in enumerate(names)
    }
    cell = plan_data_cell(reference(READS[read]), columns)
    source = cell.source + "\n"
    formatted = ruff("format", "--isolated", source=source)
    assert formatted.returncode == 0, formatted.stderr
    assert formatted.stdout == source
    linted = ruff(
        "check",
        "--isolated",
        "--select",
        "E,F,W,I,B",
        "--output-format",
        "concise",
        source=f"df = None\n{source}",
    )
    allowed = ("E402", "All checks", "Found", "[*]")
    assert [line for line in linted.stdout.splitlines() if not any(code in line for code in allowed)] == []


LOAD = ("import os", "from dotenv import load_dotenv", 'if not load_dotenv("a/.env"):', "    load_dotenv()")


def test_a_cell_is_short_and_imports_what_it_needs() -> None:
    columns: dict[str, tuple[str, Action]] = {kind: (kind, "fake") for kind in KINDS[:8]}
    source = plan_data_cell(reference(READS["pandas"]), columns, Surroundings(load=LOAD)).source
    assert len(source.splitlines()) < 25
    assert "from ct_jupyter.pseudonyms import treat" in source
    assert source.index("load_dotenv()") < source.index("df = treat(")
    file = plan_data_cell(reference(READS["pandas"]), columns, Surroundings(module="ct_pseudonyms"))
    assert len(file.source.splitlines()) < 25
    assert "ct_jupyter" not in file.source


def test_the_key_may_have_another_name_but_must_be_one() -> None:
    columns: dict[str, tuple[str, Action]] = {"a": ("pii.email", "hash")}
    source = plan_data_cell(reference(READS["pandas"]), columns, key_env="MY_KEY").source
    assert source.endswith('df = treat(df, {"a": "hash"}, key_env="MY_KEY")')
    with pytest.raises(Refusal, match="must be capital letters") as refused:
        plan_data_cell(reference(READS["pandas"]), columns, key_env='X"]; print(1)')
    assert refused.value.reason == "invalid-name"


def test_a_second_treatment_takes_the_place_of_the_first() -> None:
    read = reference(READS["pandas"])
    first = plan_data_cell(read, {"a": ("pii.email", "mask"), "b": ("pii.phone", "fake")})
    around = Surroundings(source=READS["pandas"], below=[(2, "x = 1"), (4, first.source)], load=LOAD)
    second = plan_data_cell(read, {"a": ("pii.email", "hash"), "c": ("pii.iban", "drop")}, around)
    assert second.replaces == 4
    assert second.split_at is None
    assert second.source.endswith('df = treat(df, {"a": "hash", "b": "fake:phone", "c": "drop"})')
    assert "load_dotenv()" in second.source
    assert plan_data_cell(read, {"a": ("pii.email", "hash")}, around).replaces == 4


def test_what_somebody_added_to_the_cell_stays() -> None:
    read = reference(READS["pandas"])
    first = plan_data_cell(read, {"a": ("pii.email", "mask")}, key_env="MY_KEY").source
    own = f"{first}\ndf.head()  # mine"
    second = plan_data_cell(read, {"a": ("pii.email", "drop")}, Surroundings(below=[(2, own)]))
    assert second.source == own.replace('"mask"', '"drop"')


@pytest.mark.parametrize(
    "source",
    [
        'other = treat(other, {"a": "hash"})',
        'df = treat(other, {"a": "hash"})',
        'df = vet.treat(df, {"a": "hash"})',
        "df = treat(df, columns)",
        "df = treat(df, {'a': 1})",
        "df = treat(",
    ],
)
def test_other_calls_are_left_alone(source: str) -> None:
    around = Surroundings(below=[(2, source)])
    assert plan_data_cell(reference(READS["pandas"]), {"a": ("pii.email", "drop")}, around).replaces is None


@pytest.mark.parametrize(
    "source",
    [
        'text = open("people.csv").read()',
        'n = len(pd.read_csv("people.csv"))',
        'def f():\n    df = pd.read_csv("people.csv")',
        'for f in ["people.csv"]:\n    df = pd.read_csv(f)',
        'df.to_csv("people.csv")',
        'df = spark.read.csv("people.csv")',
    ],
)
def test_what_no_cell_below_can_change_is_refused_with_what_to_do(source: str) -> None:
    with pytest.raises(Refusal, match="ct-jupyter anonymise") as refused:
        plan_data_cell(reference(source), {"a": ("pii.email", "drop")})
    assert refused.value.reason == "no-frame"


@pytest.mark.parametrize(
    ("after", "below"),
    [
        ("", None),
        ("  # people\n\n# done", None),
        ("\ndf.head()", "df.head()"),
        ("; df.head()", "df.head()"),
        ("  # people\nprint(1)\ndf", "print(1)\ndf"),
        ("\ndf.head(", None),
    ],
)
def test_a_cell_that_goes_on_is_cut_behind_the_read(after: str, below: str | None) -> None:
    source = READS["pandas"] + after
    cell = plan_data_cell(reference(source), {"a": ("pii.email", "drop")}, source=source)
    if below is None and not after.endswith("("):
        assert cell.split_at is None
    elif below is not None:
        assert cell.split_at is not None
        assert source[cell.split_at :] == below


def test_the_cell_is_put_below_and_the_outputs_of_a_cut_cell_go() -> None:
    source = READS["pandas"] + "\nprint(df)"
    document = notebook(code("1"), code(source, stream("all of them")), code("2"))
    (found,) = references_in([CellSource(2, source, "python")])
    cell = plan_data_cell(found, {"a": ("pii.email", "drop")}, source=source)
    after = with_data_cell(document, found, cell)
    assert [one["source"] for one in after["cells"]] == ["1", READS["pandas"], cell.source, "print(df)", "2"]
    assert not any(one["outputs"] for one in after["cells"])
    assert len({one.get("id") for one in after["cells"] if "id" in one}) == 2
    assert document["cells"][1]["outputs"]
