"""The ``.env`` file beside a notebook, as the place where values go."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from ..files.atomic import ChangedMeanwhileError, has_modes, locked, read_if_there, reason_of, replace_file
from ..git.work_tree import GitView, IgnoreState, gitignore_places, ignore, look
from .dotenv import UnreadableEnvError, first_line_no_shell_reads, form_of, held_values, with_variable
from .receipt import Receipt, receipt_for
from .refusal import Refusal

ENV_NAME = ".env"
PRIVATE = 0o600


class Stored(msgspec.Struct, frozen=True):
    """Where a value went."""

    path: str
    """POSIX, relative to the server's root."""
    state: Literal["created", "added", "present"]
    gitignore: IgnoreState
    tightened: bool = False
    """Whether others could read the file before, and cannot any more."""


class EnvFile:
    """``.env`` in one folder.

    Parameters
    ----------
    folder, root : Path
        Resolved; the folder is in the root.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self._root = root
        self._path = folder / ENV_NAME
        self.receipt: Receipt | None = None
        """For what was added last; None where nothing was."""

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._folder

    def read(self) -> dict[str, str | None]:
        """Return the variables in the file; None for what refers to other variables.

        Raises
        ------
        Refusal
            ``outside-root`` where it is a link, ``env-unreadable`` where it cannot be read.
        """
        return _held(self._read_bytes() or b"")

    def add(self, name: str, value: str) -> Stored:
        """Write ``name`` and ``value``, for the owner only; ``.gitignore`` comes first.

        Raises
        ------
        Refusal
            Nothing was written to ``.env``: ``git-tracked``, ``name-taken``, ``outside-root``,
            ``env-unreadable``, ``env-unwritable`` or ``not-ignored``.
        """
        return self.add_all({name: value})

    def check(self, values: Mapping[str, str], *, shell: bool = False) -> None:
        """Raise what :meth:`add_all` would for what is so now; nothing is written.

        Parameters
        ----------
        shell
            Whether a shell is to read the file: it would run what is not quoted for it.

        Raises
        ------
        Refusal
            ``git-tracked``, ``name-taken``, ``unsupported-value``, ``outside-root``, ``env-unreadable`` or
            ``env-unwritable``.
        """
        if not values:
            return
        _not_tracked(look(self._folder, ENV_NAME))
        content = self._read_bytes() or b""
        line = first_line_no_shell_reads(content) if shell else None
        if line is not None:
            raise Refusal(
                "env-unreadable",
                f"Line {line} of .env is not quoted as a shell needs it, which would run or misread it. Put "
                "its value in single quotes, or replace without loading .env.",
            )
        self._with(content, values)

    def add_all(self, values: Mapping[str, str]) -> Stored:
        """Write all of ``values``, by name, at once: as :meth:`add`."""
        try:
            with locked(self._folder):
                return self._add(values)
        except ChangedMeanwhileError:
            raise Refusal("env-unwritable", "Another program is writing to .env. Try again.") from None
        except OSError as error:
            why = reason_of(error, "the folder cannot be written")
            raise Refusal(
                "env-unwritable", f"The .env file next to the notebook cannot be written: {why}."
            ) from None

    def _add(self, values: Mapping[str, str]) -> Stored:
        view = look(self._folder, ENV_NAME)
        _not_tracked(view)
        content = self._read_bytes()
        new, missing = self._with(content or b"", values)
        places = gitignore_places(self._folder, self._root, view.top)
        ignored = {place: read_if_there(place) for place in places if not place.is_dir()}
        # Before the value is on the disk: no commit can come in between.
        gitignore = self._ignore(view)
        loose = content is not None and has_modes() and bool(self._mode() & 0o077)
        if missing or loose:
            replace_file(self._path, new, expected=content, mode=PRIVATE)
        grown: dict[Path, tuple[bytes | None, bytes | None]] = {}
        if missing:
            grown[self._path] = (content, new)
        grown |= {place: (old, read_if_there(place)) for place, old in ignored.items()}
        self.receipt = receipt_for(grown, self._root)
        state: Literal["created", "added", "present"]
        state = "present" if not missing else "created" if content is None else "added"
        shown = self._path.relative_to(self._root).as_posix()
        return Stored(path=shown, state=state, gitignore=gitignore, tightened=loose)

    def _with(self, content: bytes, values: Mapping[str, str]) -> tuple[bytes, list[str]]:
        """Return the content with ``values`` in it, and the names that it had not."""
        held = _held(content)
        missing = [name for name in values if name not in held]
        for name, value in values.items():
            if name in held and held[name] != value:
                raise Refusal(
                    "name-taken",
                    f"{name} already holds another value in .env. Choose another name.",
                    name=name,
                )
        for name in missing:
            if form_of(values[name]) is None:
                raise Refusal(
                    "unsupported-value",
                    f"The value of {name} has both quotes and backquotes: a shell that reads .env would run "
                    "a part of it. Store it in the keyring.",
                    name=name,
                )
            content = _with_variable(content, name, values[name])
        return content, missing

    def _ignore(self, view: GitView) -> IgnoreState:
        try:
            return ignore(self._folder, ENV_NAME, self._root, view)
        except OSError:
            raise Refusal(
                "not-ignored",
                "This folder belongs to a git repository, and .env could not be added to .gitignore. "
                "Add a line `.env` to .gitignore and try again.",
            ) from None

    def _mode(self) -> int:
        return stat.S_IMODE(self._path.lstat().st_mode)

    def _read_bytes(self) -> bytes | None:
        try:
            kind = self._path.lstat().st_mode
        except FileNotFoundError:
            return None
        except OSError:
            raise Refusal("env-unreadable", "The .env file next to the notebook cannot be read.") from None
        if stat.S_ISLNK(kind):
            # It may lead out of the root, and git would not see the file that it leads to.
            raise Refusal(
                "outside-root",
                "The .env file next to the notebook is a link. Values are not written through links.",
            )
        if not stat.S_ISREG(kind):
            raise Refusal("env-unreadable", "The .env next to the notebook is not a file.")
        try:
            content = read_if_there(self._path)
        except OSError:
            raise Refusal("env-unreadable", "The .env file next to the notebook cannot be read.") from None
        if not os.access(self._path, os.W_OK):
            raise Refusal("env-unwritable", "The .env file next to the notebook is read-only.")
        return content


def _not_tracked(view: GitView) -> None:
    if view.tracked:
        raise Refusal(
            "git-tracked",
            "git already tracks the .env file here, so a value in it would be committed. "
            "Run `git rm --cached .env`, commit that, and try again.",
        )


def _held(content: bytes) -> dict[str, str | None]:
    try:
        return held_values(content)
    except UnreadableEnvError as error:
        raise Refusal(
            "env-unreadable", f"The .env file next to the notebook cannot be used: {error}."
        ) from None


def _with_variable(content: bytes, name: str, value: str) -> bytes:
    try:
        return with_variable(content, name, value)
    except UnreadableEnvError as error:
        raise Refusal(
            "env-unreadable", f"The .env file next to the notebook cannot be used: {error}."
        ) from None
