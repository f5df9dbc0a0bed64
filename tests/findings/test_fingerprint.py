from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.findings import fingerprint as module
from ct_jupyter.findings.fingerprint import FIRST, TODAY, Fingerprinter


def test_the_same_value_gives_the_same_fingerprint_under_one_key_only() -> None:
    one, other = Fingerprinter(b"1" * 32), Fingerprinter(b"2" * 32)
    assert one("a.b", "value") == one("a.b", "value")
    assert one("a.b", "value") != other("a.b", "value")
    assert one("a.b", "value") != one("a.c", "value")


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the cost of each call of scrypt; the calls themselves are cheap ones."""
    called: list[int] = []
    real = module.hashlib.scrypt

    def counted(message: bytes, *, n: int, maxmem: int, **options: int) -> bytes:
        called.append(n)
        assert maxmem > 128 * n * options["r"] * options["p"]
        return real(message, n=2, **options)

    monkeypatch.setattr(module.hashlib, "scrypt", counted)
    return called


@pytest.mark.parametrize(
    ("weakness_id", "template"),
    [
        ("pii.email", "{lower:9}.{lower:12}@{lower:14}.org"),
        ("pii.person", "{alnum:40}"),
        ("secret.generic.password", "{lower:7}-{lower:8}-{lower:6}-{digits:4}"),
        ("secret.generic.password", "{alnum:64}"),
        ("secret.cohere.api-key", "{alnum:40}"),
        ("secret.github.token", "ghp_{lower:8}-{lower:8}-{lower:8}"),
        ("secret.github.token", "{alnum:40}"),
        ("secret.jwt.token", "eyJ{alnum:30}.eyJ{alnum:60}.{alnum:43}"),
        ("secret.aws.access-key-id", "AKIA{upper:16}"),
        ("no.such-rule", "{alnum:64}"),
    ],
)
def test_under_a_published_key_what_has_no_random_form_is_stretched_at_todays_cost(
    weakness_id: str, template: str, costs: list[int]
) -> None:
    value, key = fill(template, 5), b"1" * 32
    published = Fingerprinter(key, stretch=TODAY)
    assert published.is_costly(weakness_id, value)
    assert published(weakness_id, value) == published(weakness_id, value)
    assert published(weakness_id, value) != Fingerprinter(key)(weakness_id, value)
    assert costs == [2**17]  # once in a run


@pytest.mark.parametrize(
    "weakness_id",
    [
        "secret.github.token",
        "secret.huggingface.access-token",
        "secret.openai.api-key",
        "secret.private-key.pem",
        "secret.private-key.age",
    ],
)
def test_a_token_of_a_random_form_is_not_stretched(weakness_id: str, costs: list[int]) -> None:
    value, key = sample_value(weakness_id, 7), b"1" * 32
    assert Fingerprinter(key, stretch=TODAY)(weakness_id, value) == Fingerprinter(key)(weakness_id, value)
    assert costs == []


def test_fingerprints_of_version_1_are_still_made(costs: list[int]) -> None:
    old = Fingerprinter(b"1" * 32, stretch=FIRST)
    short = old("a.b", "hunter")
    long = old("a.b", "".join(map(chr, range(33, 90))))
    assert costs == [2**14]
    assert len(short) == len(long) == 32


def test_the_real_cost_fits_into_the_memory_that_scrypt_is_given() -> None:
    assert len(Fingerprinter(b"1" * 32, stretch=TODAY)("pii.email", "x")) == 32


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
