"""How a notebook gets what was stored: the lines that load it, and those that do so already."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

import msgspec

from ..languages.cellcode import is_python_cell, masked
from ..notebook.platforms import SecretStore
from ..stores.env_link import EnvLinks, link_in
from ..stores.keyring_store import KEYRING_SERVICE
from ..text.lazy import lazy
from .native_load import LOADS

Load = Literal["none", "dotenv", "env", "keyring"]
"""What the notebook does to have the variables: nothing, loading ``.env`` in the way that its language has
(``dotenv`` and ``env`` are the same), or reading the keyring. A platform's own store goes before."""


_CALL = lazy(r"\bload_dotenv[ \t]*\(")
_MAGIC = lazy(r"(?m)^[ \t]*%dotenv\b")
_OTHER_FILE = lazy(r"""["'](?P<path>[^"'\n]*)["']\s*\Z""")
_KEYRING = lazy(r"""keyring\s*\.\s*get_password\s*\(\s*["']ct-jupyter["']\s*,\s*["'](?P<name>\w+)["']""")


class Loader(msgspec.Struct, frozen=True):
    """What a notebook of a language can load ``.env``, or the keyring, with."""

    kind: Literal["dotenv", "keyring", "native", "platform", "none"]
    """``native``: the language's own means; ``platform``: the secret store of the platform; ``none``: the
    kernel has to be started with the variables."""
    module: str = ""
    """That the kernel must have, as it is imported."""
    needs: str = ""
    """The package that has it, as it is installed."""
    code: str = ""
    """What is called, for a form to name it: ``load_dotenv()``, ``readRenviron()``."""
    loads: bool = False
    """Whether the notebook does load, once it is changed as planned."""


class Loaded(NamedTuple):
    """A place where a notebook loads ``.env`` already."""

    cell: int
    link: tuple[int, int, str] | None
    """Span and text of the id, where it goes through a link."""


def loader_for(language: str, load: Load, store: SecretStore | None = None) -> Loader:
    """Return what a notebook whose cells are in ``language`` can load with."""
    if store is not None:
        code = store.lookup("NAME", language) or ""
        python = language == "python"
        return Loader("platform", module=store.module if python else "", code=code, loads=not python)
    if language != "python":
        native = LOADS.get(language)
        return Loader("native", code=native.code) if native is not None else Loader("none")
    if load == "keyring":
        return Loader("keyring", module="keyring", needs="keyring", code="keyring.get_password()")
    return Loader("dotenv", module="dotenv", needs="python-dotenv", code="load_dotenv()")


def existing_load(sources: Sequence[tuple[int, str]]) -> Loaded | None:
    """Return where the first of ``sources``, with their numbers, loads a file called ``.env``.

    A load of another file counts for nothing: what was stored is not there.
    """
    for index, source in sources:
        if "dotenv" not in source or not is_python_cell(source):
            continue
        if _MAGIC.search(source):
            return Loaded(index, None)
        code = masked(source)
        for call in _CALL.finditer(code):
            end = _closing(code, call.end())
            arguments = source[call.end() : end]
            link = link_in(arguments)
            if link is not None:
                start, stop, identity = link
                return Loaded(index, (call.end() + start, call.end() + stop, identity))
            other = _OTHER_FILE.search(arguments.rstrip(") \t\r\n"))
            if other is None or other["path"].replace("\\", "/").rpartition("/")[2] == ".env":
                return Loaded(index, None)
    return None


def dotenv_lines(os_name: str, links: EnvLinks | None) -> list[str]:
    """Return the statement that loads ``.env``: through its link, else upward from the working directory."""
    if links is None:
        return ["load_dotenv()"]
    path = links.path_of(links.own)
    # An `if` shows nothing where it ends a cell; a call would show what it returns.
    return [f'if not load_dotenv({os_name}.path.expanduser("{path}")):', "    load_dotenv()"]


def keyring_lines(environ: str, names: Collection[str], sources: Sequence[str]) -> list[str]:
    """Return the statements that read ``names`` from the keyring, but for those that are there."""
    there = {found["name"] for source in sources for found in _KEYRING.finditer(source)}
    return [
        f'{environ}["{name}"] = keyring.get_password("{KEYRING_SERVICE}", "{name}")'
        for name in names
        if name not in there
    ]


def platform_lines(
    environ: str, store: SecretStore, names: Collection[str], sources: Sequence[str]
) -> list[str]:
    """Return the statements that read ``names`` from a platform's store, but for those that are there."""
    lines = (f'{environ}["{name}"] = {store.lookup(name)}' for name in names)
    there = "\n".join(sources)
    return [line for line in lines if line not in there]


def imports_name(source: str, module: str, name: str = "") -> bool:
    """Tell whether a cell has ``import module`` or, with a name, ``from module import name``."""
    code = masked(source)
    what = rf"from[ \t]+{module}[ \t]+import\b[^\n]*\b{name}\b" if name else rf"import[^\n]*\b{module}\b"
    return re.search(rf"^{what}", code, re.MULTILINE) is not None


def has_import(source: str, statement: str) -> bool:
    """Tell whether a cell has what ``from module import name`` or ``import module as name`` binds."""
    first, _, last = statement.rpartition(" ")
    words, name = re.escape(first).replace(r"\ ", r"[ \t]+"), re.escape(last)
    # Several names can come from one module; `import x as y` binds one.
    between = r"\b[^\n]*" if first.startswith("from ") else r"[ \t]+"
    return re.search(rf"^{words}{between}\b{name}\b", masked(source), re.MULTILINE) is not None


def _closing(code: str, position: int) -> int:
    depth = 1
    for offset in range(position, len(code)):
        depth += {"(": 1, ")": -1}.get(code[offset], 0)
        if depth == 0:
            return offset
    return len(code)
