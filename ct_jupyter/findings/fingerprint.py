"""Fingerprints: the same value and weakness id give the same short text, and nobody can go back.

Never derived from a cell id, which tools renumber, nor from a position.
"""

from __future__ import annotations

import hashlib
import math
import os
import secrets
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import platformdirs

KEY_BYTES = 32
LOW_ENTROPY_BITS = 80
"""Below this a published key would let somebody try every likely value."""


MakeFingerprint = Callable[[str, str], str]
"""Weakness id and value in, fingerprint out: a :class:`Fingerprinter`, or what stands in for one."""


class Fingerprinter:
    """Keyed hash of weakness id and value.

    Parameters
    ----------
    key
        Random bytes, private to a server or a user, or kept with a repository's baseline.
    published
        Whether the key is committed with the fingerprints. Values that could be guessed are then
        stretched with scrypt (RFC 7914; N=2**14, r=8, p=1: about 50 ms and 16 MB for each guess).
    """

    def __init__(self, key: bytes, *, published: bool = False) -> None:
        self._key = key
        self._published = published
        self._stretched: dict[bytes, bytes] = {}

    def __call__(self, weakness_id: str, value: str) -> str:
        """Return the fingerprint, 32 hexadecimal digits."""
        message = value.encode("utf-8", "surrogatepass")
        if self._published and entropy_bits(value) < LOW_ENTROPY_BITS:
            message = self._stretch(message)
        digest = hashlib.blake2b(key=self._key, digest_size=16)
        digest.update(weakness_id.encode() + b"\0" + message)
        return digest.hexdigest()

    def _stretch(self, message: bytes) -> bytes:
        # One password often stands in many places; remembered by a keyed hash, no value is kept.
        known = hashlib.blake2b(message, key=self._key, digest_size=16).digest()
        if known not in self._stretched:
            self._stretched[known] = hashlib.scrypt(message, salt=self._key, n=2**14, r=8, p=1, dklen=32)
        return self._stretched[known]


def entropy_bits(value: str) -> float:
    """Return the Shannon entropy of the characters of ``value``, in bits for the whole of it."""
    counts = Counter(value)
    return -sum(n * math.log2(n / len(value)) for n in counts.values())


@lru_cache(maxsize=1)
def private_fingerprinter() -> Fingerprinter:
    """Return this user's own: the editor and the command line then agree on what is new.

    The key lies in the user's data folder, readable by nobody else. Where it cannot be kept, a random
    key serves until the process ends.
    """
    return Fingerprinter(
        _private_key(Path(platformdirs.user_data_dir("ct-jupyter", appauthor=False)) / "key")
    )


def _private_key(path: Path) -> bytes:
    try:
        return _kept_key(path)
    except OSError:
        return secrets.token_bytes(KEY_BYTES)


def _kept_key(path: Path) -> bytes:
    if path.exists():
        key = path.read_bytes()
        if len(key) == KEY_BYTES:
            return key
        path.unlink()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"key.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # unlike a rename it fails where another process was first
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path.read_bytes()
