"""The cell that goes below the one that reads data: it drops, masks, hashes or replaces columns.

It stands for itself: the standard library, the notebook's own frame library, and a key from the environment.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import msgspec

from ..datasets.references import Reference
from ..datasets.references.pieces import statement_end
from . import pseudonyms
from .names import is_valid
from .pseudonyms import MIN_KEY_LENGTH, Change, fake_for, hashed, masked
from .refusal import Refusal

Action = Literal["drop", "mask", "hash", "fake"]

KEY_ENV = "PSEUDONYM_KEY"
"""The variable that holds the key, unless another is asked for."""

_AS_TEXT = frozenset({"fake_email", "fake_iban", "fake_group", "fake_network", "hashed", "masked"})
"""What makes texts of numbers and dates too."""

_ANNOTATION = re.compile(
    r"(?<=\w): (?:Any|str|bytes|int|bool|re\.Match\[str\])|(?<=\)) -> \w+(?:\[\w+\])?(?=:$)"
)
_DEFINITION = re.compile(r"^ *def .*$", re.MULTILINE)
_PLACE = re.compile(r"column \d+")
"""Of a file without a header."""
_LINE_LENGTH = 88
"""Of ruff and black, where nobody sets another."""


class DataCell(msgspec.Struct, frozen=True, kw_only=True):
    """What to insert, and where."""

    source: str
    split_at: int | None
    """Where the reading cell is to be cut in two, so that what it goes on with, below the new cell, has the
    frame as it is then; offset in its source. None where nothing follows."""


def change_for(kind: str, action: Action) -> Change | None:
    """Return what is done with each value of a column; None where the column goes."""
    if action == "drop":
        return None
    return {"mask": masked, "hash": hashed}.get(action) or fake_for(kind)


def plan_data_cell(
    reference: Reference,
    columns: Mapping[str, tuple[str, Action]],
    *,
    source: str = "",
    key_env: str = KEY_ENV,
) -> DataCell:
    """Return the cell that treats ``columns`` of what the reference reads.

    Parameters
    ----------
    columns
        Weakness id and action by the column's name.
    source
        Of the cell that reads; without it ``split_at`` stays None.
    key_env
        Name of the environment variable with the key.

    Raises
    ------
    Refusal
        ``no-frame``: nobody can tell which variable holds the data, or it is no frame of pandas or Polars.
        ``invalid-name``: the variable's name is none.
    """
    frame, variable = reference.frame, reference.variable
    if reference.writes or frame is None or variable is None or not variable.isidentifier():
        raise Refusal(
            "no-frame",
            "Only a pandas or Polars frame that a cell assigns to a variable can be changed by a cell below."
            " Use `ct-jupyter anonymise` to write a new file instead.",
        )
    if not is_valid(key_env):
        raise Refusal("invalid-name", f"{key_env!r} cannot be the name of an environment variable.")
    changes = {name: change_for(kind, action) for name, (kind, action) in columns.items()}
    kept = {name: change for name, change in changes.items() if change is not None}
    dropped = [name for name, change in changes.items() if change is None]
    modules, functions = _needed(kept.values())
    if kept:
        modules.add("os")
    parts = [
        [
            f"# Personal data in {variable}: the cells below use other values. Anyone who has the key can",
            "# make the same again for another file; nobody else can.",
            *(f"import {module}" for module in sorted(modules)),
            *(["", "import polars as pl"] if kept and frame != "pandas" else []),
        ],
        *([text] for text in functions),
        [
            *(_key(key_env) if kept else []),
            *_assigned("_columns", list(changes)),
            *(_assigned("_dropped", dropped) if dropped else []),
            f"_frame = {variable}",
            '_treated = globals().get("_treated", {})',
            f"if _treated.get({_quoted(variable)}) is not _frame:  # run twice, it does nothing more",
            *(_pandas if frame == "pandas" else _polars)(kept, dropped),
            f"    {variable} = _treated[{_quoted(variable)}] = _frame",
        ],
    ]
    between = "\n\n\n" if functions else "\n\n"
    return DataCell(
        source=between.join("\n".join(lines) for lines in parts),
        split_at=statement_end(source, reference.start) if source else None,
    )


def with_data_cell(notebook: dict[str, Any], reference: Reference, cell: DataCell) -> dict[str, Any]:
    """Return the notebook with the cell in its place; the outputs of what it splits go."""
    cells = list(notebook["cells"])
    index = reference.cell - 1
    reading = cells[index]
    stored = reading["source"]
    source = stored if isinstance(stored, str) else "".join(stored)
    new = [_code_cell(cell.source)]
    if cell.split_at is not None:
        reading = {**reading, "source": source[: cell.split_at].rstrip("\n"), "outputs": []}
        new.append(_code_cell(source[cell.split_at :]))
    if notebook.get("nbformat_minor", 0) >= 5:
        taken = {one.get("id") for one in cells}
        for one in new:
            number = 1
            while f"personal-data-{number}" in taken:
                number += 1
            one["id"] = f"personal-data-{number}"
            taken.add(one["id"])
    return {**notebook, "cells": [*cells[:index], reading, *new, *cells[index + 1 :]]}


def _code_cell(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}


def _key(key_env: str) -> list[str]:
    what = f"Set the environment variable {key_env} to {MIN_KEY_LENGTH} characters or more "
    return [
        f'_key = os.environ.get({_quoted(key_env)}, "").encode()',
        f"if len(_key) < {MIN_KEY_LENGTH}:",
        "    raise RuntimeError(",
        f"        {_quoted(what)}",
        '        "that only you know, and run this cell again: nothing was changed."',
        "    )",
        "",
    ]


def _pandas(kept: Mapping[str, Change], dropped: Sequence[str]) -> Iterator[str]:
    yield "    _index = [name for name in _frame.index.names if name in _columns]"
    yield "    _frame = _frame.reset_index(_index)"
    yield from _own_names("_frame.columns", [*kept, *dropped])
    if kept:
        yield "    _changed = {"
        yield from (f"        {_quoted(name)}: _{change.__name__}," for name, change in kept.items())
        yield "    }"
        yield "    for _name, _change in _changed.items():"
        yield "        _values = _frame[_own[_name]].astype(object)"
        yield "        _values = _values.map("
        yield '            lambda v, change=_change: change(v, _key), na_action="ignore"'
        yield "        )"
        yield "        _frame[_own[_name]] = _values.infer_objects()"
    if dropped:
        yield "    _frame = _frame.drop(columns=[_own[name] for name in _dropped])"
        yield "    _index = [name for name in _index if name not in _dropped]"
    yield "    if _index:"
    yield "        _frame = _frame.set_index(_index)"


def _polars(kept: Mapping[str, Change], dropped: Sequence[str]) -> Iterator[str]:
    yield "    _schema = _frame.collect_schema()"
    yield from _own_names("_schema", [*kept, *dropped])
    if kept:
        yield "    _changed = {"
        for name, change in kept.items():
            yield f"        {_quoted(name)}: (_{change.__name__}, {change.__name__ not in _AS_TEXT}),"
        yield "    }"
        yield "    for _name, (_change, _keeps) in _changed.items():"
        yield "        _kind = _schema[_own[_name]]"
        yield "        if not _keeps or not (_kind.is_numeric() or _kind.is_temporal()):"
        yield "            _kind = pl.String"
        yield "        elif _kind.is_integer():"
        yield "            _kind = pl.Int64"
        yield "        _values = pl.col(_own[_name]).cast(_kind)"
        yield "        _values = _values.map_elements("
        yield "            lambda v, change=_change: change(v, _key), return_dtype=_kind"
        yield "        )"
        yield "        _frame = _frame.with_columns(_values)"
    if dropped:
        yield "    _frame = _frame.drop([_own[name] for name in _dropped])"


def _own_names(columns: str, names: Sequence[str]) -> Iterator[str]:
    """Yield what finds the frame's own names: a report's have no blanks around them, or tell a place."""
    yield f"    _own = {{str(name).strip(): name for name in {columns}}}"
    if any(_PLACE.fullmatch(name) for name in names):
        yield f"    for _number, _name in enumerate({columns}, start=1):"
        yield '        _own.setdefault(f"column {_number}", _name)'
    yield "    _missing = [name for name in _columns if name not in _own]"
    yield "    if _missing:"
    yield '        raise KeyError(f"not among the columns, so nothing was changed: {_missing}")'


def _assigned(variable: str, names: Sequence[str]) -> list[str]:
    """Return the assignment of a list, on one line where it fits."""
    line = f"{variable} = [{', '.join(map(_quoted, names))}]"
    if len(line) <= _LINE_LENGTH:
        return [line]
    return [f"{variable} = [", *(f"    {_quoted(name)}," for name in names), "]"]


def _quoted(text: str) -> str:
    """Return a literal as ruff and black write it."""
    literal = repr(text)
    if literal[0] == '"' or ('"' in text and "'" not in text):
        return literal
    return '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'


def _needed(changes: Iterable[Change]) -> tuple[set[str], list[str]]:
    """Return the modules and the functions that ``changes`` need, as they stand in :mod:`.pseudonyms`."""
    texts = _functions()
    wanted, queue = set(), [change.__name__ for change in changes]
    while queue:
        name = queue.pop()
        if name not in wanted:
            wanted.add(name)
            queue += [other for other in texts if re.search(rf"\b{other}\(", texts[name])]
    calls = re.compile(rf"\b({'|'.join(map(re.escape, sorted(wanted)))})(?=\()")
    found = [calls.sub(r"_\1", text) for name, text in texts.items() if name in wanted]
    modules = {one for one in ("hashlib", "hmac", "math", "re") if any(f"{one}." in text for text in found)}
    return modules, found


@lru_cache(maxsize=1)
def _functions() -> dict[str, str]:
    """Return the functions by name, without the annotations, which say little in a notebook."""
    source = inspect.getsource(pseudonyms)
    middle = re.split(r"^# -{20,}$", source, flags=re.MULTILINE)[1]
    found = {}
    for text in re.split(r"\n{3,}", middle.strip("\n")):
        name = text.removeprefix("def ").partition("(")[0]
        found[name] = _DEFINITION.sub(lambda one: _ANNOTATION.sub("", one[0]).replace(" = ", "="), text)
    return found
