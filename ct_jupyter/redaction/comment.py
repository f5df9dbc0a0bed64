"""Where a directive for one line of a cell can stand as a comment."""

from __future__ import annotations

import re

from ..detection.python_lexer import CommentToken, StringToken
from .cellcode import PYTHON_BODY_MAGICS, cell_magic, is_escaped_line, logical_line_start, tokens
from .plan import Edit

_OPENERS = {
    "#": ("python", "r", "julia", "bash", "ruby", "perl", "powershell"),
    "//": ("javascript", "typescript", "scala", "java", "kotlin", "c#", "c++", "rust", "go", "groovy"),
    "--": ("sql", "haskell", "lua"),
}
_OPENER = {language: opener for opener, languages in _OPENERS.items() for language in languages}
_MAGIC_BODIES = {"bash": "bash", "sh": "bash", "sql": "sql", "bigquery": "sql", "javascript": "javascript",
                 "js": "javascript", "r": "r", "julia": "julia", "ruby": "ruby", "perl": "perl"}  # fmt: skip
_DIRECTIVE = re.compile(r"ct:\s*ignore\[(?P<ids>[^\]\n]{1,400})\](?P<reason>[^\n]*)", re.IGNORECASE)
_INDENT = re.compile(r"[ \t]*")


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
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", start)
    line_end = len(source) if line_end < 0 else line_end
    if source[line_start:line_end].endswith("\r"):
        line_end -= 1
    magic = cell_magic(source)
    if opener is None or (magic is not None and start < magic[1]):
        return None
    strings = [token for token in tokens(source) if isinstance(token, StringToken)]
    if existing := _DIRECTIVE.search(source, line_start, line_end):
        return _joined(cell_id, existing, weakness_id, reason)
    directive = f"{opener} ct: ignore[{weakness_id}] {reason}"
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


def _language(source: str, language: str) -> str:
    magic = cell_magic(source)
    if magic is None or magic[0] in PYTHON_BODY_MAGICS:
        return language
    return _MAGIC_BODIES.get(magic[0].lower(), "text")


def _joined(cell_id: str, existing: re.Match[str], weakness_id: str, reason: str) -> tuple[Edit, ...]:
    # One directive a line: the reason of the first would swallow a second.
    ids, end = existing.end("ids"), existing.end("reason")
    lead = "; " if existing["reason"].strip() else " "
    return (Edit(cell_id, ids, ids, f",{weakness_id}"), Edit(cell_id, end, end, f"{lead}{reason}"))


def _inside(strings: list[StringToken], offset: int) -> bool:
    """Tell whether ``offset`` stands in a string that goes on over the end of its line."""
    return any(
        token.start < offset < token.end or (offset == token.end and not token.closed) for token in strings
    )


def _in_comment(source: str, line_end: int) -> bool:
    return any(
        isinstance(token, CommentToken) and token.start < line_end <= token.end for token in tokens(source)
    )
