"""Whether a call reads or writes data, and which of its arguments names it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

import msgspec

from .frames import Frame, frame_of
from .readers import PATH_KEYWORDS, PATH_METHODS, QUERIES, READERS, SPARK_FORMATS, WRITING_METHODS, Reader
from .scope import Scope, Value
from .sql import sql_files
from .texts import engine_path, joined_path
from .values import evaluate

_OPENERS = frozenset({"open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open"})
_ENGINES = frozenset({"sqlalchemy.create_engine", "sqlalchemy.create_async_engine"})
_BUILDERS = frozenset(["csv", "json", "text", "parquet", "pandas", "arrow", "xml", "webdataset"])
"""What ``load_dataset`` reads files with; any other name is a data set of the Hub."""
_NO_FILE = frozenset({"", "-", ":memory:"})


class Named(msgspec.Struct, frozen=True):
    """An argument that names data."""

    node: ast.expr
    value: Value | None
    inside: str | None = None
    """The name itself, where the argument is more than that."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call that reads or writes."""

    reader: Reader
    named: Sequence[Named]
    frame: Frame | None = None
    variable: str | None = None
    """Of what is written."""


def calls_reading(node: ast.Call, function: str | None, scope: Scope) -> Iterator[Call]:
    """Yield what ``node`` reads or writes.

    Parameters
    ----------
    function
        Its full name, where it has one: ``pandas.read_csv``.
    """
    name = node.func.attr if isinstance(node.func, ast.Attribute) else (function or "").rpartition(".")[2]
    if function in ("datasets.load_dataset", "load_dataset"):
        yield from _load_dataset(node, scope)
    elif function == "map" and len(node.args) > 1:
        reader = READERS.get(scope.canonical(node.args[0]) or "")
        if reader:
            yield _found(reader, node.args[1], scope)
    elif function is not None and (reader := READERS.get(function)) is not None:
        yield from _reader(reader, node, scope)
    elif isinstance(node.func, ast.Attribute):
        yield from _method(node.func, node, scope)
    if name in QUERIES:
        yield from _query(name, node, function, scope)


def _reader(reader: Reader, node: ast.Call, scope: Scope) -> Iterator[Call]:
    argument = argument_of(node, reader.position)
    if argument is None:
        return
    if reader.name in _OPENERS and _writes(node, scope):
        reader = reader._replace(writes=True)
    if reader.name in _ENGINES:
        value = evaluate(argument, scope)
        texts = (
            [engine[1] if (engine := engine_path(text)) else text for text in value.texts] if value else []
        )
        # An engine of a server stands for no file.
        files = tuple(text for text in texts if text not in _NO_FILE and not text.startswith("sqlite"))
        if files:
            yield Call(reader=reader, named=[Named(argument, Value(files))])
        return
    yield _in_pieces(_found(reader, argument, scope), node)


def _found(reader: Reader, argument: ast.expr, scope: Scope) -> Call:
    return Call(reader=reader, named=_each(argument, scope), frame=frame_of(reader.name, reader.library))


def _in_pieces(call: Call, node: ast.Call) -> Call:
    """Return the call without its frame where it gives one piece after the other."""
    pieces = any(one.arg in ("chunksize", "iterator") for one in node.keywords)
    return msgspec.structs.replace(call, frame=None) if pieces else call


def _each(argument: ast.expr, scope: Scope) -> list[Named]:
    """Return the argument; of a list or a dict that is written out, each item at its own place."""
    if isinstance(argument, (ast.List, ast.Tuple, ast.Set)):
        return [one for item in argument.elts for one in _each(item, scope)]
    if isinstance(argument, ast.Dict):
        return [one for item in argument.values for one in _each(item, scope)]
    value = evaluate(argument, scope)
    if value is not None and value.kind == "number":  # a column's number, a port, a file descriptor
        value = Value(kind="memory")
    if value is not None and value.kind == "text":
        value = Value(tuple(text for text in value.texts if text not in _NO_FILE), value.items)
        if not value.texts:
            value = Value(kind="memory")
    return [Named(argument, value)]


def argument_of(node: ast.Call, position: int) -> ast.expr | None:
    """Return the argument that names the file: by keyword, else by position."""
    for one in node.keywords:
        if one.arg in PATH_KEYWORDS:
            return one.value
    if len(node.args) > position and not any(isinstance(a, ast.Starred) for a in node.args[: position + 1]):
        return node.args[position]
    return None


