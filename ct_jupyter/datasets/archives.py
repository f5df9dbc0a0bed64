"""Compressed files and zip archives: streamed in memory, inside limits, never extracted to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from .kinds import PACKINGS, Packing, is_notebook, kind_of
from .source import Limits, Source, UnreadableDataError, Watch, buffered

_ENCRYPTED = 0x1
_SYMLINK = 0o120000
NOTEBOOK_PROBLEM = "is a notebook in an archive and was not scanned; unpack it first"
_NESTED_PROBLEM = "is a notebook in an archive in an archive and was not scanned; unpack it first"


class Unpacked(io.RawIOBase):
    """An unpacked stream that ends with an error where it grows beyond what it may."""

    def __init__(self, stream: BinaryIO, packed_bytes: int, limits: Limits) -> None:
        self._stream = stream
        self._packed_bytes = max(1, packed_bytes)
        self._limits = limits
        self._size = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` as far as one read goes."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            data = self._stream.read(len(view))
        except EOFError:
            raise UnreadableDataError("is cut short: it ends in the middle; fetch it again") from None
        except (OSError, zlib.error, lzma.LZMAError, ValueError, zipfile.BadZipFile) as error:
            raise UnreadableDataError(_why(error)) from None
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            raise UnreadableDataError(_why(error)) from None
        self._size += len(data)
        limits = self._limits
        if self._size > limits.unpacked_bytes:
            raise UnreadableDataError(
                f"unpacks to more than {_in_words(limits.unpacked_bytes)}; unpack it first"
            )
        if self._size > limits.ratio_from_bytes and self._size > limits.ratio * self._packed_bytes:
            raise UnreadableDataError(
                f"unpacks to more than {limits.ratio} times its size, as archives made to do harm do; "
                "unpack it yourself if you trust it"
            )
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the stream below as well."""
        self._stream.close()
        super().close()


def _in_words(size_bytes: int) -> str:
    return f"{size_bytes >> 30} GB" if size_bytes >= 1 << 30 else f"{size_bytes >> 20} MB"


def _why(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "cannot be read: Permission denied; check the file and its permissions"
    return "is damaged: it cannot be unpacked; fetch it again"


def unpacked(source: Source, packing: Packing, limits: Limits) -> Source:
    """Return the source that ``source`` is packed from, under the name that it then has."""

    def opener() -> BinaryIO:
        return buffered(Unpacked(_opened(source.open(), packing), source.size_bytes, limits))

    name = PurePosixPath(source.name)
    shorter = name.with_suffix("") if name.suffix.lower() in PACKINGS else name
    return Source(shorter.name, opener, source.size_bytes)


def _opened(stream: BinaryIO, packing: Packing) -> BinaryIO:
    if packing == "gz":
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]
    if packing == "bz2":
        return bz2.BZ2File(stream)  # type: ignore[return-value]
    if packing == "xz":
        return lzma.LZMAFile(stream)  # type: ignore[return-value]
    return cast(BinaryIO, Zstandard(stream))


class Zstandard(io.RawIOBase):
    """A Zstandard stream, of any number of frames, that tells a cut one from one that has ended."""

    _STEP_BYTES = 2048
    """Packed bytes at a time. A block of four may stand for 128 KB, so a step stays below 64 MB."""

    def __init__(self, stream: BinaryIO) -> None:
        import zstandard

        # A frame may ask for a window of gigabytes.
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._stream = stream
        self._packed = self._rest = b""

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes, none at the end.

        Raises
        ------
        EOFError
            It is cut short.
        """
        while not self._rest:
            self._packed = self._packed or self._stream.read(self._STEP_BYTES)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError
                return b""
            self._frame = self._frame or self._decompressor.decompressobj()
            self._rest, self._packed = self._frame.decompress(self._packed), b""
            if self._frame.eof:
                self._packed, self._frame = self._frame.unused_data, None
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def close(self) -> None:
        """Close the stream below as well."""
        self._stream.close()
        super().close()


def check_directory(archive: zipfile.ZipFile, limits: Limits, most_bytes: int) -> None:
    """Look at what an archive says of itself before anything is unpacked.

    Raises
    ------
    UnreadableDataError
        It has too many members, or they are too large or packed too well.
    """
    members = archive.infolist()
    if len(members) > limits.members:
        raise UnreadableDataError(f"holds more than {limits.members:,} files; unpack it first")
    size = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if size > most_bytes:
        raise UnreadableDataError(f"unpacks to more than {most_bytes >> 20:,} MB; unpack it first")
    if size > limits.ratio_from_bytes and size > limits.ratio * packed:
        raise UnreadableDataError(
            f"unpacks to more than {limits.ratio} times its size, as archives made to do harm do; "
            "unpack it yourself if you trust it"
        )


def members_of(
    source: Source, watch: Watch, limits: Limits, *, notebooks: bool = False, nested: bool = False
) -> Iterator[Source]:
    """Yield the data files in a zip archive; what cannot be read is a problem of ``watch``.

    Parameters
    ----------
    notebooks
        Whether its notebooks are wanted in their place.
    nested
        Whether it is itself in an archive.

    Raises
    ------
    UnreadableDataError
        It is damaged, or more than the limits allow.
    """
    stream = (
        source.open() if source.path is not None else io.BytesIO(source.whole(watch, limits.memory_bytes))
    )
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        stream.close()
        raise UnreadableDataError("is damaged or cut short: it cannot be read as a zip archive") from None
    with stream, archive:
        check_directory(archive, limits, limits.unpacked_bytes)
        for member in archive.infolist():
            name = member.filename
            if member.is_dir() or name.startswith("__MACOSX/"):
                continue
            if is_notebook(name) != notebooks:
                if not notebooks and nested:
                    watch.problem(_NESTED_PROBLEM, name)
                elif not notebooks:
                    watch.problem(NOTEBOOK_PROBLEM, name)
                    watch.notebooks.append(name)
                continue
            if not notebooks and kind_of(name)[0] is None:
                continue
            if notebooks and (why := _why_not(member)):
                watch.problem(why, name)
                continue
            if leads_out(name) or (member.external_attr >> 16) & 0o170000 == _SYMLINK:
                watch.problem("a member's path leads out of the archive, or is a link; it was not scanned")
            elif member.flag_bits & _ENCRYPTED:
                watch.problem(f"{name!r} in it has a password and was not scanned; unpack it first")
            else:
                yield _member(archive, member, limits)


def _why_not(member: zipfile.ZipInfo) -> str:
    """Return why a member is not read; empty where it is."""
    if leads_out(member.filename) or (member.external_attr >> 16) & 0o170000 == _SYMLINK:
        return "has a path that leads out of the archive, or is a link; it was not scanned"
    return "has a password and was not scanned; unpack it first" if member.flag_bits & _ENCRYPTED else ""


def leads_out(name: str) -> bool:
    """Whether a member's name would be written outside of the folder that it is unpacked to."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> Source:
    def opener() -> BinaryIO:
        try:
            stream = archive.open(member)
        except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
            raise UnreadableDataError("is damaged: it cannot be unpacked; fetch it again") from None
        return buffered(Unpacked(stream, member.compress_size, limits))  # type: ignore[arg-type]

    return Source(member.filename, opener, member.file_size)
