from __future__ import annotations

import gc
import pickle

from ct_jupyter.check.cache import MatchCache
from ct_jupyter.detection import Match, get_detector


class Counted:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, text: str, language: str) -> list[Match]:
        self.calls += 1
        return get_detector().scan(text, language)


def test_a_text_is_scanned_once_for_each_language(password: str) -> None:
    scan = Counted()
    cache = MatchCache(scan)
    text = f'password = "{password}"'
    assert cache(text, "python") == cache(text, "python") == get_detector().scan(text, "python")
    assert scan.calls == 1
    cache(text, "r")
    assert scan.calls == 2


def test_the_oldest_text_goes_first(password: str) -> None:
    scan = Counted()
    cache = MatchCache(scan, max_entries=2)
    for text in ("a", "b", "a", "c", "a"):
        cache(text, "python")
    assert (scan.calls, len(cache)) == (3, 2)
    cache("b", "python")
    assert scan.calls == 4


def test_many_matches_count_for_more_than_one_entry(password: str) -> None:
    cache = MatchCache(Counted(), max_matches=3)
    for number in range(9):
        cache(f'password = "{password}"\nsecret_password = "{password}{number}"', "python")
    assert len(cache) == 1


def test_neither_text_nor_value_is_kept(password: str) -> None:
    cache = MatchCache(get_detector().scan)
    text = f'password = "{password}"'
    cache(text, "python")
    kept = pickle.dumps(
        [(key, [(m.start, m.end, m.name, m.note) for m in found]) for key, found in cache._entries.items()]
    )
    assert password.encode() not in kept
    gc.collect()


def test_half_an_emoji_can_be_hashed() -> None:
    assert MatchCache(lambda *_: [])("\ud83d", "python") == []
