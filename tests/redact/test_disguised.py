"""Copies that are written in another way go with the value, or the copy is not called clean."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.redact.one_document import Redacted, redact_data
from ct_jupyter.redact.share import clean_copy
from ct_jupyter.stores.refusal import Refusal
from tests.conftest import code, notebook, stream
from tests.detection.test_disguises import WAYS, random_value

VALUE = random_value(21)
FIRST = code(f'api_key = "{VALUE}"')


def shown(text: str, mime: str) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": {mime: text}}


def redacted(document: dict[str, Any]) -> Redacted:
    result = redact_data(Target(Path("a.ipynb"), "a.ipynb"), json.dumps(document).encode())
    assert isinstance(result, Redacted)
    return result


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_in_an_output_goes(way: str) -> None:
    written = WAYS[way](VALUE)
    in_html = shown(f"<p>{written}</p>", "text/html")
    outputs = [stream(f"x {written} y\n"), shown(written, "text/plain"), in_html]
    document = notebook(FIRST, code("f(api_key)", *outputs))
    kept = clean_copy(document, PurePath("a.ipynb"), "keep")
    assert written not in "".join(texts(kept.notebook))
    assert "<REDACTED:API_KEY>" in kept.notebook["cells"][1]["outputs"][1]["data"]["text/plain"]
    assert kept.report.clean
    scrubbed = clean_copy(document, PurePath("a.ipynb"), "scrub")
    assert scrubbed.notebook["cells"][1]["outputs"] == []
    result = redacted(document)
    assert written not in "".join(texts(json.loads(result.new)))
    assert result.still_in == ()


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for text in texts(list(pair))]
    return [text for one in value for text in texts(one)] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("k = bytes({codes})", 'k = bytes([*os.environ["API_KEY"].encode()])', {"API_KEY": VALUE}),
        (
            'k = bytes.fromhex("{hex}")',
            'k = bytes.fromhex(os.environ["API_KEY_HEX"])',
            {"API_KEY_HEX": "{hex}"},
        ),
        ("# {hex}", "# <REDACTED:API_KEY_HEX>", {}),
        ("!echo {hex} | xxd -r -p", '!echo "$API_KEY_HEX" | xxd -r -p', {"API_KEY_HEX": "{hex}"}),
    ],
)
def test_a_copy_in_code_is_read_from_a_variable_and_the_code_still_runs(
    before: str, after: str, names: dict[str, str]
) -> None:
    forms = {"codes": str(list(VALUE.encode())), "hex": VALUE.encode().hex()}
    result = redacted(notebook(FIRST, code(before.format(**forms))))
    assert json.loads(result.new)["cells"][1]["source"] == after
    for name, value in names.items():
        assert result.plan.values[name] == value.format(**forms)


def test_a_list_of_bytes_runs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"k = bytes([{', '.join(map(hex, VALUE.encode()))}])"
    result = redacted(notebook(FIRST, code(source)))
    monkeypatch.setenv("API_KEY", VALUE)
    held: dict[str, Any] = {}
    for cell in json.loads(result.new)["cells"]:
        exec(cell["source"], held)
    assert held["k"] == VALUE.encode()


def test_a_number_that_is_a_value_keeps_a_copy_from_being_made() -> None:
    document = notebook(FIRST, code(f"k = 0x{VALUE.encode().hex()}"))
    with pytest.raises(Refusal, match="from cell 2, so no copy was made"):
        clean_copy(document, PurePath("a.ipynb"), "keep")
    assert redacted(document).still_in == ("cell 2",)


def test_the_id_of_a_cell_goes_and_is_still_one() -> None:
    document = notebook(FIRST, code("1") | {"id": VALUE})
    assert json.loads(redacted(document).new)["cells"][1]["id"] == "REDACTED-API_KEY"


def test_a_member_that_is_there_twice_is_told() -> None:
    text = json.dumps(notebook(FIRST, code("1"))).replace(
        '"metadata"', f'"metadata": {{"note": "{VALUE.encode().hex()}"}}, "metadata"', 1
    )
    result = redact_data(Target(Path("a.ipynb"), "a.ipynb"), text.encode())
    assert isinstance(result, Redacted)
    assert result.still_in == ("the text",)
