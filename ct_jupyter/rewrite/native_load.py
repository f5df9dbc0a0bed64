"""How notebooks in other languages than Python load ``.env``, with what their languages have themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..languages.table import TABLE, NativeLoad
from ..stores.dotenv import form_of
from ..stores.env_link import EnvLinks, link_in
from ..stores.refusal import Refusal
from ..text.lazy import lazy

LOADS = {language.id: language.load for language in TABLE if language.load is not None}

_HEAD = lazy(r"(?:[ \t]*(?:%%|\#!)[^\n]*\n)?")


def load_text(load: NativeLoad, links: EnvLinks | None) -> str:
    """Return the statement, for the folder of ``links``."""
    linked = links.path_of(links.own) if links is not None else ".env"
    if linked.startswith("~"):
        linked = f"{load.home}{linked[1:]}"
    return load.text.replace("LINKED", linked)


def loads_already(load: NativeLoad, source: str) -> bool:
    """Tell whether a cell has a load of its own, or one of ours."""
    return link_in(source) is not None or re.search(load.there, source) is not None


def head_end(source: str) -> int:
    """Return the offset behind a ``#!`` line or a cell magic, where the load goes."""
    found = _HEAD.match(source)
    return found.end() if found else 0


def check_readable(load: NativeLoad, values: Sequence[tuple[str, str]]) -> None:
    """Raise a ``Refusal`` where the language would not read one of ``values``, by name, as it is stored.

    Raises
    ------
    Refusal
        ``unsupported-value``.
    """
    for name, value in values:
        if form_of(value) not in load.forms or (load.refused and re.search(load.refused, value, re.DOTALL)):
            raise Refusal(
                "unsupported-value",
                f"The value of {name} has characters that {load.code} does not read from .env as they are. "
                "Store it elsewhere, or load it in another way.",
                name=name,
            )
