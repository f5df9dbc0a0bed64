"""Byte offsets of UTF-8 to code points. Engines count bytes, everybody else counts code points."""

from __future__ import annotations

from collections.abc import Iterable

_CONTINUATION = bytes(range(0x80, 0xC0))


def encode(text: str) -> bytes:
    """Return UTF-8, in which a lone surrogate (legal in JSON) takes three bytes like its neighbours."""
    return text.encode("utf-8", "surrogatepass")


def to_code_points(text: str, data: bytes, offsets: Iterable[int]) -> dict[int, int]:
    """Return the code point offset for each of the ascending byte ``offsets``."""
    if len(data) == len(text):
        return {offset: offset for offset in offsets}
    found: dict[int, int] = {}
    last_byte = last_point = 0
    for offset in offsets:
        # Counting the bytes that begin a character is exact, also where an engine stops inside one.
        last_point += len(data[last_byte:offset].translate(None, _CONTINUATION))
        last_byte = offset
        found[offset] = last_point
    return found
