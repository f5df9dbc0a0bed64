"""``ct: ignore[weakness-id] reason``, in a comment or as a cell tag.

One grammar in both places. The ids are comma-separated globs on the weakness id; a comment speaks for
its own line, or, alone on its line, for the next one; a tag speaks for every part of its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from ..notebook.part import Part
from ..scan.finding import Suppression

DIRECTIVE = re.compile(r"ct:\s*ignore\[(?P<ids>[^\]\n]{1,400})\](?P<reason>[^\n]*)", re.IGNORECASE)
_COMMENT_OPENERS = ("#", "//", "--", "<!--", "/*")
_COMMENT_CLOSER = re.compile(r"\s*(?:-->|\*/)\s*$")


class Directive(NamedTuple):
    """One ``ct: ignore[…]``."""

    globs: tuple[str, ...]
    reason: str

    def covers(self, weakness_id: str) -> bool:
        """Whether the directive names ``weakness_id``."""
        return any(fnmatchcase(weakness_id.lower(), glob) for glob in self.globs)


def suppression_of(part: Part, start: int, weakness_id: str) -> Suppression | None:
    """Return what suppresses the finding at offset ``start`` of ``part``, or None."""
    for directive in parse_directives(part.tags):
        if directive.covers(weakness_id):
            return Suppression("tag", directive.reason)
    if part.kind == "source":
        for line in _lines_that_speak_for(part.text, start):
            for directive in parse_directives([line]):
                if directive.covers(weakness_id):
                    return Suppression("comment", directive.reason)
    return None


def parse_directives(texts: Iterable[str]) -> list[Directive]:
    """Return the directives in ``texts``, each a line or a tag."""
    return [
        Directive(
            tuple(glob.strip().lower() for glob in found["ids"].split(",") if glob.strip()),
            _COMMENT_CLOSER.sub("", found["reason"]).strip(),
        )
        for text in texts
        for found in DIRECTIVE.finditer(text)
    ]


def directive_text(weakness_id: str, reason: str) -> str:
    """Return the directive that ignores ``weakness_id``, on one line."""
    return f"ct: ignore[{weakness_id}] {' '.join(reason.split())}"


def _lines_that_speak_for(text: str, start: int) -> list[str]:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    lines = [text[line_start : line_end if line_end >= 0 else len(text)]]
    if line_start:
        above = text[text.rfind("\n", 0, line_start - 1) + 1 : line_start - 1]
        if above.lstrip().startswith(_COMMENT_OPENERS):
            lines.append(above)
    return lines
