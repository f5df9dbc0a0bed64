"""Notebooks that are packed by themselves are read like any other, within limits."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from ct_jupyter.check.walk import Target, walk
from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from tests.check.one_target import check_target
from tests.conftest import code, dumped, notebook
from tests.pipelines.kit import CI_VARIABLES, Checkout

TOKEN = sample_value("secret.github.token", 7)
NOTEBOOK = dumped(notebook(code("x = 1"), code(f'token = "{TOKEN}"')))


def zstd(data: bytes) -> bytes:
    return bytes(pytest.importorskip("zstandard").compress(data))


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
}


@pytest.mark.parametrize("packing", PACK)
def test_a_packed_notebook_is_read_as_one(packing: str, tmp_path: Path) -> None:
    name = f"a.ipynb.{packing}"
    (tmp_path / name).write_bytes(PACK[packing](NOTEBOOK))
    [target] = walk([tmp_path], tmp_path)
    assert isinstance(target, Target)
    result = check_target(target)
    assert (result.errors, result.notebook, result.cells) == ([], True, 2)
    [found] = result.findings
    assert (found.path, found.weakness_id, found.cell) == (name, "secret.github.token", 2)
    assert found.file_line is None


@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize("damage", ["cut", "other"])
def test_a_damaged_one_is_an_error(packing: str, damage: str, tmp_path: Path) -> None:
    packed = PACK[packing](NOTEBOOK)
    name = f"a.ipynb.{packing}"
    (tmp_path / name).write_bytes(packed[: len(packed) // 2] if damage == "cut" else NOTEBOOK)
    result = check_target(Target(tmp_path / name, name))
    [error] = result.errors
    assert (result.findings, error.path) == ([], name)
    assert "it was not scanned" in error.message


@pytest.mark.parametrize("packing", ["gz", "bz2", "xz"])
def test_one_that_unpacks_to_far_more_than_it_is_is_an_error(packing: str, tmp_path: Path) -> None:
    name = f"a.ipynb.{packing}"
    (tmp_path / name).write_bytes(PACK[packing](b" " * (40 << 20)))
    [error] = check_target(Target(tmp_path / name, name)).errors
    assert "250 times its size" in error.message


def test_a_pipeline_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in CI_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    checkout = Checkout(tmp_path)
    checkout.write("a.ipynb.gz", gzip.compress(NOTEBOOK))
    checkout.commit()
    assert main(["ci", "--all", "--report", "json=r.json"]) == 1
    report = json.loads(Path("r.json").read_bytes())
    assert [one["path"] for one in report["findings"]] == ["a.ipynb.gz"]


def test_redact_says_that_it_cannot_change_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    packed = gzip.compress(NOTEBOOK)
    Path("a.ipynb.gz").write_bytes(packed)
    main(["redact", "--write", "."])
    assert "is packed, so its values stay" in "".join(capsys.readouterr())
    assert Path("a.ipynb.gz").read_bytes() == packed
