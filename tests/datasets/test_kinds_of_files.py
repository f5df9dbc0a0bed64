from __future__ import annotations

import contextlib
import gzip
import json
import os
import pickle
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest

from ct_jupyter.datasets.kinds import holds_records, is_data_file
from ct_jupyter.datasets.report import DataReport
from ct_jupyter.datasets.scan import scan_data
from ct_jupyter.datasets.source import Limits, Source

from .kit import PLANTED, ROWS, WRITERS, mail, table, write


def found(report: DataReport) -> set[tuple[str | None, str]]:
    return {(column.name, column.rule.id) for column in report.columns}


@pytest.mark.parametrize("name", WRITERS)
def test_a_planted_column_is_found_in_every_kind_of_file(tmp_path: Path, name: str) -> None:
    report = scan_data(write(tmp_path, name))
    column = None if name.endswith(".pkl") else PLANTED
    assert found(report) == {(column, "pii.email")}
    assert report.problems == []
    [only] = report.columns
    assert only.hits == (2 * ROWS if name == "hive" else ROWS)
    assert only.confidence == "high"


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in ("a.duckdb", "hive")])
def test_bytes_at_hand_give_what_the_file_gives(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    report = scan_data(Source.of_bytes(name, path.read_bytes()))
    if name in ("a.sqlite", "a.db") and sys.version_info < (3, 11):  # whose sqlite3 reads files alone
        assert "unpack it first" in str(report.problems)
        return
    assert found(report) == found(scan_data(path))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _damage_sqlite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x05" * (len(data) - 4096)
    path.write_bytes(bytes(data))


def _unclosed_quote(path: Path) -> None:
    path.write_bytes(b'item,note\n1,"all good"\n2,"never closed\n3,"fine"\n')


DAMAGES = {
    "a.csv": _unclosed_quote,
    "a.parquet": _cut,
    "a.feather": _cut,
    "a.arrow": _cut,
    "a.json": _cut,
    "records.json": _cut,
    "a.geojson": _cut,
    "a.jsonl": _cut,
    "a.xlsx": _cut,
    "a.sqlite": _damage_sqlite,
    "a.duckdb": _cut,
    "a.pkl": _cut,
    "a.csv.gz": _cut,
    "a.csv.zst": _cut,
    "a.csv.bz2": _cut,
    "a.csv.xz": _cut,
    "a.zip": _cut,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_of_every_kind_is_a_problem_that_quotes_nothing(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    DAMAGES[name](path)
    report = scan_data(path)
    assert report.problems
    for _, message in report.problems:
        assert "@" not in message
        assert str(tmp_path) not in message


def test_a_parquet_file_with_a_broken_page_is_a_problem(tmp_path: Path) -> None:
    path = write(tmp_path, "a.parquet", table(5000))
    data = bytearray(path.read_bytes())
    data[200 : len(data) // 2] = bytes(len(data) // 2 - 200)
    path.write_bytes(bytes(data))
    assert scan_data(path).problems


def test_one_damaged_part_does_not_hide_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, "hive")
    _cut(path / "year=2023" / "part-0.parquet")
    report = scan_data(path)
    assert found(report) == {(PLANTED, "pii.email")}
    assert [inside for inside, _ in report.problems] == ["year=2023/part-0.parquet"]


def test_the_line_of_damaged_json_lines_is_named_and_the_rest_is_scanned(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl")
    lines = path.read_text().splitlines()
    lines[3] = lines[3][:9]
    path.write_text("\n".join(lines))
    report = scan_data(path)
    assert "line 4 " in report.problems[0][1]
    assert report.columns[0].hits == ROWS - 1


@pytest.mark.parametrize("packed", ["gz", "zip"])
def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, packed: str) -> None:
    data = b"item,contact\n" + b"0" * (80 << 20)
    if packed == "gz":
        path = tmp_path / "a.csv.gz"
        path.write_bytes(gzip.compress(data))
    else:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", data)
    [(_, message)] = scan_data(path).problems
    assert "times its size" in message


def test_a_zip_that_lies_about_its_sizes_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"item,contact\n" + b"0" * (80 << 20))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(bytes(data))
    assert scan_data(path).problems


def test_archives_in_archives_in_archives_are_refused(tmp_path: Path) -> None:
    inner = write(tmp_path, "a.zip").read_bytes()
    for name in ("b.zip", "c.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("a.zip", inner)
        inner = (tmp_path / name).read_bytes()
    [(_, message)] = scan_data(tmp_path / "c.zip").problems
    assert "unpack it first" in message


@pytest.mark.parametrize("name", ["../up.csv", "/etc/up.csv", "C:/up.csv", "a/../../up.csv", "..\\up.csv"])
def test_a_member_that_leads_out_of_its_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"a,b\n1,2\n")
        archive.writestr("fine.csv", table().write_csv())
    report = scan_data(path)
    assert "leads out of the archive" in report.problems[0][1]
    assert found(report) == {(PLANTED, "pii.email")}
    assert not (tmp_path.parent / "up.csv").exists()


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in scan_data(path).problems[0][1]


def test_a_member_with_a_password_is_a_problem(tmp_path: Path) -> None:
    path = write(tmp_path, "a.zip")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(mark) + offset
        data[at] |= 1
    path.write_bytes(bytes(data))
    [(_, message)] = scan_data(path).problems
    assert "has a password" in message


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.csv", "a,b\n1,2\n")
    [(_, message)] = scan_data(path, limits=Limits(members=4)).problems
    assert "more than 4 files" in message


class _Runs:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.marker),)


