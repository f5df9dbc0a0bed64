"""Files with more columns, keys or elements than a table has: they cost what they are long, and are told."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

import pytest

from ct_jupyter.datasets import scan
from ct_jupyter.datasets.records import batches_of
from ct_jupyter.datasets.report import DataReport
from ct_jupyter.datasets.scan import is_value, scan_data
from ct_jupyter.datasets.source import Source
from tests.cost import assert_linear


def scanned(name: str, text: str) -> DataReport:
    return scan_data(Source.of_bytes(name, text.encode()))


SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "a long list": ("a.json", lambda n: json.dumps([{"a": [f"u{i}@x.org" for i in range(n)]}])),
    "a long list of records in one": ("a.json", lambda n: json.dumps({"a": 1, "b": [{"c": "d"}] * n})),
    "keys of one record": ("a.json", lambda n: json.dumps([{f"k{i}": "v" for i in range(2000 + n)}])),
    "a key of each line": ("a.jsonl", lambda n: "\n".join(json.dumps({f"k{i}": i}) for i in range(2000 + n))),
    "nested lists": ("a.json", lambda n: json.dumps([{"a": [["x"] * 10] * (n // 10)}])),
    "fields": ("a.csv", lambda n: ",".join(["x"] * (n // 10)) + "\n1" + ",2" * (n // 10 - 1)),
    "rows of different width": ("a.csv", lambda n: "".join("," * (i % 50) + "\n" for i in range(n // 50))),
    "open quotes": ("a.csv", lambda n: "a,b\n" + '"x\n' * n),
    "blank lines": ("a.csv", lambda n: "a,b\n" + "\n" * n),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_costs_what_it_is_long(shape: str) -> None:
    name, text = SHAPES[shape]

    def run(n: int) -> Callable[[], object]:
        content = text(n)
        return lambda: scanned(name, content)

    assert_linear(run, 20_000, shape)


def test_elements_of_a_list_are_lines_of_one_cell() -> None:
    [frame] = batches_of([{"a": ["x", ["y", "z"]], "b": "1"}, {"b": "2"}], is_value)
    assert frame.to_dict(as_series=False) == {"a": ["x\ny\nz", None], "b": ["1", "2"]}


def test_records_without_a_common_key_do_not_multiply() -> None:
    frames = list(batches_of(({f"k{i}": "v"} for i in range(50_000)), is_value))
    assert sum(frame.height for frame in frames) == 50_000
    assert max(frame.height * frame.width for frame in frames) <= 4_100_000


def test_how_many_columns_were_passed_over_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MOST_COLUMNS", 3)
    report = scanned("a.csv", "a,b,c,d,e\n" + "x,y,z,v,ann@corp-mail.de\n" * 30)
    assert report.columns == []
    assert "3 of 5 columns were looked at" in report.notes
    report = scanned("a.csv", "ann,b,c,d,e\n" + "ann@corp-mail.de,y,z,v,w\n" * 30)
    assert [column.name for column in report.columns] == ["ann"]


def test_rows_wider_than_any_table_are_told_and_not_taken_apart() -> None:
    report = scanned("a.csv", "," * 200_000)
    assert report.problems == [(None, "has rows of more than 100,000 fields; it was not scanned")]
    report = scanned("a.csv", "a,b\n1,2\n" * 60_000 + "," * 200_000 + "\n")
    assert any("more than 100,000 fields" in message for _, message in report.problems)


def test_the_longest_field_of_other_code_in_the_process_stays() -> None:
    before = csv.field_size_limit(1234)
    try:
        scanned("a.csv", 'a,b\n1,"' + "x" * 5000 + '"\n')
        assert csv.field_size_limit() == 1234
    finally:
        csv.field_size_limit(before)
