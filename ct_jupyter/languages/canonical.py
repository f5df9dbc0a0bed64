"""One name for each language, whatever kernels, editors and magics call it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..text.lazy import lazy
from .cellcode import cell_magic
from .table import MAGIC_LANGUAGES, TABLE

_NAMES = {name: language.id for language in TABLE for name in language.names.split()}
_ENVIRONMENT = lazy(r"(?:conda|mamba)-(?:env|root)(?:-.*)?-(?P<kind>[a-z]+)\Z")
_VERSION = lazy(r"[-_ ]?v?\d+(?:\.\d+)*(?:[-_ ]?(?:dev|rc\d*|beta|lts))?\Z")
_HASH_MAGIC = lazy(r"\s*#!(?P<name>[A-Za-z][\w.#-]*)[^\n]*(?:\n|\Z)")
_PYTHON_MAGIC = lazy(r"\s*%python[ \t]*(?:\r?\n|\Z)")  # of Databricks
_NO_LANGUAGE = frozenset({"", "polyglot-notebook", "dotnet-interactive", "raw", "plaintext", "text", "sos"})


@lru_cache(maxsize=256)
def canonical_language(name: str) -> str:
    """Return our name of a language: of ``R``, ``ir`` and ``xeus-r`` it is ``r``.

    Takes what kernels and their specs give (``julia-1.10``, ``.net-csharp``, ``conda-env-x-py``), VS Code's
    ids, and our own names. One that is not known comes back in lower case, without a version.
    """
    text = name.strip().lower().removeprefix("dotnet-interactive.")
    if known := _NAMES.get(text) or _NAMES.get(text.replace("_", "-").replace(" ", "-")):
        return known
    if (found := _ENVIRONMENT.match(text)) and (known := _NAMES.get(found["kind"])):
        return known
    bare = _VERSION.sub("", text).replace("_", "-").replace(" ", "-")
    return _NAMES.get(bare, text)


def says_language(name: str | None) -> bool:
    """Tell whether ``name`` is one of a language: a kernel that runs many gives none."""
    return name is not None and name.strip().lower() not in _NO_LANGUAGE


def language_of(metadata: dict[str, Any]) -> str:
    """Return the language of a notebook's code cells; Python where its metadata does not say."""
    default = _item(metadata, "polyglot_notebook", "kernelInfo", "defaultKernelName")
    for name in (
        default if is_polyglot(metadata) else None,
        _item(metadata, "application/vnd.databricks.v1+notebook", "language"),
        _item(metadata, "language_info", "name"),
        _item(metadata, "kernelspec", "language"),
        _item(metadata, "kernelspec", "name"),
    ):
        if isinstance(name, str) and says_language(name):
            return canonical_language(name)
    return "python"


def is_polyglot(metadata: dict[str, Any]) -> bool:
    """Tell whether the kernel is .NET Interactive: many languages, and JavaScript in the browser."""
    name = _item(metadata, "kernelspec", "name")
    return "polyglot_notebook" in metadata or (isinstance(name, str) and name.lower().startswith(".net-"))


def language_of_cell(metadata: dict[str, Any], source: str, default: str) -> str:
    """Return the language of a code cell: its own, where metadata or a magic says so, else the ``default``.

    What is meant is the language that the kernel gives the cell to; the body of ``%%bash`` in a Python cell
    is looked at by those who read the cell.
    """
    if found := _HASH_MAGIC.match(source):
        magic = canonical_language(found["name"])
        if magic in _NAMES.values() and not source.lstrip().startswith("#!/"):
            return magic
    if default != "python" and _PYTHON_MAGIC.match(source):
        return "python"
    for path in (
        ("polyglot_notebook", "kernelName"),
        ("dotnet_interactive", "language"),
        ("vscode", "languageId"),
        ("kernel",),
        ("language",),  # of Snowflake
    ):
        name = _item(metadata, *path)
        if isinstance(name, str) and says_language(name):
            return canonical_language(name)
    return default


def language_of_body(metadata: dict[str, Any], source: str, default: str) -> str:
    """Return the language of what stands in a code cell, below its cell magic."""
    magic = cell_magic(source)
    if magic is not None and (language := MAGIC_LANGUAGES.get(magic[0].lower())):
        return language
    return language_of_cell(metadata, source, default)


def _item(metadata: Any, *path: str) -> Any:
    for name in path:
        metadata = metadata.get(name) if isinstance(metadata, dict) else None
    return metadata