def test_a_pickle_that_would_run_code_does_not(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    path = tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps([_Runs(marker), mail(random.Random(5))]))
    report = scan_data(path)
    assert not marker.exists()
    assert found(report) == {(None, "pii.email")}
    assert "never loaded" in report.notes[0]
    pickle.loads(path.read_bytes())
    assert marker.exists(), "the pickle has to be one that runs code"


def test_a_pickled_data_frame_shows_its_texts(tmp_path: Path) -> None:
    frame = pytest.importorskip("pandas").DataFrame(table().to_dict(as_series=False)).astype(object)
    frame.to_pickle(tmp_path / "a.pkl")
    assert found(scan_data(tmp_path / "a.pkl")) == {(None, "pii.email")}


def test_duckdb_without_its_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.duckdb")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    [(_, message)] = scan_data(path).problems
    assert "ct-jupyter[duckdb]" in message


def test_a_duckdb_file_reaches_nothing_outside_of_itself(tmp_path: Path) -> None:
    import duckdb

    write(tmp_path, "a.csv")
    path = tmp_path / "b.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("create table own (n integer)")
        database.execute(f"create view outside as select * from read_csv('{tmp_path / 'a.csv'}')")
    report = scan_data(path)
    assert report.tables == 1
    assert report.columns == []


def test_a_database_is_not_changed_and_gets_no_files_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    database = sqlite3.connect(path)
    database.execute("pragma journal_mode = wal")
    database.execute("create table people (contact)")
    database.execute("insert into people values (?)", (mail(random.Random(2)),))
    database.commit()
    database.execute("pragma wal_checkpoint(truncate)")
    database.close()
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert found(scan_data(path)) == {("contact", "pii.email")}
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_a_file_that_lies_about_its_kind_is_read_as_what_it_is(tmp_path: Path) -> None:
    for name, really in (("page.xls", "a.tsv"), ("book.csv", "a.xlsx"), ("big.csv", "a.parquet")):
        shutil.copy(write(tmp_path, really), tmp_path / name)
        assert found(scan_data(tmp_path / name)) == {(PLANTED, "pii.email")}
    (tmp_path / "packed.csv").write_bytes(gzip.compress(table().write_csv().encode()))
    assert found(scan_data(tmp_path / "packed.csv")) == {(PLANTED, "pii.email")}


