"""Globs on paths, as `.gitignore` has them: without a slash they name files in any folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def path_matches(path: str, globs: Iterable[str]) -> bool:
    """Whether one of ``globs`` names ``path`` (POSIX, from the top of the repository).

    ``*`` and ``?`` stop at a slash, ``**`` does not; a glob that ends in a slash names all below. Capitals
    do not matter: a notebook may be called ``A.IPYNB``.
    """
    return any(_pattern(glob).match(path) for glob in globs)


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    glob = glob.removeprefix("./")
    if glob.endswith("/"):
        glob += "**"
    lead = "" if "/" in glob else "(?:.*/)?"
    glob = glob.removeprefix("/")
    pieces = []
    at = 0
    while at < len(glob):
        if glob.startswith("**/", at):
            pieces.append("(?:.*/)?")
            at += 3
        elif glob.startswith("**", at):
            pieces.append(".*")
            at += 2
        elif glob[at] == "*":
            pieces.append("[^/]*")
            at += 1
        elif glob[at] == "?":
            pieces.append("[^/]")
            at += 1
        else:
            pieces.append(re.escape(glob[at]))
            at += 1
    return re.compile(f"{lead}{''.join(pieces)}\\Z", re.IGNORECASE | re.DOTALL)


IN_ARCHIVE = "!/"
"""Between an archive and what is in it, in the paths of findings: ``archive.zip!/folder/a.ipynb``."""


def file_of(path: str) -> str:
    """Return the file that a finding's path is of: the archive of a notebook in one."""
    archive, mark, _ = path.partition(f".zip{IN_ARCHIVE}")
    return f"{archive}.zip" if mark else path
