"""What was redacted once stays as it is: a second run changes nothing, in whatever form the secrets were."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.redact.files import Redaction, StoreKind
from ct_jupyter.redact.one_document import Redacted
from ct_jupyter.rewrite.source_plan import Options
from tests.conftest import code, dumped, notebook, stream
from tests.rewrite.running.forms import FORMS
from tests.rewrite.running.generator import filled, values_of


def redact(path: Path) -> Redacted:
    redaction = Redaction(StoreKind.ENV, options=lambda _target: Options(load="dotenv"))
    (result,) = redaction.plan([Target(path, path.name)])
    assert isinstance(result, Redacted)
    assert redaction.write([result] if result.changes else []) == []
    return result


@pytest.mark.parametrize("form", FORMS)
def test_a_second_run_changes_nothing(form: str, tmp_path: Path) -> None:
    values = values_of(random.Random(f"twice/{form}"))
    path = tmp_path / "a.ipynb"
    cells = [code(filled(source, values)) for source in FORMS[form]]
    path.write_bytes(dumped(notebook(*cells, language_info={"name": "python"})))
    assert redact(path).changes
    once = path.read_bytes(), (tmp_path / ".env").read_bytes()
    again = redact(path)
    assert not again.changes
    assert not again.left
    assert (path.read_bytes(), (tmp_path / ".env").read_bytes()) == once


def test_what_prints_a_stored_value_is_cleaned_without_a_secret_in_its_source(tmp_path: Path) -> None:
    value = values_of(random.Random(4))["odd"]
    (tmp_path / ".env").write_text(f"DB_PASSWORD='{value}'\nREGION=eu-1\n")
    path = tmp_path / "a.ipynb"
    shows = code('import os\nprint(os.environ["DB_PASSWORD"], "eu-1")', stream(f"{value} eu-1\n"))
    path.write_bytes(dumped(notebook(shows, language_info={"name": "python"})))
    assert redact(path).changes
    assert value not in path.read_text()
    assert "<REDACTED:DB_PASSWORD> eu-1" in path.read_text()
    assert not redact(path).changes
