"""Names beside what the detector finds: in checks and on the command line."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from ct_jupyter.check.names import NamesPass
from ct_jupyter.check.tree import check_targets
from ct_jupyter.check.walk import Target
from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.personal import names as package
from ct_jupyter.detection.personal.names import SWITCH, available, model
from tests.conftest import code, dumped, notebook, stream
from tests.detection.personal.names.people import people

needs_extra = pytest.mark.skipif(not available(), reason="the extra ct_jupyter[names] is not installed")
PERSON = people(1, seed=4)[0]


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    monkeypatch.setenv(SWITCH, "on")
    path = tmp_path / "people.ipynb"
    source = f'client = "{PERSON}"\nmail = "{fill("{pii-email}", 3)}"\n'
    path.write_bytes(dumped(notebook(code(source, stream(f"INFO user={PERSON} took=3s\n")))))
    return Target(path, path.name)


def persons(report: dict[str, object]) -> list[tuple[str, str]]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return [(f["part"], f["preview"]) for f in findings if f["weakness_id"] == "pii.person"]


@needs_extra
def test_a_name_is_found_in_source_and_output_once_each_and_never_shown(target: Target) -> None:
    [checked] = check_targets([target], names=NamesPass())
    found = [f for f in checked.findings if f.weakness_id == "pii.person"]
    assert [f.part for f in found] == ["source", "output"]
    assert all(f.preview == "…" for f in found)
    assert not [f for f in checked.findings if f.weakness_id == "pii.username"]
    assert [f.weakness_id for f in checked.findings if f.part == "source"] == ["pii.person", "pii.email"]


@needs_extra
def test_what_there_is_no_time_for_is_said(target: Target) -> None:
    [checked] = check_targets([target], names=NamesPass(seconds=0))
    assert not checked.errors
    assert any("names were not looked for in" in notice.message for notice in checked.notices)


def test_a_model_that_cannot_be_used_is_an_error_and_the_rest_is_found(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "model_folder", lambda: None)
    monkeypatch.setattr(model, "_loaded", {})
    [checked] = check_targets([target], names=NamesPass())
    assert [error.message for error in checked.errors] == [
        'names were not looked for: names need an extra: pip install "ct_jupyter[names]"'
    ]
    assert "pii.email" in [f.weakness_id for f in checked.findings]
    assert PERSON not in repr(checked.errors)


def test_in_a_process_of_a_pool_the_time_does_not_begin_anew() -> None:
    sent = pickle.dumps(NamesPass(seconds=7))
    assert pickle.loads(sent) is pickle.loads(sent)


@needs_extra
def test_the_command_looks_for_names_unless_told_otherwise(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SWITCH)
    for option, model_asked in (([], True), (["--names"], True), (["--no-names"], False)):
        monkeypatch.delenv(SWITCH, raising=False)
        out = tmp_path / "report.json"
        assert main(["scan", str(target.path), "--format", "json", "--output", str(out), *option]) == int(
            model_asked
        )
        confidences = {
            f["confidence"]
            for f in json.loads(out.read_bytes())["findings"]
            if f["weakness_id"] == "pii.person"
        }
        assert confidences == ({"medium"} if model_asked else {"low"})
        assert PERSON not in out.read_text()


def test_asking_for_names_without_the_extra_says_what_to_install(
    target: Target, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ct_jupyter.cli.scan.available", lambda: False)
    assert main(["scan", str(target.path), "--names"]) == 2
    assert 'pip install "ct_jupyter[names]"' in capsys.readouterr().err
    assert package.SWITCH == "CT_JUPYTER_NAMES"
