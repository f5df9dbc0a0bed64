"""A data file, the same without what its columns said of people."""

from __future__ import annotations

import bz2
import csv
import datetime
import gzip
import json
import lzma
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ct_jupyter.anonymise.changes import ChangeValue, Counts
from ct_jupyter.anonymise.files import anonymise
from ct_jupyter.anonymise.pseudonyms import fake_date, fake_email, fake_number, fake_phone
from ct_jupyter.datasets.source import UnreadableDataError

KEY = b"k" * 20
NUMBER = int("49" + "170" * 3)


def address(number: int) -> str:
    return "@".join([f"person{number}", "firmname.de"])


def fake(change: Callable[[Any, bytes], Any]) -> ChangeValue:
    return lambda value: change(value, KEY)


CHANGES: dict[str, ChangeValue | None] = {"email": fake(fake_email)}
PACKINGS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def made(
    path: Path, changes: dict[str, ChangeValue | None] | None = None, name: str | None = None
) -> tuple[Path, Counts]:
    output = path.with_name("temporary")
    shown = path.with_name(name or f"new-{path.name}")
    counts = anonymise(path, output, CHANGES if changes is None else changes, shown=shown)
    return output, counts


def rows_of(text: str, **form: Any) -> list[list[str]]:
    return list(csv.reader(text.splitlines(), **form))


DIALECTS = {
    "plain": ("id,email,what\n1,{0},a\n2,{1},b\n3,,c\n", "utf-8"),
    "semicolon": ("id;email;what\n1;{0};a,b\n2;{1};b\n3;;c\n", "utf-8"),
    "tabs": ("id\temail\twhat\n1\t{0}\ta\n2\t{1}\tb\n3\t\tc\n", "utf-8"),
    "quoted": ('"id","email","what"\n"1","{0}","a ""b"""\n"2","{1}","b"\n"3","","c"\n', "utf-8"),
    "quoted-lines": ('id,email,what\n1,{0},"a\nb"\n2,{1},"x,y"\n3,,c\n', "utf-8"),
    "windows": ("id,email,what\r\n1,{0},ä\r\n2,{1},ß\r\n3,,c\r\n", "utf-8-sig"),
    "western": ("id;email;what\r\n1;{0};Größe\r\n2;{1};Käse\r\n3;;Öl\r\n", "cp1252"),
    "utf-16": ("id\temail\twhat\n1\t{0}\tä\n2\t{1}\tß\n3\t\tc\n", "utf-16"),
    "separator-line": ("sep=;\nid;email;what\n1;{0};a\n2;{1};b\n3;;c\n", "utf-8"),
    "no-end": ("id,email,what\n1,{0},a\n2,{1},b", "utf-8"),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_delimited_text_keeps_its_dialect_its_encoding_and_every_other_byte(
    name: str, tmp_path: Path
) -> None:
    template, encoding = DIALECTS[name]
    path = tmp_path / "people.csv"
    path.write_bytes(template.format(address(1), address(2)).encode(encoding))
    output, counts = made(path)
    expected = template.format(fake_email(address(1), KEY), fake_email(address(2), KEY))
    if name == "no-end":
        expected += "\n"  # the last record ends as the others do
    assert output.read_bytes() == expected.encode(encoding)
    assert counts.values["email"] == 2
    assert counts.rows == (2 if name == "no-end" else 3)


def test_a_column_can_go_and_missing_values_stay_missing(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"id,email,name\n1,{address(1)},A\n2,NA,B\n3,null,C\n", encoding="utf-8")
    output, _ = made(path, {"name": None, "email": fake(fake_email)})
    assert output.read_text(encoding="utf-8") == f"id,email\n1,{fake_email(address(1), KEY)}\n2,NA\n3,null\n"


def test_columns_without_a_name_are_told_by_their_place(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"1,{address(1)}\n2,{address(2)}\n", encoding="utf-8")
    output, _ = made(path, {"column 2": fake(fake_email)})
    assert output.read_text(encoding="utf-8").splitlines()[0] == f"1,{fake_email(address(1), KEY)}"


@pytest.mark.parametrize("packing", PACKINGS)
def test_what_is_packed_is_packed_again_or_not_as_its_name_says(packing: str, tmp_path: Path) -> None:
    path = tmp_path / f"people.csv{packing}"
    with PACKINGS[packing](path, "wt", encoding="utf-8") as file:
        file.write(f"id,email\n1,{address(1)}\n")
    expected = f"id,email\n1,{fake_email(address(1), KEY)}\n"
    output, _ = made(path)
    with PACKINGS[packing](output, "rt", encoding="utf-8") as file:
        assert file.read() == expected
    plain, _ = made(path, name="new.csv")
    assert plain.read_text(encoding="utf-8") == expected


def test_zstandard_is_written_as_well(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"id,email\n1,{address(1)}\n", encoding="utf-8")
    output, _ = made(path, name="new.csv.zst")
    packed = output.rename(tmp_path / "packed.csv.zst")
    assert pl.read_csv(packed)["email"].to_list() == [fake_email(address(1), KEY)]


def test_json_lines_keep_their_form_and_reach_nested_keys(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    records = [
        {"id": 1, "owner": {"email": address(1), "tags": ["a"]}, "cc": [{"email": address(2)}], "ok": True},
        {"id": 2, "owner": None, "cc": []},
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    output, counts = made(
        path, {"owner.email": fake(fake_email), "cc.email": fake(fake_email), "owner.tags": None}
    )
    first, second = map(json.loads, output.read_text(encoding="utf-8").splitlines())
    assert first == {
        "id": 1,
        "owner": {"email": fake_email(address(1), KEY)},
        "cc": [{"email": fake_email(address(2), KEY)}],
        "ok": True,
    }
    assert second == records[1]
    assert counts.rows == 2
    assert '"id": 1' in output.read_text(encoding="utf-8")


JSON = {
    "records": [{"id": 1, "email": "«1»"}, {"id": 2, "email": "«2»"}],
    "split": {"columns": ["id", "email"], "index": [0, 1], "data": [[1, "«1»"], [2, "«2»"]]},
    "columns": {"id": {"0": 1, "1": 2}, "email": {"0": "«1»", "1": "«2»"}},
    "wrapped": {"count": 2, "items": [{"id": 1, "email": "«1»"}, {"id": 2, "email": "«2»"}]},
    "geojson": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"email": "«1»"},
                "geometry": {"type": "Point", "coordinates": [1.5, 2]},
            },
            {"type": "Feature", "properties": {"email": "«2»"}, "geometry": None},
        ],
    },
}


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_document_keeps_its_form(name: str, indent: int | None, tmp_path: Path) -> None:
    template = json.dumps(JSON[name], indent=indent, ensure_ascii=False)
    path = tmp_path / "people.json"
    path.write_text(template.replace("«1»", address(1)).replace("«2»", address(2)), encoding="utf-8")
    output, counts = made(path)
    expected = template.replace("«1»", fake_email(address(1), KEY)).replace(
        "«2»", fake_email(address(2), KEY)
    )
    assert json.loads(output.read_text(encoding="utf-8")) == json.loads(expected)
    assert ("\n  " in output.read_text(encoding="utf-8")) == (indent is not None)
    assert counts.values["email"] == 2


