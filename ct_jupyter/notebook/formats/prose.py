"""Markdown with code that runs: of jupytext, MyST and marimo, R Markdown and Quarto."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from ...languages.canonical import canonical_language
from ...languages.table import LANGUAGES
from ...text.lazy import lazy
from .header import header_of
from .scripts import magics_cut
from .text_notebook import Line, LineCell, TextNotebook, lines_of, notebook_of_lines, nothing, tags_in

_FENCE = lazy(r"(?P<lead>[\t >]{0,40})(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*(?P<info>[^`\n]*)\Z")
_CHUNK = lazy(r"\{+[ \t]*(?P<language>[A-Za-z][\w.+#-]{0,40})(?P<options>[\s,}].*)?\Z", re.DOTALL)
_REGION = lazy(r"<!--\s*#(?P<name>region|markdown|md|raw)\b(?P<options>[^\n]*)-->\s*\Z")
_OPTION = lazy(r"\s*:[\w-]+:")
_NO_CODE = frozenset({"json", "yaml", "text"})
_WORD = lazy(r"(?P<language>[A-Za-z][\w.+#-]{0,40})(?P<options>[\s{].*)?\Z", re.DOTALL)

Opens = Callable[[str], "tuple[str, str] | None"]
"""What stands behind a fence's mark in; language and options of the code cell out, None if it is none."""


def runs_in_markdown(own: str, info: str) -> tuple[str, str] | None:
    """Read a fence of jupytext's Markdown: `python tags=["a"]`; of marimo: `python {.marimo}`.

    ``own`` is the language of the kernel, which may be one that nothing else is known of.
    """
    found = _WORD.match(info)
    if found is None:
        return runs_in_braces(info)
    language = canonical_language(found["language"])
    runs = (language in LANGUAGES or language == own) and language not in _NO_CODE and ".noeval" not in info
    return (language, found["options"] or "") if runs else None


def runs_in_braces(info: str) -> tuple[str, str] | None:
    """Read a fence of R Markdown and Quarto: `{r name, echo=FALSE}`, `{python}`."""
    found = _CHUNK.match(info)
    if found is None or info.startswith("{{"):
        return None
    language = canonical_language(found["language"].removesuffix(".marimo"))
    return language, found["options"] or ""


def runs_in_myst(info: str) -> tuple[str, str] | None:
    """Read a fence of MyST: `{code-cell} ipython3`."""
    for directive in ("{code-cell}", "{code}"):
        if info.startswith(directive):
            name = info[len(directive) :].strip()
            return (canonical_language(name) if name else "", "") if directive == "{code-cell}" else None
    return None


def read_markdown(text: str) -> TextNotebook:
    """Read Markdown of jupytext or marimo."""
    return _read(text, None, "python")


def read_myst(text: str) -> TextNotebook:
    """Read Markdown of MyST."""
    return _read(text, runs_in_myst, "python", myst=True)


def read_chunks(text: str, default: str) -> TextNotebook:
    """Read R Markdown or Quarto, of which ``default`` is the language if no chunk has one."""
    return _read(text, runs_in_braces, default)


def _read(text: str, opens: Opens | None, default: str, *, myst: bool = False) -> TextNotebook:
    lines = lines_of(text)
    header = header_of(lines)
    if opens is None:
        opens = partial(runs_in_markdown, header.language)
    cells = list(_cells(lines, header.end, opens, myst=myst))
    if "jupyter" in header.keys and not myst:  # jupytext wrote it, and made comments of magics
        cells = [_with_magics(cell) for cell in cells]
    own = [cell.metadata["language"] for cell in cells if cell.metadata.get("language")]
    language = header.language or (own[0] if own else default)
    return notebook_of_lines(
        text,
        lines,
        [*header.cells(), *cells],
        {"language_info": {"name": language}},
        rest_language="markdown",
    )


def _cells(lines: Sequence[Line], at: int, opens: Opens, *, myst: bool) -> Iterator[LineCell]:
    first, blanks = at, 0
    while at < len(lines):
        line = lines[at].text
        found = _FENCE.match(line)
        if found is not None and (found["fence"][0] != ":" or myst):
            runs = opens(found["info"].strip())
            end = _fence_end(lines, at, found["fence"])
            if runs is None:
                at, blanks = end + 1, 0
                continue
            yield LineCell(type="markdown", first=first, last=at)
            yield _code(lines, at, min(end, len(lines)), found["lead"], runs, myst=myst)
            first, at, blanks = end + 1, end + 1, 0
            continue
        if not myst and (region := _REGION.match(line)):
            yield LineCell(type="markdown", first=first, last=at)
            end = _region_end(lines, at, region["name"])
            kind = "raw" if region["name"] == "raw" else "markdown"
            yield LineCell(type=kind, first=at + 1, last=end, tags=tags_in(region["options"]))
            first, at, blanks = end + 1, end + 1, 0
            continue
        is_break = line.startswith("+++") if myst else blanks >= 2 and bool(line.strip())
        if is_break:
            yield LineCell(type="markdown", first=first, last=at)
            first = at + 1 if myst else at
        blanks = 0 if line.strip() else blanks + 1
        at += 1
    yield LineCell(type="markdown", first=min(first, len(lines)), last=len(lines))


def _code(  # what a cell is made of
    lines: Sequence[Line], at: int, end: int, lead: str, runs: tuple[str, str], *, myst: bool
) -> LineCell:
    language, options = runs
    first = at + 1
    if myst:
        first = _behind_options(lines, first, end)
        options = " ".join(line.text for line in lines[at + 1 : first])
    else:  # options of Quarto are comments in the code
        options += " ".join(
            line.text for line in lines[first : min(first + 20, end)] if line.text.lstrip().startswith("#|")
        )
    return LineCell(
        type="code",
        first=first,
        last=end,
        cut=partial(_lead_cut, lead) if lead else nothing,
        prefix=lead,
        metadata={"language": language} if language else {},
        tags=tags_in(options),
    )


def _with_magics(cell: LineCell) -> LineCell:
    if cell.type != "code" or cell.prefix:
        return cell
    language = LANGUAGES.get(cell.metadata.get("language", ""))
    comment = language.comment if language else ""
    return msgspec.structs.replace(cell, cut=magics_cut(comment)) if comment else cell


def _lead_cut(lead: str, line: str) -> int:
    return len(lead) if line.startswith(lead) else 0


def _behind_options(lines: Sequence[Line], first: int, end: int) -> int:
    """Return the first line of a MyST cell's code: options stand above it, as ``:tags: …`` or as YAML."""
    if first < end and lines[first].text.strip() == "---":
        close = next((i for i in range(first + 1, end) if lines[i].text.strip() == "---"), end)
        return min(close + 1, end)
    while first < end and _OPTION.match(lines[first].text):
        first += 1
    return first


def _fence_end(lines: Sequence[Line], at: int, fence: str) -> int:
    """Return the number of the line that closes the fence of line ``at``; behind the last if none does."""
    for index in range(at + 1, len(lines)):
        line = lines[index].text.strip("\t >")
        if line.startswith(fence) and not line.strip(fence[0]):
            return index
    return len(lines)


def _region_end(lines: Sequence[Line], at: int, name: str) -> int:
    end = re.compile(rf"<!--\s*#end{name}\s*-->\s*\Z")
    return next((i for i in range(at + 1, len(lines)) if end.match(lines[i].text)), len(lines))
