"""Which files are data files, by name and, where a name says too little, by their first bytes.

Nothing here imports a reader: a walk asks for every file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Literal

Kind = Literal[
    "csv", "tsv", "parquet", "arrow", "json", "jsonl", "excel", "sqlite", "duckdb", "pickle", "zip",
]  # fmt: skip
Packing = Literal["gz", "zst", "bz2", "xz"]

KINDS: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".feather": "arrow",
    ".arrow": "arrow",
    ".ipc": "arrow",
    ".json": "json",
    ".geojson": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".db3": "sqlite",
    ".duckdb": "duckdb",
    ".ddb": "duckdb",
    ".pkl": "pickle",
    ".pickle": "pickle",
    ".zip": "zip",
}
PACKINGS: dict[str, Packing] = {".gz": "gz", ".zst": "zst", ".bz2": "bz2", ".xz": "xz"}

PACKED = ("csv", "tsv", "jsonl", "ndjson", "json", "geojson", "parquet", "pkl", "pickle")
"""What people pack; a walk passes over any other `.gz`."""

NOTEBOOK_GLOBS = ("*.ipynb", *(f"*.ipynb{packing}" for packing in PACKINGS))
"""Of notebooks, packed or not."""

GLOBS = (
    *(f"*{suffix}" for suffix in KINDS if suffix not in (".json", ".db", ".db3")),
    *(f"*.{name}{packing}" for name in PACKED for packing in PACKINGS),
)
"""Of data files, as the setting ``include`` takes them: without endings that other things have as well, as
a glob cannot look inside."""

HEAD_BYTES = 64 << 10

_SETTINGS = re.compile(
    r"package(-lock)?|composer|manifest|tsconfig.*|jsconfig.*|lerna|angular|nx|turbo|deno|vercel|firebase|"
    r"bower|renovate|settings|launch|tasks|extensions|config|.*[.-](config|schema|settings|lock)|\..*",
    re.IGNORECASE,
)
_RECORDS = re.compile(rb'\s*\[\s*\{\s*"')
_COLLECTION = re.compile(rb'"type"\s*:\s*"(?:FeatureCollection|Feature)"')
_MEMBER = re.compile(
    rb'"(?:data|records|rows|items|results|features|users|customers|people|persons|patients|employees|'
    rb'members|contacts|entries|values|documents|hits|orders)"\s*:\s*\[\s*[\[{]',
    re.IGNORECASE,
)
_BY_COLUMN = re.compile(rb'\s*\{\s*"[^"]*"\s*:\s*\{\s*"0"\s*:')
_SQLITE_MARK = b"SQLite format 3\0"


def kind_of(name: str) -> tuple[Kind | None, Packing | None]:
    """Return what a file of that name holds, and what it is packed with."""
    path = PurePosixPath(name.replace("\\", "/").lower())
    packing = PACKINGS.get(path.suffix)
    if packing is not None:
        path = path.with_suffix("")
    kind = KINDS.get(path.suffix)
    return kind, packing


def notebook_packing(name: str) -> Packing | None:
    """Return what a notebook of that name is packed with; None where it is none, or not packed."""
    path = PurePosixPath(name.replace("\\", "/").lower())
    return PACKINGS.get(path.suffix) if path.stem.endswith(".ipynb") else None


def is_notebook(name: str) -> bool:
    """Whether a file of that name is a notebook, packed or not."""
    return name.lower().endswith(".ipynb") or notebook_packing(name) is not None


def is_data_file(name: str, head: Callable[[int], bytes]) -> bool:
    """Whether a file that nobody named is a data file, so that a walk takes it.

    Parameters
    ----------
    name
        Of the file; its endings decide, but for those that other things have as well: JSON has to hold
        records and not settings, ``.db`` a database, a packed file something that we read.
    head
        Gives the first bytes; asked only where the name is not enough.
    """
    kind, packing = kind_of(name)
    if kind is None:
        return False
    lowered = name.lower()
    if packing is not None:
        return kind not in ("excel", "sqlite", "duckdb", "zip", "arrow")
    if lowered.endswith(".json"):
        stem = PurePosixPath(lowered).stem
        return not _SETTINGS.fullmatch(stem) and holds_records(head(HEAD_BYTES))
    if lowered.endswith((".db", ".db3")):
        return head(len(_SQLITE_MARK)) == _SQLITE_MARK
    return True


def holds_records(head: bytes) -> bool:
    """Whether a JSON document that begins so is a table: a list of records, GeoJSON, what pandas writes."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.lstrip()[:1] == b"[":
        return bool(_RECORDS.match(head))
    return bool(_COLLECTION.search(head) or _MEMBER.search(head) or _BY_COLUMN.match(head))
