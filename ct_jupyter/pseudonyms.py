"""What the cells that treat personal data call: :func:`treat`, for frames of pandas and Polars.

Only the standard library is imported, and the frame's own. Where a kernel has no ``ct_jupyter`` a copy of
this module, with the functions that it imports, lies beside the notebook
(:mod:`ct_jupyter.anonymise.pseudonym_file`).
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Mapping
from functools import partial
from typing import Any

from .anonymise.pseudonyms import MIN_KEY_LENGTH, Change, fake_for, hashed, masked

# ---------------------------------------------------------------------------------------------------------

_AS_TEXT = {"fake_email", "fake_iban", "fake_group", "fake_network", "hashed", "masked"}
"""What makes texts of numbers and dates too."""

_TREATED: dict[int, tuple[Any, dict[str, str]]] = {}
"""What was done to frames that are in use, by their identity: a cell that runs twice does nothing more."""


def treat(frame: Any, columns: Mapping[str, str], *, key_env: str = "PSEUDONYM_KEY") -> Any:
    """Return a frame with other values in the place of personal data.

    One value has one pseudonym under one key, in every file and frame: joins keep their rows.

    Parameters
    ----------
    frame
        A data frame of pandas, or a data frame or lazy frame of Polars; it stays as it is.
    columns
        What is done, by the column's name: ``drop``, ``mask``, ``hash``, or ``fake:KIND``, as in
        ``fake:email``.
    key_env
        Name of the environment variable with the key of hashes and fakes.

    Raises
    ------
    KeyError
        A column is not there; nothing was changed.
    RuntimeError
        There is no key; nothing was changed.
    ValueError
        The frame was treated before, in another way; or an action is none.
    """
    done = _done_to(frame)
    left = {name: action for name, action in columns.items() if done.get(name) != action}
    again = [name for name in left if name in done]
    if again:
        raise ValueError(
            f"treated before, in another way, so nothing was changed: {again}. "
            "Run the cell that reads the data again, and then this one."
        )
    if not left:
        return frame
    changes = {name: _change_of(action) for name, action in left.items()}
    key = _key(key_env) if any(change not in (None, masked) for change in changes.values()) else b""
    library = type(frame).__module__.partition(".")[0]
    if library not in ("pandas", "polars"):
        raise TypeError(f"treats frames of pandas and Polars, and no {type(frame).__name__}")
    treated = (_pandas if library == "pandas" else _polars)(frame, changes, key)
    _TREATED[id(treated)] = weakref.ref(treated), {**done, **left}
    return treated


def _done_to(frame: Any) -> dict[str, str]:
    for identity in [one for one, (known, _) in _TREATED.items() if known() is None]:
        del _TREATED[identity]
    known, done = _TREATED.get(id(frame), (None, {}))
    return done if known is not None and known() is frame else {}


def _change_of(action: str) -> Change | None:
    kind, _, of = action.partition(":")
    if kind == "drop":
        return None
    if kind == "fake":
        return fake_for(of if of.startswith("pii.") else f"pii.{of or 'person'}")
    found = {"mask": masked, "hash": hashed}.get(kind)
    if found is None:
        raise ValueError(f"{action!r} is none of drop, mask, hash and fake:KIND; nothing was changed")
    return found


def _key(key_env: str) -> bytes:
    key = os.environ.get(key_env, "").encode("utf-8", "surrogateescape")
    if len(key) < MIN_KEY_LENGTH:
        raise RuntimeError(
            f"Set the environment variable {key_env} to {MIN_KEY_LENGTH} characters or more "
            "that only you know, and run this cell again: nothing was changed. "
            "Where .env holds it, load that first."
        )
    return key


def _own_names(columns: Any, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the frame's own names: a report's have no blanks around them, or tell a place."""
    own = {str(name).strip(): name for name in columns}
    for number, name in enumerate(columns, start=1):
        own.setdefault(f"column {number}", name)
    missing = [name for name in names if name not in own]
    if missing:
        raise KeyError(f"not among the columns, so nothing was changed: {missing}")
    return {name: own[name] for name in names}


def _keyed(change: Change, key: bytes, value: Any) -> Any:
    return change(value, key)


def _pandas(frame: Any, changes: Mapping[str, Change | None], key: bytes) -> Any:
    index = [name for name in frame.index.names if name in changes]
    frame = frame.reset_index(index)
    own = _own_names(frame.columns, changes)
    for name, change in changes.items():
        if change is None:
            frame = frame.drop(columns=own[name])
            continue
        values = frame[own[name]].astype(object)
        values = values.map(partial(_keyed, change, key), na_action="ignore")
        frame[own[name]] = values.infer_objects()
    kept = [name for name in index if changes[name] is not None]
    return frame.set_index(kept) if kept else frame


def _polars(frame: Any, changes: Mapping[str, Change | None], key: bytes) -> Any:
    import polars as pl

    schema = frame.collect_schema()
    own = _own_names(schema, changes)
    for name, change in changes.items():
        if change is None:
            frame = frame.drop(own[name])
            continue
        kind: Any = schema[own[name]]
        if change.__name__ in _AS_TEXT or not (kind.is_numeric() or kind.is_temporal()):
            kind = pl.String()
        elif kind.is_integer():
            kind = pl.Int64()
        values = pl.col(own[name]).cast(kind)
        frame = frame.with_columns(values.map_elements(partial(_keyed, change, key), return_dtype=kind))
    return frame
