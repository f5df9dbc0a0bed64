"""Fingerprints: the same value and weakness id give the same short text, and nobody can go back.

Never derived from a cell id, which tools renumber, nor from a position.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import platformdirs

from ..detection.rule_files import rules_by_id
from ..files.process_limits import add_processor_time
from ..text.text_shape import looks_random

KEY_BYTES = 32
_RANDOM_CHARACTERS = 20
_MAX_MEMORY_BYTES = 256 << 20


MakeFingerprint = Callable[[str, str], str]
"""Weakness id and value in, fingerprint out: a :class:`Fingerprinter`, or what stands in for one."""


def has_random_form(weakness_id: str, value: str) -> bool:
    """Return whether nobody can list the values that are like this one.

    It is so for what a provider or a program made, with a prefix of its own and 20 random characters in a
    row behind it. How random any other value looks says nothing: a mail address and a password of words
    have many bits by a count of their characters, and stand in lists.
    """
    rule = rules_by_id().get(weakness_id)
    if rule is None or not weakness_id.startswith("secret.") or rule.name or rule.near:
        return False
    # JSON in base64 says much that is known, and what signs it may be a word.
    if not rule.public_prefix or not value.startswith(rule.public_prefix) or "eyJ" in value:
        return False
    rest = value[len(rule.public_prefix) :]
    longest = max(re.findall(rf"[A-Za-z0-9]{{{_RANDOM_CHARACTERS},}}", rest), key=len, default="")
    return looks_random(longest, _RANDOM_CHARACTERS)


def _has_80_bits(_: str, value: str) -> bool:
    counts = Counter(value)
    return -sum(n * math.log2(n / len(value)) for n in counts.values()) >= 80


class Stretch(NamedTuple):
    """How values are stretched where the key is published: with scrypt (RFC 7914), r=8 and p=1."""

    n: int
    """Cost: 1024 times as many bytes of memory for each guess."""
    spares: Callable[[str, str], bool]
    """Whether a value of a weakness id needs no stretching."""


TODAY = Stretch(2**17, has_random_form)
"""The least that OWASP's Password Storage Cheat Sheet takes: N=2**17, r=8, p=1, which is 128 MB."""

FIRST = Stretch(2**14, _has_80_bits)
"""Of baselines of version 1. Much of what it spares can be guessed: for reading them alone."""


class Fingerprinter:
    """Keyed hash of weakness id and value.

    Parameters
    ----------
    key
        Random bytes, private to a server or a user, or kept with a repository's baseline.
    stretch
        How values are stretched; needed where the key is committed with the fingerprints.
    """

    def __init__(self, key: bytes, *, stretch: Stretch | None = None) -> None:
        self._key = key
        self._stretch = stretch
        self._stretched: dict[bytes, bytes] = {}

    def __call__(self, weakness_id: str, value: str) -> str:
        """Return the fingerprint, 32 hexadecimal digits."""
        message = value.encode("utf-8", "surrogatepass")
        if self._stretch and self.is_costly(weakness_id, value):
            message = self._stretched_of(message, self._stretch.n)
        digest = hashlib.blake2b(key=self._key, digest_size=16)
        digest.update(weakness_id.encode() + b"\0" + message)
        return digest.hexdigest()

    def is_costly(self, weakness_id: str, value: str) -> bool:
        """Return whether the value has to be stretched, which takes part of a second the first time."""
        return self._stretch is not None and not self._stretch.spares(weakness_id, value)

    def _stretched_of(self, message: bytes, n: int) -> bytes:
        # One password often stands in many places; remembered by a keyed hash, no value is kept.
        known = hashlib.blake2b(message, key=self._key, digest_size=16).digest()
        if known not in self._stretched:
            began = time.thread_time()
            self._stretched[known] = hashlib.scrypt(
                message, salt=self._key, n=n, r=8, p=1, maxmem=_MAX_MEMORY_BYTES, dklen=32
            )
            # A document with many values is not one that was made to be slow to read.
            add_processor_time(time.thread_time() - began)
        return self._stretched[known]


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
