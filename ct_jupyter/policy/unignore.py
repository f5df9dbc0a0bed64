"""Takes a decision to ignore a finding back, where it stands in a notebook, and nothing else with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..notebook.edit import Edit
from ..text.lazy import lazy
from .suppressions import DIRECTIVE, WHOLE_CELL, Directive, is_comment_line, parse_directives, tag_directives

_OPENER = lazy(r"(?:#+|//+|--|<!--|/\*)[ \t]*\Z")
_CLOSER = lazy(r"[ \t]*(?:-->|\*/)")
_OTHER_COMMENT = lazy(
    # Two spaces set a comment off; a reason has single ones. The words are those of linters.
    r"[ \t]{2,}(?:#|//)"
    r"|[ \t]+#[ \t]*(?:noqa|nosec|type:|pylint|pyright|mypy|ruff|fmt:|isort|pragma:|gitleaks:)",
    re.IGNORECASE,
)
_BLOCKS = ("<!--", "/*")
_OWN_GAP = "  "
"""What ``ct: ignore`` is set off with by :func:`~ct_jupyter.policy.ignore.comment_edits`."""


def comment_removal(cell_id: str, source: str, start: int, weakness_id: str) -> tuple[Edit, ...]:
    """Return the edits that take back the comments which ignore ``weakness_id`` at ``start``.

    Only what says so goes: other ids of the same comment, other comments and the code of the line stay.

    Parameters
    ----------
    cell_id, source : str
        The cell.
    start : int
        Offset of the finding.
    weakness_id : str
        What is ignored.

    Returns
    -------
    tuple of Edit
        On the line of the finding, and on a line above that is a comment only; empty where no comment
        ignores it.
    """
    line_start = source.rfind("\n", 0, start) + 1
    edits = _on_line(cell_id, source, line_start, weakness_id)
    if line_start:
        above = source.rfind("\n", 0, line_start - 1) + 1
        if is_comment_line(source[above : line_start - 1]):
            edits = (*_on_line(cell_id, source, above, weakness_id), *edits)
    return edits


def without_directives(texts: Iterable[str], weakness_id: str, *, tags: bool = False) -> list[str]:
    """Return tags, or texts of the metadata, without what ignores ``weakness_id`` in them.

    A tag that ignores the whole cell goes, and with it what it said of other findings.
    """
    kept = []
    for text in texts:
        directives = tag_directives([text]) if tags else parse_directives([text])
        if not any(directive.covers(weakness_id) for directive in directives):
            kept.append(text)
        elif not (tags and WHOLE_CELL.match(text.strip())) and (rest := _rest_of(text, weakness_id)):
            kept.append(rest)
    return kept


def _rest_of(text: str, weakness_id: str) -> str:
    found = DIRECTIVE.search(text)
    if found is None:
        return ""
    ids, reason = _others(found["ids"], found["reason"], weakness_id)
    if not ids:
        return ""
    return f"{text[: found.start('ids')]}{ids}{text[found.end('ids') : found.start('reason')]}{reason}"


def _on_line(cell_id: str, source: str, line_start: int, weakness_id: str) -> tuple[Edit, ...]:
    end = source.find("\n", line_start)
    line_end = len(source) if end < 0 else end
    text_end = line_end - 1 if source[line_start:line_end].endswith("\r") else line_end
    found = DIRECTIVE.search(source, line_start, text_end)
    if found is None or not any(one.covers(weakness_id) for one in parse_directives([found[0]])):
        return ()
    in_block = any(opener in source[line_start : found.start()] for opener in _BLOCKS)
    enders = (_CLOSER, _OTHER_COMMENT) if in_block else (_OTHER_COMMENT,)
    reason_end = min(
        (one.start() for ender in enders if (one := ender.search(source, found.start("reason"), text_end))),
        default=text_end,
    )
    ids, reason = _others(found["ids"], source[found.start("reason") : reason_end], weakness_id)
    if ids:
        return (
            Edit(cell_id, found.start("ids"), found.end("ids"), ids),
            Edit(cell_id, found.start("reason"), reason_end, reason),
        )
    begin, stop = _whole_comment(source, line_start, text_end, found.start(), reason_end)
    if not source[line_start:begin].strip() and not source[stop:text_end].strip():
        # Nothing else is on the line: it goes, with the break that came with it.
        begin, stop = line_start, min(line_end + 1, len(source))
        if stop == len(source) and end < 0 and line_start:
            begin -= 1
    return (Edit(cell_id, begin, stop, ""),)


def _whole_comment(source: str, line_start: int, line_end: int, start: int, end: int) -> tuple[int, int]:
    """Return the span of the comment that holds nothing but a directive, else of the directive."""
    if opener := _OPENER.search(source[line_start:start]):
        closer = _CLOSER.match(source, end, line_end)
        if closer or opener[0].strip() not in _BLOCKS:
            start = line_start + opener.start()
            end = closer.end() if closer else end
    gap = source[line_start:start]
    for lead in (_OWN_GAP, " ", "\t"):
        if gap.endswith(lead):
            return start - len(lead), end
    return start, end


def _others(ids: str, reason: str, weakness_id: str) -> tuple[str, str]:
    """Return what is left of a directive that ignores more than ``weakness_id``, and of its reason."""
    globs = [glob.strip() for glob in ids.split(",")]
    stays = [not Directive((glob.lower(),), "").names(weakness_id) for glob in globs]
    reasons = reason.split("; ")
    # Each decision that was joined to the first brought a reason of its own.
    if len(reasons) == len(globs):
        lead = reason[: len(reason) - len(reason.lstrip())]
        reason = lead + "; ".join(_kept(reasons, stays)).lstrip()
    return ",".join(_kept(globs, stays)), reason


def _kept(texts: Sequence[str], stays: Sequence[bool]) -> list[str]:
    return [text for text, stay in zip(texts, stays, strict=True) if stay]
