"""How notebooks in other languages than Python load ``.env``, with what their languages have themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..stores.dotenv import Form, form_of
from ..stores.env_link import EnvLinks, link_in
from ..stores.refusal import Refusal
from ..text.lazy import lazy

_BARE_AND_QUOTED: frozenset[Form] = frozenset({"bare", "single", "double"})


class NativeLoad(msgspec.Struct, frozen=True):
    """The load of one language."""

    code: str
    """What is called, for a person."""
    text: str
    """The statement, with ``LINKED`` for the file behind the link."""
    there: str
    """Regular expression for a load that a notebook has already."""
    home: str = "~"
    """How ``~`` is written in ``LINKED``."""
    forms: frozenset[Form] = _BARE_AND_QUOTED
    """In which values may be written for this language to read them."""
    refused: str = ""
    """Regular expression for what a value must not hold besides."""


_BASH = NativeLoad(
    code="set -a; . ./.env; set +a",
    text='for env in LINKED ./.env; do [ -f "$env" ] && { set -a; . "$env"; set +a; break; }; done',
    there=r"(?m)(?:^|[;&|{][ \t]*)(?:\.|source)[ \t]+[\"']?(?:[^\s;\"']*/)?\.env\b|\. \"\$env\"",
)
LOADS = {
    "bash": _BASH,
    "r": NativeLoad(
        code="readRenviron()",
        text='invisible(lapply(head(Filter(file.exists, c("LINKED", ".env")), 1), readRenviron))',
        there=r"\breadRenviron\b|\bload_dot_env\b|\bdotenv::",
        forms=frozenset({"bare", "single"}),
        refused=r"\n|\$\{|\\\Z",  # it reads line by line
    ),
    "julia": NativeLoad(
        code="ENV",
        text=(
            'for file in Iterators.take(filter(isfile, [expanduser("LINKED"), ".env"]), 1), '
            "line in eachline(file)\n"
            "    found = match(r\"^(\\w+)=(?:'(.*)'|(.*))$\", line)\n"
            "    found === nothing || (ENV[found[1]] = something(found[2], found[3]))\n"
            "end"
        ),
        there=r"\bDotEnv\b|eachline\(file\)",
        forms=frozenset({"bare", "single"}),
        refused=r"\n",
    ),
    "javascript": NativeLoad(
        code="process.loadEnvFile()",
        text=(
            'for (const file of [`LINKED`, ".env"]) {\n'
            "  try {\n"
            "    process.loadEnvFile(file);\n"
            "    break;\n"
            "  } catch {}\n"
            "}"
        ),
        there=r"\bloadEnvFile\b|\bdotenv\b",
        home="${process.env.HOME ?? process.env.USERPROFILE}",
        refused=r"\\\Z|\\[\\']|'.*[\\\"]|[\\\"].*'",
    ),
}
"""By our names of languages. A JVM, .NET and others have to be started with the variables."""

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
