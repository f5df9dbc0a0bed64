"""What functions and methods make of texts and paths: ``os.path``, ``glob``, ``pathlib``, ``str``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from ..text.lazy import lazy
from .model import UNKNOWN
from .scope import MEMORY, Value, union
from .texts import each, engine_path, first, fits, joined_path, parent, put_together

Arguments = Sequence[Value | None]
Keywords = Mapping[str, Value | None]

_FIELD = lazy(r"\{(?P<name>[^{}:!]*)(?P<rest>[:!][^{}]*)?\}")

_SAME = frozenset(
    [
        "str",
        "os.fspath",
        "os.path.expanduser",
        "os.path.expandvars",
        "os.path.abspath",
        "os.path.realpath",
        "os.path.normpath",
        "sorted",
        "list",
        "tuple",
        "set",
        "iter",
        "reversed",
        "tqdm.tqdm",
        "tqdm.auto.tqdm",
        "tqdm.notebook.tqdm",
        "tqdm",
        "natsort.natsorted",
        "natsorted",
        "pathlib.Path.expanduser",
    ]
)
_PATHS = frozenset(
    [
        "pathlib.Path",
        "pathlib.PurePath",
        "pathlib.PosixPath",
        "pathlib.PurePosixPath",
        "pathlib.WindowsPath",
        "pathlib.PureWindowsPath",
        "Path",
        "os.path.join",
        "posixpath.join",
        "upath.UPath",
    ]
)
_OTHER_WORDS = (
    "io.StringIO io.BytesIO StringIO BytesIO StringIO.StringIO open io.open codecs.open gzip.open "
    "bz2.open lzma.open zipfile.ZipFile glob.glob glob.iglob glob iglob os.listdir os.getcwd "
    "pathlib.Path.cwd Path.cwd pathlib.Path.home Path.home os.path.dirname os.path.basename "
    "os.environ.get os.getenv environ.get pandas.ExcelWriter pandas.ExcelFile"
)
_OTHERS = frozenset(_OTHER_WORDS.split())
_SAME_METHODS = frozenset(
    [
        "resolve",
        "absolute",
        "expanduser",
        "as_posix",
        "strip",
        "rstrip",
        "lstrip",
        "copy",
        "tolist",
        "__str__",
        "as_uri",
    ]
)
_CONNECTIONS = {
    "sqlite3.connect": "sqlite",
    "aiosqlite.connect": "sqlite",
    "duckdb.connect": "duckdb",
    "sqlalchemy.create_engine": "sqlite",
    "sqlalchemy.create_async_engine": "sqlite",
    "create_engine": "sqlite",
}


def is_known(function: str) -> bool:
    """Tell whether :func:`result_of` knows what a function returns."""
    return function in _SAME or function in _PATHS or function in _CONNECTIONS or function in _OTHERS


def result_of(function: str, arguments: Arguments, keywords: Keywords) -> Value | None:  # noqa: C901  # a branch for each function
    """Return what a function returns, by its full name."""

    def argument(position: int) -> Value | None:
        return arguments[position] if len(arguments) > position else None

    if function in _PATHS:
        return put_together(arguments, joined_path) if arguments else Value((".",))
    if function in _SAME:
        return argument(0)
    if function in _CONNECTIONS:
        return _connection(_CONNECTIONS[function], argument(0) or keywords.get("database"))
    match function:
        case "io.StringIO" | "io.BytesIO" | "StringIO" | "BytesIO" | "StringIO.StringIO":
            return MEMORY
        case "open" | "io.open" | "codecs.open" | "gzip.open" | "bz2.open" | "lzma.open" | "zipfile.ZipFile":
            return MEMORY  # the file itself is a reference where it is opened
        case "pandas.ExcelWriter" | "pandas.ExcelFile":
            return MEMORY
        case "glob.glob" | "glob.iglob" | "glob" | "iglob":
            root = keywords.get("root_dir")
            return put_together([root, argument(0)], joined_path) if root else argument(0)
        case "os.listdir":
            return Value(("*",))
        case "os.getcwd" | "pathlib.Path.cwd" | "Path.cwd":
            return Value((".",))
        case "pathlib.Path.home" | "Path.home":
            return Value(("~",))
        case "os.path.dirname":
            return each(argument(0), parent)
        case "os.path.basename":
            return each(argument(0), posixpath.basename)
        case "os.environ.get" | "os.getenv" | "environ.get":
            return argument(1)
        case _:
            return None


def _connection(kind: str, target: Value | None) -> Value | None:
    if target is None or not target.texts:
        return None
    text = target.texts[0]
    engine = engine_path(text)
    if engine:
        kind, text = engine
    elif "://" in text or text in ("", ":memory:"):
        return None
    return Value((text,), kind="duckdb" if kind == "duckdb" else "sqlite")


def result_of_method(name: str, held: Value | None, arguments: Arguments, keywords: Keywords) -> Value | None:  # noqa: C901  # a branch for each method
    """Return what a method of a text, a path, a list or a dict returns."""
    if held is None:
        return None
    if held.kind == "memory":
        return MEMORY
    match name:
        case "joinpath":
            return put_together([held, *arguments], joined_path)
        case "glob" | "rglob" if arguments:
            middle = [Value(("**",))] if name == "rglob" else []
            return put_together([held, *middle, arguments[0]], joined_path)
        case "open":
            return MEMORY
        case "iterdir":
            return each(held, lambda text: joined_path([text, "*"]))
        case "with_suffix" if arguments:
            return each(held, lambda text: posixpath.splitext(text)[0] + first(arguments[0]))
        case "with_name" if arguments:
            return each(held, lambda text: joined_path([posixpath.dirname(text), first(arguments[0])]))
        case "with_stem" if arguments:
            return each(
                held,
                lambda text: joined_path(
                    [posixpath.dirname(text), first(arguments[0]) + posixpath.splitext(text)[1]]
                ),
            )
        case "replace" if len(arguments) == 2:
            return each(held, lambda text: _replaced(text, first(arguments[0]), first(arguments[1])))
        case "format":
            return _format(held, arguments, keywords)
        case "join" if arguments and arguments[0] and arguments[0].items:
            return put_together(list(arguments[0].items.values()), first(held).join, between=len(first(held)))
        case "get" if held.items is not None and arguments:
            known = first(arguments[0])
            return held.items.get(known) or union(held.items.values())
        case "values" | "items":
            return held
        case _:
            return held if name in _SAME_METHODS else None


def _replaced(text: str, old: str, new: str) -> str:
    return text.replace(old, new) if fits(len(text) + text.count(old) * len(new)) else UNKNOWN


def _format(template: Value, arguments: Arguments, keywords: Keywords) -> Value | None:
    longest = max((len(first(one)) for one in (*arguments, *keywords.values())), default=0)

    def fill(text: str) -> str:
        if not fits(len(text) + text.count("{") * longest):
            return UNKNOWN
        given = iter(arguments)

        def value(found: re.Match[str]) -> str:
            name = found["name"]
            if found["rest"]:
                return UNKNOWN
            if name.isdigit():
                return first(arguments[int(name)] if int(name) < len(arguments) else None)
            return first(keywords.get(name) if name else next(given, None))

        return _FIELD.sub(value, text)

    return each(template, fill)