FRAME = {
    "id": [1, 2, 3],
    "email": [address(1), None, address(3)],
    "phone": pl.Series([1_712_345_678, None, 2_012_345_678], dtype=pl.Int32),
    "born": [datetime.date(1990, 3, 4), None, datetime.date(1985, 1, 2)],
    "owner": [{"email": address(1), "size": 1.5}, None, {"email": None, "size": 2.5}],
    "cc": [[address(1), address(2)], [], None],
}


@pytest.mark.parametrize("ending", ["parquet", "feather"])
def test_columnar_files_keep_their_types(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"people.{ending}"
    before = pl.DataFrame(FRAME)
    before.write_parquet(path) if ending == "parquet" else before.write_ipc(path)
    email = fake(fake_email)
    changes = {
        "email": email, "phone": fake(fake_phone), "born": fake(fake_date), "owner.email": email, "cc": email,
    }  # fmt: skip
    output, counts = made(path, changes)
    after = pl.read_parquet(output) if ending == "parquet" else pl.read_ipc(output)
    assert after.columns == before.columns
    assert after.schema["phone"] == pl.Int64
    assert {**after.schema, "phone": pl.Int32} == dict(before.schema)
    assert after["id"].to_list() == [1, 2, 3]
    assert after["email"].to_list() == [fake_email(address(1), KEY), None, fake_email(address(3), KEY)]
    assert after["phone"].to_list() == [fake_phone(1_712_345_678, KEY), None, fake_phone(2_012_345_678, KEY)]
    assert after["born"].to_list() == [fake_date(v, KEY) if v else None for v in FRAME["born"]]  # type: ignore[attr-defined]
    assert after["owner"].to_list() == [
        {"email": fake_email(address(1), KEY), "size": 1.5},
        None,
        {"email": None, "size": 2.5},
    ]
    assert after["cc"].to_list() == [[fake_email(address(1), KEY), fake_email(address(2), KEY)], [], None]
    assert counts.rows == 3
    dropped, _ = made(path, {"owner": None, "cc": None})
    assert "owner" not in (pl.read_parquet(dropped) if ending == "parquet" else pl.read_ipc(dropped)).columns


def test_a_large_parquet_file_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    pl.DataFrame({"email": [address(n % 50) for n in range(300_000)], "n": range(300_000)}).write_parquet(
        path
    )
    output, counts = made(path)
    after = pl.read_parquet(output)
    assert after["n"].to_list() == list(range(300_000))
    assert after["email"].to_list()[:60] == [fake_email(address(n % 50), KEY) for n in range(60)]
    assert counts.values["email"] == 300_000


def database(path: Path, *more: str) -> None:
    with sqlite3.connect(path) as made_database:
        made_database.execute("create table people (id integer primary key, email text unique, note text)")
        made_database.executemany(
            "insert into people values (?, ?, ?)",
            [(n, address(n), "x") for n in range(200)] + [(999, None, None)],
        )
        made_database.execute('create table "or ders" (id integer, email text, phone integer)')
        made_database.execute('insert into "or ders" values (1, ?, ?)', (address(1), NUMBER))
        for one in more:
            made_database.execute(one)
    made_database.close()


def test_a_sqlite_copy_has_no_old_page_left(tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"
    database(path)
    before = path.read_bytes()
    output, counts = made(path, {"email": fake(fake_email), "or ders.phone": fake(fake_number), "note": None})
    assert path.read_bytes() == before
    assert b"firmname" not in output.read_bytes()
    copy = sqlite3.connect(output)
    assert copy.execute("select email from people where id = 1").fetchone() == (fake_email(address(1), KEY),)
    assert copy.execute('select email, phone from "or ders"').fetchone() == (
        fake_email(address(1), KEY),
        fake_number(NUMBER, KEY),
    )
    joined = copy.execute('select count(*) from people join "or ders" using (email)').fetchone()
    assert joined == (1,)
    assert [row[1] for row in copy.execute("pragma table_info(people)")] == ["id", "email"]
    copy.close()
    assert counts.values["email"] == 201


@pytest.mark.parametrize(
    ("more", "changes", "why"),
    [
        (
            [
                "create trigger t after update on people"
                ' begin insert into "or ders" values (1, old.email, 2); end'
            ],
            CHANGES,
            "triggers",
        ),
        (["create virtual table f using fts5(email)"], CHANGES, "virtual tables"),
        ([], {"people.email": lambda _: "***"}, "constraint"),
        ([], {"people.id": None}, "cannot be changed so"),
    ],
)
def test_a_database_that_would_keep_copies_or_break_is_refused(
    more: list[str], changes: dict[str, ChangeValue | None], why: str, tmp_path: Path
) -> None:
    path = tmp_path / "people.sqlite"
    database(path, *more)
    with pytest.raises(UnreadableDataError, match=why) as refused:
        made(path, changes)
    assert "firmname" not in str(refused.value)


def test_a_workbook_becomes_text(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    pl.DataFrame({"id": [1, 2], "email": [address(1), address(2)]}).write_excel(path)
    output, counts = made(path, name="new.csv")
    assert rows_of(output.read_text(encoding="utf-8"))[1][1] == fake_email(address(1), KEY)
    assert counts.rows == 2
    with pytest.raises(UnreadableDataError, match="a workbook is copied"):
        made(path)


@pytest.mark.parametrize(
    ("name", "content", "new", "why"),
    [
        ("a.csv", b"id,email\n1,x\n", "b.parquet", "the copy of a .csv file is one"),
        ("a.parquet", b"PAR1" + b"\0" * 50, None, "damaged"),
        ("a.feather", b"ARROW1" + b"\0" * 50, None, "damaged|changed"),
        ("a.sqlite", b"SQLite format 3\0" + b"\1" * 500, None, "damaged"),
        ("a.jsonl", b'{"email": "x"}\n{"email": \n', None, "line 2 is not valid JSON"),
        ("a.json", b'[{"email": "x"}', None, "not valid JSON"),
        ("a.csv.gz", b"\x1f\x8b\x08\0\0", None, "cut short|damaged"),
        ("a.xlsx", b"PK\3\4\0\0", "b.csv", "damaged"),
        ("a.csv", b"id,email\n" + b'1,"x"\n' * 50 + b'2,"y"z\n', None, "broken quotes"),
        ("a.csv", b"id,email\n" + b"1,abc\n" * 60_000 + b"2,\xff\xfe\n", None, "is not text in utf-8"),
        ("a.pkl", b"\x80\x04.", None, "pickle"),
        ("a.duckdb", b"", None, "DuckDB"),
        ("a.zip", b"PK\3\4", None, "archive"),
        ("a.bin", b"x", None, "no data file"),
        ("a.csv", b"id,mail\n1,x\n", None, "has no column 'email'"),
    ],
)
def test_what_cannot_be_copied_whole_is_refused_with_the_reason(
    name: str, content: bytes, new: str | None, why: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDataError, match=why):
        made(path, name=new)
