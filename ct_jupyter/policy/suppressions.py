"""``ct: ignore[weakness-id] reason``, in a comment, as a cell tag or in metadata.

One grammar in all places. The ids are comma-separated globs on the weakness id; a comment speaks for its own
line, or, alone on its line, for the next one; a tag, or a text in the list ``ct-jupyter.ignore`` of a cell's
metadata, for every part of its cell; the same list in the notebook's metadata for all of it. A reason may
begin with ``until 2027-01-31``: after that day the suppression is none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from ..findings.finding import Suppression
from ..notebook.part import Part
from ..text.lazy import lazy

DIRECTIVE = lazy(r"ct:\s*ignore\[(?P<ids>[^\]\n]{1,400})\](?P<reason>[^\n]*)", re.IGNORECASE)
WHOLE_CELL = lazy(r"ct-ignore(?:[\s:]+(?P<reason>.*))?\Z", re.IGNORECASE | re.DOTALL)
"""The tag that ignores whatever is found in its cell."""

_COMMENT_OPENERS = ("#", "//", "--", "<!--", "/*")
_COMMENT_CLOSER = lazy(r"\s*(?:-->|\*/)\s*$")
_UNTIL = lazy(r"\s*\(?until[\s:]+(?P<date>\d{4}-\d\d-\d\d)\)?[\s:,;.-]*", re.IGNORECASE)
_METADATA = lazy(r"/ct-jupyter/ignore(?:/\d+)?\Z")

# Comments of detect-secrets, gitleaks and betterleaks, so that teams need not say it twice.
_PRAGMA = lazy(
    r"pragma:\s*allow-?list[ -]secret|gitleaks:allow|betterleaks:allow|pragma:\s*whitelist[ -]secret",
    re.IGNORECASE,
)
_PRAGMA_NEXT = lazy(r"pragma:\s*allow-?list[ -]nextline[ -]secret", re.IGNORECASE)


class Directive(NamedTuple):
    """One ``ct: ignore[…]``."""

    globs: tuple[str, ...]
    reason: str
    until: datetime.date | None = None

    def covers(self, weakness_id: str) -> bool:
        """Whether the directive names ``weakness_id``, and its day has not passed."""
        return not self.expired() and self.names(weakness_id)

    def names(self, weakness_id: str) -> bool:
        """Whether the directive names ``weakness_id``."""
        return any(fnmatchcase(weakness_id.lower(), glob) for glob in self.globs)

    def expired(self) -> bool:
        """Whether its day has passed."""
        return self.until is not None and self.until < today()


def today() -> datetime.date:
    """Return the day, in UTC: a pipeline must not judge by where its machine stands."""
    return datetime.datetime.now(datetime.timezone.utc).date()


def suppression_of(
    part: Part,
    start: int,
    weakness_id: str,
    *,
    comments: Comments | None = None,
    metadata: Mapping[int | None, Iterable[Directive]] | None = None,
    honour_pragmas: bool = True,
) -> Suppression | None:
    """Return what suppresses the finding at offset ``start`` of ``part``, or None.

    Parameters
    ----------
    comments
        Of ``part``, where it has several findings.
    metadata
        Directives by cell, and under None those of the notebook; of :func:`metadata_directives`.
    honour_pragmas
        Whether comments that other scanners take for a suppression are one here as well.
    """
    for directive in tag_directives(part.tags):
        if directive.covers(weakness_id):
            return _suppression("tag", directive)
    if metadata:
        for directive in (*metadata.get(part.cell, ()), *metadata.get(None, ())):
            if directive.covers(weakness_id):
                return _suppression("metadata", directive)
    if part.kind == "source":
        said = (comments or Comments(part.text)).about(start)
        for directive in said.directives:
            if directive.covers(weakness_id):
                return _suppression("comment", directive)
        if honour_pragmas and said.pragma:
            return Suppression("pragma", said.pragma)
    return None


class _Said(NamedTuple):
    """What comments say of a line."""

    directives: list[Directive]
    pragma: str


class Comments:
    """What the comments of a text say of its lines. Asked in the order of the text, each is read once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._line = (0, -1)
        self._said = _Said([], "")

    def about(self, start: int) -> _Said:
        """Return what is said of the line that holds offset ``start``."""
        if not self._line[0] <= start <= self._line[1]:
            line_start = self.text.rfind("\n", 0, start) + 1
            line_end = self.text.find("\n", start)
            self._line = (line_start, line_end if line_end >= 0 else len(self.text))
            own = self.text[slice(*self._line)]
            above = (
                self.text[self.text.rfind("\n", 0, line_start - 1) + 1 : line_start - 1] if line_start else ""
            )
            above = above if is_comment_line(above) else ""
            pragma = _PRAGMA.search(own) or _PRAGMA_NEXT.search(above)
            self._said = _Said(parse_directives([own, above]), pragma[0] if pragma else "")
        return self._said


def _suppression(kind: Literal["comment", "tag", "metadata"], directive: Directive) -> Suppression:
    return Suppression(kind, directive.reason, until=directive.until)


def parse_directives(texts: Iterable[str]) -> list[Directive]:
    """Return the directives in ``texts``, each a line, a tag or a text in the metadata."""
    return [
        _directive(found["ids"], _COMMENT_CLOSER.sub("", found["reason"]))
        for text in texts
        for found in DIRECTIVE.finditer(text)
    ]


def tag_directives(tags: Iterable[str]) -> list[Directive]:
    """Return the directives among a cell's tags."""
    directives = []
    for tag in tags:
        if whole := WHOLE_CELL.match(tag.strip()):
            directives.append(_directive("*", whole["reason"] or ""))
        else:
            directives += parse_directives([tag])
    return directives


def metadata_directives(parts: Iterable[Part]) -> dict[int | None, list[Directive]]:
    """Return the directives in the notebook's metadata, under None, and in its cells'."""
    found: dict[int | None, list[Directive]] = {}
    for part in parts:
        if part.kind == "metadata" and part.segments and "gnore[" in part.text:
            for segment in part.segments:
                if _METADATA.match(segment.pointer):
                    texts = [part.text[segment.start : segment.end]]
                    found.setdefault(part.cell, []).extend(parse_directives(texts))
    return found


def directive_text(weakness_id: str, reason: str) -> str:
    """Return the directive that ignores ``weakness_id``, on one line."""
    return f"ct: ignore[{weakness_id}] {' '.join(reason.split())}"


def is_comment_line(line: str) -> bool:
    """Tell whether a line is a comment and nothing else, and so speaks for the next one."""
    return line.lstrip().startswith(_COMMENT_OPENERS)


def _directive(ids: str, reason: str) -> Directive:
    until = None
    if found := _UNTIL.match(reason):
        try:
            until = datetime.date.fromisoformat(found["date"])
        except ValueError:  # no such day: better one that has passed than one that never does
            until = datetime.date.min
        reason = reason[found.end() :]
    globs = tuple(glob.strip().lower() for glob in ids.split(",") if glob.strip())
    return Directive(globs, reason.strip(), until)
