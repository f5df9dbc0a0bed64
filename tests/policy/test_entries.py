"""Entries of a baseline: which files they speak for, and what it costs to ask."""

from __future__ import annotations

from pathlib import Path

from ct_jupyter.policy.baseline import Entry
from ct_jupyter.session.prints import BaselinePrints, TwoKeys

KIND = "secret.generic.password"


class Prints(BaselinePrints):
    """Knows every fingerprint."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def make(self, own: str, weakness_id: str, value: str, *, stretch: bool) -> bool:
        self.made.append(weakness_id)
        return True


def test_an_entry_speaks_for_its_file_and_for_copies_of_one_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").touch()
    (tmp_path / "b.zip").touch()
    entries = [Entry(path, KIND, "0" * 32) for path in ("a.ipynb", "gone.ipynb")]
    assert [one.speaks_for("a.ipynb", tmp_path) for one in entries] == [True, True]
    assert [one.speaks_for("other.ipynb", tmp_path) for one in entries] == [False, True]
    # What is in an archive is there as long as the archive is.
    packed = Entry("b.zip!/a.ipynb", KIND, "0" * 32)
    assert not packed.speaks_for("other.ipynb", tmp_path)
    (tmp_path / "b.zip").unlink()
    assert packed.speaks_for("other.ipynb", tmp_path)


def test_a_kind_is_asked_about_once_and_only_where_it_is_found() -> None:
    asked: list[str] = []

    def needs(weakness_id: str) -> bool:
        asked.append(weakness_id)
        return weakness_id == KIND

    prints = Prints()
    fingerprint = TwoKeys(prints, needs)
    assert asked == []
    for kind in (KIND, "pii.email", KIND, "pii.email"):
        fingerprint(kind, "x")
    assert asked == [KIND, "pii.email"]
    assert prints.made == [KIND, KIND]
