"""What a notebook's code names, before anything of it is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ..findings.finding import Position
from ..notebook import Part
from ..policy.suppressions import Directive
from ..references import Reference


class ReadAt(msgspec.Struct, frozen=True, kw_only=True):
    """A reference and where it stands, without the notebook around it."""

    reference: Reference
    part: Part
    """The source of its cell."""
    start: Position
    end: Position
    file_line: int | None = None


class Reads(msgspec.Struct, frozen=True, kw_only=True):
    """What one notebook's code names; nothing of it has been looked at."""

    at: list[ReadAt] = []
    directives: Mapping[int | None, Sequence[Directive]] = {}
    """That the notebook's metadata suppresses with."""
    honour_pragmas: bool = True
