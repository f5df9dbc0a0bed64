"""Suppressions that are not as they should be: without a reason, expired, or of nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ..findings.finding import Finding
from ..languages.cellcode import tokens
from ..languages.python_lexer import CommentToken
from ..notebook.part import Part
from .kinds import unknown_kind
from .suppressions import (
    DIRECTIVE,
    Directive,
    is_comment_line,
    metadata_directives,
    parse_directives,
    tag_directives,
)


class Notice(msgspec.Struct, frozen=True):
    """Something that somebody should look at; it breaks no policy."""

    path: str
    message: str
    cell: int | None = None
    line: int | None = None
    unread_data: bool = False
    """Whether it tells of data that a notebook names and that was not looked at."""
    unused: bool = False
    """Whether it tells of a suppression that suppresses nothing here."""


def notices_of(
    parts: Sequence[Part], findings: Iterable[Finding], path: str, own: Sequence[str] = ()
) -> Iterator[Notice]:
    """Yield what is to be said of the suppressions that one file holds.

    Parameters
    ----------
    own
        Ids of the rules that the policy adds.
    """
    for notice, directive in _all(parts, findings, path):
        if directive is None:
            yield notice
            continue
        slips = ((glob, unknown_kind(glob, own)) for glob in directive.globs)
        meant = next((f"{glob!r} is no kind of finding{near}" for glob, near in slips if near), None)
        text = f"suppresses nothing: {meant}" if meant else "suppresses nothing; remove it"
        yield msgspec.structs.replace(notice, message=f"{notice.message} {text}", unused=meant is None)


def _all(
    parts: Sequence[Part], findings: Iterable[Finding], path: str
) -> Iterator[tuple[Notice, Directive | None]]:
    """Yield notices; with the directive those of one that suppresses nothing, whose text is to follow."""
    suppressed = [finding for finding in findings if finding.suppressed is not None]
    tagged: set[int | None] = set()
    for part in parts:
        if part.tags and part.cell not in tagged:
            tagged.add(part.cell)
            here = [f for f in suppressed if f.cell == part.cell]
            for directive in tag_directives(part.tags):
                yield from _about(directive, here, "tag", Notice(path, "the cell's tag", part.cell))
        if part.kind == "source" and "gnore[" in part.text:
            here = [f for f in suppressed if f.cell == part.cell and f.part == "source"]
            yield from _comments(part, here, path)
    for cell, directives in metadata_directives(parts).items():
        here = [f for f in suppressed if cell is None or f.cell == cell]
        for directive in directives:
            yield from _about(directive, here, "metadata", Notice(path, "in the metadata", cell))


def _comments(part: Part, suppressed: list[Finding], path: str) -> Iterator[tuple[Notice, Directive | None]]:
    offset = 0
    for number, line in enumerate(part.text.split("\n"), start=1):
        found = DIRECTIVE.search(line)
        at = offset + (found.start() if found else 0)
        offset += len(line) + 1
        if found is None or not _is_comment(part, line, at):
            continue  # what a text says about suppressions is none
        lines = (number, number + 1) if is_comment_line(line) else (number,)
        here = [finding for finding in suppressed if finding.start.line in lines]
        for directive in parse_directives([line]):
            yield from _about(directive, here, "comment", Notice(path, "the comment", part.cell, number))


def _is_comment(part: Part, line: str, at: int) -> bool:
    """Tell whether the directive at ``at`` was meant: markdown and strings may speak of directives."""
    if part.language == "markdown":
        return "<!--" in line
    if part.language != "python":
        return part.cell is not None  # of other languages' files we cannot tell strings from comments
    return any(token.start < at < token.end for token in tokens(part.text) if isinstance(token, CommentToken))


def _about(
    directive: Directive, findings: list[Finding], kind: str, place: Notice
) -> Iterator[tuple[Notice, Directive | None]]:
    what = f"{place.message} that ignores {', '.join(directive.globs)}"
    place = msgspec.structs.replace(place, message=what)
    if directive.expired():
        expired = f"{what} expired on {directive.until}; look at it again"
        yield msgspec.structs.replace(place, message=expired), None
        return
    if not directive.reason:
        yield msgspec.structs.replace(place, message=f"{what} gives no reason; add one"), None
    used = any(
        finding.suppressed is not None
        and finding.suppressed.kind == kind
        and directive.names(finding.weakness_id)
        for finding in findings
    )
    if not used:
        yield place, directive
