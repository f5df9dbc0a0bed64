"""What R reads and writes: calls with a name that is written out, or put together by ``file.path``."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from ..text.lazy import lazy
from .model import Reference, named
from .readers import R_OBJECTS
from .texts import joined_path

_CALL = lazy(
    r"""(?x)
    (?: (?P<variable>[\w.]+) \s* (?:<<?-|=) \s* )?
    \b(?P<name>
        read\.(?:csv2?|table|delim2?|xlsx|dta|spss|fwf) | read_(?:csv2?|tsv|delim|table2?|fwf|excel|xlsx?|rds
        |parquet|feather|ipc_\w+|csv_arrow|json_arrow|sav|dta|sas|xpt) | fread | vroom | readRDS | load
        | fromJSON | stream_in | open_dataset | read_csv_arrow
        | write\.(?:csv2?|table) | write_(?:csv2?|tsv|delim|rds|parquet|feather|xlsx|dataset)
        | fwrite | saveRDS
    )\s*\(
    """
)
_STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_ARGUMENT = lazy(
    rf"\s*(?:(?:file|path|con|txt|x|input|sources)\s*=\s*)?"
    rf"(?P<value>{_STRING}|(?:file\.path|here(?:::here)?|paste0)\((?:\s*(?:{_STRING}|[\w.]+)\s*,?)+\)|[\w.]+)"
    rf"\s*(?=[,)\n]|\Z)"
)
_SECOND = lazy(rf"[^,()\n]*,\s*(?:(?:file|path|sink)\s*=\s*)?(?P<value>{_STRING}|[\w.]+)")
_ASSIGNED = lazy(
    rf"(?m)^\s*(?P<name>[\w.]+)\s*(?:<<?-|=)\s*(?P<value>{_STRING}|(?:file\.path|here|paste0)\([^\n]*\))\s*$"
)
_ITEM = re.compile(rf"{_STRING}|[\w.]+")
_COMMENT = lazy(r"(?m)^[^\"'\n]*#[^\n]*$")
_OBJECTS = frozenset({"readRDS", "read_rds", "saveRDS", "write_rds", "load"})


def r_references(cell: int, source: str, constants: dict[str, str]) -> Iterator[Reference]:
    """Yield what an R cell reads and writes.

    Parameters
    ----------
    constants
        Texts by variable, of the cells above; those of this cell are added.
    """
    constants |= {found["name"]: _value(found["value"], constants) for found in _ASSIGNED.finditer(source)}
    comments = [found.span() for found in _COMMENT.finditer(source)]
    for call in _CALL.finditer(source):
        above = bisect(comments, (call.start(), len(source))) - 1
        start, end = comments[above] if above >= 0 else (0, 0)
        if call.start() < end and "#" in source[start : call.start()]:
            continue
        writes = call["name"].startswith(("write", "fwrite", "save"))
        argument = (_SECOND if writes else _ARGUMENT).match(source, call.end())
        if argument is None:
            continue
        fields = named(_value(argument["value"], constants))
        if fields is None or (call["name"] in ("load", "fromJSON") and "path" not in fields):
            continue
        start, end = argument.span("value")
        yield Reference(
            cell=cell,
            start=start,
            end=end,
            reader=call["name"],
            library="r",
            writes=writes,
            variable=call["variable"] if not writes else None,
            unread=R_OBJECTS if call["name"] in _OBJECTS else None,
            **fields,
        )


def _value(text: str, constants: dict[str, str]) -> str:
    if text[:1] in "\"'":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    function, bracket, arguments = text.partition("(")
    if not bracket:
        return constants.get(text, "")
    parts = [_value(item, constants) for item in _ITEM.findall(arguments.rpartition(")")[0])]
    if not all(parts):
        return ""
    return "".join(parts) if function == "paste0" else joined_path(parts)
