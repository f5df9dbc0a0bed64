"""Where an ``ignore`` is written: a comment on the line, or a tag of the cell where none can stand."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..detection.python_lexer import CommentToken, StringToken, python_tokens
from .suppressions import directive_text

_LINE_COMMENTS = {
    language: opener
    for opener, languages in {
        "#": "python r julia bash",
        "//": "scala javascript java c# csharp rust go",
        "--": "sql",
    }.items()
    for language in languages.split()
}
_MAGIC_LINE = re.compile(r"\s*[%!?]|\s*[\w., ]+=\s*[%!]")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)


class Comment(NamedTuple):
    """Insert ``text`` at ``offset`` (code points from 0) of the cell's source."""

    offset: int
    text: str


class Tag(NamedTuple):
    """Add ``text`` to the cell's tags."""

    text: str


def place_ignore(
    source: str, *, cell_type: str, language: str, start: int | None, weakness_id: str, reason: str
) -> Comment | Tag:
    """Decide where the user's decision to ignore a finding is written, so that it travels with the notebook.

    Parameters
    ----------
    language
        Of this cell, after magics: ``bash`` for a ``%%bash`` cell.
    start
        Offset of the finding in ``source``; None for a finding in an output, metadata or attachment.
    """
    directive = directive_text(weakness_id, reason)
    # nbformat allows no comma in a tag.
    tag = Tag(directive.replace(",", ";"))
    if start is None:
        return tag
    if cell_type == "markdown":
        # In a code fence an HTML comment would be printed, and "--" would end it early.
        fenced = len(_FENCE.findall(source, 0, start)) % 2 == 1
        return tag if fenced or "--" in directive else _at_line_end(source, start, f"<!-- {directive} -->")
    opener = _LINE_COMMENTS.get(language)
    if cell_type != "code" or opener is None:
        return tag
    if language == "python":
        return _in_python(source, start, directive, tag)
    line = source[source.rfind("\n", 0, start) + 1 : _line_end(source, start)]
    if line.endswith("\\") or line.startswith("%%"):
        return tag
    return _at_line_end(source, start, f"{opener} {directive}")


def _in_python(source: str, start: int, directive: str, tag: Tag) -> Comment | Tag:
    line_start, line_end = source.rfind("\n", 0, start) + 1, _line_end(source, start)
    if _MAGIC_LINE.match(source, line_start, line_end):
        return tag  # what follows a magic belongs to its value
    around: StringToken | None = None
    for token in python_tokens(source):
        if token.start >= line_end:
            break
        if isinstance(token, CommentToken):
            if token.start <= start < token.end:
                return _at_line_end(source, start, f"# {directive}")
        elif token.start < line_end < token.end or (token.start < line_start < token.end):
            around = token  # a string goes on over an end of this line
    if around is None and source[line_start:line_end].rstrip().endswith("\\"):
        return tag
    if around is None:
        return _at_line_end(source, start, f"# {directive}")
    return tag


def _at_line_end(source: str, start: int, comment: str) -> Comment:
    end = _line_end(source, start)
    while end > 0 and source[end - 1] in " \t\r":
        end -= 1
    return Comment(end, f"  {comment}")


def _line_end(source: str, start: int) -> int:
    end = source.find("\n", start)
    return end if end >= 0 else len(source)


__all__ = ["Comment", "Tag", "place_ignore"]
