"""Data files of every kind with a planted column, written for a test; values come from a seeded generator."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import pickle
import random
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl

ROWS = 60
PLANTED = "contact"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mail(rng: random.Random) -> str:
    """Return an address at a domain that nobody keeps for examples."""
    user, host = ("".join(rng.choices(_LETTERS, k=8)) for _ in range(2))
    return f"{user}@{host}.org"


def luhn(rng: random.Random, prefix: str = "4", length: int = 16) -> str:
    """Return a card number with a right check digit."""
    body = prefix + "".join(rng.choices("0123456789", k=length - len(prefix) - 1))
    digits = [int(digit) for digit in body]
    total = sum(sum(divmod(2 * digit, 10)) for digit in digits[::-2]) + sum(digits[-2::-2])
    return body + str(-total % 10)


def iban(rng: random.Random) -> str:
    """Return a German IBAN with right check digits."""
    account = "".join(rng.choices("0123456789", k=18))
    return f"DE{98 - int(account + '131400') % 97:02}{account}"


def table(rows: int = ROWS, seed: int = 1) -> pl.DataFrame:
    """Return a table whose column ``contact`` holds mail addresses, and nothing else anybody's data."""
    rng = random.Random(seed)
    return pl.DataFrame(
        {
            "item": [f"00{number}" for number in range(rows)],
            PLANTED: [mail(rng) for _ in range(rows)],
            "price": [round(rng.random() * 100, 2) for _ in range(rows)],
            "state": [rng.choice(["new", "sold", "returned"]) for _ in range(rows)],
        }
    )


def _excel(frame: pl.DataFrame, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("notes").write(0, 0, "nothing here")
        sheet = book.add_worksheet("people")
        for number, row in enumerate([tuple(frame.columns), *frame.rows()]):
            sheet.write_row(number, 0, row)


def _sqlite(frame: pl.DataFrame, path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("create table stock (n integer)")
    database.execute(f"create table people ({', '.join(frame.columns)})")
    database.executemany(f"insert into people values ({', '.join('?' * frame.width)})", frame.rows())
    database.commit()
    database.close()


def _duckdb(frame: pl.DataFrame, path: Path) -> None:
    import duckdb

    with duckdb.connect(str(path)) as database:
        database.execute("create table people (item varchar, contact varchar, price double, state varchar)")
        database.executemany("insert into people values (?, ?, ?, ?)", frame.rows())


def _zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.compress(data)


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def _write_zip(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _json(frame: pl.DataFrame, nested: bool = False) -> bytes:
    rows = frame.to_dicts()
    return json.dumps({"total": len(rows), "data": rows} if nested else rows).encode()


def _geojson(frame: pl.DataFrame, path: Path) -> None:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1.5, 2.5]}, "properties": row}
        for row in frame.to_dicts()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def _hive(frame: pl.DataFrame, path: Path) -> None:
    for year in ("2023", "2024"):
        (path / f"year={year}").mkdir(parents=True)
        frame.write_parquet(path / f"year={year}" / "part-0.parquet")
    (path / "_SUCCESS").write_text("")


WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "a.csv": lambda frame, path: path.write_bytes(_csv(frame)),
    "a.tsv": lambda frame, path: frame.write_csv(path, separator="\t"),
    "a.parquet": lambda frame, path: frame.write_parquet(path),
    "a.feather": lambda frame, path: frame.write_ipc(path),
    "a.arrow": lambda frame, path: frame.write_ipc_stream(path),
    "a.json": lambda frame, path: path.write_bytes(_json(frame)),
    "records.json": lambda frame, path: path.write_bytes(_json(frame, nested=True)),
    "a.geojson": _geojson,
    "a.jsonl": lambda frame, path: frame.write_ndjson(path),
    "a.xlsx": _excel,
    "a.sqlite": _sqlite,
    "a.db": _sqlite,
    "a.duckdb": _duckdb,
    "a.pkl": lambda frame, path: path.write_bytes(pickle.dumps(frame.to_dicts())),
    "old.pkl": lambda frame, path: path.write_bytes(pickle.dumps(frame.to_dicts(), protocol=2)),
    "a.csv.gz": lambda frame, path: path.write_bytes(gzip.compress(_csv(frame))),
    "a.csv.zst": lambda frame, path: path.write_bytes(_zstd(_csv(frame))),
    "a.csv.bz2": lambda frame, path: path.write_bytes(bz2.compress(_csv(frame))),
    "a.csv.xz": lambda frame, path: path.write_bytes(lzma.compress(_csv(frame))),
    "a.jsonl.gz": lambda frame, path: path.write_bytes(gzip.compress(frame.write_ndjson().encode())),
    "a.zip": lambda frame, path: _write_zip(path, {"readme.md": b"# hi", "deep/a.csv": _csv(frame)}),
    "hive": _hive,
}
"""By the file's name: the kind, and a folder of parts."""


def write(folder: Path, name: str, frame: pl.DataFrame | None = None) -> Path:
    """Write a data file of the kind that its name says."""
    path = folder / name
    WRITERS[name](table() if frame is None else frame, path)
    return path
