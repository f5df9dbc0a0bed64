"""Where the bytes of a data file come from: a file, memory, or a member of an archive."""

from __future__ import annotations

import errno
import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

BLOCK_BYTES = 1 << 20


class UnreadableDataError(Exception):
    """A data file, or a part of one, that cannot be read; the message says why and quotes none of it."""


class CancelledError(Exception):
    """The caller does not want the result any more."""


class Limits(msgspec.Struct, frozen=True):
    """What a file may ask of us before it is refused."""

    unpacked_bytes: int = 32 << 30
    """Of everything that one compressed file holds, when it is streamed."""
    ratio: int = 250
    """Unpacked bytes for each packed one. Text packs 3 to 20 times, logs up to 100; what is made to fill a
    disk, a thousand times and more."""
    ratio_from_bytes: int = 32 << 20
    """Little files may pack as well as they like."""
    members: int = 10_000
    nesting: int = 2
    """Archives in archives."""
    memory_bytes: int = 256 << 20
    """Of a compressed member, and of a JSON document, that has to be in memory as a whole."""
    unpacked_in_memory_bytes: int = 1 << 30
    """Of what a workbook, itself an archive, unpacks to."""


class Watch:
    """Progress, cancellation and troubles of one scan; every read passes by here.

    Parameters
    ----------
    progress
        Called with the bytes done and all there are, from a thread of the scan.
    cancelled
        Asked often; a true answer ends the scan with :class:`CancelledError`.
    """

    def __init__(
        self,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        total_bytes: int = 0,
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self.total_bytes = total_bytes
        self.done_bytes = 0
        self.problems: list[tuple[str | None, str]] = []
        """What could not be read while the rest was, with the part of the file that it is about."""
        self.notes: list[str] = []
        """What somebody should know of how it was read."""
        self.notebooks: list[str] = []
        """Members that are notebooks."""

    def advance(self, size_bytes: int) -> None:
        """Say that so many bytes more have been read."""
        self.check()
        self.done_bytes = min(self.done_bytes + size_bytes, self.total_bytes)
        if self._progress is not None:
            self._progress(self.done_bytes, self.total_bytes)

    def problem(self, message: str, inside: str | None = None) -> None:
        """Keep what could not be read, once."""
        if (inside, message) not in self.problems:
            self.problems.append((inside, message))

    def note(self, message: str) -> None:
        """Keep what is to be known, once."""
        if message not in self.notes:
            self.notes.append(message)

    def check(self) -> None:
        """Raise where nobody waits any more.

        Raises
        ------
        CancelledError
            The caller asked to stop.
        """
        if self._cancelled is not None and self._cancelled():
            raise CancelledError


class Source:
    """Bytes with a name.

    Parameters
    ----------
    name
        Of the file or of the member; its endings say what it holds.
    opener
        Opens the bytes from their beginning.
    path
        Of the file on disk, where these are its bytes as they are.
    """

    def __init__(
        self, name: str, opener: Callable[[], BinaryIO], size_bytes: int, path: Path | None = None
    ) -> None:
        self.name = name
        self.open = opener
        self.size_bytes = size_bytes
        self.path = path

    @classmethod
    def of_file(cls, path: Path) -> Source:
        """Return the source that a file is.

        Raises
        ------
        OSError
            It is no regular file: a pipe would keep the reader waiting.
        """
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        return cls(path.name, lambda: path.open("rb"), status.st_size, path)

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Source:
        """Return the source that bytes in memory are."""
        return cls(name, lambda: io.BytesIO(data), len(data))

    def head(self, size_bytes: int) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return read_up_to(stream, size_bytes)

    def watched(self, watch: Watch) -> BinaryIO:
        """Open the bytes so that whoever reads them advances ``watch``."""
        return buffered(Watched(self.open(), watch))

    def whole(self, watch: Watch, limit_bytes: int) -> bytes:
        """Return all bytes.

        Raises
        ------
        UnreadableDataError
            There are more than ``limit_bytes``.
        """
        with self.watched(watch) as stream:
            data = read_up_to(stream, limit_bytes + 1)
        if len(data) > limit_bytes:
            raise UnreadableDataError(
                f"needs more than {limit_bytes >> 20} MB of memory to be read whole; split or unpack it first"
            )
        return data


def read_up_to(stream: BinaryIO, size_bytes: int) -> bytes:
    """Return so many bytes, fewer only at the end."""
    pieces = []
    while size_bytes > 0 and (piece := stream.read(min(size_bytes, BLOCK_BYTES))):
        pieces.append(piece)
        size_bytes -= len(piece)
    return b"".join(pieces)


class Watched(io.RawIOBase):
    """A stream whose reads are counted."""

    def __init__(self, stream: BinaryIO, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` as far as one read goes."""
        size = int(self._stream.readinto(buffer))  # type: ignore[attr-defined]
        self._watch.advance(size)
        return size

    def close(self) -> None:
        """Close the stream below as well."""
        self._stream.close()
        super().close()


def buffered(stream: io.RawIOBase) -> BinaryIO:
    """Return ``stream`` with a buffer in front, so that short reads are only seen at the end."""
    return cast(BinaryIO, io.BufferedReader(stream, BLOCK_BYTES))
