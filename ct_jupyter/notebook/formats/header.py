"""The YAML in front of a document: of jupytext, R Markdown, Quarto, MyST and marimo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ...languages.canonical import canonical_language, says_language
from ...text.lazy import lazy
from .text_notebook import Line, LineCell

MAX_LINES = 1_000
OF_JUPYTER = frozenset({"jupyter", "jupytext", "kernelspec", "language_info", "marimo-version"})
"""Keys of a header that says how the document is a notebook, and nothing else."""

_KEY = lazy(r"([A-Za-z][\w.-]*)\s*:")
_FORMAT = lazy(r"\s+format_name:\s*['\"]?(?P<name>[\w-]+)")
_LANGUAGE = lazy(r"\s+language:\s*['\"]?(?P<name>[\w#+.-]+)")
_KERNEL = lazy(r"\s+name:\s*['\"]?(?P<name>[\w#+.-]+)")


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The header of one document."""

    start: int = 0
    """Number of its first line, from 0."""
    end: int = 0
    """Number of the line behind it; that of ``start`` where there is none."""
    keys: frozenset[str] = frozenset()
    """On the first level."""
    format: str = ""
    """What jupytext calls the format."""
    language: str = ""
    """Of the kernel."""

    def cells(self, comment: str = "") -> Iterator[LineCell]:
        """Yield the header as a raw cell, as jupytext does, unless it is all about the notebook itself."""
        if self.end > self.start and not (self.keys and self.keys <= OF_JUPYTER):
            size = len(comment) + 1 if comment else 0
            yield LineCell(
                type="raw",
                first=self.start,
                last=self.end,
                cut=lambda line: min(size, len(line)),
                prefix=f"{comment} " if comment else "",
            )


def header_of(lines: Sequence[Line], comment: str = "") -> Header:
    """Return the header of a document; in scripts each of its lines is a comment."""
    lead = f"{comment} " if comment else ""
    start = 0
    while start < min(len(lines), 4) and _stands_above(lines[start].text):
        start += 1
    if start >= len(lines) or lines[start].text.rstrip() != f"{lead}---":
        return Header()
    content: list[str] = []
    for index in range(start + 1, min(len(lines), start + MAX_LINES)):
        line = lines[index].text
        if comment and not line.startswith(comment):
            return Header()
        line = line[len(lead) :]
        if line.rstrip() in ("---", "..."):
            return _header(start, index + 1, content)
        content.append(line)
    return Header()


def _stands_above(line: str) -> bool:
    return not line.strip() or line.startswith("#!") or "coding" in line[:40]


def _header(start: int, end: int, content: Sequence[str]) -> Header:
    keys = frozenset(found[1] for line in content if (found := _KEY.match(line)))
    form = next((found["name"] for line in content if (found := _FORMAT.match(line))), "")
    named = [found["name"] for line in content if (found := _LANGUAGE.match(line))]
    kernels = [found["name"] for line in content if (found := _KERNEL.match(line))]
    name = next((one for one in (*named, *kernels) if says_language(one)), "")
    language = canonical_language(name) if name else ""
    return Header(start=start, end=end, keys=keys, format=form, language=language)