def _writes(node: ast.Call, scope: Scope) -> bool:
    mode = next((one.value for one in node.keywords if one.arg == "mode"), None)
    if mode is None and len(node.args) > 1:
        mode = node.args[1]
    value = evaluate(mode, scope)
    return bool(value and value.texts and set(value.texts[0]) & set("wax+"))


def _load_dataset(node: ast.Call, scope: Scope) -> Iterator[Call]:
    reader = Reader("datasets.load_dataset", "datasets")
    first = argument_of(node, 0) if node.args else _keyword(node, "path")
    if first is None or (node.args and first is not node.args[0]):
        first = node.args[0] if node.args else first
    if first is None:
        return
    value = evaluate(first, scope)
    text = value.texts[0] if value and value.texts else None
    files, folder = _keyword(node, "data_files"), _keyword(node, "data_dir")
    if text in _BUILDERS or (text is None and files is not None):
        if files is not None:
            within = evaluate(folder, scope)
            yield Call(reader=reader, named=[_within(one, within) for one in _each(files, scope)])
        elif folder is not None:
            yield _found(reader, folder, scope)
    elif text is not None and not text.startswith((".", "/", "~")) and "://" not in text:
        yield Call(reader=reader, named=[Named(first, Value((f"hf://datasets/{text}",)))])
    else:
        yield _found(reader, first, scope)


def _within(one: Named, folder: Value | None) -> Named:
    if folder is None or not folder.texts or one.value is None:
        return one
    texts = tuple(joined_path([folder.texts[0], text]) for text in one.value.texts)
    return Named(one.node, Value(texts))


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in node.keywords if one.arg == name), None)


def _method(function: ast.Attribute, node: ast.Call, scope: Scope) -> Iterator[Call]:
    name = function.attr
    if (writer := WRITING_METHODS.get(name)) is not None:
        argument = argument_of(node, writer.position)
        if argument is not None:
            held = function.value.id if isinstance(function.value, ast.Name) else None
            yield Call(reader=writer, named=_each(argument, scope), variable=held)
    elif name in SPARK_FORMATS and (direction := _spark(function.value)):
        argument = argument_of(node, 0)
        if argument is not None and name not in ("table",):
            reader = Reader(f"spark.{direction}.{name}", "spark", writes=direction == "write")
            yield Call(reader=reader, named=_each(argument, scope))
    elif name == "textFile" and node.args:
        yield Call(reader=Reader("spark.textFile", "spark"), named=_each(node.args[0], scope))
    elif name in PATH_METHODS:
        value = evaluate(function.value, scope)
        if value and value.texts and value.kind == "text":
            writes = PATH_METHODS[name] or (name == "open" and _opens_to_write(node, scope))
            reader = Reader(f"pathlib.Path.{name}", "python", writes=writes)
            yield Call(reader=reader, named=[Named(function.value, value)])


def _opens_to_write(node: ast.Call, scope: Scope) -> bool:
    mode = node.args[0] if node.args else _keyword(node, "mode")
    value = evaluate(mode, scope)
    return bool(value and value.texts and set(value.texts[0]) & set("wax+"))


def _spark(node: ast.expr) -> str | None:
    """Return ``read`` or ``write`` for what stands in front of ``.csv(…)``: ``spark.read.option(…)``."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            if node.attr in ("read", "readStream"):
                return "read"
            if node.attr in ("write", "writeStream"):
                return "write"
            node = node.value
        else:
            return None


def _query(name: str, node: ast.Call, function: str | None, scope: Scope) -> Iterator[Call]:
    """Yield the files of a query: those that its text names, and the one behind its connection."""
    text = node.args[0] if node.args else _keyword(node, "query") or _keyword(node, "sql")
    if text is None:
        return
    value = evaluate(text, scope)
    seen = set()
    for one in value.texts if value else ():
        for file in sql_files(one):
            if file.path not in seen:
                seen.add(file.path)
                reader = Reader(f"duckdb.{name}", "duckdb", writes=file.writes)
                yield Call(reader=reader, named=[Named(text, Value((file.path,)), file.path)])
    given = node.args[1] if len(node.args) > 1 else _keyword(node, "con") or _keyword(node, "connection")
    if given is None or not name.startswith("read_"):
        return
    connection = evaluate(given, scope)
    path = None
    if connection and connection.kind in ("sqlite", "duckdb"):
        path = connection.texts[0]
    elif connection and connection.texts and (engine := engine_path(connection.texts[0])):
        path = engine[1]
    if path is not None:
        library = "polars" if "database" in name else "pandas"
        reader = Reader(function or name, library)
        yield Call(reader=reader, named=[Named(given, Value((path,)))], frame=frame_of(reader.name, library))
