"""The key of hashes and fakes: found where values lie, or made and put there."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..files.atomic import read_if_there
from ..git.work_tree import work_tree_top
from ..stores.dotenv import UnreadableEnvError, held_values
from ..stores.receipt import Receipt
from ..stores.refusal import Refusal
from ..stores.store import ENV_NAME, EnvFile, Stored
from .pseudonyms import MIN_KEY_LENGTH

_KEY_BYTES = 32
MAX_ENV_BYTES = 1024 * 1024


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key, and where it lies."""

    name: str
    value: str
    store: Stored | None
    """Where it was put; None where it was there before."""
    receipt: Receipt | None = None
    """By which it is taken out again; None where it was there before."""

    def __repr__(self) -> str:
        # A key that ends up in a log line or an assertion must not carry its value there.
        return f"Key(name={self.name!r}, store={self.store!r})"


def key_for(name: str, folder: Path, root: Path, *, make: bool = True) -> tuple[Key, Path] | None:
    """Return the key for a notebook, and the folder of the ``.env`` that has it.

    One repository has one key, so that its tables join: that of the ``.env`` beside the notebook, else that
    of the one at the top of its repository, as far as the server's root reaches.

    Parameters
    ----------
    name
        Of the variable.
    folder, root
        Of the notebook, and of the server; resolved.
    make
        Whether one is made where there is none; else None is returned.

    Raises
    ------
    Refusal
        ``key-unusable``: what is there is too short, or depends on other variables. Whatever
        :meth:`EnvFile.add` says else.
    """
    top = work_tree_top(folder)
    places = [folder, *([top] if top is not None and top != folder and top.is_relative_to(root) else [])]
    for place in places:
        held = EnvFile(place, root).read()
        if name in held:
            return Key(name=name, value=_usable(name, held[name]), store=None), place
    if not make:
        return None
    value = secrets.token_urlsafe(_KEY_BYTES)
    env = EnvFile(folder, root)
    return Key(name=name, value=value, store=env.add(name, value), receipt=env.receipt), folder


def key_in_files(name: str, folders: Iterable[Path]) -> str | None:
    """Return the key from the first ``.env`` that has it, looking upward from each folder to the top of its
    repository; None where none has. What cannot be read is passed over, as ``load_dotenv()`` does.
    """
    for folder in folders:
        start = folder.resolve()
        top = work_tree_top(start)
        for place in (start, *start.parents):
            value = _held(place / ENV_NAME).get(name)
            if value is not None:
                return value
            if top is None or place == top:
                break
    return None


def _held(path: Path) -> dict[str, str | None]:
    try:
        if not path.is_file() or path.stat().st_size > MAX_ENV_BYTES:
            return {}
        return held_values(read_if_there(path) or b"")
    except (OSError, UnreadableEnvError):
        return {}


def _usable(name: str, value: str | None) -> str:
    if value is None or len(value.encode("utf-8", "surrogateescape")) < MIN_KEY_LENGTH:
        raise Refusal(
            "key-unusable",
            f"{name} in .env is shorter than {MIN_KEY_LENGTH} characters, or refers to other variables. Give "
            "it a longer value, or take the line out to have a key made.",
            name=name,
        )
    return value
