"""The source of a code cell, and whether it is worth a closer look."""

from __future__ import annotations

from typing import NamedTuple

from ..text.lazy import lazy

_MAY_READ = lazy(
    r"\b(?:read|scan)[_.]\w+|(?:read\w*|load|open|write|sink|save|connect|from|execute|query|sql)[_.\w]*\s*\("
    r"|\.to_\w+\s*\(|fread"
    r"|create_engine|genfromtxt|fromfile|recfromcsv|memmap|loadtxt|savetxt|DeltaTable|vroom|stream_in"
    r"|ParquetFile|ParquetDataset|ExcelFile|HDFStore|ZipFile|ORCFile|OSFile|h5py|%%?sql|textFile|make_csv_dataset|CsvDataset|TextLineDataset|ExcelWriter|\.dataset\s*\("
    r"|\.(?:csv|parquet|json|orc|text|dump)\s*\("
)
"""Most notebooks read no data, and telling that takes a thousandth of what parsing them takes."""


class CellSource(NamedTuple):
    """The source of one code cell."""

    cell: int
    """From 1, all cell types counted."""
    source: str
    language: str
    """``python``, ``sql``, ``r`` …: of the cell magic where there is one."""


def may_name_data(source: str) -> bool:
    """Tell whether a cell may read or write data."""
    return _MAY_READ.search(source) is not None
