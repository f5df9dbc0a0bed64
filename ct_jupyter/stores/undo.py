"""Taking back what was written: each file only where nobody changed it since."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..files.atomic import ChangedMeanwhileError, locked, read_if_there, reason_of, replace_file


class Written(msgspec.Struct, frozen=True):
    """A file that was written, with what it held before and after. Never shown: it holds values."""

    path: Path
    before: bytes | None
    """None where there was no file."""
    after: bytes | None

    def __repr__(self) -> str:
        return f"Written({self.path})"


class Before:
    """What files held at one moment."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._held = {path: read_if_there(path) for path in paths}

    def written(self) -> list[Written]:
        """Return those that hold something else now."""
        changed = (Written(path, before, read_if_there(path)) for path, before in self._held.items())
        return [one for one in changed if one.before != one.after]


def take_back(written: Written) -> str | None:
    """Put a file back as it was; return why that was not done."""
    path = written.path
    try:
        with locked(path.parent):
            if read_if_there(path) != written.after:
                return "was changed since, so it was left as it is"
            if written.before is None:
                path.unlink(missing_ok=True)
            else:
                mode = path.stat().st_mode & 0o777
                replace_file(path, written.before, expected=written.after, mode=mode)
    except ChangedMeanwhileError:
        return "was changed since, so it was left as it is"
    except OSError as error:
        return f"was not put back: {reason_of(error)}"
    return None
