"""The bytes of blobs, by one `git cat-file --batch` that stays open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from .client import Repository

_LFS_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:[\w.-]+ [^\n]*\n)*?oid sha256:([0-9a-f]{64})\n"
)
_LFS_MAX_BYTES = 1024

PACK_ORDER_FROM = 200
"""From here on it pays to ask git how the objects lie in its packs."""

_BASE_CACHE = "core.deltaBaseCacheLimit=256m"


class Blob(msgspec.Struct, frozen=True):
    """One content of one file."""

    oid: str
    path: str
    """POSIX, from the top of the repository."""
    commit: str | None = None
    """The commit that brought it in; None where only its content at the head or in the index is asked for."""
    date: str | None = None
    """Author's date of the commit, ISO 8601."""
    base: str | None = None
    """The blob that stood there before the change; empty for a new file, None where that is not asked."""


def reading_order(repository: Repository, blobs: Sequence[Blob]) -> list[int]:
    """Return the numbers of ``blobs`` in the order in which git reads them fastest.

    Of many: as they lie in the packs, where what one is stored as the difference from stands near. Any other
    order makes git unpack the same bases again and again. Of few: by path.
    """
    if len(blobs) < PACK_ORDER_FROM:
        return sorted(range(len(blobs)), key=lambda number: blobs[number].path)
    listed = repository.output(
        "cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)"
    )
    place = {oid.decode(): number for number, oid in enumerate(listed.split())}
    return sorted(range(len(blobs)), key=lambda number: place.get(blobs[number].oid, -1))


class MissingBlobError(Exception):
    """The repository does not hold the content; the message says what to do."""


class BlobReader:
    """Reads blobs one after the other. To be used by one thread."""

    def __init__(self, repository: Repository) -> None:
        self._process = repository.start("-c", _BASE_CACHE, "cat-file", "--batch")
        self._lfs: Path | None = None
        self._repository = repository

    def read(self, oid: str) -> bytes:
        """Return the content of a blob; of a Git LFS pointer, the content that it stands for.

        Raises
        ------
        MissingBlobError
            It is not in this clone.
        """
        data = self._object(oid)
        if len(data) <= _LFS_MAX_BYTES and (pointer := _LFS_POINTER.match(data)):
            return self._lfs_object(pointer[1].decode())
        return data

    def close(self) -> None:
        """End git."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.wait()

    def __enter__(self) -> BlobReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _object(self, oid: str) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(oid.encode() + b"\n")
            stdin.flush()
            header = stdout.readline().split()
        except OSError:
            header = []
        if len(header) != 3:
            raise MissingBlobError(
                "is not in this clone; fetch it whole (git fetch --refetch, without --filter or --depth)"
            )
        size = int(header[2])
        data = stdout.read(size)
        stdout.read(1)
        return data

    def _lfs_object(self, digest: str) -> bytes:
        if self._lfs is None:
            self._lfs = self._repository.git_folder() / "lfs" / "objects"
        try:
            return (self._lfs / digest[:2] / digest[2:4] / digest).read_bytes()
        except OSError:
            raise MissingBlobError(
                "is a Git LFS pointer and its content was not fetched; run `git lfs fetch` first"
            ) from None
