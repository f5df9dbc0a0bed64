"""A notebook for another machine: it loads ``.env`` from where it lies there, and says what it needs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from ..anonymise.data_cell import keys_needed
from ..rewrite.lookups import names_needed
from ..stores.env_link import FOLDER_VARIABLE
from ..text.lazy import lazy
from .leaves import chunks_of

_LINKED = lazy(r"[^\s\"'`()\[\]]{0,200}?/\.ct_jupyter/env/[0-9a-f]{8,32}/\.env(?=[\"'`\s)\\]|\Z)")
_CALL = r"(?:[\w.]{1,80}\.)?(?:expanduser|path\.expand)\([ ]?(?P<quote>[\"'])\.env(?P=quote)[ ]?\)"
_WRAPPED = lazy(_CALL)
_TWICE = lazy(
    r"(?m)^(?P<indent>[ \t]*)if not load_dotenv\([ ]?[\"']\.env[\"'][ ]?\):[ \t]*\n[ \t]+load_dotenv\(\)"
    r"[ \t]*(?P<end>\n\s*\S|)"
)


def portable(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook without the links to folders of this machine, in loads and wherever else."""
    made = _strings(notebook, lambda text: without_links(text) if "/.env" in text else text)
    cells = []
    for cell in made["cells"]:
        stored = cell.get("source")
        if cell.get("cell_type") == "code" and stored:
            source = stored if isinstance(stored, str) else "".join(stored)
            plain = _TWICE.sub(_once, _WRAPPED.sub(r"\g<quote>.env\g<quote>", source))
            if plain != source:
                cell = cell | {"source": plain if isinstance(stored, str) else chunks_of(plain)}
        cells.append(cell)
    return {**made, "cells": cells}


def without_links(text: str) -> str:
    """Return a text in which ``.env`` stands for the path of one behind a link."""
    text = _LINKED.sub(".env", text)
    if folder := os.environ.get(FOLDER_VARIABLE):
        linked = rf"{re.escape(folder.replace(chr(92), '/'))}/[0-9a-f]{{8,32}}/\.env"
        text = re.sub(linked, ".env", text)
    return text


def variables_needed(notebook: dict[str, Any]) -> tuple[str, ...]:
    """Return the environment variables that a notebook looks up and does not set, in their order.

    The key of its pseudonyms is one of them; what every system has is none.
    """
    sources = list(_sources(notebook["cells"]))
    keys = [name for source in sources for name in keys_needed(source)]
    return tuple(dict.fromkeys([*names_needed(sources), *keys]))


def _once(found: re.Match[str]) -> str:
    # What ends a cell is shown: a call would show what it returns.
    shown = f"{found['indent']}{'' if found['end'] else '_ = '}load_dotenv()"
    return shown + found["end"]


def _sources(cells: Iterable[dict[str, Any]]) -> Iterable[str]:
    for cell in cells:
        if cell.get("cell_type") == "code":
            stored = cell.get("source") or ""
            yield stored if isinstance(stored, str) else "".join(stored)


def _strings(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_strings(one, change) for one in value]
    if isinstance(value, dict):
        return {key: _strings(one, change) for key, one in value.items()}
    return value
