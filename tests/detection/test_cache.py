"""The compiled database is kept where only its owner can write, and never trusted blindly."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ct_jupyter.detection import Detector, load_rules, rule_files
from ct_jupyter.detection.examples import sample

pytest.importorskip("hyperscan")

from ct_jupyter.detection.engine.hyperscan import SUFFIX, HyperscanMatcher, key_of
from ct_jupyter.files.private_cache import PrivateCache

PATTERNS = [("sk-[a-z]{20}", 1), ("ghp_[a-z]{10}", 1)]
TEXT = b"x sk-abcdefghijklmnopqrst y"


@pytest.fixture
def cache(tmp_path: Path) -> PrivateCache:
    return PrivateCache(SUFFIX, tmp_path / "matcher")


def test_a_stored_database_is_loaded_again(cache: PrivateCache) -> None:
    compiled = HyperscanMatcher.compile(PATTERNS, cache)
    loaded = HyperscanMatcher.load(PATTERNS, cache)
    assert loaded is not None
    assert loaded.candidates(TEXT) == compiled.candidates(TEXT) == [(0, 25)]


def test_the_folder_and_the_file_belong_to_the_user_alone(cache: PrivateCache) -> None:
    HyperscanMatcher.compile(PATTERNS, cache)
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(cache.path(key_of(PATTERNS)).stat().st_mode) == 0o600
    assert [path.suffix for path in cache.folder.iterdir()] == [".hsdb"]


@pytest.mark.parametrize("damage", [b"", b"short", None])
def test_a_damaged_database_is_not_loaded(cache: PrivateCache, damage: bytes | None) -> None:
    HyperscanMatcher.compile(PATTERNS, cache)
    path = cache.path(key_of(PATTERNS))
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if damage is None else damage)
    assert HyperscanMatcher.load(PATTERNS, cache) is None


def test_other_patterns_do_not_find_it(cache: PrivateCache) -> None:
    HyperscanMatcher.compile(PATTERNS, cache)
    assert HyperscanMatcher.load(PATTERNS[:1], cache) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists, not modes")
def test_a_folder_that_others_can_write_to_is_not_used(cache: PrivateCache) -> None:
    HyperscanMatcher.compile(PATTERNS, cache)
    cache.folder.chmod(0o777)
    assert HyperscanMatcher.load(PATTERNS, cache) is None
    cache.path(key_of(PATTERNS)).unlink()
    HyperscanMatcher.compile(PATTERNS, cache)
    assert not cache.path(key_of(PATTERNS)).exists()


def test_a_link_in_the_folders_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "matcher").symlink_to(tmp_path / "real")
    cache = PrivateCache(SUFFIX, tmp_path / "matcher")
    HyperscanMatcher.compile(PATTERNS, cache)
    assert list((tmp_path / "real").iterdir()) == []


def test_where_nothing_can_be_stored_it_compiles_and_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PrivateCache(SUFFIX, tmp_path / "file" / "matcher")
    assert HyperscanMatcher.compile(PATTERNS, cache).candidates(TEXT) == [(0, 25)]
    assert HyperscanMatcher.load(PATTERNS, cache) is None


def test_old_databases_are_removed(cache: PrivateCache) -> None:
    for number in range(8):
        HyperscanMatcher.compile([*PATTERNS, (f"other{number}", 1)], cache)
    assert len(list(cache.folder.glob("*.hsdb"))) <= 4


def test_the_fallback_serves_until_hyperscan_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_JUPYTER_CACHE_DIR", str(tmp_path))
    detector = Detector(load_rules())
    text = sample("secret.aws.access-key-id")
    first = detector.scan(text)
    detector.wait_until_ready()
    assert detector.engine == "hyperscan"
    assert first == detector.scan(text) != []
    assert Detector(load_rules()).engine == "hyperscan"  # from the cache, at once


def test_rules_that_were_parsed_once_are_read_back_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_JUPYTER_CACHE_DIR", str(tmp_path))
    parsed = load_rules.__wrapped__()
    (kept,) = (tmp_path / "matcher").glob("*.rules")
    with monkeypatch.context() as without:
        without.setattr(rule_files, "_parse", None)
        assert load_rules.__wrapped__() == parsed
    kept.write_bytes(kept.read_bytes()[:-1])
    assert load_rules.__wrapped__() == parsed
