"""The encoding of a text file, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from .source import BLOCK_BYTES, UnreadableDataError, buffered

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's mark does, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED_FROM = 64 * 1024
_WESTERN = {"cp1252", "latin_1", "iso8859_15", "iso8859_1", "cp1250", "cp437", "cp850", "mac_roman"}


def encoding_of(head: bytes) -> str:
    """Return Python's name of the encoding that a text beginning with ``head`` is most likely in.

    ``utf-8`` wherever that is possible: other encodings are hardly ever valid UTF-8 by chance.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head[:4096]:
        even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8" if is_utf8(head) else _guessed(head)


def is_utf8(head: bytes) -> bool:
    """Whether ``head``, which may end in the middle of a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(head: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(head[:_GUESSED_FROM]).best()
    # Of the encodings of Western Europe a short text cannot tell; what people have is Windows' own.
    if best is None or best.encoding in _WESTERN:
        return "cp1252"
    return best.encoding


class Utf8Stream(io.RawIOBase):
    """A text stream of any encoding, read as UTF-8 without a byte order mark."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)(
            # Five bytes mean nothing in Windows' Western encoding, and stray ones must not hide the rest.
            "replace" if encoding == "cp1252" else "strict"
        )
        self._rest = b""

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` as far as one read goes."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._rest:
            data = self._stream.read(BLOCK_BYTES)
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError:
                raise UnreadableDataError(
                    f"is not text in {self._encoding} throughout; save it as UTF-8 and scan it again"
                ) from None
            self._rest = text.encode("utf-8", "replace")
            if not data:
                break
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        """Close the stream below as well."""
        self._stream.close()
        super().close()


def utf8_stream(stream: BinaryIO, encoding: str) -> BinaryIO:
    """Return ``stream`` as UTF-8; as it is where it is UTF-8 already."""
    if encoding == "utf-8":
        return stream
    if encoding == "utf-8-sig":
        stream.read(len(codecs.BOM_UTF8))
        return stream
    return buffered(Utf8Stream(stream, encoding))
