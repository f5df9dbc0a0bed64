"""What was added to ``.env``, ``.gitignore`` and the keyring, so that exactly that can be taken back.

A receipt holds digests, not values: whoever keeps it, a page for one, cannot read a secret out of it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from ..files.atomic import locked, read_if_there, replace_file
from .refusal import Refusal

FILES = (".env", ".gitignore")
"""Names of the files that a receipt may speak of."""

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class AddedLines(msgspec.Struct, frozen=True):
    """Lines that were added at the end of a file."""

    path: Annotated[str, msgspec.Meta(max_length=4096)]
    """POSIX, relative to the server's root."""
    made: bool
    """Whether the file was not there before."""
    joined: bool
    """Whether the file did not end with a line end before."""
    before: Digest
    """Of the whole content before; of nothing where there was no file."""
    lines: Annotated[list[Digest], msgspec.Meta(max_length=100_000)]


class Receipt(msgspec.Struct, frozen=True):
    """What one replacement stored."""

    salt: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    files: Annotated[list[AddedLines], msgspec.Meta(max_length=10)] = []
    """``.env`` before ``.gitignore``."""
    keyring: Annotated[dict[str, Digest], msgspec.Meta(max_length=100_000)] = {}
    """Digests of values, by name."""


class TakenBack(msgspec.Struct, frozen=True):
    """What became of one file, or of the keyring."""

    path: str
    """Empty for the keyring."""
    state: Literal["restored", "changed", "gone"]
    """``changed``: something of it was left, because it is not as it was added."""


def receipt_for(changes: Mapping[Path, tuple[bytes | None, bytes | None]], root: Path) -> Receipt:
    """Return the receipt for files that grew.

    Parameters
    ----------
    changes
        Content before and after, by path; None where there was no file. What did not grow is left out.
    root
        The server's; the paths are below it.
    """
    salt = secrets.token_hex(16)
    added = []
    for path, (old, new) in changes.items():
        before, after = old or b"", new or b""
        if after == before or not after.startswith(before):
            continue
        joined = bool(before) and not before.endswith((b"\n", b"\r"))
        lines = [line for line in after[len(before) :].splitlines() if line.strip()]
        added.append(
            AddedLines(
                path=path.relative_to(root).as_posix(),
                made=old is None,
                joined=joined,
                before=digest(salt, before),
                lines=[digest(salt, line) for line in lines],
            )
        )
    return Receipt(salt=salt, files=added)


def keyring_receipt(values: Mapping[str, str]) -> Receipt:
    """Return the receipt for entries that the keyring did not have before."""
    salt = secrets.token_hex(16)
    return Receipt(salt=salt, keyring={name: digest(salt, value.encode()) for name, value in values.items()})


def digest(salt: str, content: bytes) -> str:
    """Return the digest of a line, a value or a whole file for one receipt."""
    return hashlib.sha256(salt.encode() + content).hexdigest()


def take_back_files(
    receipts: Iterable[Receipt], root: Path, *, keep: Collection[str] = ()
) -> list[TakenBack]:
    """Take out of files what the receipts say was added, each line only where it is as it was added.

    A file that was made and is empty again goes. ``.gitignore`` keeps its line as long as ``.env`` holds
    more than it did before.

    Parameters
    ----------
    root
        The server's, without symbolic links.
    keep
        Variables that something still looks up.

    Raises
    ------
    Refusal
        ``outside-root`` where a path leads elsewhere than to a ``.env`` or ``.gitignore`` below ``root``.
    ChangedMeanwhileError, OSError
        A file could not be written; those before it are as they are to be.
    """
    found = []
    for receipt in receipts:
        clean = True
        for added in receipt.files:
            path = _checked(root, added.path)
            if path.name == ".gitignore" and not clean:
                continue  # what is left in `.env` stays ignored
            state, as_before = _take_back(path, added, receipt.salt, keep)
            clean = clean and as_before
            found.append(TakenBack(path=added.path, state=state))
    return found


def take_back_entries(
    receipts: Iterable[Receipt],
    get: Callable[[str], str | None],
    remove: Callable[[str], None],
    *,
    keep: Collection[str] = (),
) -> list[TakenBack]:
    """Take out of the keyring what the receipts say was added, where it still holds that value."""
    states: list[TakenBack] = []
    for receipt in receipts:
        for name, expected in receipt.keyring.items():
            value = get(name)
            if value is None:
                states.append(TakenBack(path="", state="gone"))
            elif name in keep or digest(receipt.salt, value.encode()) != expected:
                states.append(TakenBack(path="", state="changed"))
            else:
                remove(name)
                states.append(TakenBack(path="", state="restored"))
    return states


def _take_back(
    path: Path, added: AddedLines, salt: str, keep: Collection[str]
) -> tuple[Literal["restored", "changed", "gone"], bool]:
    """Return what became of a file, and whether it is as it was before."""
    if not path.parent.is_dir():
        return "gone", True
    with locked(path.parent):
        old = read_if_there(path)
        if old is None:
            return "gone", True
        lines = old.splitlines(keepends=True)
        kept, missed = _without(lines, added.lines, salt, keep)
        new = b"".join(kept)
        was_last = lines[: len(kept)] == kept
        if added.joined and was_last and not missed:
            new = new.removesuffix(b"\n").removesuffix(b"\r")
        if added.made and not new:
            path.unlink()
        elif new != old:
            replace_file(path, new, expected=old, mode=path.stat().st_mode & 0o777)
    return ("changed" if missed else "restored"), digest(salt, new) == added.before


def _without(
    lines: Sequence[bytes], digests: Sequence[str], salt: str, keep: Collection[str]
) -> tuple[list[bytes], int]:
    """Return the lines without those of ``digests``, and how many of these were not found or are kept."""
    kept, wanted = list(lines), list(digests)
    # From the end: of two equal lines the later one is ours.
    for index in range(len(kept) - 1, -1, -1):
        line = kept[index].rstrip(b"\r\n")
        own = digest(salt, line)
        if own in wanted and line.partition(b"=")[0].decode("utf-8", "replace") not in keep:
            wanted.remove(own)
            del kept[index]
    return kept, len(wanted)


def _checked(root: Path, shown: str) -> Path:
    path = root / shown
    try:
        folder = path.parent.resolve()
    except (OSError, RuntimeError):
        folder = Path()
    if path.name not in FILES or not folder.is_relative_to(root) or (folder / path.name).is_symlink():
        raise Refusal("outside-root", "What was stored is not below the server's root any more.")
    return folder / path.name
