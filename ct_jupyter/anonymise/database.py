"""SQLite: a copy of the database, its columns changed and the old pages gone."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..datasets.source import UnreadableDataError
from .changes import Columns, Counts


def anonymise_sqlite(path: Path, output: Path, columns: Columns, counts: Counts) -> None:
    """Write a copy of a SQLite database to ``output``.

    Columns are named ``column``, in all tables that have one, or ``table.column``.

    Raises
    ------
    UnreadableDataError
        It is damaged, has triggers or virtual tables that would keep copies, or a change breaks one of its
        constraints.
    """
    place = f"file:{quote(path.absolute().as_posix())}?mode=ro"
    try:
        with (
            contextlib.closing(sqlite3.connect(place, uri=True)) as source,
            contextlib.closing(sqlite3.connect(output)) as copy,
        ):
            source.backup(copy)
            copy.execute("pragma secure_delete = on")
            copy.execute("pragma trusted_schema = off")
            _check(copy)
            tables = copy.execute(
                "select name from sqlite_master where type = 'table'"
                " and name not like 'sqlite\\_%' escape '\\'"
            ).fetchall()
            for (table,) in tables:
                _table(copy, table, columns, counts)
            copy.commit()
            copy.execute("vacuum")
    except sqlite3.IntegrityError:
        raise UnreadableDataError(
            "has a constraint that the change would break, such as a unique column; use fake or hash there"
        ) from None
    except sqlite3.DatabaseError:
        raise UnreadableDataError(
            "is damaged, encrypted, or cannot be changed so; nothing was written"
        ) from None


def _check(copy: sqlite3.Connection) -> None:
    kept = copy.execute(
        "select 1 from sqlite_master"
        " where type = 'trigger' or lower(coalesce(sql, '')) like 'create virtual%'"
    ).fetchone()
    if kept:
        raise UnreadableDataError(
            "has triggers or virtual tables, which may keep copies of what is changed; "
            "export its tables first"
        )


def _table(copy: sqlite3.Connection, table: str, columns: Columns, counts: Counts) -> None:
    quoted = _quoted(table)
    own = [row[1] for row in copy.execute(f"pragma table_info({quoted})")]
    counts.rows += copy.execute(f"select count(*) from {quoted}").fetchone()[0]  # noqa: S608 - quoted
    for column in own:
        name = next((one for one in (f"{table}.{column}", column) if one in columns), None)
        if name is None:
            continue
        columns.meet(name)
        if columns.goes(name):
            copy.execute(f"alter table {quoted} drop column {_quoted(column)}")
            continue

        def change(value: Any, name: str = name) -> Any:
            return columns.changed(
                name, value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            )

        copy.create_function("ct_changed", 1, change, deterministic=True)
        copy.execute(
            f"update {quoted} set {_quoted(column)} = ct_changed({_quoted(column)})"  # noqa: S608 - quoted
            f" where {_quoted(column)} is not null"
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
