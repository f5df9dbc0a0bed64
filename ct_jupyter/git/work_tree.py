"""What git would do with a file: track it, ignore it, or neither."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from ..files.atomic import read_if_there, replace_file
from .client import exit_code
from .index import is_in_index

IgnoreState = Literal["added", "present", "no-repository", "unknown"]
"""``unknown``: there is a repository, but git is missing or would not answer; a line was added if need be."""


class GitView(msgspec.Struct, frozen=True):
    """One file beside a notebook, as git sees it."""

    top: Path | None
    """The work tree's top; None outside of a repository."""
    answers: bool = True
    """Whether git could be asked."""
    tracked: bool = False
    committed: bool = False
    """Whether the last commit holds it; a file that was only staged has no history."""
    ignored: bool = False


def work_tree_top(folder: Path) -> Path | None:
    """Return the top of the work tree that ``folder`` lies in; None outside of a repository."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def look(folder: Path, name: str) -> GitView:
    """Ask git about ``name`` in ``folder``."""
    top = work_tree_top(folder)
    if top is None:
        return GitView(None)
    listed = exit_code(folder, "ls-files", "--error-unmatch", "--", name)
    ignored = exit_code(folder, "check-ignore", "--quiet", "--no-index", "--", name)
    if listed not in (0, 1) or ignored not in (0, 1):
        # Not installed, or the repository is another user's: the index can still be read.
        tracked = is_in_index(top, (folder / name).relative_to(top).as_posix())
        return GitView(top, answers=False, tracked=tracked, committed=tracked)
    committed = listed == 0 and exit_code(folder, "cat-file", "-e", f"HEAD:./{name}") == 0
    return GitView(top, tracked=listed == 0, committed=committed, ignored=ignored == 0)


def ignore(folder: Path, name: str, root: Path, view: GitView) -> IgnoreState:
    """See to it that git ignores ``name`` in ``folder``, without leaving ``root``.

    The line goes to the nearest ``.gitignore`` above the file, else to a new one at the top of the work
    tree, or in ``folder`` where the top is outside of ``root``.

    Raises
    ------
    OSError
        The ``.gitignore`` cannot be written.
    """
    if view.top is None:
        return "no-repository"
    if view.ignored:
        return "present"
    added = _add_line(_gitignore_for(folder, root, view.top), name)
    if not view.answers:
        return "unknown"
    if not look(folder, name).ignored:
        # A line further down takes it back (`!.env`): the last word is in the file's own folder.
        _add_line(folder / ".gitignore", name, even_if_there=True)
        if not look(folder, name).ignored:
            raise OSError(f"{name} is still not ignored")
    return "added" if added else "present"


def gitignore_places(folder: Path, root: Path, top: Path | None) -> list[Path]:
    """Return the files that :func:`ignore` may add a line to, whether they are there or not."""
    if top is None:
        return []
    above = [place for place in (folder, *folder.parents) if place.is_relative_to(root)]
    return [place / ".gitignore" for place in above if place.is_relative_to(top)]


def _gitignore_for(folder: Path, root: Path, top: Path) -> Path:
    for place in (folder, *folder.parents):
        if not place.is_relative_to(root):
            break
        candidate = place / ".gitignore"
        if candidate.is_file() and not candidate.is_symlink():  # git does not follow it as a link
            return candidate
        if place == top:
            break
    return (top if top.is_relative_to(root) else folder) / ".gitignore"


def _add_line(path: Path, line: str, *, even_if_there: bool = False) -> bool:
    content = read_if_there(path)
    old = content or b""
    if not even_if_there and line.encode() in (one.strip() for one in old.splitlines()):
        return False
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    lead = newline if old and not old.endswith(b"\n") else b""
    mode = path.stat().st_mode & 0o777 if content is not None else 0o666 & ~_umask()
    replace_file(path, old + lead + line.encode() + newline, expected=content, mode=mode)
    return True


def _umask() -> int:
    # It can only be read by setting it, which is not safe among threads; this is what nearly all have.
    return 0o022