def test_nested_columns_are_named_by_their_path(tmp_path: Path) -> None:
    frame = table().select(owner=pl.struct("contact", "state"), all=pl.concat_list("contact", "state"))
    expected = {("owner.contact", "pii.email"), ("all", "pii.email")}
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_ndjson(tmp_path / "a.jsonl")
    assert found(scan_data(tmp_path / "a.parquet")) == expected
    assert found(scan_data(tmp_path / "a.jsonl")) == expected


def test_keys_that_are_somebodys_data_name_no_column(tmp_path: Path) -> None:
    rng = random.Random(4)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"by": {mail(rng): {"n": n}}}) for n in range(30)))
    report = scan_data(path)
    assert found(report) == {("by.* (keys)", "pii.email")}


def test_only_sheets_and_tables_that_are_several_are_named(tmp_path: Path) -> None:
    assert scan_data(write(tmp_path, "a.xlsx")).columns[0].table == "people"
    assert scan_data(write(tmp_path, "a.duckdb")).columns[0].table is None
    assert scan_data(write(tmp_path, "a.zip")).columns[0].table == "deep/a.csv"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("package.json", '{"name": "x", "contributors": [{"email": "x"}]}', False),
        ("tsconfig.base.json", '[{"a": 1}]', False),
        (".eslintrc.json", '[{"a": 1}]', False),
        ("settings.json", '{"data": [{"a": 1}]}', False),
        ("model.json", '{"layers": 3, "size": [1, 2]}', False),
        ("list.json", "[1, 2, 3]", False),
        ("people.json", '[\n {"name": "x"}]', True),
        ("export.json", '{"total": 2, "data": [ {"a": 1}]}', True),
        ("places.json", '{"type": "FeatureCollection", "features": []}', True),
        ("frame.json", '{"item":{"0":"001","1":"002"}}', True),
    ],
)
def test_a_walk_takes_json_that_holds_records_and_no_settings(name: str, text: str, expected: bool) -> None:
    assert is_data_file(name, lambda size: text.encode()[:size]) is expected


def test_a_walk_takes_a_database_only_where_it_is_one() -> None:
    assert not is_data_file("thumbs.db", lambda size: b"\xd0\xcf\x11\xe0"[:size])
    assert is_data_file("app.db", lambda size: b"SQLite format 3\0..."[:size])
    assert not is_data_file("backup.tar.gz", lambda size: b"")
    assert holds_records(b'\xef\xbb\xbf[{"a": 1}]')


def test_no_reader_is_imported_to_tell_a_kind() -> None:
    code = (
        "import sys, ct_jupyter.check.walk, ct_jupyter.cli.scan; "
        "sys.exit(any(name in sys.modules for name in ('polars', 'fastexcel', 'duckdb', 'zstandard')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_database_with_changes_in_a_log_is_not_clean(tmp_path: Path) -> None:
    path = write(tmp_path, "a.sqlite")
    path.with_name("a.sqlite-wal").write_bytes(b"frames")
    [(_, message)] = scan_data(path).problems
    assert "write-ahead log" in message


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "hive"])
def test_no_damage_to_a_file_ends_in_an_unforeseen_error(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    data = path.read_bytes()
    rng = random.Random(name)
    for _ in range(12):
        damaged = bytearray(data)
        for _ in range(rng.choice([1, 4, 60])):
            damaged[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(bytes(damaged[: rng.choice([len(data), rng.randrange(1, len(data))])]))
        for _, message in scan_data(path).problems:
            assert "@" not in message


def test_generated_columns_of_sqlite_are_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(
            'create table people(mail text, "o""dd" text, slow as (instr(hex(zeroblob(90000000)), mail)))'
        )
        rows = [(mail(random.Random(seed)), "x") for seed in range(60)]
        database.executemany('insert into people(mail, "o""dd") values (?, ?)', rows)
        database.commit()
    report = scan_data(path)
    assert found(report) == {("mail", "pii.email")}
    assert report.problems == []
    assert any("generated columns" in note for note in report.notes)
