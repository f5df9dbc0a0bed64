from __future__ import annotations

from pathlib import Path

import pytest

from ct_jupyter.check import blobs as checking
from ct_jupyter.check.blobs import check_blobs
from ct_jupyter.check.change import check_selection
from ct_jupyter.findings.fingerprint import Fingerprinter
from ct_jupyter.git import Repository, blobs, history
from ct_jupyter.git import reading_order as reading_order_of
from tests.pipelines.kit import Checkout, clean, leaky

FINGERPRINT = Fingerprinter(b"k" * 32)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    checkout = Checkout(tmp_path / "repository")
    for number in range(12):
        checkout.commit(**{f"n{number % 3}": leaky(number) if number % 4 == 0 else clean(f"x = {number}")})
    return Repository(checkout.top)


def test_processes_find_what_one_process_finds_in_the_same_order(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    selection = history(repository, lambda path: True)
    alone = list(check_blobs(repository, selection.blobs, FINGERPRINT, jobs=1))
    monkeypatch.setattr(checking, "POOL_FROM_BLOBS", 4)
    pooled = list(check_blobs(repository, selection.blobs, FINGERPRINT, jobs=2))
    assert pooled == alone
    assert sum(len(file.findings) for file in alone) == 3


def test_the_order_of_reading_changes_nothing_that_is_reported(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    selection = history(repository, lambda path: True)
    by_path = check_selection(repository, selection, FINGERPRINT)
    monkeypatch.setattr(blobs, "PACK_ORDER_FROM", 0)
    order = reading_order_of(repository, selection.blobs)
    assert sorted(order) == list(range(len(selection.blobs)))
    assert check_selection(repository, selection, FINGERPRINT).findings == by_path.findings


def test_a_blob_that_is_missing_is_an_error_of_its_path(repository: Repository) -> None:
    [file] = check_blobs(repository, [blobs.Blob("ab" * 20, "gone.ipynb")], FINGERPRINT)
    assert file.errors[0].path == "gone.ipynb"
    assert "not in this clone" in file.errors[0].message
