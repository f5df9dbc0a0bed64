"""Excel and OpenDocument workbooks, all sheets, through calamine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .archives import check_directory
from .dialect import IsValue, has_header, unique
from .source import Limits, Source, UnreadableDataError, Watch
from .table import Table

if TYPE_CHECKING:
    import fastexcel
    import polars as pl

_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BATCH_ROWS = 50_000


def workbook_tables(source: Source, watch: Watch, limits: Limits, is_value: IsValue) -> Iterator[Table]:
    """Yield the sheets of a workbook, hidden ones as well.

    Raises
    ------
    UnreadableDataError
        It is damaged, has a password, or unpacks to more than it may.
    """
    import fastexcel

    data = source.whole(watch, limits.memory_bytes)
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                check_directory(archive, limits, limits.unpacked_in_memory_bytes)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise UnreadableDataError("is damaged or cut short: it cannot be read as a workbook") from None
    elif data.startswith(_OLE_MARK) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableDataError("is protected by a password; take it off to have the workbook scanned")
    try:
        book = fastexcel.read_excel(data)
        names = book.sheet_names
    except fastexcel.FastExcelError:
        raise UnreadableDataError("is damaged or cut short: it cannot be read as a workbook") from None
    for name in names:
        watch.check()
        yield Table(name if len(names) > 1 else None, _batches(book, name, watch, is_value))


def _batches(
    book: fastexcel.ExcelReader, name: str, watch: Watch, is_value: IsValue
) -> Iterator[pl.DataFrame]:
    import fastexcel
    import polars as pl

    try:
        # As text and without a header: what the first row is, we decide as for any other table.
        sheet = book.load_sheet(name, header_row=None, dtypes="string")
        frame = pl.DataFrame(sheet)
    except fastexcel.FastExcelError:
        watch.problem(f"the sheet {name!r} is damaged and was not scanned")
        return
    if not frame.height or not frame.width:
        return
    rows = [["" if cell is None else cell for cell in row] for row in frame.head(200).iter_rows()]
    if has_header(rows, is_value):
        frame = frame[1:].rename(dict(zip(frame.columns, unique(rows[0]), strict=True)))
    else:
        frame = frame.rename(
            {column: f"column {number}" for number, column in enumerate(frame.columns, start=1)}
        )
    for piece in frame.iter_slices(_BATCH_ROWS):
        watch.check()
        yield piece
