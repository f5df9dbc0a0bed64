"""Where a user's decision to ignore a finding is written, so that it travels with the notebook."""

from __future__ import annotations

import re
from pathlib import PurePath

from ..languages.cellcode import (
    PYTHON_BODY_MAGICS,
    cell_magic,
    is_escaped_line,
    logical_line_start,
    string_tokens,
    tokens,
)
from ..languages.of_files import language_of_file
from ..languages.python_lexer import CommentToken, StringToken
from ..languages.table import MAGIC_LANGUAGES, TABLE
from ..notebook.edit import Edit
from ..text.lazy import lazy
from .suppressions import DIRECTIVE, directive_text

_OPENER = {language.id: language.comment for language in TABLE if language.comment}
_HASH_FILES = frozenset({".toml", ".env", ".cfg", ".conf", ".ini", ".properties"})
_FENCE = lazy(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_INDENT = lazy(r"[ \t]*")


def ignore_tag(weakness_id: str, reason: str) -> str:
    """Return the cell tag that ignores ``weakness_id`` in every part of the cell."""
    # The notebook format allows no comma in a tag.
    return directive_text(weakness_id, reason).replace(",", ";")


def markdown_edits(
    cell_id: str, source: str, start: int, weakness_id: str, reason: str
) -> tuple[Edit, ...] | None:
    """Return the edit that puts an invisible comment on the line of ``start`` of a markdown cell.

    None where it would show, inside a fence of code, and where the reason would end it early.
    """
    directive = directive_text(weakness_id, reason)
    line_start, line_end = _line(source, start)
    fenced = len(_FENCE.findall(source, 0, start)) % 2 == 1
    if fenced or "--" in directive or DIRECTIVE.search(source, line_start, line_end):
        return None
    return (Edit(cell_id, line_end, line_end, f"  <!-- {directive} -->"),)


def comment_edits(
    cell_id: str, source: str, language: str, start: int, weakness_id: str, reason: str
) -> tuple[Edit, ...] | None:
    """Return the edits that put ``ct: ignore[weakness_id] reason`` on the line of ``start``.

    Parameters
    ----------
    cell_id, source, language : str
        The code cell; the language is the kernel's.
    start : int
        Offset of the finding.
    weakness_id, reason : str
        What is ignored, and why; the reason is one line.

    Returns
    -------
    tuple of Edit or None
        At the end of the line; on a line above where the line cannot end in a comment (``!curl …``);
        in the directive that is already there; None where no comment can stand.
    """
    language = _language(source, language)
    opener = _OPENER.get(language)
    line_start, line_end = _line(source, start)
    magic = cell_magic(source)
    if opener is None or (magic is not None and start < magic[1]):
        return None
    strings = string_tokens(source)
    if existing := DIRECTIVE.search(source, line_start, line_end):
        return _joined(cell_id, existing, weakness_id, reason)
    directive = f"{opener} {directive_text(weakness_id, reason)}"
    escaped = language == "python" and is_escaped_line(source, logical_line_start(source, line_start))
    continued = source[line_start:line_end].rstrip().endswith("\\") and not _in_comment(source, line_end)
    if not escaped and not continued and not _inside(strings, line_end):
        return (Edit(cell_id, line_end, line_end, f"  {directive}"),)
    if logical_line_start(source, line_start) != line_start or _inside(strings, line_start):
        return None
    indent = _INDENT.match(source, line_start)
    assert indent is not None  # it matches the empty text
    newline = "\r\n" if "\r\n" in source else "\n"
    return (Edit(cell_id, line_start, line_start, f"{indent[0]}{directive}{newline}"),)


def file_comment_edits(
    cell_id: str, source: str, path: PurePath, start: int, weakness_id: str, reason: str
) -> tuple[Edit, ...] | None:
    """Return :func:`comment_edits` for a file that is no notebook; None where its kind knows no comment."""
    language = language_of_file(path)
    if language == "python":
        return comment_edits(cell_id, source, language, start, weakness_id, reason)
    opener = _OPENER.get(language)
    if opener is None and (path.suffix.lower() in _HASH_FILES or path.name.startswith(".env")):
        opener = "#"
    if opener is None:
        return None
    line_start, line_end = _line(source, start)
    if existing := DIRECTIVE.search(source, line_start, line_end):
        return _joined(cell_id, existing, weakness_id, reason)
    indent = _INDENT.match(source, line_start)
    assert indent is not None  # it matches the empty text
    newline = "\r\n" if "\r\n" in source else "\n"
    if source[:line_start].rstrip("\r\n").endswith("\\"):
        return None  # the line goes on from the one above
    # On a line of its own: behind a value, not every kind of file takes it for a comment.
    text = f"{indent[0]}{opener} {directive_text(weakness_id, reason)}{newline}"
    if language == "yaml" and not _is_same_yaml(source, f"{source[:line_start]}{text}{source[line_start:]}"):
        return None  # within a block of text it would be part of it
    return (Edit(cell_id, line_start, line_start, text),)


def _is_same_yaml(before: str, after: str) -> bool:
    import yaml

    def values(text: str) -> list[tuple[str, object]] | None:
        try:
            events = yaml.parse(text, Loader=yaml.SafeLoader)
            return [(type(event).__name__, getattr(event, "value", None)) for event in events]
        except (yaml.YAMLError, RecursionError):
            return None

    return values(before) == values(after)


def _line(source: str, offset: int) -> tuple[int, int]:
    start, end = source.rfind("\n", 0, offset) + 1, source.find("\n", offset)
    end = len(source) if end < 0 else end
    return start, end - 1 if source[start:end].endswith("\r") else end


def _language(source: str, language: str) -> str:
    magic = cell_magic(source)
    if magic is None or magic[0] in PYTHON_BODY_MAGICS:
        return language
    return MAGIC_LANGUAGES.get(magic[0].lower(), "text")


def _joined(cell_id: str, existing: re.Match[str], weakness_id: str, reason: str) -> tuple[Edit, ...]:
    # One directive a line: the reason of the first would swallow a second.
    ids, end = existing.end("ids"), existing.end("reason")
    lead = "; " if existing["reason"].strip() else " "
    return (Edit(cell_id, ids, ids, f",{weakness_id}"), Edit(cell_id, end, end, f"{lead}{reason}"))


def _inside(strings: tuple[StringToken, ...], offset: int) -> bool:
    """Tell whether ``offset`` stands in a string that goes on over the end of its line."""
    return any(
        token.start < offset < token.end or (offset == token.end and not token.closed) for token in strings
    )


def _in_comment(source: str, line_end: int) -> bool:
    return any(
        isinstance(token, CommentToken) and token.start < line_end <= token.end for token in tokens(source)
    )
