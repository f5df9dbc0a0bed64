"""Links to the folders of ``.env`` files, by which a notebook finds its own from any working directory.

``~/.ct_jupyter/env/<id>`` leads to a folder. A notebook loads ``<id>/.env`` through it: the path is the same
wherever papermill, nbconvert or a scheduler starts the kernel, names no folder of the user's, and no value
is copied. On another machine there is no such link, and the notebook looks upward from where it runs.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from ..findings.fingerprint import private_fingerprinter
from ..text.lazy import lazy

FOLDER_VARIABLE = "CT_JUPYTER_ENV_LINKS"
"""Names another folder for the links, as tests do."""

NO_LINK = (
    "The link to the folder of .env could not be made in your home folder, so the notebook finds .env only "
    "where it runs in that folder or below it."
)
_HOME_FOLDER = "~/.ct_jupyter/env"
_ID_LENGTH = 8
_IN_SOURCE = lazy(r"/(?P<id>[0-9a-f]{8,32})/\.env(?=[\"'`\s])")


class EnvLinks(NamedTuple):
    """What a plan asks of the links: which one stands for the folder of its ``.env``."""

    folder: Path
    """Resolved, where ``.env`` lies or will lie."""

    @property
    def own(self) -> str:
        """The id of this folder: one that leads here already, else the one that is made for it."""
        identity = private_fingerprinter()("env-link", os.fspath(self.folder))
        for length in range(_ID_LENGTH, len(identity), 4):
            if self._state(identity[:length]) != "other":
                return identity[:length]
        return identity

    def keep(self, identity: str) -> str:
        """Return ``identity`` of a notebook's load, or :attr:`own` where that one leads to another folder."""
        return self.own if self._state(identity) == "other" else identity

    def path_of(self, identity: str) -> str:
        """Return how a notebook names the file behind a link, with ``~`` for the home folder."""
        return f"{os.environ.get(FOLDER_VARIABLE) or _HOME_FOLDER}/{identity}/.env".replace("\\", "/")

    def make(self, identity: str) -> bool:
        """Have the link lead to the folder; return whether it does."""
        link = _folder() / identity
        state = self._state(identity)
        if state != "free":
            return state == "own"
        try:
            link.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.path.lexists(link):  # its folder is gone
                link.unlink() if link.is_symlink() else link.rmdir()
            _link(link, self.folder)
        except OSError:
            with suppress(OSError):  # another process may have made the same
                return link.samefile(self.folder)
            return False
        return True

    def _state(self, identity: str) -> Literal["own", "other", "free"]:
        try:
            return "own" if (_folder() / identity).samefile(self.folder) else "other"
        except OSError:
            return "free"


def link_in(source: str) -> tuple[int, int, str] | None:
    """Return the span and the text of the id in the argument of a load, or None where it names no link."""
    # Some languages have another word for `~`.
    for folder in {_HOME_FOLDER[1:], os.environ.get(FOLDER_VARIABLE) or _HOME_FOLDER}:
        for found in _IN_SOURCE.finditer(source):
            if source[: found.start()].endswith(folder.replace("\\", "/")):
                return *found.span("id"), found["id"]
    return None


def _folder() -> Path:
    return Path(os.environ.get(FOLDER_VARIABLE) or _HOME_FOLDER).expanduser()


def _link(link: Path, folder: Path) -> None:
    if sys.platform == "win32":
        import _winapi  # a junction, unlike a symbolic link, needs no privilege

        _winapi.CreateJunction(os.fspath(folder), os.fspath(link))
    else:
        link.symlink_to(folder, target_is_directory=True)
