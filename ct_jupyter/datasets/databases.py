"""SQLite and DuckDB files: every table, opened so that nothing is written, loaded or fetched."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .source import Limits, Source, UnreadableDataError, Watch
from .table import Table, rows_of

if TYPE_CHECKING:
    import polars as pl

_BATCH_CELLS = 500_000
_MOST_CELL_BYTES = 64 << 20
_GENERATED = (2, 3)
"""What ``table_xinfo`` says of virtual and of stored generated columns."""
SQLITE_MARK = b"SQLite format 3\0"
_DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""Names that are no text come as the second."""


def sqlite_tables(source: Source, watch: Watch, limits: Limits) -> Iterator[Table]:
    """Yield the tables of a SQLite database.

    Raises
    ------
    UnreadableDataError
        It is no database, damaged or encrypted.
    """
    if source.size_bytes == 0:
        return
    if source.head(len(SQLITE_MARK)) != SQLITE_MARK:
        raise UnreadableDataError("is not a SQLite database, or an encrypted one; it was not scanned")
    if source.path is not None and _has_log(source.path):
        watch.problem("has a write-ahead log, which was not checked; close the programs that use it first")
    with contextlib.closing(_connected(source, watch, limits)) as database:
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            # A name that a pragma or a view could be hidden behind stands in quotes; views are not asked,
            # as they may take for ever and hold nothing of their own.
            names = [
                row[0]
                for row in database.execute(
                    "select name from sqlite_master where type = 'table'"
                    " and name not like 'sqlite\\_%' escape '\\'"
                    " and lower(coalesce(sql, '')) not like 'create virtual%' order by name"
                )
            ]
        except _DAMAGE:
            raise UnreadableDataError("is damaged: its tables cannot be listed") from None
        step = source.size_bytes // max(1, len(names))
        for name in names:
            yield Table(name if len(names) > 1 else None, _sqlite_batches(database, name, watch))
            if source.path is not None:
                watch.advance(step)


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _connected(source: Source, watch: Watch, limits: Limits) -> sqlite3.Connection:
    if source.path is None:
        data = source.whole(watch, limits.memory_bytes)
        database = sqlite3.connect(":memory:", check_same_thread=False)
        if not hasattr(database, "deserialize"):  # Python 3.10
            raise UnreadableDataError("is a SQLite database in an archive; unpack it first")
        database.deserialize(data)
    else:
        # `immutable` also keeps SQLite from making files beside it, or rolling back somebody's transaction.
        place = f"{source.path.absolute().as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(place, uri=True, check_same_thread=False)
    database.execute("pragma trusted_schema = off")
    database.execute("pragma query_only = on")
    if sys.version_info >= (3, 11):
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_CELL_BYTES)
    return database


def _sqlite_batches(database: sqlite3.Connection, name: str, watch: Watch) -> Iterator[pl.DataFrame]:
    import polars as pl

    try:
        # A generated column is an expression of the file's: it may take for ever, and holds nothing itself.
        known = database.execute(f"pragma table_xinfo({_quoted(name)})").fetchall()
        columns = [column for _, column, *_, hidden in known if hidden not in _GENERATED]
        if len(columns) < len(known):
            watch.note(f"the generated columns of the table {name!r} were not looked at")
        if not columns:
            return
        named = ", ".join(map(_quoted, columns))
        cursor = database.execute(f"select {named} from {_quoted(name)}")  # noqa: S608 - names are quoted
        size = max(1, _BATCH_CELLS // len(columns))
        while rows := cursor.fetchmany(size):
            watch.check()
            yield pl.DataFrame(
                {column: [_plain(row[at]) for row in rows] for at, column in enumerate(columns)},
                schema=dict.fromkeys(columns, pl.String),
            )
    except _DAMAGE:
        watch.problem(f"the table {name!r} is damaged; it was not scanned to its end")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return None
    return str(value)


def duckdb_tables(source: Source, watch: Watch, limits: Limits) -> Iterator[Table]:  # noqa: ARG001  # as all readers
    """Yield the tables of a DuckDB database, where the extra is installed.

    Raises
    ------
    UnreadableDataError
        The extra is missing, or the file is damaged, encrypted or of a newer version.
    """
    try:
        import duckdb
    except ImportError:
        raise UnreadableDataError(
            "is a DuckDB database; install the extra to have it scanned: pip install 'ct-jupyter[duckdb]'"
        ) from None
    if source.path is None:
        raise UnreadableDataError(
            "is a DuckDB database in an archive or a commit; unpack it and scan the file"
        )
    with tempfile.TemporaryDirectory(prefix="ct-jupyter-") as empty:
        try:
            database = duckdb.connect(str(source.path), read_only=True, config=_locked(Path(empty)))
        except (duckdb.Error, OSError, UnicodeDecodeError):
            raise UnreadableDataError(
                "cannot be opened as a DuckDB database: it is damaged, encrypted, in use or of "
                "another version"
            ) from None
        with database:
            names = database.execute(
                "select schema_name, table_name from duckdb_tables() where not internal order by 1, 2"
            ).fetchall()
            step = source.size_bytes // max(1, len(names))
            for schema, name in names:
                shown = None if len(names) == 1 else name if schema == "main" else f"{schema}.{name}"
                yield Table(shown, _duckdb_batches(database, schema, name, watch))
                watch.advance(step)


def _locked(empty: Path) -> dict[str, Any]:
    """Return the settings under which a file can reach nothing but itself; nothing spills to disk."""
    return {
        "enable_external_access": "false",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
        "extension_directory": str(empty),
        "temp_directory": "",
        "memory_limit": "400MB",
        "threads": "2",
        "lock_configuration": "true",
    }


def _duckdb_batches(database: Any, schema: str, name: str, watch: Watch) -> Iterator[pl.DataFrame]:
    import duckdb
    import polars as pl

    table = ".".join('"' + part.replace('"', '""') + '"' for part in (schema, name))
    try:
        cursor = database.execute(f"select * from {table}")  # noqa: S608 - the names are quoted
        columns = [one[0] for one in cursor.description]
        size = max(1, _BATCH_CELLS // max(1, len(columns)))
        while rows := cursor.fetchmany(size):
            watch.check()
            yield rows_of(
                pl.DataFrame(
                    {
                        column: [None if row[at] is None else _duck_plain(row[at]) for row in rows]
                        for at, column in enumerate(columns)
                    },
                    schema=dict.fromkeys(columns, pl.String),
                )
            )
    except duckdb.Error:
        watch.problem(f"the table {name!r} is damaged; it was not scanned to its end")


def _duck_plain(value: Any) -> str | None:
    return _plain(value) if isinstance(value, bytes) else str(value)
