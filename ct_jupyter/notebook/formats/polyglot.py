"""Notebooks of .NET Interactive (Polyglot Notebooks) as text: ``#!csharp`` begins a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...languages.canonical import canonical_language
from ...languages.table import LANGUAGES
from ...text.lazy import lazy
from .text_notebook import Line, LineCell, TextNotebook, lines_of, notebook_of_lines

_MARK = lazy(r"#!(?P<name>[A-Za-z][\w.#-]{0,60})[ \t]*\Z")
_DEFAULT = lazy(r"\"defaultKernelName\"\s*:\s*\"(?P<name>[^\"\n]{1,60})\"")
_NAME = lazy(r"\"name\"\s*:\s*\"(?P<name>[^\"\n]{1,60})\"")
_KERNEL = lazy(r"--kernel-name[ \t]+(?P<name>[\w.#-]{1,60})")
_KERNELS = frozenset({"mermaid", "value", "vscode", "webview"})
"""Kernels of .NET Interactive that run no language of ours."""


def read_polyglot(text: str) -> TextNotebook:
    """Read a ``.dib`` file."""
    lines = lines_of(text)
    meta = _meta(lines)
    default = _DEFAULT.search(meta)
    name = default["name"] if default else "csharp"
    metadata = {
        "kernelspec": {"name": f".net-{name}"},
        "polyglot_notebook": {"kernelInfo": {"defaultKernelName": name}},
    }
    return notebook_of_lines(text, lines, _cells(lines, meta, name), metadata)


def _meta(lines: Sequence[Line]) -> str:
    """Return what the notebook says of itself: JSON below ``#!meta``."""
    if not lines or lines[0].text.strip() != "#!meta":
        return ""
    end = next((i for i in range(1, len(lines)) if _MARK.match(lines[i].text)), len(lines))
    return "\n".join(line.text for line in lines[1:end])


def _cells(lines: Sequence[Line], meta: str, default: str) -> Iterator[LineCell]:
    own = {found["name"].lower() for found in _NAME.finditer(meta)}
    own |= {found["name"].lower() for line in lines for found in _KERNEL.finditer(line.text)}
    name, first = default, 0
    for index in range(len(lines) + 1):
        found = _MARK.match(lines[index].text) if index < len(lines) else None
        begins = found is not None and _is_kernel(found["name"].lower(), own)
        if index < len(lines) and not begins:
            continue
        if name != "meta":
            kind = "markdown" if canonical_language(name) == "markdown" else "code"
            metadata = {} if kind == "markdown" else {"polyglot_notebook": {"kernelName": name}}
            yield LineCell(type=kind, first=first, last=index, metadata=metadata)
        if found is not None:
            name, first = found["name"], index + 1


def _is_kernel(name: str, own: set[str]) -> bool:
    """Tell whether ``#!name`` begins a cell: other directives stand in one, as ``#!time`` does."""
    return name == "meta" or name in own or name in _KERNELS or canonical_language(name) in LANGUAGES
