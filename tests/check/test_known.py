from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ct_jupyter.check.walk import Target
from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from tests.check.one_target import check_target
from tests.conftest import code, dumped, notebook, stream

VALUE = sample_value("secret.generic.password", 5) + "'/\"+x"
NAME = "SERVICE_LOGIN"
KNOWN = "leak.known-value"


def display(mime: str, text: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": {mime: text}}


def found_in(folder: Path, *outputs: dict[str, Any], source: str = "run()") -> list[Any]:
    (folder / ".env").write_text(f"REGION=eu-central-1\n{NAME}={json.dumps(VALUE)}\n")
    path = folder / "a.ipynb"
    path.write_bytes(dumped(notebook(code(source, *outputs))))
    checked = check_target(Target(path, "a.ipynb"))
    assert checked.errors == []
    return [finding for finding in checked.findings if finding.part == "output"]


@pytest.mark.parametrize(
    "output",
    [
        stream(f"in use: {VALUE} now\n"),
        stream(repr({"p": VALUE}) + "\n"),
        stream(json.dumps({"p": VALUE}) + "\n"),
        stream(f"https://x.example/?p={quote(VALUE, safe='')}\n"),
        stream(base64.b64encode(f"ann:{VALUE}".encode()).decode() + "\n"),
        display("text/html", "<b>" + VALUE.replace('"', "&quot;").replace("'", "&#x27;") + "</b>"),
        display("application/json", {"deep": [{"p": VALUE}]}),
        {"output_type": "error", "ename": "E", "evalue": VALUE, "traceback": []},
    ],
    ids=["plain", "repr", "json", "url", "base64", "html", "application-json", "error"],
)
def test_an_output_that_shows_a_stored_value_is_marked_in_every_form(
    tmp_path: Path, output: dict[str, Any]
) -> None:
    found = found_in(tmp_path, output)
    assert {finding.variable for finding in found} == {NAME}
    for finding in found:
        assert finding.weakness_id == KNOWN
        assert finding.title == f"Prints {NAME}"
        assert VALUE not in repr(finding)


def test_a_value_that_the_kernel_cut_in_two_is_marked_in_both_outputs(tmp_path: Path) -> None:
    found = found_in(tmp_path, stream(f"p={VALUE[:5]}"), stream(f"{VALUE[5:]}\n"))
    assert [(finding.output, finding.variable) for finding in found] == [(1, NAME), (2, NAME)]
    assert (found[0].start.offset, found[1].end.offset) == (2, len(VALUE) - 5)


def test_what_a_rule_finds_by_itself_keeps_its_kind_and_tells_the_variable(tmp_path: Path) -> None:
    key = sample_value("secret.openai.api-key", 3)
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={key}\n")
    path = tmp_path / "a.ipynb"
    path.write_bytes(dumped(notebook(code("run()", stream(f"{key}\n")))))
    [finding] = check_target(Target(path, "a.ipynb")).findings
    assert (finding.weakness_id, finding.variable) == ("secret.openai.api-key", "OPENAI_API_KEY")


def test_sources_settings_and_placeholders_are_not_marked(tmp_path: Path) -> None:
    assert found_in(tmp_path, stream(f"eu-central-1 <REDACTED:{NAME}>\n")) == []
    assert found_in(tmp_path, stream("nothing\n"), source=f"login({VALUE!r})") == []


def test_without_env_nothing_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(dumped(notebook(code("run()", stream(f"in use: {VALUE} now\n")))))
    assert [one.weakness_id for one in check_target(Target(path, "a.ipynb")).findings] == []


def test_it_is_suppressed_as_other_findings_are(tmp_path: Path) -> None:
    [finding] = found_in(tmp_path, stream(f"{VALUE}\n"))
    assert finding.suppressed is None
    path = tmp_path / "a.ipynb"
    cell = code("run()", stream(f"{VALUE}\n"))
    cell["metadata"] = {"tags": [f"ct: ignore[{KNOWN}] shown on purpose"]}
    path.write_bytes(dumped(notebook(cell)))
    [finding] = check_target(Target(path, "a.ipynb")).findings
    assert finding.suppressed.reason == "shown on purpose"


def test_the_command_line_tells_it_and_a_policy_can_switch_it_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found_in(tmp_path, stream(f"{VALUE}\n"))
    monkeypatch.chdir(tmp_path)
    assert main(["scan", "a.ipynb"]) == 1
    out = capsys.readouterr().out
    assert f"a.ipynb:cell_1:output_1:1:1  high      Prints {NAME}  [{KNOWN}]" in out
    assert VALUE not in out
    assert main(["scan", "a.ipynb", "--disable", KNOWN]) == 0


def test_many_values_in_a_long_output_are_looked_for_by_their_cores_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ct_jupyter.detection.secrets.copies import Needles

    asked: list[int] = []
    real = Needles.find
    monkeypatch.setattr(Needles, "find", lambda self, text: asked.append(len(text)) or real(self, text))
    found_in(tmp_path, *(stream(f"step {number} of 200\n") for number in range(200)))
    assert asked == [], "only a text that holds a piece of a value is searched for all its forms"
