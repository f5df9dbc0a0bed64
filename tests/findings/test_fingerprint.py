from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from ct_jupyter.findings import fingerprint as module
from ct_jupyter.findings.fingerprint import Fingerprinter


def test_the_same_value_gives_the_same_fingerprint_under_one_key_only() -> None:
    one, other = Fingerprinter(b"1" * 32), Fingerprinter(b"2" * 32)
    assert one("a.b", "value") == one("a.b", "value")
    assert one("a.b", "value") != other("a.b", "value")
    assert one("a.b", "value") != one("a.c", "value")


def test_under_a_published_key_a_guessable_value_is_stretched(monkeypatch: pytest.MonkeyPatch) -> None:
    stretched: list[bytes] = []
    real = module.hashlib.scrypt

    def spy(message: bytes, **options: int) -> bytes:
        stretched.append(message)
        return real(message, **options)

    monkeypatch.setattr(module.hashlib, "scrypt", spy)
    published = Fingerprinter(b"1" * 32, published=True)
    short = published("a.b", "hunter")
    long = published("a.b", "".join(map(chr, range(33, 90))))
    assert stretched == [b"hunter"]
    assert short != Fingerprinter(b"1" * 32)("a.b", "hunter")
    assert len(short) == len(long) == 32


def test_the_private_key_is_made_once_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"
    key = module._private_key(path)
    assert len(key) == module.KEY_BYTES
    assert module._private_key(path) == key
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_key_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")
    assert len(module._private_key(path)) == module.KEY_BYTES


def test_where_no_key_can_be_kept_a_random_one_serves(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert len(module._private_key(blocked / "key")) == module.KEY_BYTES


def test_a_value_that_is_not_unicode_has_a_fingerprint() -> None:
    assert Fingerprinter(b"1" * 32)("a.b", "\ud83d")
