from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ct_jupyter.datasets import delimited
from ct_jupyter.datasets.dialect import dialect_of, unique
from ct_jupyter.datasets.encoding import encoding_of
from ct_jupyter.datasets.scan import is_value, scan_data
from ct_jupyter.datasets.source import Limits, Source, Watch
from ct_jupyter.datasets.tables import tables_of

from .kit import mail


def read(data: bytes, name: str = "a.csv") -> pl.DataFrame:
    watch = Watch()
    [frame] = [
        pl.concat(list(table.batches), how="diagonal")
        for table in tables_of(Source.of_bytes(name, data), watch, Limits(), is_value)
    ]
    assert watch.problems == []
    return frame


TEXT = "größe,名前,note\n001,田中,all well\n002,佐藤,café\n" * 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_any_form_of_unicode_is_read(encoding: str) -> None:
    frame = read(TEXT.encode(encoding))
    assert frame.rows() == [("001", "田中", "all well"), ("002", "佐藤", "café")]
    assert frame.columns == ["größe", "名前", "note"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "größe,prénom\n" + "12,Müller naïve façade Straße\n" * 30),
        ("cp932", "名前,住所\n" + "田中太郎,東京都港区のビル\n" * 30),
        ("gb18030", "姓名,地址\n" + "张伟先生,北京市朝阳区建国路\n" * 30),
        ("cp1251", "имя,город\n" + "Иван Петров,Санкт-Петербург и область\n" * 30),
        ("euc_kr", "이름,주소\n" + "김철수입니다,서울특별시 강남구 테헤란로\n" * 30),
    ],
)
def test_a_file_in_an_old_encoding_is_read(encoding: str, text: str) -> None:
    frame = read(text.encode(encoding))
    lines = [tuple(line.split(",")) for line in text.splitlines()]
    assert frame.rows() == lines[1:]
    assert tuple(frame.columns) == lines[0]


@pytest.mark.parametrize(
    ("text", "columns", "row"),
    [
        ("a;b\n1,5;2\n3,5;4\n", ["a", "b"], ("1,5", "2")),
        ("a\tb\n1\t2\n", ["a", "b"], ("1", "2")),
        ("a|b\n1|2\n", ["a", "b"], ("1", "2")),
        ("sep=;\na;b\n1;2\n", ["a", "b"], ("1", "2")),
        ("# written by a tool\na,b\n1,2\n3,4\n", ["a", "b"], ("1", "2")),
        ('a,b\n"1, or\n2","say ""hi"""\n3,4\n', ["a", "b"], ("1, or\n2", 'say "hi"')),
        ("a,b\r\n1,2\r\n", ["a", "b"], ("1", "2")),
        ("a,b\r1,2\r3,4\r", ["a", "b"], ("1", "2")),
        ("a,b\n0012,1.50\n", ["a", "b"], ("0012", "1.50")),
        ("a,a,\n1,2,3\n", ["a", "a (2)", "column 3"], ("1", "2", "3")),
        ("1,2\n3,4\n", ["column 1", "column 2"], ("1", "2")),
        ("x1,new\nx2,new\nx3,new\n", ["column 1", "column 2"], ("x1", "new")),
        ('item,size\n1,5" wide\n2,6" wide\n', ["item", "size"], ("1", '5" wide')),
        ("only\none\ntwo\n", ["only"], ("one",)),
        ("a,b\n\n1,2\n", ["a", "b"], ("1", "2")),
    ],
)
def test_dialects(text: str, columns: list[str], row: tuple[str, ...]) -> None:
    frame = read(text.encode())
    assert frame.columns == columns
    assert frame.row(0) == row


def test_a_first_row_of_somebodys_data_is_no_header() -> None:
    rng = random.Random(2)
    first = mail(rng)
    frame = read(f"anna,{first}\nbert,{mail(rng)}\n".encode())
    assert frame.columns == ["column 1", "column 2"]
    assert frame.height == 2


def test_rows_that_are_too_wide_lose_nothing() -> None:
    rng = random.Random(2)
    frame = read(f"a,b\n1,2\n3,4,{mail(rng)}\n5\n".encode())
    assert frame.columns == ["a", "b", "column 3"]
    assert frame.rows()[0] == ("1", "2", None)
    assert frame["column 3"].drop_nulls().len() == 1


def test_broken_quotes_are_told_and_the_lines_are_looked_at_all_the_same() -> None:
    value = mail(random.Random(2))
    report = scan_data(Source.of_bytes("a.csv", f'a,b\n1,"fine"\n2,"open {value}\n3,"x"\n'.encode()))
    assert "broken quotes" in report.problems[0][1]
    assert [column.rule.id for column in report.columns] == ["pii.email"]


def test_other_encodings_behind_the_first_block_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 4096)
    monkeypatch.setattr(delimited, "_HEAD_BYTES", 4096)
    frame = read(b"a,b\n" + b"1,plain\n" * 2000 + "2,caf\u00e9 au lait\n".encode("cp1252") * 50)
    assert frame.row(-1) == ("2", "café au lait")


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@example([("0\n", "0\n")], 8)
@example([("0\n", "0\n")], 33)
@example([("\n0", "\n0")], 33)
@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=40), st.integers(8, 80))
def test_blocks_of_any_size_hold_the_same_rows(rows: list[tuple[str, str]], size: int) -> None:
    data = (
        b"first name,second name\n"
        + "".join(
            ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
        ).encode()
    )
    before = delimited.BLOCK_BYTES, delimited._HEAD_BYTES
    delimited.BLOCK_BYTES = size
    delimited._HEAD_BYTES = max(size, 32)
    try:
        watch = Watch()
        found: list[tuple[str, ...]] = []
        for table in tables_of(Source.of_bytes("a.csv", data), watch, Limits(), lambda _: False):
            if table.named:
                for frame in table.batches:
                    found += [tuple(cell or "" for cell in row) for row in frame.rows()]
    finally:
        delimited.BLOCK_BYTES, delimited._HEAD_BYTES = before
    assert watch.problems == []
    if found:
        assert found == rows


def test_names_are_unique() -> None:
    assert unique(["a", "a", "a (2)", ""]) == ("a", "a (3)", "a (2)", "column 4")


def test_an_encoding_is_only_guessed_where_it_is_not_unicode() -> None:
    assert encoding_of("näher".encode()[:3]) == "utf-8"
    assert encoding_of(b"plain") == "utf-8"


def test_a_binary_file_named_csv_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(random.Random(1).randbytes(5000))
    report = scan_data(path)
    assert report.problems
    assert report.columns == []


def test_a_dialect_of_nothing_is_no_dialect() -> None:
    assert dialect_of("", None, lambda _: False).columns == ()


def test_a_first_row_of_names_alone_is_not_shown_as_names_of_columns() -> None:
    rows = ["Anna,Berlin", "Bert,Hamburg", "Clara Maria,Bad Ems", "Dora,Bonn"]
    assert read("\n".join(rows).encode()).columns == ["column 1", "column 2"]
    assert read("\n".join(["Name,City", *rows]).encode()).columns == ["Name", "City"]
    assert read("\n".join(["Region,Chef", *rows]).encode()).columns == ["Region", "Chef"]
    assert read("\n".join(["who,where", *rows]).encode()).columns == ["who", "where"]
