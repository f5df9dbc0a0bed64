"""Notebooks in zip archives are read, and what cannot be is an error that names it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from ct_jupyter.check.blobs import check_blobs
from ct_jupyter.check.checked import Checked
from ct_jupyter.check.tree import check_targets
from ct_jupyter.check.walk import Target
from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.findings.fingerprint import private_fingerprinter
from ct_jupyter.git import Blob, Repository
from tests.conftest import code, dumped, notebook
from tests.pipelines.kit import CI_VARIABLES, Checkout

TOKEN = sample_value("secret.github.token", 7)
NOTEBOOK = dumped(notebook(code("x = 1"), code(f'token = "{TOKEN}"')))


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def checked(tmp_path: Path, data: bytes) -> Checked:
    (tmp_path / "a.zip").write_bytes(data)
    [one] = check_targets([Target(tmp_path / "a.zip", "a.zip")])
    return one


def test_each_notebook_is_read_under_its_name_in_the_archive(tmp_path: Path) -> None:
    result = checked(tmp_path, zipped(**{"b/c.ipynb": NOTEBOOK, "d.ipynb": NOTEBOOK, "e.txt": b"x"}))
    assert result.errors == []
    assert [(one.path, one.cell, one.file_line) for one in result.findings] == [
        ("a.zip!/b/c.ipynb", 2, None),
        ("a.zip!/d.ipynb", 2, None),
    ]


def test_one_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    members = {"../out.ipynb": NOTEBOOK, "bomb.ipynb": b" " * (40 << 20), "ok.ipynb": NOTEBOOK}
    file = io.BytesIO(zipped(**members))
    with zipfile.ZipFile(file, "a") as archive:  # so that the whole is packed well, and not too well
        archive.writestr("b.bin", bytes(range(256)) * 1000)
    result = checked(tmp_path, file.getvalue())
    assert {error.path for error in result.errors} == {"a.zip!/../out.ipynb", "a.zip!/bomb.ipynb"}
    assert [one.path for one in result.findings] == ["a.zip!/ok.ipynb"]


def test_one_with_a_password_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"a.ipynb": NOTEBOOK}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    [error] = checked(tmp_path, bytes(data)).errors
    assert (error.path, "password" in error.message) == ("a.zip!/a.ipynb", True)


def test_a_damaged_archive_is_an_error(tmp_path: Path) -> None:
    data = zipped(**{"a.ipynb": NOTEBOOK})
    assert [error.path for error in checked(tmp_path, data[: len(data) // 2]).errors] == ["a.zip"]


def test_a_baseline_and_a_pipeline_know_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CI_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    checkout = Checkout(tmp_path)
    checkout.write("a.zip", zipped(**{"b.ipynb": NOTEBOOK}))
    checkout.commit()
    assert main(["ci", "--all", "--report", "json=r.json"]) == 1
    report = json.loads(Path("r.json").read_bytes())
    assert [one["path"] for one in report["findings"]] == ["a.zip!/b.ipynb"]
    assert main(["baseline"]) == 0
    assert main(["scan"]) == 0
    (tmp_path / "b.txt").write_bytes(b"x")
    assert main(["baseline", "b.txt"]) == 0
    assert main(["scan"]) == 0


def test_in_a_long_history_they_are_read_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = Checkout(tmp_path)
    checkout.write("a.zip", zipped(**{"b.ipynb": NOTEBOOK}))
    checkout.write("c.ipynb.gz", gzip.compress(NOTEBOOK))
    commit = checkout.commit()
    monkeypatch.setattr("ct_jupyter.check.blobs.POOL_FROM_BLOBS", 2)
    blobs = [Blob(checkout.git("rev-parse", f"{commit}:{path}"), path) for path in ("a.zip", "c.ipynb.gz")]
    found = check_blobs(Repository(tmp_path), blobs, private_fingerprinter(), jobs=2)
    assert [[one.path for one in each.findings] for each in found] == [["a.zip!/b.ipynb"], ["c.ipynb.gz"]]


def test_redact_says_that_nothing_in_an_archive_is_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"b.ipynb": NOTEBOOK}))
    assert main(["redact", "--write", str(tmp_path / "a.zip")]) != 0
    assert "is an archive" in "".join(capsys.readouterr())
